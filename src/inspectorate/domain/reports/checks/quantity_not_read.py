"""A quantity of a bound passage that is not understood is named, never passed over."""

from __future__ import annotations

from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.amounts import amounts
from inspectorate.prose.quantities.numbers import values
from inspectstats.quantity.defined_words import UNDEFINED

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import told, unread
from .places import bound, place

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
        if one.answer.state == "unread" and not one.claim.is_figure
    ]
    for block, span, at, phrase in unread(manuscript, facts):
        where = place(manuscript, block, at + phrase.start, at + phrase.end, span.key)
        what = f"`{phrase.text} {phrase.noun}` is a number of bodies, and the claim counts none."
        found.append(Problem(NAME, where, what, Mend.words(_MEND), SEVERITY))
    return [*found, *_of_figures(manuscript, facts)]


_VAGUE = frozenset((*UNDEFINED, "(not read)", "a handful", "a few", "few", "very few"))


def _of_figures(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """Words that say how many without a number where the claim is a figure: several sessions."""
    for block, span, claim in bound(manuscript, facts):
        if not claim.is_figure or any(True for _ in values(span.text)):
            continue
        for one in amounts(span.text):
            if one.phrase.word not in _VAGUE:
                continue
            start, end = span.start + one.phrase.start, span.start + one.phrase.end
            where = place(manuscript, block, start, end, span.key)
            said = ", ".join(f"{name}: {value}" for name, value in claim.values.items())
            what = f"`{one.phrase.text}` states no number, and the claim is one ({said})."
            yield Problem(NAME, where, what, Mend.words(_MEND), SEVERITY)
