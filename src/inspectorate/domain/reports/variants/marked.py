"""What a translation and its original mark as sensitive, section beside section. Pure."""

from __future__ import annotations

from inspectorate.foundation.markings.scheme import ORDER, above
from inspectorate.prose.manuscript import Manuscript

from ..checks.places import by_section
from ..marking import of_passage


def withholding_less(manuscript: Manuscript, original: Manuscript) -> list[int]:
    """The numbers of the sections that mark fewer passages than the original's, or lower."""
    ours, theirs = _marked(manuscript), _marked(original)
    return [one for one in sorted(theirs) if _fewer(ours.get(one, []), theirs[one])]


def _fewer(ours: list[str], theirs: list[str]) -> bool:
    """Say whether one list of markings lacks one that the other has, as high or higher."""
    left = sorted(ours, key=ORDER.__getitem__, reverse=True)
    for marking in sorted(theirs, key=ORDER.__getitem__, reverse=True):
        if not left or above(marking, left.pop(0)):
            return True
    return False


def _marked(manuscript: Manuscript) -> dict[int, list[str]]:
    """The markings of sensitive passages, by the number of their section; 0 before a heading."""
    found: dict[int, list[str]] = {}
    for number, block in by_section(manuscript):
        for line in block.inline.values() or (block,):
            held = [of_passage(one) for one in line.spans if one.kind == "sensitive"]
            found.setdefault(number, []).extend(held)
    return {number: held for number, held in found.items() if held}
