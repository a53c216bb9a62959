"""Variation: how far the grades of bodies lie apart."""

from __future__ import annotations

from .kind import Kind


class VariationKind(Kind):
    """The spread of agreed grades on some criteria."""

    code = "variation"
    label = "Spread between bodies"
    example = "Some inconsistency; mixed"
    method = "Read from the spread of agreed judgments between {nouns}{on}."


KIND = VariationKind()
