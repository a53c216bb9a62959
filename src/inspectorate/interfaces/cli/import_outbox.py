"""Brings in a rescue file: notes that a device could not send."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from .demo_data import default_data
from .setting_up import disk_named, load, person_named, plain


@click.command("import-outbox")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "email", required=True, help="E-mail address of who brings it in.")
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@plain
def import_outbox(file: Path, email: str, data: str | None) -> None:
    """Bring in FILE, a rescue file that a device wrote out, each note with its author.

    Whoever brings it is named beside the author. Brought in twice, it changes nothing.
    """
    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.foundation.envelopes.keys import KeysFault

    from ..rescue import NotARescueFile, bring

    person = person_named(email)
    try:
        with disk_named(), file.open("rb") as content:
            brought = bring(content, by=person, at=timezone.now())
    except (NotARescueFile, KeysFault) as fault:
        raise click.UsageError(str(fault)) from fault
    for line in brought.faults:
        click.echo(line, err=True)
    for one in brought.outcomes:
        said = "; ".join(told.text for told in one.told[:3])
        click.echo(f"{one.ref or one.id or 'no id'}: {one.state.value.replace('_', ' ')}. {said}")
    counted = Counter(one.state for one in brought.outcomes)
    told = ", ".join(f"{state.value.replace('_', ' ')} {n:,}" for state, n in counted.items())
    click.echo(f"Notes: {len(brought.outcomes):,} ({told or 'none'}).")
    # What waits for files that are in this file nowhere is not brought in yet either.
    unfinished = ("refused", "later", "waiting_files")
    if brought.faults or any(one.state in unfinished for one in brought.outcomes):
        sys.exit(1)
