"""The footnotes of an edition: which are printed, and under which letter. Pure.

The notes of claims have numbers, the author's own footnotes letters, in the order in which the
edition calls them: so that neither is taken for the other, and none tells of one left out.
"""

from __future__ import annotations

from inspectorate.prose.manuscript import Manuscript, TextBlock

from .runs import Treatment, calls_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def printed_footnotes(manuscript: Manuscript, how: Treatment) -> dict[str, tuple[str, TextBlock]]:
    """Return each footnote that is called from words that stay, by its name: its letter, and its
    words. What is called and stands nowhere is not among them.
    """
    told: dict[str, TextBlock] = {}
    for block in manuscript.blocks:
        if block.kind == "footnote":
            told.setdefault(block.fields["name"], block)
    called = (one.key for block in manuscript.blocks for one in calls_of(block, how))
    names = [name for name in dict.fromkeys(called) if name in told]
    return {name: (letter(place), told[name]) for place, name in enumerate(names)}


def letter(place: int) -> str:
    """Return the letter of a place, from 0: a to z, then aa, ab and on, as typesetters count."""
    said = ""
    place += 1
    while place:
        place, left = divmod(place - 1, len(_LETTERS))
        said = _LETTERS[left] + said
    return said
