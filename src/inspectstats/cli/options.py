"""Options every command shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]


def shared(function: Command) -> Command:
    """``--json`` and ``--svg`` for a command."""
    as_json = click.option(
        "--json", "as_json", is_flag=True, help="Print the full record as JSON instead of a table."
    )
    svg = click.option("--svg", metavar="FILE", help="Also write an accessible plot to FILE.")
    return as_json(svg(function))


def columns(function: Command) -> Command:
    """``--ignore`` and ``--column`` for a command that reads ratings."""
    ignore = click.option(
        "--ignore", metavar="A,B,...", help="Columns to leave out: dates, notes, regions."
    )
    named = click.option(
        "--column",
        metavar="MEANING=NAME",
        multiple=True,
        help="What a column means where its name does not tell: unit, force (the body), criterion, "
        "team, rater (the inspector), rating (the grade).",
    )
    return ignore(named(function))


def confidence(function: Command) -> Command:
    """``--confidence`` for a command with intervals."""
    return click.option(
        "--confidence",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.95,
        show_default=True,
        help="Level of the interval, as a share.",
    )(function)


def listed(text: str | None) -> list[str] | None:
    """``a,b,c`` as a list; ``None`` stays ``None``."""
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]
