"""Inspection frameworks, from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from inspectorate.foundation.spreadsheets import reading

from .setting_up import bounded, fresh_key, load, person_named, plain


@click.group()
def framework() -> None:
    """Load an inspection framework from a CSV file, and adopt it.

    A framework is data: a new theme needs no code.
    """


@framework.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--by",
    "email",
    required=True,
    help="E-mail address of the lead inspector or administrator who loads it.",
)
@click.option("--version", default="", help="Which version to load, where the file holds several.")
@click.option("--question", default="", help="The one question, where the file does not say it.")
@click.option(
    "--leave-out", is_flag=True, help="Leave out columns that are not known; each is named."
)
@click.option("--adopt", is_flag=True, help="Adopt it at once; an adopted version never changes.")
@plain
def load_framework(
    file: Path, email: str, version: str, question: str, leave_out: bool, adopt: bool
) -> None:
    """Load FILE.

    Columns: framework, version, area, question_id, question, criterion, grade_scale, grades,
    graded, source_url.

    Optional columns: criterion_ref, characteristics ("Good: … | Inadequate: …"), findings
    ("code=statement | …"), meets. source_url is read over; any other column is refused by its
    name, or left out with --leave-out. Every fault is named by row and column, and then nothing is
    written. The same file loaded twice changes nothing.
    """
    load(mode="live")
    from django.utils import timezone

    from inspectorate.domain.programmes import actions, queries

    person, content = person_named(email), bounded(file, reading.LIMIT_BYTES)
    made = actions.load_framework(
        by=person,
        at=timezone.now(),
        key=fresh_key("framework"),
        content=content,
        name=file.name,
        question=question,
        version=version,
        leave_out=leave_out,
    )
    if adopt and made.adopted_at is None:
        actions.adopt_framework(
            by=person, at=timezone.now(), key=fresh_key("adopt"), framework=made
        )
    click.echo(f"{made}: {queries.taken(made)}")
