"""What stands in the place of removed words: a new text is made without them; nothing is covered,
nothing can be peeled off.
"""

from __future__ import annotations


def replacement(ground: str) -> str:
    """Return what stands in print for removed words: the same for every passage of one ground, so
    that its length tells nothing of what stood there.
    """
    return f"[removed: {ground}]"
