"""Which words are known, and which misspelt word has exactly one mend."""

from __future__ import annotations

import random

import pytest

from inspectorate.prose.spelling import Lexicon

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
