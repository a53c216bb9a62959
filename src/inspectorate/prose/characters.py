"""Characters that no XML may hold, and so neither a Word file nor a feed."""

from __future__ import annotations

import re

NEVER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number_of(character: str) -> str:
    """Return the number by which a character is named where it shows nothing."""
    return f"U+{ord(character):04X}"
