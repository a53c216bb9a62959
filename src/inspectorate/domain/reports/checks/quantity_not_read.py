"""A quantity of a bound passage that is not understood is named, never passed over."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import told, unread
from .places import place

NAME = CheckName.QUANTITY_NOT_READ
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

_MEND = "Let the checker read it against the claim, or say it with a number or a defined word."


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each amount that has no reading, or two that cannot be told apart."""
    found = [
        one.warning(NAME, one.answer.what, _MEND)
        for one in told(manuscript, facts)
        if one.answer.state == "unread" and not one.claim.values
    ]
    for block, span, at, phrase in unread(manuscript, facts):
        where = place(manuscript, block, at + phrase.start, at + phrase.end, span.key)
        what = f"`{phrase.text} {phrase.noun}` is a number of bodies, and the claim counts none."
        found.append(Problem(NAME, where, what, Mend.words(_MEND), SEVERITY))
    return found
