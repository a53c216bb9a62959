"""Development: what happened after the fieldwork and was not inspected."""

from __future__ import annotations

from collections.abc import Mapping

from .kind import Kind


class DevelopmentKind(Kind):
    """Something known from a source, on a day after the fieldwork."""

    code = "development"
    label = "Since the fieldwork"
    example = "Since the inspection, …"
    method = (
        "This happened after the fieldwork and was not inspected; it rests on the source named."
    )
    after_fieldwork = True

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Name the source."""
        return f" Source: {source}." if source else ""


KIND = DevelopmentKind()
