"""What stands in the place of removed words.

A new text is made without them: nothing is covered, so nothing can be uncovered.
"""

from __future__ import annotations


def replacement(ground: str) -> str:
    """Return what stands in print for removed words.

    It is the same for every passage of one ground, so that its length tells nothing of what stood
    there.
    """
    return f"[removed: {ground}]"
