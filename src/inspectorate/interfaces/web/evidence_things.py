"""What entries on evidence, and on notes that were received, are of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from inspectorate.domain.evidence.arrivals.queries import numbered
from inspectorate.domain.evidence.verbs import EvidenceVerb

if TYPE_CHECKING:
    from inspectorate.domain.evidence.models import Arrival

    from .things import Kind, Place  # which read this module for their table


def of_evidence(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    item = "evidence-item"

    def note(to: str = "") -> Place:
        """The page of a note, which is named otherwise for a grade of the reader's own."""
        asks = partial(_named, to.replace(".", "__"))
        return place("evidence-arrival", (f"{to}named",), asks)

    return {
        "evidence.item": kind(
            EvidenceVerb.SEE,
            "evidence",
            lambda row: f"evidence {row.ref}",
            place(item, ("number",)),
            body="scope_body__body",
            with_=("inspection",),
            # What stands in its place, and the note it was.
            also=(
                place(item, ("supersedes.item.number",)),
                note("decided.arrival."),
            ),
        ),
        "evidence.withdrawal": kind(
            EvidenceVerb.SEE,
            "evidence",
            lambda row: f"evidence {row.item.ref}",
            place(item, ("item.number",)),
            whose="item__inspection",
            body="item__scope_body__body",
            with_=("item__inspection",),
        ),
        "evidence.arrival": kind(
            EvidenceVerb.SEE,
            "a note",
            lambda row: _what(row),
            note(),
            with_=("inspection",),
        ),
        "evidence.arrivaldecision": kind(
            EvidenceVerb.SEE,
            "a note",
            lambda row: _what(row.arrival),
            note("arrival."),
            whose="arrival__inspection",
            with_=("arrival__inspection",),
        ),
    }


def _what(note: Arrival) -> str:
    return f"the {'grade' if note.private else 'note'} {note.ref}"


def _named(to: str, named: str | int) -> dict[str, Any]:
    """Which rows are of the note that an address names so."""
    return {f"{to}{name}": value for name, value in numbered(str(named)).items()}
