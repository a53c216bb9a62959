"""Excerpts: as much of a text as fits a line, and where words stand in a text."""

from __future__ import annotations

import re


def excerpt(text: str, most: int) -> str:
    """Return ``text`` on one line, cut with an ellipsis where it is longer than ``most``."""
    words = " ".join(text.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def standing(text: str, words: str) -> list[str]:
    """Return each place of ``text`` at which ``words`` stand, as they are written there.

    What lies between two of them may be any white space: who reads them sees no end of a line.
    """
    asked = r"\s+".join(map(re.escape, words.split()))
    return re.findall(asked, text) if asked else []
