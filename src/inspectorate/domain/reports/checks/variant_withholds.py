"""A translation marks as sensitive what its original marks."""

from __future__ import annotations

from inspectorate.foundation.markings.scheme import ORDER, above
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..marking import of_passage
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import by_section, section_place

NAME = CheckName.VARIANT_WITHHOLDS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each section that marks fewer passages than the original's in its place, or lower.

    What a passage says in another language nobody can read here: they are counted. One that was
    left out on purpose is let stand by somebody who signs.
    """
    original = facts.documents.get(facts.variant_of)
    if original is None:
        return []
    ours, theirs = _marked(manuscript), _marked(original)
    found = []
    for number in sorted(theirs):
        if not _fewer(ours.get(number, []), theirs[number]):
            continue
        where = section_place(manuscript, number)
        what = (
            "the section of the original in this place withholds more from its public edition, "
            "or marks it higher."
        )
        mend = Mend.by(ReportVerb.SAVE, "Mark the same passages as sensitive, as high.")
        found.append(Problem(NAME, where, what, mend))
    return found


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
