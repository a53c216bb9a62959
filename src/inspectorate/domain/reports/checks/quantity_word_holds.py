"""*Most* is said only where the vocabulary's *most* was found."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.phrases import read
from inspectorate.prose.quantities.verdicts import verdict

from ..facts import Facts
from ..reasons import CheckName
from .bound_quantities import told
from .places import about, beside, bound, place

NAME = CheckName.QUANTITY_WORD_HOLDS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

_KINDS = ("word", "all_but", "remainder")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare each bound quantity word with its claim, and each word with the count printed beside
    it.

    A true word from which readers take more than was found warns.
    """
    found = []
    seen: dict[int, list[tuple[int, int]]] = {}
    for one in told(manuscript, facts):
        seen.setdefault(id(one.block), []).append((one.start, one.end))
        if one.phrase.kind not in _KINDS:
            continue
        if one.answer.state == "false":
            found.append(one.problem(NAME))
        elif one.answer.caution:
            what = f"`{one.phrase.text}` is true, but {one.answer.caution}."
            found.append(one.warning(NAME, what, "Print the count, or a word that says as much."))
    return found + _uncounted(manuscript, facts) + _printed(manuscript, facts, seen)


def _uncounted(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Quantities of claims under which no body was inspected."""
    found = []
    for block, span, claim in bound(manuscript, facts):
        if claim.counts is None or claim.counts[1]:
            continue
        for phrase in about(block, span, claim, facts)[:1]:
            answer = verdict(phrase, *claim.counts, facts.vocabulary, text=block.text)
            where = place(manuscript, block, phrase.start, phrase.end, span.key)
            found.append(Problem(NAME, where, answer.what, Mend.words(answer.mend)))
    return found


def _printed(
    manuscript: Manuscript, facts: Facts, seen: Mapping[int, list[tuple[int, int]]]
) -> list[Problem]:
    """Words with their count beside them: "most forces (25 of 46)". Needs no claim."""
    found = []
    for block in manuscript.worded():
        for sentence in block.sentences:
            phrases = read(sentence.text)
            for word, count in pairwise(phrases):
                if (
                    word.kind != "word"
                    or count.kind != "of"
                    or not beside(sentence.text, word, count)
                ):
                    continue
                start = sentence.start + word.start
                known = any(
                    first <= start < last or start <= first < sentence.start + word.end
                    for first, last in seen.get(id(block), ())
                )
                if known or count.n is None or not count.of:
                    continue
                truth = verdict(word, count.n, count.of, facts.vocabulary, text=sentence.text)
                if not truth.holds:
                    where = place(
                        manuscript, block, sentence.start + word.start, sentence.start + word.end
                    )
                    found.append(
                        Problem(
                            NAME,
                            where,
                            truth.what,
                            Mend.words(truth.mend),
                            replacement=truth.words or None,
                        )
                    )
    return found
