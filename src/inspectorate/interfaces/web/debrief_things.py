"""What entries on hot debriefs, on the grades told in them and on a difference are of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table


def of_debriefs(
    kind: type[Kind], place: type[Place], cell: Callable[..., Kind]
) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of; ``cell`` makes the kind of
    those that are of a judgment.
    """

    def of(to: str) -> Kind:
        """A judgment whose submission lies at ``to`` of the row."""

        def named(row: Any) -> str:
            for name in to.split("__"):
                row = getattr(row, name)
            return f"the judgment of {row.scope_body.label} on {row.criterion.ref}"

        return cell(named, to)

    return {
        # Told like its visit: who may see fieldwork may know that a visit was ended.
        "judgments.debrief": kind(
            FieldworkVerb.SEE,
            "a visit",
            lambda row: f"the visit to {row.visit.scope_body.label}",
            place("fieldwork-visit", ("visit_id",)),
            whose="visit__inspection",
            body="visit__scope_body__body",
            with_=("visit__scope_body",),
        ),
        "judgments.gradestelling": kind(
            JudgmentVerb.SEE,
            "when grades are told",
            lambda _: "when bodies are told provisional grades",
            place("fieldwork-visits", ()),
        ),
        "judgments.toldgrade": of("submission__assignment"),
        "judgments.toldgradewithdrawal": of("told__submission__assignment"),
        "judgments.tolddifference": of("told__submission__assignment"),
        "judgments.tolddifferencewithdrawal": of("difference__told__submission__assignment"),
    }
