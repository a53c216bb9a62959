"""The kinds of claim, in the order in which a writer is offered them."""

from __future__ import annotations

from typing import Any

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..reasons import ClaimReason
from . import (
    balance,
    cause,
    comparison,
    counted,
    criteria,
    data_return,
    development,
    evidence,
    figure,
    quotation,
    ranking,
    share,
    variation,
)
from .kind import Kind

KINDS: dict[str, Kind[Any]] = {
    kind.code: kind
    for kind in (
        counted.KIND,
        criteria.KIND,
        figure.KIND,
        share.KIND,
        data_return.KIND,
        variation.KIND,
        comparison.KIND,
        ranking.KIND,
        evidence.EXAMPLE,
        evidence.QUALITATIVE,
        balance.KIND,
        cause.KIND,
        development.KIND,
        quotation.KIND,
    )
}
DEFAULT: Kind[Any] = counted.KIND
CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]


def kind_of(code: str) -> Kind[Any]:
    """Return the kind spelt ``code``; raises Refused where there is none."""
    if code not in KINDS:
        what = f"There is no kind of claim {code!r}."
        mend = Mend.words(f"Choose one of: {', '.join(KINDS)}.")
        raise Refused([Reason(ClaimReason.KIND_UNKNOWN, what, mend, "kind")])
    return KINDS[code]


def of_values(*, named: bool) -> Kind[Any]:
    """Return the kind of a claim in a file that says none: a figure where its values are named."""
    return figure.KIND if named else DEFAULT
