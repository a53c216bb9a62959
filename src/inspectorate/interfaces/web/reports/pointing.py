"""The text of a section with the words marked that remarks are about, and words that were selected
for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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
    stand = [(one.start, one.end or one.start, one) for one in remarks if one.start is not None]
    edges = sorted({0, len(text), *(edge for start, end, _ in stand for edge in (start, end))})
    found = [
        MarkedPiece(
            text[left:right],
            [one for start, _, one in stand if start == left],
            any(start <= left and right <= end for start, end, _ in stand),
        )
        for left, right in pairwise(edges)
    ]
    last = [one for start, _, one in stand if start == len(text)]
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
