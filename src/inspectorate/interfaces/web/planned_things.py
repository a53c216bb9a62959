"""What entries on plans of visits and on travel are of, and on whose page they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inspectorate.domain.fieldwork.verbs import FieldworkVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table


def of_plans(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    return {
        "fieldwork.visitplan": kind(
            FieldworkVerb.SEE,
            "a plan of visits",
            lambda row: f"plan {row.number} of visits",
            place("fieldwork-plan", ("number",)),
        ),
        "fieldwork.traveltime": kind(
            FieldworkVerb.SEE,
            "hours of travel",
            lambda _: "hours of travel",
            place("fieldwork-travel", ()),
        ),
    }
