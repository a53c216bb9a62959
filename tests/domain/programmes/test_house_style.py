"""How the house writes: adopted in versions, with lists that can mean only one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.models import HouseStyle as Adopted
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.prose.style.house import DayForm, HouseStyle, Pair, ShareForm, StyleRule
from tests.factories import rooms
from tests.factories.rooms import AT, a_key

pytestmark = pytest.mark.django_db

STYLE = HouseStyle(
    rules=frozenset({StyleRule.WORDS, StyleRule.DAYS}),
    words=(("utilise", "use"), ("going forward", "")),
    per_cent=ShareForm.SIGN,
    day_form=DayForm.MONTH_FIRST,
    swaps=(("whilst", "while"), ("staff", "personnel")),
)


def adopt(style: HouseStyle, role: Role = Role.SIGNING) -> Adopted:
    return actions.adopt_style(by=rooms.a_person(role), at=AT, key=a_key(), style=style)


def refused(style: HouseStyle) -> list[str]:
    with pytest.raises(Refused) as refusal:
        adopt(style)
    return [one.code for one in refusal.value.reasons]


def test_newest_style_is_in_force_and_the_one_before_stays_to_be_read() -> None:
    assert queries.style_in_force() is None
    first, second = adopt(STYLE), adopt(replace(STYLE, longest_sentence=20))
    assert queries.style_in_force() == replace(STYLE, longest_sentence=20)
    assert HouseStyle.of(first.definition) == STYLE
    assert list(queries.house_styles()) == [second, first]


def test_style_that_is_in_force_is_not_adopted_again() -> None:
    adopt(STYLE)
    assert refused(STYLE) == ["style_unchanged"]


def test_only_who_signs_adopts_a_style() -> None:
    with pytest.raises(Forbidden):
        adopt(STYLE, Role.LEAD)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((("utilise", "use"), ("Utilise", "")), "style_word_twice"),
        ((("utilise", "leverage"), ("leverage", "use")), "style_word_preferred"),
        ((("24/7", "always"),), "style_word_malformed"),
        ((("x" * 61, ""),), "style_word_malformed"),
    ],
)
def test_list_of_avoided_words_that_says_two_things_is_refused(
    words: tuple[Pair, ...], code: str
) -> None:
    assert refused(replace(STYLE, words=words)) == [code]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("most", "many", "swap_guarded"),
        ("ten", "eleven", "swap_guarded"),
        ("never", "rarely", "swap_guarded"),
        ("must", "should", "swap_guarded"),
        ("unlawful", "lawful", "swap_guarded"),
        ("because", "after", "swap_guarded"),
        ("and", "or", "swap_guarded"),
        ("has", "have", "swap_guarded"),
        ("he", "she", "swap_guarded"),
        ("from", "to", "swap_guarded"),
        ("for", "against", "swap_guarded"),
        ("above", "below", "swap_guarded"),
        ("rose", "fell", "swap_guarded"),
        ("improving", "changing", "swap_guarded"),
        ("higher", "other", "swap_guarded"),
        ("alleged", "proven", "swap_guarded"),
        ("seen", "reported", "swap_guarded"),
        ("possibly", "probably", "swap_guarded"),
        ("recommends", "requires", "swap_guarded"),
        ("mandatory", "usual", "swap_guarded"),
        ("good", "outstanding", "swap_guarded"),
        ("force", "forces", "swap_same_word"),
        ("use", "used", "swap_same_word"),
        ("tries", "tried", "swap_same_word"),
        ("came", "comes", "swap_same_word"),
        ("oversaw", "oversees", "swap_same_word"),
        ("woman", "women", "swap_same_word"),
        ("train", "trained", "swap_same_word"),
        ("staff", "staff", "swap_malformed"),
        ("Home", "house", "swap_malformed"),
        ("as well", "too", "swap_malformed"),
    ],
)
def test_pair_whose_exchange_could_change_what_is_said_is_no_swap(
    one: str, other: str, code: str
) -> None:
    assert refused(replace(STYLE, swaps=((one, other),))) == [code]


@pytest.mark.parametrize(
    "pair",
    [
        ("while", "whilst"),
        ("until", "till"),
        ("amongst", "among"),
        ("toward", "towards"),
        ("amid", "amidst"),
        ("on", "upon"),
        ("staff", "personnel"),
    ],
)
def test_pair_that_says_one_thing_in_two_words_is_adopted(pair: Pair) -> None:
    adopted = adopt(replace(STYLE, swaps=(pair,)))
    assert HouseStyle.of(adopted.definition).swaps == (pair,)


def test_word_of_a_grade_is_exchanged_for_no_other() -> None:
    pair = ("thorough", "careful")
    adopt(replace(STYLE, swaps=(pair,)))
    actions.add_scale(
        by=rooms.an_admin(),
        at=AT,
        key=a_key("scale"),
        code="care",
        version="1",
        name="Care",
        grades=[("Careless", "C", False), ("Thoroughly planned", "T", True)],
    )
    assert refused(replace(STYLE, swaps=(pair, ("plans", "schemes")))) == ["swap_guarded"] * 2


@pytest.mark.parametrize(
    "wild",
    [
        {"longest_sentence": 9},
        {"longest_sentence": 10_000},
        {"longest_paragraph": 1},
        {"figures_from": -1},
        {
            "words": tuple(
                (f"word {'x' * (number // 26)}{chr(97 + number % 26)}", "") for number in range(501)
            )
        },
    ],
)
def test_measure_that_fits_no_text_is_refused(wild: dict[str, object]) -> None:
    assert "style_measure_wild" in refused(replace(STYLE, **wild))  # type: ignore[arg-type]
