"""What commands print: JSON that never holds NaN, and tables for the terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from inspectstats.plain import plain
from inspectstats.records import InputError, Result


def as_json(value: Any) -> None:
    """Print a record as JSON, keys in the order of the record."""
    click.echo(json.dumps(plain(value), indent=2, ensure_ascii=False, allow_nan=False))


def save(path: str, text: str) -> None:
    """Write a text file whole, or not at all."""
    target = Path(path)
    try:
        part = target.with_name(target.name + ".part")
        part.write_text(text, encoding="utf-8")
        part.replace(target)
    except OSError as cause:
        raise InputError(
            f"cannot be written ({cause.strerror})", where=path, mend="Check folder and rights."
        ) from None


def figure(value: float | None, digits: int = 3) -> str:
    """A number for a table; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"


def limits(found: Result, digits: int = 3) -> str:
    """``0.48 to 0.74``, or the reason there is no interval."""
    if found.low is None or found.high is None:
        return found.interval_reason if found.interval_reason != "ok" else "–"
    return f"{found.low:.{digits}f} to {found.high:.{digits}f}"


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; numbers (every column but the first) stand to the right."""
    from rich.console import Console  # late: not every command prints a table
    from rich.table import Table

    held = Table(
        title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False
    )
    for place, name in enumerate(columns):
        held.add_column(name, justify="left" if place == 0 else "right", overflow="fold")
    for row in rows:
        held.add_row(*(str(cell) for cell in row))
    console = Console(highlight=False, markup=False, width=None if Console().is_terminal else 120)
    console.print(held)
    console.print()


def notes(*lines: str) -> None:
    """Print sentences under a table."""
    for line in lines:
        if line:
            click.echo(line)
