"""A translation marks as sensitive what its original marks."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import section_place

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
    # What is marked is known inside alone; outside, a text is checked without a database.
    from ..variants.marked import withholding_less

    found = []
    for number in withholding_less(manuscript, original):
        where = section_place(manuscript, number)
        what = (
            "the section of the original in this place withholds more from its public edition, "
            "or marks it higher."
        )
        mend = Mend.by(ReportVerb.SAVE, "Mark the same passages as sensitive, as high.")
        found.append(Problem(NAME, where, what, mend))
    return found
