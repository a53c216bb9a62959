"""A note names the word that its text prints, and how firmly that word holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures, Support, WordChance
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.claims.what_stands import SeenItem, Stance
from inspectorate.domain.reports.checks.bound_quantities import printed_words
from inspectorate.domain.reports.editions.how_we_know import claim_info, margin
from inspectorate.domain.reports.editions.pictures import ChartData, DrawingData
from inspectorate.domain.reports.editions.tables import table
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import facts_of

KNOWN = "The force can say how many have completed the training"


def told(text: str, met: int, statement: str = KNOWN) -> str:
    claim = facts_of("known", met=met, inspected=46, scope=46, statement=statement)
    facts = Facts(claims={"known": claim}, vocabulary=DEFAULT)
    printed = printed_words(from_markdown(text), facts, lambda _block, _at: False)
    figures = Figures(met=met, inspected=46, scope=46, word=DEFAULT.word_for(met, 46) or "")
    return margin(figures, DEFAULT, ("force", "forces"), printed.get("known"))


@pytest.mark.parametrize(
    ("text", "met", "word", "fewest"),
    [
        ("[Not all forces could say]{#known}.", 44, "not all", "2 forces"),
        ("[Some forces could say]{#known}.", 1, "some", "one force"),
        ("[Most forces could say]{#known}.", 36, "most", "2 forces"),
        ("[A minority could not say]{#known}.", 30, "a minority", "5 forces"),
        ("[36 forces could say]{#known}.", 36, "most", "2 forces"),
    ],
)
def test_note_names_the_word_that_is_printed(text: str, met: int, word: str, fewest: str) -> None:
    assert told(text, met) == (
        f"If {fewest} had been found otherwise, “{word}” would no longer be the word."
    )


def test_word_that_is_left_out_of_an_edition_is_in_no_note() -> None:
    claim = facts_of("known", met=44, inspected=46, scope=46, statement=KNOWN)
    facts = Facts(claims={"known": claim}, vocabulary=DEFAULT)
    manuscript = from_markdown("[Not all forces could say]{#known}.")
    assert printed_words(manuscript, facts, lambda _block, _at: True) == {}


def test_annex_prints_how_far_an_approximation_may_be_off() -> None:
    board = SimpleNamespace(bodies=range(46), noun_plural="forces")
    facts = Facts(vocabulary=DEFAULT)
    drawn = cast(DrawingData, SimpleNamespace(facts=facts, board=board, words=()))
    _, rows = table(drawn, {"kind": "vocabulary"})
    assert rows[-1] == (
        "about, nearly, just over",
        "within 5 % of the number, or of the whole for a share",
        "",
    )


def test_withheld_number_is_not_told_by_how_many_items_speak() -> None:
    items = tuple(
        SeenItem(n, f"E{n}", n, "interview", "OFFICIAL", date(2019, 2, 1), Stance.SAYS_SO.value)
        for n in (1, 2)
    )
    support = Support.of(items)
    assert support.balance
    told = ClaimFacts("k", kind_of("qualitative"), "Said", Figures(support=support))
    facts = Facts(claims={"k": told})
    assert support.balance in claim_info("k", facts, ChartData()).method
    assert support.balance not in claim_info("k", facts, ChartData(), withheld=True).method


def test_chance_of_a_word_is_told_of_no_withheld_number_and_why_there_is_none_of_none() -> None:
    chance = WordChance("most", 86, 99)
    told = facts_of("k", met=36, inspected=46, scope=46, statement="Said")
    facts = Facts(claims={"k": replace(told, figures=replace(told.figures, chance=chance))})
    assert chance.said in claim_info("k", facts, ChartData()).method
    assert "chance" not in claim_info("k", facts, ChartData(), withheld=True).method
    why = WordChance("most", why="None is told: too few.")
    facts = Facts(claims={"k": replace(told, figures=replace(told.figures, chance=why))})
    assert "None is told" not in claim_info("k", facts, ChartData()).method
