"""An edition as Markdown that anybody can read: its words alone, without keys and marks of ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..templates.filling import literal
from .model import Block, EditionData, Run

# What Markdown is written with, wherever it stands in a line.
_MARKS = re.compile(r"[\\`*_\[\]{}<>&|!#^~]")


def as_markdown(edition: EditionData) -> str:
    """Return the edition as Markdown: the embargo first, where there is one, then what it says."""
    subtitle = literal(edition.subtitle) if edition.subtitle else ""
    above = [
        f"**{literal(edition.embargo)}**" if edition.embargo else "",
        literal(edition.notice) if edition.notice else "",
        f"# {literal(edition.title)}",
        subtitle,
        f"The report: <{edition.report_at}>" if edition.report_at else "",
        f"Contact: {literal(edition.contact)}" if edition.contact else "",
    ]
    parts = [*above, *(part for block in edition.blocks for part in _parts(block))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _parts(block: Block) -> Iterator[str]:
    said = _runs(block.runs)
    if block.kind == "heading":
        yield f"{'#' * min(block.level + 1, 6)} {said}"
    elif block.kind == "list":
        yield "\n".join(_items(block))
    elif block.kind == "quote":
        yield f"> {said}"
        yield f"> {literal(block.source)}" if block.source else ""
    elif block.kind == "footnote":
        yield f"[^{block.anchor}]: {said}"
    elif block.kind == "recommendation":
        yield f"**Recommendation {block.number}**"
        yield said
    elif block.kind in ("table", "chart"):
        yield literal(block.caption or block.alternative)
        yield "\n".join(_table(block.header, block.rows))
    elif block.kind == "picture":
        yield literal(block.caption)
        yield f"Picture: {literal(block.alternative)}"
    else:
        yield said


def _items(block: Block) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{number}. {_runs(item)}" if block.ordered else f"- {_runs(item)}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    if header:
        yield _row(header)
        yield _row(["---"] * len(header), as_it_is=True)
        yield from map(_row, rows)


def _row(cells: Sequence[str], *, as_it_is: bool = False) -> str:
    return f"| {' | '.join(cells if as_it_is else map(literal, cells))} |"


def _runs(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.footnote:
        return f"[^{run.footnote}]"
    text = _MARKS.sub(r"\\\g<0>", run.text)
    around = f"{'**' if run.strong else ''}{'*' if run.emphasis else ''}"
    words = text.strip()
    if words and (around or run.link):
        marked = f"{around}{words}{around[::-1]}"
        marked = f"[{marked}]({run.link})" if run.link else marked
        text = text.replace(words, marked, 1)
    return text
