"""The rules of the house's style: each is a check that is on where the adopted style has it.

They warn: how a house writes is no matter of truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.style import days, figures, lengths, misspelt, wording
from inspectorate.prose.style.house import HouseStyle, Slip, StyleRule

from ..facts import Facts
from ..reasons import CheckName
from .places import place

# A heading is no sentence, and a row is cells.
_SENTENCES = ("paragraph", "item")
_OWN_WORDS = (*_SENTENCES, "heading")


# What a rule finds in a text; its words and names are read once for all blocks of a document.
_Find = Callable[[str], Iterable[Slip]]
_Ready = Callable[[HouseStyle, Facts], _Find]


@dataclass(slots=True)
class StyleCheck:
    """One rule as the registry of checks holds it; ``kinds`` are the blocks that it reads."""

    NAME: CheckName
    MEANING: str
    rule: StyleRule
    ready: _Ready
    kinds: tuple[str, ...]
    SEVERITY: Severity = "warns"
    # A house without a style has every rule off: none is lacking.
    NEEDS: tuple[str, ...] = ()
    LOCAL: bool = True

    def check(self, manuscript: Manuscript, facts: Facts) -> list[Problem]:
        """Name what is not written as the house writes; nothing where the rule is off."""
        style = facts.style
        if style is None or not style.has(self.rule):
            return []
        find = self.ready(style, facts)
        return [
            Problem(
                self.NAME,
                place(manuscript, block, slip.start, slip.end),
                slip.what,
                Mend.words(slip.mend),
                self.SEVERITY,
                slip.better,
            )
            for block in manuscript.worded()
            if block.kind in self.kinds
            for slip in find(block.text)
        ]


def _names(facts: Facts) -> tuple[str, ...]:
    return (*facts.body_names, *facts.printable_names, *facts.titles.values())


def _lexicon(facts: Facts) -> Lexicon:
    """The words that are known: those of names, claims and what bodies are called besides."""
    stated = (one.statement for one in (facts.claims or {}).values())
    return _of_phrases((*_names(facts), *stated, facts.population))


# Each key that somebody types asks again, and the claims are the same.
@lru_cache(maxsize=8)
def _of_phrases(phrases: tuple[str, ...]) -> Lexicon:
    return Lexicon(" ".join(phrases).casefold().split())


def _rule(
    name: CheckName, rule: StyleRule, ready: _Ready, kinds: tuple[str, ...] = _OWN_WORDS
) -> StyleCheck:
    return StyleCheck(name, name.sentence, rule, ready, kinds)


RULES = (
    _rule(
        CheckName.STYLE_PLAIN,
        StyleRule.PLAIN,
        lambda style, _facts: partial(lengths.slips, style=style),
        _SENTENCES,
    ),
    _rule(
        CheckName.STYLE_WORDS,
        StyleRule.WORDS,
        lambda style, facts: partial(wording.slips, style=style, names=_names(facts)),
    ),
    _rule(
        CheckName.STYLE_NUMBERS,
        StyleRule.NUMBERS,
        lambda style, _facts: partial(figures.slips, style=style),
        _SENTENCES,
    ),
    _rule(
        CheckName.STYLE_DAYS,
        StyleRule.DAYS,
        lambda style, _facts: partial(days.slips, style=style),
    ),
    _rule(
        CheckName.STYLE_SPELLING,
        StyleRule.SPELLING,
        lambda _style, facts: partial(misspelt.slips, lexicon=_lexicon(facts)),
    ),
)
