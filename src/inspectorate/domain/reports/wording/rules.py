"""How the passages of one inspection's texts are read: which numerals are slots, which words tell.

No Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.prose.asserting import finds, law
from inspectorate.prose.manuscript import Span, TextBlock
from inspectorate.prose.passages import RecordedWords, Rules
from inspectorate.prose.quantities.numbers import canonical
from inspectorate.prose.quantities.own_numerals import own_numerals
from inspectstats.quantity.numerals import percent_matches

from ..facts import Facts


def rules_of(
    facts: Facts, prints: Callable[[TextBlock], Sequence[RecordedWords]] | None = None
) -> Rules:
    """Return how the texts of an inspection are taken apart into passages.

    ``prints`` gives the words that a fenced block prints from records, where they are known.
    """
    claims = facts.claims or {}
    called = facts.called
    nouns = frozenset((*called.one, *called.many))

    def slot(span: Span, numeral: str) -> str:
        claim = claims.get(span.key)
        return "" if claim is None else slot_of(claim, numeral)

    rules = Rules(
        slot=slot,
        numerals=lambda text: own_numerals(text, nouns),
        finds=lambda sentence: finds(sentence, nouns),
        law=law,
    )
    return rules if prints is None else replace(rules, prints=prints)


def slot_of(claim: ClaimFacts, numeral: str) -> str:
    """Return what a numeral is of its claim as that counts now; "" where it is none of its own.

    A numeral that is true moves with its claim; one that is not is a word, and a changed word.
    """
    number = canonical(numeral)
    for name, value in _own(claim).items():
        if number == value:
            return name
    counts = claim.counts
    if counts and counts[1] and number.replace(".", "").isdigit():
        return "share" if percent_matches(f"{number} %", *counts) else ""
    return ""


def _own(claim: ClaimFacts) -> Mapping[str, str]:
    """The numbers that are a claim's own, by what they are of it, the likeliest first."""
    figures = claim.figures
    found = {
        "met": figures.met,
        "base": figures.inspected,
        "not_met": figures.not_met,
        "scope": figures.scope,
    }
    if figures.scope is not None and figures.inspected is not None:
        found["left_out"] = figures.scope - figures.inspected
    counted = {name: str(value) for name, value in found.items() if value is not None}
    values = {f"value_{name}": canonical(value) for name, value in claim.values.items()}
    return counted | values
