"""Which words are known, and which misspelt word has exactly one mend."""

from __future__ import annotations

import random
import string

import pytest

from inspectorate.prose.affixes import forms
from inspectorate.prose.near_words import NearWords
from inspectorate.prose.spelling import HOME, Lexicon
from inspectorate.prose.style import misspelt
from tests.elapsed import Stopwatch

LEXICON = Lexicon(("debrief", "Avon and Somerset", "safeguardee", "deconfliction"))


@pytest.mark.parametrize(
    "word",
    [
        *("force", "organisation", "Force", "FORCE", "force's", "force’s", "Kent", "organize"),
        *("analog", "deconfliction", "Deconfliction", "DECONFLICTION", "Avon", "unsighted"),
        "Unsighted",
    ],
)
def test_word_of_a_dictionary_or_of_the_inspection_is_known(word: str) -> None:
    assert LEXICON.known(word)


@pytest.mark.parametrize("word", ["orgnisation", "avon", "yorkshire", "fOrce", "xqzt", "forcce"])
def test_word_that_no_dictionary_holds_is_not_known(word: str) -> None:
    assert not LEXICON.known(word)


@pytest.mark.parametrize(
    ("word", "mend"),
    [
        ("mandatroy", "mandatory"),  # two neighbours exchanged
        ("occured", "occurred"),  # a letter short
        ("forrce", "force"),  # a letter too many
        ("independant", "independent"),  # a wrong letter
        ("debreif", "debrief"),
        ("begining", "beginning"),  # made of begin, as its mend is
        ("deconfiction", "deconfliction"),  # known from the inspection alone
    ],
)
def test_misspelt_word_with_one_known_word_within_one_edit_has_that_mend(
    word: str, mend: str
) -> None:
    assert LEXICON.only_mend(word) == mend


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("form", "is known"),
        ("organize", "is known, in another spelling"),
        ("unsighted", "is known, though rare: unlighted is within one edit"),
        ("safeguardee", "is known from the inspection: safeguarded is within one edit"),
        ("recieve", "relieve and receive"),
        ("adress", "dress and address"),
        ("orgnsation", "two edits away"),
        ("isnt", "isn't and inst"),
        ("auditee", "made of audit, as audited is"),
        ("overpayments", "the plural of a word that is known"),
        ("lowercased", "made of lowercase"),
        ("upskilled", "made of skilled, as unskilled is"),
        ("unvalidated", "made of validated, as invalidated is"),
        ("Mandatroy", "has a capital"),
        ("forrce's", "has more than letters"),
        ("kentt", "Kent is a name"),
        ("f0rce", "has a digit"),
        ("x", "one letter"),
        ("a" * 5_000, "too long to be a word"),
    ],
)
def test_word_that_is_known_or_has_no_or_several_mends_has_none(word: str, why: str) -> None:
    assert LEXICON.only_mend(word) is None, why


def test_rarer_word_of_the_inspection_keeps_a_misspelling_from_having_a_mend() -> None:
    assert Lexicon(("forcee",)).only_mend("forcce") is None
    assert Lexicon().only_mend("forcce") == "force"


def test_section_of_unknown_words_is_spelt_through_in_less_than_300_ms() -> None:
    LEXICON.only_mend("forcce")  # the dictionary is read once a process
    drawn = random.Random(20)
    words = ["".join(drawn.choices(string.ascii_lowercase, k=6)) for _ in range(20_000 // 7)]
    text, passed = " ".join(words), Stopwatch()
    assert len(list(misspelt.slips(text, LEXICON))) < 50
    assert passed.seconds < 0.3


def test_near_words_are_those_of_every_edit_that_the_words_hold() -> None:
    drawn = random.Random(21)
    held = {"".join(drawn.choices("abc'", k=drawn.randrange(1, 7))) for _ in range(400)}
    near = NearWords(held)
    for word in ["".join(drawn.choices("abcd", k=drawn.randrange(1, 7))) for _ in range(400)]:
        assert near.of(word) == {one for one in held if one != word and within_one(one, word)}
    assert NearWords(()).of("word") == set()


def within_one(one: str, other: str) -> bool:
    """Does one edit lead from a word to another?"""
    short, long = sorted((one, other), key=len)
    at = next(
        (n for n, pair in enumerate(zip(short, long, strict=False)) if len(set(pair)) > 1),
        len(short),
    )
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    turned = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or (len(short) > at + 1 and turned == long)


def test_word_that_the_dictionary_makes_of_an_entry_is_among_its_forms() -> None:
    held = set(forms(HOME / "en_GB.aff", HOME / "en_GB.dic"))
    told = "force's unfastening reopened skies isn't Kent's happiest disorganised colliers"
    assert set(told.split()) <= held


def test_may_and_kent_are_names_and_force_is_none() -> None:
    assert [LEXICON.is_name(word) for word in ("May", "Kent", "Force", "may", "The")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_no_known_word_ever_has_a_mend() -> None:
    """Of real words drawn from those the dictionary lacks, none is taken for a misspelling."""
    from inspectorate.prose import spelling

    drawn = random.Random(12).sample(sorted(spelling._beyond()), 400)
    assert [word for word in drawn if LEXICON.only_mend(word)] == []
