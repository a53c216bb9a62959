"""What entries on samples of cases are of, and on whose page they are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.fieldwork.verbs import FieldworkVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table

_OF_CASE = "case__draw__case_list__sample"
# By table: the way from its row to the sample, and what of it the row is.
_SAMPLED = {
    "casesample": ("", "the sample of "),
    "caselist": ("sample", "the sample of "),
    "casedraw": ("case_list__sample", "the sample of "),
    "casereview": (_OF_CASE, "a case of "),
    "casereviewwithdrawal": (f"review__{_OF_CASE}", "a case of "),
    "missingcase": (_OF_CASE, "a case of "),
    "foundcase": (f"not_had__{_OF_CASE}", "a case of "),
    "sampleend": ("sample", "the sample of "),
}


def of_samples(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    forms = kind(
        FieldworkVerb.SEE,
        "a review form",
        lambda row: f"the review form “{row.title}”",
        place("fieldwork-samples", ()),
    )
    sampled = {
        f"fieldwork.{table}": _sampled(kind, place, to, what)
        for table, (to, what) in _SAMPLED.items()
    }
    return {"fieldwork.reviewform": forms, **sampled}


def _sampled(kind: type[Kind], place: type[Place], to: str, what: str) -> Kind:
    under, ways = (f"{to}__", to.split("__")) if to else ("", [])

    def named(row: Any) -> str:
        for way in ways:
            row = getattr(row, way)
        return f"{what}{row.scope_body.label}"

    return kind(
        FieldworkVerb.SEE,
        "a sample of cases",
        named,
        place("fieldwork-sample", (".".join([*ways, "pk"]),)),
        whose=f"{under}form__inspection",
        body=f"{under}scope_body__body",
        with_=(f"{under}scope_body",),
    )
