"""Redaction makes a new text without the words; nothing is covered, nothing can be peeled off.

The replacement is the same for every passage of one ground, so that its length tells nothing of
what stood there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]`` is to go, on ``ground`` (a statute or a written reason)."""

    start: int
    end: int
    ground: str


def replacement(ground: str) -> str:
    """Return what stands in print for removed words."""
    return f"[removed: {ground}]"


def redact(text: str, spans: Sequence[Span]) -> str:
    """Return ``text`` without the words of ``spans``.

    Overlapping and touching spans of one ground become one. Raises ValueError when a span lies
    outside the text, is empty, or gives no ground.
    """
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(
                f"span {span.start}:{span.end} lies outside a text of {len(text)} characters"
            )
        if not span.ground.strip():
            raise ValueError(f"span {span.start}:{span.end} gives no ground for its removal")
    pieces: list[str] = []
    at = 0
    for start, end, ground in _merged(spans):
        pieces += [text[at:start], replacement(ground)]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start <= merged[-1][1]:
            start, end, ground = merged.pop()
            both = ground if span.ground in ground.split("; ") else f"{ground}; {span.ground}"
            merged.append((start, max(end, span.end), both))
        else:
            merged.append((span.start, span.end, span.ground))
    return merged
