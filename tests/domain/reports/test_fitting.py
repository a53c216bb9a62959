"""Which claims fit words, and what is offered where words rest on nothing; no database."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.reports.binding.fitting import (
    LONGEST,
    bindable,
    fit,
    ranked,
    short_name,
    telling_words,
)
from inspectorate.domain.reports.binding.offers import MOST_PROBLEMS, Offer, offers
from inspectorate.domain.reports.checks import no_unbound_body_name, no_unbound_quantity
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import facts_of

STATEMENTS = {
    "mandatory-training": ("Forces that have mandatory training", 25),
    "completion-known": ("Forces that know who completed their training", 38),
    "shared-plan": ("Forces that have a shared plan with partners", 38),
}


def counted(key: str, statement: str, met: int) -> ClaimFacts:
    given = {"met": met, "not_met": 46 - met, "inspected": 46, "scope": 46}
    return facts_of(key, statement=statement, **given)


CLAIMS = {
    **{key: counted(key, *said) for key, said in STATEMENTS.items()},
    "leads": facts_of("leads", "figure", "Leads for training met", values={"leads": "112"}),
}
FACTS = Facts(
    claims=CLAIMS, vocabulary=DEFAULT, population="forces", body_names=("Force 01", "Force 02")
)


def first(words: str, asked: str = "") -> str:
    return ranked(words, FACTS, asked)[0].claim.key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("25 of the 46 forces have mandatory training", "mandatory-training"),
        ("Training is mandatory in the majority of forces", "mandatory-training"),
        ("38 of 46 forces share a plan with partners", "shared-plan"),
        ("most forces knew who had completed training", "completion-known"),
        ("eight forces did not know who completed their training", "completion-known"),
        ("We met 112 leads for training", "leads"),
    ],
)
def test_claim_whose_figures_bear_the_words_that_it_shares_is_first_and_fits(
    words: str, key: str
) -> None:
    best = ranked(words, FACTS)[0]
    assert (best.claim.key, best.exactly, best.wrong) == (key, True, "")


def test_claim_that_is_spoken_of_with_a_false_word_is_near_and_says_why() -> None:
    best = ranked("Most forces have mandatory training", FACTS)[0]
    assert (best.claim.key, best.exactly, best.nearly) == ("mandatory-training", False, True)
    assert "needs at least 75 % (35 of 46); 25 of 46 met it" in best.wrong


def test_number_alone_makes_no_fit() -> None:
    assert not any(one.exactly for one in ranked("38 of 46 forces have dogs", FACTS))


def test_words_that_are_searched_for_leave_the_claims_that_hold_all_of_them() -> None:
    found = ranked("most forces know who completed training", FACTS, "PLAN partners")
    assert [one.claim.key for one in found] == ["shared-plan"]
    assert ranked("", FACTS, "no such") == []


@pytest.mark.parametrize(
    "words",
    [
        "most [forces",
        "**most** forces",
        "[most]{#shared-plan} forces",
        "`most` forces",
        "most\n\nforces",
        "a" * (LONGEST + 1),
        " ",
        "most]{#other} [forces",
    ],
)
def test_words_with_marks_in_them_cannot_be_bound_and_are_held_to_no_figure(words: str) -> None:
    assert not bindable(words)
    assert all((one.bears, one.wrong) == (0, "") for one in ranked(words, FACTS))


def test_words_on_two_lines_can_be_bound() -> None:
    assert bindable("25 of the 46 forces\nhave mandatory training")


def test_words_to_look_for_and_a_short_name_are_those_that_carry_meaning() -> None:
    words = "Most forces have mandatory training, and Training helps 38 of 46"
    assert telling_words(words) == ["mandatory", "Training", "helps"]
    assert short_name(words, ()) == "mandatory-training-helps"
    taken = {"mandatory-training-helps", "mandatory-training-helps-2"}
    assert short_name(words, taken) == "mandatory-training-helps-3"
    assert short_name("of the 46", ()) == ""


def unbound(text: str) -> tuple[Manuscript, list[Problem]]:
    """The text taken apart, and what in it rests on nothing."""
    read = from_markdown(text)
    return read, [*no_unbound_quantity.check(read, FACTS), *no_unbound_body_name.check(read, FACTS)]


def offered(text: str, claims: dict[str, ClaimFacts] = CLAIMS) -> list[tuple[Offer, ...]]:
    read, problems = unbound(text)
    assert problems
    return offers(read, problems, FACTS, claims)


def bound(text: str, one: Offer, problem: Problem) -> str:
    """The text once the offer is taken, as the editor writes it."""
    at = sum(len(line) + 1 for line in text.split("\n")[: problem.place.line - 1])
    start = at + problem.place.column - 1 - len(one.before)
    assert text.startswith(one.words, start)
    return f"{text[:start]}[{one.words}]{{#{one.key}}}{text[start + len(one.words) :]}"


def test_sentence_that_rests_on_nothing_is_offered_its_claim_and_taking_it_leaves_no_problem() -> (
    None
):
    text = (
        "# Plans\n\nWe looked.\nThe 38 forces of 46 share a plan with their partners. So be it.\n"
    )
    _, problems = unbound(text)
    (one,) = offered(text)[0]
    assert (one.key, one.figure) == ("shared-plan", "38/46")
    assert one.words == "The 38 forces of 46 share a plan with their partners"
    assert unbound(bound(text, one, problems[0]))[1] == []


def test_clause_is_offered_where_the_sentence_says_two_things() -> None:
    text = "25 of the 46 forces have mandatory training, but 38 of 46 share a plan with partners.\n"
    keys = [[(one.key, one.words) for one in each] for each in offered(text)]
    assert keys == [
        [("mandatory-training", "25 of the 46 forces have mandatory training")],
        [("shared-plan", "38 of 46 share a plan with partners")],
    ]


def test_false_word_is_offered_the_one_claim_it_speaks_of() -> None:
    ((one,),) = offered("Most forces have mandatory training.\n")
    assert (one.key, one.figure) == ("mandatory-training", "25/46")


def test_sentence_that_names_a_body_is_offered_the_claim_that_it_speaks_of() -> None:
    found = offered("Force 01 has a shared plan with its partners.\n")
    assert [[one.key for one in each] for each in found] == [["shared-plan"]]


@pytest.mark.parametrize(
    "text",
    [
        "38 forces have dogs.\n",
        "38 of 46 forces *share* a plan with partners.\n",
        "[We]{.narrative} saw that 38 of 46 forces share a plan with partners.\n",
        "## 38 of 46 forces share a plan with partners\n",
    ],
)
def test_words_of_no_claim_and_words_that_a_press_could_cut_through_are_offered_none(
    text: str,
) -> None:
    assert all(each == () for each in offered(text))


def test_claim_that_may_not_be_told_of_is_not_offered_nor_is_a_number_withheld_from_print() -> None:
    text = "38 of 46 forces share a plan with partners.\n"
    assert offered(text, {"leads": CLAIMS["leads"]})[0] == ()
    withheld = replace(CLAIMS["shared-plan"], withheld=True)
    ((one,),) = offered(text, {"shared-plan": withheld})
    assert one.figure == ""


def test_of_many_problems_the_first_are_offered_something() -> None:
    text = "38 of 46 forces share a plan with partners.\n\n" * (MOST_PROBLEMS + 5)
    assert sum(each != () for each in offered(text)) == MOST_PROBLEMS


def test_offer_is_the_text_as_it_stands_also_over_a_line_end() -> None:
    text = "Beside 🚂 it,\n38 of 46 forces share\na plan with partners.\n"
    _, problems = unbound(text)
    ((one,),) = offered(text)
    assert one.words.endswith("share\na plan with partners")
    assert unbound(bound(text, one, problems[0]))[1] == []


def test_fit_of_words_held_to_nothing_has_what_they_share_alone() -> None:
    found = fit("38 of 46 forces share a plan", CLAIMS["shared-plan"], FACTS, held=False)
    assert (found.common > 0, found.bears) == (True, 0)
    assert first("share a plan") == "shared-plan"


@pytest.mark.parametrize("between", ["\n\n", "\n", " "])
def test_offers_beside_the_problems_of_a_long_text_take_no_while(between: str) -> None:
    text = between.join(f"So {n} words of it stand in here today." for n in range(2_300))
    read = from_markdown(text)
    (one, *_) = no_unbound_quantity.check(from_markdown("Of 38 forces said."), FACTS)
    block = read.blocks[-1]
    lines = (
        [(block.line, 4 + n * 40) for n in range(60, 90)]
        if between == " "
        else [(n, 4) for n in range(block.line, block.line - 30, -1)]
    )
    places = [replace(one.place, line=line, column=column) for line, column in lines]
    problems = [replace(one, place=place) for place in places]
    began = time.process_time()
    assert len(offers(read, problems, FACTS, CLAIMS)) == len(problems)
    assert offers(read, problems, FACTS, {}) == [() for _ in problems]
    assert time.process_time() - began < 2


def test_sentence_that_ends_in_many_stops_is_cut_in_bounded_time() -> None:
    text = f"Of 38 forces that have a shared plan with partners{'.,' * 20_000} x"
    began = time.process_time()
    offered(text)
    assert time.process_time() - began < 2
