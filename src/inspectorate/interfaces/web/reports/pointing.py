"""The text of a section with the words marked that remarks are about, and words that were selected
for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from django import forms

from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.remarks.queries import StandingRemark
from inspectorate.domain.reports.sections import queries as sections

from ..access import StaffRequest


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of a text: the remarks that begin with it, and whether it is about any."""

    words: str
    begins: Sequence[StandingRemark]
    marked: bool


def marked(text: str, remarks: Sequence[StandingRemark]) -> list[MarkedPiece]:
    """Cut a text where the words of remarks begin and end; joined the pieces are the text."""
    begins: dict[int, list[StandingRemark]] = {}
    # At each edge how many more remarks are about what follows than about what stood before it.
    turns: dict[int, int] = {0: 0, len(text): 0}
    for one in remarks:
        if one.start is None:
            continue
        begins.setdefault(one.start, []).append(one)
        for edge, more in ((one.start, 1), (one.end or one.start, -1)):
            turns[edge] = turns.get(edge, 0) + more
    edges = sorted(turns)
    open_here = accumulate(turns[edge] for edge in edges)
    found = [
        MarkedPiece(text[left:right], begins.get(left, []), about > 0)
        for (left, right), about in zip(pairwise(edges), open_here, strict=False)
    ]
    last = begins.get(len(text), [])
    return [*found, MarkedPiece("", last, False)] if last else found


class PointForm(forms.Form):
    """Which words of which version of a section the editor was asked to point at."""

    version = forms.IntegerField(min_value=1)
    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=0)


def pointed_at(request: StaffRequest, document: Document, identity: str) -> dict[str, Any]:
    """What a remark's form begins with: the words that were selected, or the version alone."""
    now = sections.section_of(document, identity)
    if now is None:
        return {}
    asked = PointForm(request.GET)
    if not asked.is_valid() or asked.cleaned_data["version"] != now.version:
        return {"version": now.version}
    start, end = asked.cleaned_data["start"], asked.cleaned_data["end"]
    if not start <= end <= len(now.text):
        return {"version": now.version}
    return {"version": now.version, "start": start, "quote": now.text[start:end]}
