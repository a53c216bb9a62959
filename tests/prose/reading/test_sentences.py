"""Where a sentence ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.reading.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("No stop at the end", ["No stop at the end"]),
        ("It rose by 3.5 per cent. Then it fell.", ["It rose by 3.5 per cent.", "Then it fell."]),
        (
            "Mr. J. Smith met Dr. A. Jones. They spoke.",
            ["Mr. J. Smith met Dr. A. Jones.", "They spoke."],
        ),
        (
            "Forms, e.g. No. 7 or s. 55, were used. Others were not.",
            ["Forms, e.g. No. 7 or s. 55, were used.", "Others were not."],
        ),
        ("Were they ready? No. We asked twice.", ["Were they ready?", "No.", "We asked twice."]),
        (
            "“How effective is it?”. What we found was good.",
            ["“How effective is it?”.", "What we found was good."],
        ),
        ("She said ‘no.’ He left.", ["She said ‘no.’", "He left."]),
        (
            "It opens at 9 a.m. and closes at 5 p.m. Nobody minded.",
            ["It opens at 9 a.m. and closes at 5 p.m.", "Nobody minded."],
        ),
        (
            "Tables, charts etc. are in the annex. Read it.",
            ["Tables, charts etc. are in the annex.", "Read it."],
        ),
        ("Stop! Look… and listen.", ["Stop!", "Look… and listen."]),
        ("", []),
        ("   ", []),
    ],
)
def test_text_is_cut_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(max_size=400))
def test_any_text_loses_nothing_but_blanks_between_sentences(text: str) -> None:
    pieces = list(sentences(text))
    kept = "".join(text[start:end] for start, end in pieces)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(pieces))  # pairs
