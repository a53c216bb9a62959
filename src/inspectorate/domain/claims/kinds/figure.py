"""Figure: a number computed from the records of the inspection by a named recipe."""

from __future__ import annotations

from collections.abc import Mapping

from .kind import Kind


class FigureKind(Kind):
    """A number with its recipe; it is computed again whenever it is asked for."""

    code = "figure"
    label = "A number with its recipe"
    example = "46 forces; October 2018 to February 2019"
    method = "A figure computed from the records of this inspection."

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """List the numbers by name."""
        if not values:
            return ""
        listed = "; ".join(
            f"{name.replace('_', ' ')}: {value}" for name, value in sorted(values.items())
        )
        return f" {listed[:1].upper()}{listed[1:]}."


KIND = FigureKind()
