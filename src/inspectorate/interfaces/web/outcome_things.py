"""What entries on outcomes in words, and on what answers them, are of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.judgments.verbs import JudgmentVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table


def of_outcomes(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""

    def of(to: str) -> Kind:
        """An outcome, which lies at ``to`` of the row, or is the row."""
        under, path = (f"{to}__", f"{to}.") if to else ("", "")

        def named(row: Any) -> str:
            found = getattr(row, to) if to else row
            return str(found.ref)

        return kind(
            JudgmentVerb.SEE_DESK,
            "an outcome",
            named,
            place("judgments-outcome", (f"{path}number",)),
            whose=f"{under}inspection",
            body=f"{under}scope_body__body",
            with_=(f"{under}inspection", f"{under}scope_body", f"{under}criterion"),
            also=(place("judgments-cell", (f"{path}scope_body.code", f"{path}criterion.pk")),),
        )

    def answered(to: str) -> Kind:
        """That a recommendation answers an outcome, which lies at ``to`` of the row, or is it."""
        under, path = (f"{to}__", f"{to}.") if to else ("", "")
        return kind(
            JudgmentVerb.SEE,  # it leads to the outcome
            "what a recommendation answers",
            lambda row: str(getattr(row, to) if to else row),
            place("judgments-outcome", (f"{path}outcome.number",)),
            whose=f"{under}recommendation__inspection",
            with_=(f"{under}recommendation__inspection", f"{under}outcome__inspection"),
            also=(place("recommendations-addressee", (f"{path}recommendation.addressees.pk",)),),
        )

    return {
        "recommendations.answeredoutcome": answered(""),
        "recommendations.answeredoutcomeend": answered("answered"),
        "judgments.writtenoutcome": of(""),
        "judgments.outcomewording": of("outcome"),
        "judgments.outcomemove": of("outcome"),
    }
