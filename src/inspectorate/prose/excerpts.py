"""Excerpts: as much of a text as fits a line."""

from __future__ import annotations


def excerpt(text: str, most: int) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it is longer than ``most``."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"
