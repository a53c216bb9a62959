"""The lists of steering as they are taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.evidence_map import CellSources
from inspectorate.domain.judgments.not_submitted import AwaitedJudge
from inspectorate.domain.publication.hanging import Hanging, Sentence
from inspectorate.foundation.markings.reading import is_withheld

from ...calendar_files import Entry
from ..history import Deed
from ..judgments.cells import MARKS
from ..lists.listing import Column, Listing
from .lateness import Late

_NOT_SUBMITTED = (
    Column("Inspector", lambda row: row[0].name),
    Column("Body", lambda row: row[1].scope_body.label),
    Column("On the team", lambda row: "yes" if row[2] else "no longer"),
    Column("Criterion", lambda row: row[1].criterion.ref),
    Column("Called", lambda row: row[1].criterion.name),
    Column("Assigned", lambda row: row[1].assigned_at),
    Column("Due", lambda row: row[1].due_on),
)
_SOURCES = (
    Column("Criterion", lambda row: row.criterion.ref),
    Column("Body", lambda row: row.body.label),
    Column("Items", lambda row: row.items),
    Column("Kinds of source", lambda row: numbered(row.of_kinds)),
    Column("Sources", lambda row: len(row.origins)),
    Column("Which way", lambda row: numbered(row.of_sides)),
    Column("Evidence", lambda row: standing(row)),
)
_LATE = (
    Column("Due", lambda row: row.due_on),
    Column("Days late", lambda row: row.days),
    Column("What", lambda row: row.what, wide=True),
    Column("Waits on", lambda row: row.whose),
)
_CHANGED = (
    Column("When", lambda row: row[1].entry.at),
    Column("Part", lambda row: row[0]),
    Column("Who", lambda row: row[1].who),
    Column("What", lambda row: told(row[1]), wide=True),
)


class _Line(NamedTuple):
    what: str
    name: str
    words: str
    where: str


_RESTING = (
    Column("What", lambda row: row.what),
    Column("Name", lambda row: row.name),
    Column("Words", lambda row: row.words, wide=True),
    Column("Where", lambda row: row.where),
)


def not_submitted(found: Sequence[AwaitedJudge]) -> Listing:
    """A row a judgment that was not submitted, by inspector."""
    rows = [(who.inspector, row, who.on_team) for who in found for row in who.rows]
    return Listing("not-submitted", "Who has not submitted", _NOT_SUBMITTED, rows)


def sources(rows: Sequence[CellSources], said: str) -> Listing:
    """A row a body and criterion: what evidence there is."""
    return Listing("evidence-map", "Where evidence is thin", _SOURCES, rows, said)


def late(rows: Sequence[Late]) -> Listing:
    """What is late, the reader's own first."""
    return Listing("late", "Late work", _LATE, rows, entry=_entry)


def _entry(row: Late) -> Entry:
    after = row.due_on + timedelta(days=1)
    return Entry(f"{row.url}/{row.what}", f"Was due: {row.what}", row.due_on, after)


@dataclass(frozen=True, slots=True)
class Counted:
    """What happened, each with its part; ``number`` of it leaves, as many as are read or more."""

    rows: Sequence[tuple[str, Deed]]
    number: int

    def __len__(self) -> int:
        return self.number

    def __iter__(self) -> Iterator[tuple[str, Deed]]:
        return iter(self.rows)


def changed(rows: Counted, said: str, *, more: bool) -> Listing:
    """What happened, newest first."""
    return Listing("changed", "What changed", _CHANGED, rows, said, more)


def resting(found: Hanging, inspection: Inspection, said: str) -> Listing:
    """All that rests on a source: evidence, judgments, claims, sentences."""
    lines = [_Line("Evidence", one.ref, one.words or one.stub, _stands(one)) for one in found.items]
    lines += [
        _Line(
            "Judgment",
            f"{one.scope_body.label} on {one.criterion.ref}",
            "" if is_withheld(one) else one.reasons,
            one.grade.name if one.grade else "",
        )
        for one in found.agreed
    ]
    lines += [
        _Line("Claim", one.key, "" if is_withheld(one) else one.statement, inspection.title)
        for one in found.claims
    ]
    lines += [
        _Line("Sentence", one.claim, one.text, _where(one))
        for one in (*found.drafted, *found.printed)
    ]
    return Listing("resting", "What rests on it", _RESTING, lines, said)


def _stands(one: Item) -> str:
    """Whose an item is, and whether it is still relied on."""
    gone = "withdrawn" if hasattr(one, "withdrawal") else ""
    gone = gone or ("replaced" if hasattr(one, "supersession") else "")
    return f"{one.scope_body.label}, {gone}" if gone else one.scope_body.label


def _where(one: Sentence) -> str:
    printed = f"public edition {one.edition.number}" if one.edition else "as drafted"
    return f"{one.document.title}, {printed}"


def numbered(counted: Sequence[tuple[str, int]]) -> str:
    """Counts in words: "Interview 2, Document 1"."""
    return ", ".join(f"{label} {number}" for label, number in counted if number)


def standing(cell: CellSources) -> str:
    """How the evidence of a cell stands, in words."""
    if cell.left_out:
        return "Not inspected"
    if not cell.items:
        return "No evidence"
    return MARKS[cell.mark][0] if cell.mark else "Enough"


def told(deed: Deed) -> str:
    """What was done to what, in words."""
    return " ".join(f"{deed.before} {deed.thing.name}{deed.after}".split())
