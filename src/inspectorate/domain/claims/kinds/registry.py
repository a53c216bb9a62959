"""The kinds of claim, in the order in which a writer is offered them."""

from __future__ import annotations

from . import counted, development, evidence, figure, quotation, variation
from .kind import Kind

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        counted.KIND,
        figure.KIND,
        variation.KIND,
        evidence.EXAMPLE,
        evidence.QUALITATIVE,
        development.KIND,
        quotation.KIND,
    )
}
DEFAULT = counted.KIND


def unnamed(*, with_values: bool) -> Kind:
    """Return the kind of a claim whose file names none: a figure where it has named values."""
    return figure.KIND if with_values else counted.KIND


def named(code: object) -> Kind | None:
    """Return the kind spelt ``code``, or None where there is none."""
    return KINDS.get(code) if isinstance(code, str) else None
