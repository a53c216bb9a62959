"""What entries on evidence, and on notes that were received, are of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inspectorate.domain.evidence.verbs import EvidenceVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table


def of_evidence(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    item, note = "evidence-item", "evidence-arrival"
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
                place(note, ("decided.arrival.number",)),
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
            lambda row: f"the note {row.ref}",
            place(note, ("number",)),
            with_=("inspection",),
        ),
        "evidence.arrivaldecision": kind(
            EvidenceVerb.SEE,
            "a note",
            lambda row: f"the note {row.arrival.ref}",
            place(note, ("arrival.number",)),
            whose="arrival__inspection",
            with_=("arrival__inspection",),
        ),
    }
