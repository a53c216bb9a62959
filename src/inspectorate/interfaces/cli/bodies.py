"""The register of bodies, from the command line."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from inspectorate.foundation.spreadsheets import reading
from inspectorate.prose.dates import in_words

from .setting_up import bounded, fresh_key, load, person_named, plain


@click.group()
def bodies() -> None:
    """Load the register of bodies and count it.

    The register ships with the software: the 43 Home Office forces, the non-Home Office forces, the
    fire and rescue services of England, the national bodies and the local policing bodies. Another
    register loads from a CSV file of the same columns: code, name, short_name, kind, official_code,
    nation, region, opened_on, closed_on, groups, overseen_by, merged_into.
    """


@bodies.command("load")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option(
    "--by", "email", required=True, help="E-mail address of the administrator who loads it."
)
@plain
def load_register(file: Path | None, email: str) -> None:
    """Load FILE, or the shipped register.

    All or nothing: every fault is listed by row and column, and nothing is written.
    """
    load(mode="live")
    from django.utils import timezone

    from inspectorate.domain.bodies import actions
    from inspectorate.domain.bodies.register_csv import shipped

    content, name = (
        (bounded(file, reading.LIMIT_BYTES), file.name) if file else (shipped(), "register.csv")
    )
    actions.import_register(
        by=person_named(email),
        at=timezone.now(),
        key=fresh_key("bodies"),
        content=content,
        name=name,
    )
    _print_counts()


@bodies.command("count")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The day to count on, YYYY-MM-DD. Default: today.",
)
@plain
def count(on: datetime | None) -> None:
    """Count the bodies on the register on a day, by the phrases a report may use."""
    load(mode="live")
    _print_counts(on.date() if on else None)


def _print_counts(on: date | None = None) -> None:
    from django.utils import timezone

    from inspectorate.domain.bodies import queries

    day = on or timezone.localdate()
    table = Table("Bodies", "Count", title=f"The register on {in_words(day)}")
    for phrase, number in queries.counts(day).items():
        table.add_row(phrase, str(number))
    Console().print(table)
