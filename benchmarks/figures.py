"""The table in the terminal, and docs/figures.md: one section for each bench; sections not measured
stay as they are.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from benchmarks.statistics import Row
from rich.console import Console
from rich.table import Table

FILE = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
HEAD = """# Figures

Measured, never estimated. Each section names the command that gave it and when; a run writes its
own sections again and leaves the others. The machine has two shared cores, so compare figures of
one run with each other, not across runs; ratios are of one run.
"""


def show(title: str, rows: list[Row]) -> None:
    """Print one section."""
    table = Table("What", "Figure", "Ratio", "Bound", title=title, title_justify="left")
    for row in rows:
        table.add_row(row.name, row.figure, _ratio(row), _bound(row))
    Console().print(table)


def write(title: str, command: str, rows: list[Row], at: datetime) -> None:
    """Write one section of docs/figures.md."""
    sections = (
        dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", FILE.read_text("utf-8"), re.M | re.S))
        if FILE.exists()
        else {}
    )
    lines = [
        f"`{command}`, {at:%-d %B %Y %H:%M} UTC",
        "",
        "| what | figure | ratio | bound |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {_cell(row.name)} | {_cell(row.figure)} | {_cell(_ratio(row))} | {_cell(_bound(row))} |"
        for row in rows
    ]
    sections[title] = "\n" + "\n".join(lines) + "\n\n"
    FILE.write_text(
        f"{HEAD}\n"
        + "\n\n".join(f"## {name}\n\n{body.strip()}" for name, body in sections.items())
        + "\n",
        "utf-8",
    )


def _ratio(row: Row) -> str:
    return "" if row.ratio is None else f"{row.ratio:,.1f} {row.peer}"


def _bound(row: Row) -> str:
    return "" if row.held is None else f"{row.within}: {'held' if row.held else 'MISSED'}"


def _cell(text: str) -> str:
    return text.replace("|", "/")
