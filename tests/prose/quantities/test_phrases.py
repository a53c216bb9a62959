"""What is read as a quantity, and what only looks like one."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.quantities.phrases import read
from inspectorate.prose.quantities.units import noun_after, own_nouns


def said(text: str, **how: bool) -> list[tuple[str, str]]:
    return [(phrase.kind, phrase.text) for phrase in read(text, **how)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Most forces have mandatory training", [("word", "Most")]),
        ("not all could say how many officers had completed it", [("word", "not all")]),
        (
            "almost all staff and nearly all officers",
            [("word", "almost all"), ("word", "nearly all")],
        ),
        (
            "the majority of forces, or a minority of officers",
            [("word", "the majority of"), ("word", "a minority of")],
        ),
        (
            "A few forces; very few officers; few councils",
            [("word", "A few"), ("word", "very few"), ("word", "few")],
        ),
        ("None of the 46 forces did", [("word", "None"), ("number", "the 46")]),
        ("no force convinced inspectors", [("word", "no")]),
        ("Some of the forces and several others forces", [("word", "Some"), ("word", "several")]),
        ("Many interviewees were confident", [("word", "Many")]),
        ("All 43 Home Office police forces", [("number", "All 43")]),
        (
            "Only one force had arrangements; the remainder did not",
            [("number", "Only one"), ("remainder", "the remainder")],
        ),
        (
            "only two forces gave examples of a referral",
            [("number", "only two"), ("word", "examples of")],
        ),
        ("32 of the 43 forces", [("of", "32 of the 43")]),
        ("thirty-two of forty-three forces", [("of", "thirty-two of forty-three")]),
        ("ninety-nine forces", [("number", "ninety-nine")]),
        (
            "62 per cent of files, 62% of files, sixty-two per cent",
            [("percent", "62 per cent"), ("percent", "62%"), ("percent", "sixty-two per cent")],
        ),
        (
            "two-thirds of forces and a quarter of officers",
            [("fraction", "two-thirds"), ("fraction", "a quarter")],
        ),
        (
            "half of the forces; more than half the officers",
            [("fraction", "half"), ("fraction", "more than half")],
        ),
        ("In general, lessons are largely lost", [("word", "In general"), ("word", "largely")]),
        (
            "there is some inconsistency; views were mixed",
            [("variation", "some inconsistency"), ("variation", "mixed")],
        ),
        ("all but two forces", [("all_but", "all but two")]),
        ("at least 12 forces", [("number", "at least 12")]),
        ("It inspects 45 fire and rescue services in England", [("number", "45")]),
        ("We made eight recommendations", [("number", "eight")]),
        (
            "virtually all forces, hardly any officers",
            [("word", "virtually all"), ("word", "hardly any")],
        ),
        (
            "the vast majority of forces, a large proportion of officers",
            [("word", "the vast majority of"), ("word", "a large proportion of")],
        ),
        (
            "four in five forces, one force in three",
            [("fraction", "four in five"), ("fraction", "one force in three")],
        ),
        (
            "34 forces out of 46, a dozen officers",
            [("of", "34 forces out of 46"), ("number", "a dozen")],
        ),
    ],
)
def test_quantity_phrase_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "the most effective forces",
        "those most at risk of harm, most of all the young",
        "it works most effectively",
        "all the same, after all, above all, at all, all over again",
        "Prevent is one of four strands of the strategy",
        "published on 9 March 2020, between October 2018 and February 2019",
        "section 55 of the Police Act 1996, paragraph 3, page 12, table 2, s.38(6)",
        "on 020 7946 0123, at 9:00am, at 10.30 pm, for £4,500",
        "a third party, the third quarter, half an hour, half past",
        "no longer, no doubt, no one, no means",
        "none the less, how many, as many as, so few as the last few days",
        "minority ethnic officers",
        "a 24-hour line, a two-person release, the 14th discipline",
        "Force 07, Level 3, Grade 4, Phase 2",
        "for some time, to some extent, for many years",
    ],
)
def test_words_that_only_look_like_quantities_are_left_alone(text: str) -> None:
    assert said(text) == []


def test_phrase_says_what_it_counts() -> None:
    (phrase,) = read("About three-quarters of the police forces")
    assert (phrase.fraction, phrase.bound, phrase.noun, phrase.approximate) == (
        Fraction(3, 4),
        "about",
        "forces",
        True,
    )
    (phrase,) = read("62.5 per cent of case files")
    assert (phrase.percent, phrase.digits, phrase.noun) == (Fraction(125, 2), 1, "files")
    (phrase,) = read("32 of the 43 forces")
    assert (phrase.n, phrase.of, phrase.noun) == (32, 43, "forces")
    (phrase,) = read("The 46 forces")
    assert (phrase.n, phrase.definite) == (46, True)


def test_bound_passage_lenient_reads_a_quantity_of_anything() -> None:
    assert said("No training is tailored to the role") == []
    assert said("No training is tailored to the role", lenient=True) == [("word", "No")]
    assert said("Most of the forces we visited (36)", lenient=True) == [
        ("word", "Most"),
        ("number", "36"),
    ]
    assert said("each force has one, without exception", lenient=True) == [
        ("word", "each"),
        ("word", "without exception"),
    ]
    assert said("each force was visited for a week, without exception") == []


@given(st.text(max_size=300))
def test_any_text_phrases_slice_to_their_text_in_order(text: str) -> None:
    phrases = read(text)
    assert [text[phrase.start : phrase.end] for phrase in phrases] == [
        phrase.text for phrase in phrases
    ]
    assert all(first.end <= second.start for first, second in pairwise(phrases))  # pairs


_LINE = (
    "most all not some the a majority of half forces officers 12 46 three-quarters per cent "
    "only one two no none many at risk"
)
_WORDS = st.sampled_from(_LINE.split())


@given(st.lists(_WORDS, max_size=30).map(" ".join), st.booleans())
def test_any_mix_of_quantity_words_does_not_overlap(text: str, lenient: bool) -> None:
    phrases = read(text, lenient=lenient)
    assert all(first.end <= second.start for first, second in pairwise(phrases))  # pairs
    assert [text[phrase.start : phrase.end] for phrase in phrases] == [
        phrase.text for phrase in phrases
    ]


@pytest.mark.parametrize(
    "name",
    ["Mersey Bridges Commission", "Mersey Bridges Commission (MBC)", "Tyne Docks Board (TDB)"],
)
def test_name_that_only_looks_like_a_plural_is_not_what_is_counted(name: str) -> None:
    text = f"Most {name} offices did not have staff"
    (phrase,) = read(text)
    assert phrase.noun == "offices"
    found = noun_after(text, phrase.end, own_nouns("offices"))
    assert found is not None
    assert (found.word, found.own) == ("offices", True)


def test_plural_in_a_heading_of_capitals_is_what_is_counted() -> None:
    (phrase,) = read("Most Schools Train Their Staff")
    assert phrase.noun == "schools"
