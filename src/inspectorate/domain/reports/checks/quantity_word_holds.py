"""*Most* is said only where the vocabulary's *most* was found."""

from __future__ import annotations

from itertools import pairwise

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.phrases import read
from inspectorate.prose.quantities.verdicts import verdict

from ..facts import Facts
from ..reasons import CheckName
from .places import about, beside, bound, place

NAME = CheckName.QUANTITY_WORD_HOLDS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()

_KINDS = ("word", "all_but", "remainder")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare each bound quantity word with its claim, and each word with the count printed beside
    it.
    """
    found = []
    seen = set()
    for block, span, claim in bound(manuscript, facts):
        if claim.counts is None:
            continue
        for phrase in about(block, span, claim, facts):
            if phrase.kind not in _KINDS:
                continue
            seen.add((block.line, phrase.start))
            truth = verdict(phrase, *claim.counts, facts.vocabulary, text=block.text)
            if not truth.holds:
                where = place(manuscript, block, phrase.start, phrase.end, span.key)
                found.append(
                    Problem(
                        NAME,
                        where,
                        truth.what,
                        Mend.words(truth.mend),
                        replacement=truth.words or None,
                    )
                )
    return found + _printed(manuscript, facts, seen)


def _printed(manuscript: Manuscript, facts: Facts, seen: set[tuple[int, int]]) -> list[Problem]:
    """Words with their count beside them: "most forces (25 of 46)". Needs no claim."""
    found = []
    for block in manuscript.prose():
        for sentence in block.sentences:
            phrases = read(sentence.text)
            for word, count in pairwise(phrases):
                if (
                    word.kind != "word"
                    or count.kind != "of"
                    or not beside(sentence.text, word, count)
                ):
                    continue
                if (
                    (block.line, sentence.start + word.start) in seen
                    or count.n is None
                    or not count.of
                ):
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
