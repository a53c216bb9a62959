"""Which claims fit some words: by the amounts in them, and by the words they share.

Pure. An amount is held to a claim by the very checks of a bound passage, so that what fits here is
right once it is bound.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import count

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.numbers import values
from inspectorate.prose.quantities.polarity import alike, predicate
from inspectorate.prose.reading.markdown import from_markdown

from ..checks import fraction_and_percent_agree, number_matches, quantity_word_holds
from ..checks.bound_quantities import told
from ..facts import Facts

# Longer words are no passage, and reading them once for each claim would take a while.
LONGEST = 1_000
# So much of what is said is shared where both are of one thing: with less, a claim on another thing
# that happens to have the number would be taken for it.
ALIKE = 0.6
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_LETTERS = re.compile(r"[a-z0-9]+")
_SOUGHT, _NAMED = 6, 3  # words that are looked for, and that name a claim
_FEWEST = 2  # one word alone is shared by chance
_HELD_BY = (quantity_word_holds, number_matches, fraction_and_percent_agree)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a claim fits some words.

    ``common`` is the share of words that they have in common, from 0 to 1; ``bears`` counts the
    amounts that its figures bear, and ``wrong`` says of the first that they do not bear why.
    """

    claim: ClaimFacts
    common: float = 0.0
    bears: int = 0
    wrong: str = ""

    @property
    def exactly(self) -> bool:
        """Do the words say of the same thing what the claim's figures bear?"""
        return self.bears > 0 and not self.wrong and self.nearly

    @property
    def nearly(self) -> bool:
        """Do they speak of what the claim states, whatever they say of its figures?"""
        return self.common >= ALIKE


def passage(words: str, key: str) -> str:
    """Return words as a text carries them once they are bound to a claim."""
    return f"[{words}]{{#{key}}}"


def bindable(words: str) -> bool:
    """Do these words stand in a bound passage as they are, so that no mark of theirs crosses it?"""
    if not words.strip() or len(words) > LONGEST or "\n\n" in words:
        return False
    spans = [span for _, span in from_markdown(passage(words, "key")).claim_spans()]
    return [span.text.split() for span in spans] == [words.split()]


def telling_words(words: str) -> list[str]:
    """Return the words that carry meaning, as they are written, each once: to look for."""
    found = {one.casefold(): one for one in _WORD.findall(words) if _stems(one)}
    return list(found.values())[:_SOUGHT]


def short_name(words: str, taken: Collection[str]) -> str:
    """Return a name for a claim of these words that no other has: mandatory-training."""
    plain = "-".join(_LETTERS.findall("-".join(telling_words(words)[:_NAMED]).lower()))
    if not plain or plain not in taken:
        return plain
    return next(name for at in count(2) if (name := f"{plain}-{at}") not in taken)


def ranked(words: str, facts: Facts, asked: str = "") -> list[Fit]:
    """Return the claims of ``facts`` with how they fit the words, the best first.

    Where words are ``asked`` for, those alone whose key or statement has them all.
    """
    wanted = asked.casefold().split()
    claims = [one for one in (facts.claims or {}).values() if _has(one, wanted)]
    held = bindable(words)
    found = [fit(words, one, facts, held=held) for one in claims]
    return sorted(found, key=_order)


def offered(words: str, facts: Facts, claims: Iterable[ClaimFacts], most: int) -> list[Fit]:
    """Return the claims that words are offered to be bound to: those that fit exactly, else one
    that nearly does, where no other does as well.
    """
    shared = [one for one in claims if _common(words, one) >= ALIKE]
    found = sorted((fit(words, one, facts) for one in shared), key=_order)
    exact = [one for one in found if one.exactly]
    if exact:
        return exact[:most]
    best = max((one.common for one in found), default=0.0)
    alone = [one for one in found if one.common == best]
    return alone if len(alone) == 1 else []


def fit(words: str, claim: ClaimFacts, facts: Facts, *, held: bool = True) -> Fit:
    """Return how a claim of ``facts`` fits words; ``held`` says that they can be bound to it."""
    common = _common(words, claim)
    if not held:
        return Fit(claim, common)
    read = from_markdown(passage(words, claim.key))
    return Fit(claim, common, _borne(words, read, claim, facts), _wrong(read, facts))


def _order(one: Fit) -> tuple[bool, bool, bool, float, str]:
    borne = one.bears > 0 and not one.wrong
    return not one.exactly, not one.nearly, not borne, -one.common, one.claim.key


def _has(claim: ClaimFacts, wanted: Collection[str]) -> bool:
    said = f"{claim.key} {claim.statement}".casefold()
    return all(one in said for one in wanted)


def _common(words: str, claim: ClaimFacts) -> float:
    """How much of the shorter of what is said and stated stands in the other."""
    said, stated = _stems(words), _stems(claim.statement)
    shared = sum(any(alike(one, other) for other in stated) for one in said)
    return min(1.0, shared / max(_FEWEST, min(len(said), len(stated))))


def _stems(text: str) -> tuple[str, ...]:
    """The words that carry meaning, without those by which bodies are named and counted."""
    plain = list(text)
    for _, start, end in values(text):
        plain[start:end] = " " * (end - start)
    return predicate("".join(plain)).stems


def _borne(words: str, read: Manuscript, claim: ClaimFacts, facts: Facts) -> int:
    if claim.is_figure:
        numbers = {number for one in claim.values.values() for number, _, _ in values(one)}
        return sum(number in numbers for number, _, _ in values(words))
    return sum(
        one.answer.state == "true" and one.answer.assertion.amount.role == "own"
        for one in told(read, facts)
    )


def _wrong(read: Manuscript, facts: Facts) -> str:
    problems = (one for check in _HELD_BY for one in check.check(read, facts))
    return next((one.what for one in problems if one.severity == "blocks"), "")
