"""Quotation: words that stand in a source."""

from __future__ import annotations

from collections.abc import Mapping

from .kind import Kind


class QuotationKind(Kind):
    """Words quoted exactly, and where they stand."""

    code = "quotation"
    label = "Words that stand in a source"
    example = "Words in quotation marks"
    method = "These words stand in the source named."
    quotes_words = True

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Name the source."""
        return f" Source: {source}." if source else ""


KIND = QuotationKind()
