"""Publishes by hand, where no publisher runs or its moment came and went."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .setting_up import fresh_key, load, person_named, plain

if TYPE_CHECKING:  # models can be imported only once Django is loaded
    from inspectorate.domain.publication.models import Release
    from inspectorate.foundation.people.models import Person
    from inspectorate.interfaces.publishing.turn import Turn


@click.command()
@click.argument("slug", required=False)
@click.argument("number", type=int, required=False)
@click.option(
    "--by",
    "email",
    required=True,
    help="E-mail address of the press officer or approving inspector in whose name it is done.",
)
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the public site. Default: INSPECTORATE_SITE; without either, none is switched.",
)
@plain
def release(
    slug: str | None, number: int | None, email: str, data: str | None, site: Path | None
) -> None:
    """Publish by hand release NUMBER of the inspection SLUG, or all that is due.

    The refusals are the publisher's, which need not run, and the public site is switched at once.
    Publishing twice changes nothing. What is refused keeps nothing else back; it is named, and the
    command exits with code 2.
    """
    from .demo_data import default_data

    if (slug is None) != (number is None):
        raise click.UsageError("Name the inspection and the number of its release, or neither.")
    load(data=default_data(data))
    from inspectorate.foundation.ledger.clock import database_clock
    from inspectorate.interfaces.publishing.turn import Turn, publish, switched

    from .publisher import folder_of_site

    person, now, folder = person_named(email), database_clock(), folder_of_site(site)
    done = Turn()
    for one in _chosen(person, now, slug, number):
        made = publish(one, by=person, now=now, key=fresh_key("release"))
        done.out += made.out
        done.late += made.late
        done.refused |= made.refused
        done.failed += made.failed
    if folder is not None:
        switched(folder, done)
    _print(done)
    if not done.clean:
        sys.exit(2)


def _chosen(person: Person, now: datetime, slug: str | None, number: int | None) -> list[Release]:
    """The release named, else all whose embargo is over on inspections of this person."""
    from inspectorate.domain.inspections import queries as inspections
    from inspectorate.domain.publication import due, queries

    if slug is None or number is None:
        mine = set(inspections.visible_to(person).values_list("pk", flat=True))
        return [one for one in due.releases_due(now) if one.inspection_id in mine]
    inspection = inspections.visible_to(person).filter(slug=slug).first()
    found = queries.visible_to(person, inspection).filter(number=number) if inspection else None
    if not found:
        raise click.UsageError(f"There is no release {number} of {slug} that {person} may see.")
    return list(found)


def _print(done: Turn) -> None:
    from inspectorate.interfaces.publishing.turn import in_words

    for line in (*done.out, *done.late):
        click.echo(line)
    if done.switched:
        click.echo(f"The public site is switched: {in_words(done.switched)}.")
    click.echo(f"{len(done.out)} published.")
    for line in (*done.refused.values(), *done.failed):
        click.echo(line, err=True)
