"""What may become of another's words before they are public: pieces go, nothing else changes."""

from __future__ import annotations

REMOVED = "[removed]"


def one_per_line(text: str) -> str:
    """The text as it is compared: forms send other line ends, and blanks around it are none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def only_removes(wrote: str, accepted: str) -> bool:
    """Are the accepted words what somebody wrote, but for pieces replaced by ``[removed]``?"""
    whole, left = one_per_line(wrote), one_per_line(accepted)
    if whole == left:
        return True
    first, *rest = left.split(REMOVED)
    if not rest or not whole.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1]:
        # One character at least went, and the earliest place leaves most room for the next.
        found = whole.find(piece, place + 1)
        if found < 0:
            return False
        place = found + len(piece)
    return whole.endswith(rest[-1]) and len(whole) - len(rest[-1]) > place
