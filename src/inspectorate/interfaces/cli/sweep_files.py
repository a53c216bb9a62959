"""Removes what lies among files and contents of releases though no record names it."""

from __future__ import annotations

import click

from .demo_data import default_data
from .setting_up import load, plain


@click.command("sweep-files")
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@plain
def sweep_files(data: str | None, dry_run: bool) -> None:
    """Remove files that were sent and never recorded, and unfinished ones, after a day; likewise
    contents of releases that a kill left without a record. A note from a device whose files never
    came whole in a fortnight is taken in without them, and pieces of no note are removed.

    Run it once a night. What any record names is never touched; a strange name is listed and left.
    """
    load(data=default_data(data))
    from inspectorate.domain.publication import orphans
    from inspectorate.foundation.files import strays

    strange = [one for one in strays.strays() if one.kind is strays.StrayKind.NAME]
    found = (
        [one for one in strays.strays() if one.kind is not strays.StrayKind.NAME and one.old]
        if dry_run
        else strays.sweep()
    )
    for one in strange:
        click.echo(f"{one}: look at it yourself.", err=True)
    for one in found:
        click.echo(f"{one}: {'would be removed' if dry_run else 'removed'}.")
    folders = orphans.removable() if dry_run else orphans.sweep()
    for folder in folders:
        click.echo(f"contents {folder.name}: {'would be removed' if dry_run else 'removed'}.")
    _sweep_what_devices_began(dry_run)
    gone = len(found) + len(folders)
    click.echo(
        f"Older than a day and {'to be removed' if dry_run else 'removed'}: {gone:,}; "
        f"strange names: {len(strange):,}."
    )


def _sweep_what_devices_began(dry_run: bool) -> None:
    from django.utils import timezone

    from inspectorate.foundation.envelopes.keys import KeysFault

    from .. import unfinished

    try:
        waited = () if dry_run else unfinished.take_in_what_waited(timezone.now())
        folders = unfinished.orphans() if dry_run else unfinished.sweep()
    except KeysFault as fault:
        raise click.ClickException(f"What devices began was left as it is: {fault}") from fault
    for outcome in waited:
        click.echo(f"{outcome.ref or outcome.id}: taken in without files that never came.")
    for folder in folders:
        said = "would be removed" if dry_run else "removed"
        click.echo(f"pieces of {folder.name}: {said}; no note names them.")
