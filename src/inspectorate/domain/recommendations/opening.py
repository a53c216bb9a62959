"""Reads the recommendations an edition makes, and finds the body behind each code it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.fact_loading import OVERSEER
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import addressable, data_of


@dataclass(frozen=True, slots=True)
class MadeRecommendation:
    """One recommendation as an edition makes it.

    ``to`` holds (code, ``duty`` or ``asked``, ISO day or empty).
    """

    number: int
    text: str
    origin: str
    to: tuple[tuple[str, str, str], ...]


def made_in(edition: Edition) -> list[MadeRecommendation]:
    """Return the recommendation blocks of an edition, in order."""
    return [
        MadeRecommendation(
            block.number,
            "".join(run.text for run in block.runs),
            block.caption,
            tuple((row[0], row[1], row[2]) for row in block.rows),
        )
        for block in data_of(edition).blocks
        if block.kind == "recommendation"
    ]


def resolve(inspection: Inspection, codes: Iterable[str]) -> dict[str, tuple[Body, str] | None]:
    """Map each code to its body and the name printed.

    ``None`` where there is no such body that may be addressed.
    """
    names = addressable(inspection)
    scope = {one.code: one.body for one in inspection.scope.select_related("body")}
    found: dict[str, tuple[Body, str] | None] = {}
    for code in codes:
        body: Body | None = None
        if code in names:
            if code in scope:
                body = scope[code]
            # A rehearsal addresses the overseer of a pseudonym, whose real code would give the body
            # away.
            elif code.startswith(OVERSEER) and code.removeprefix(OVERSEER) in scope:
                body = (
                    Body.objects.filter(oversees__body=scope[code.removeprefix(OVERSEER)])
                    .order_by("code")
                    .first()
                )
            else:
                body = Body.objects.filter(code=code).first()
        found[code] = (body, names[code]) if body else None
    return found
