"""The numerals of a passage that may be its claim's own, and those that are words like others."""

from __future__ import annotations

import pytest

from inspectorate.prose.quantities.own_numerals import own_numerals


def opened(text: str, *nouns: str) -> list[str]:
    return [text[start:end] for start, end in own_numerals(text, nouns)]


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("Most forces had mandatory training (38 of the 46 forces inspected)", ["38", "46"]),
        ("Eight of the forty-six services had none", ["Eight", "forty-six"]),
        ("Only two schools gave an example", ["two"]),
        ("At least 62 per cent of homes had a plan", ["62"]),
        ("About three-quarters of providers had a plan", ["three-quarters"]),
        ("One in ten councils knew", ["One in ten"]),
        ("Fewer than one in ten of the 45 councils knew", ["one in ten", "45"]),
        ("Between 25 and 30 homes had a plan", ["25", "30"]),
        ("Two dozen schools had one", ["Two dozen"]),
        ("38 of the 46 forces had a plan and the other eight had none", ["38", "46", "eight"]),
        ("Most had a plan (38 of 46)", ["38", "46"]),
        ("All but eight forces had a register", ["eight"]),
        ("Not all could (21)", ["21"]),
    ],
)
def test_count_base_or_share_is_open(text: str, numerals: list[str]) -> None:
    assert opened(text) == numerals


@pytest.mark.parametrize(
    "text",
    [
        "In most forces the profile was less than twelve months old",
        "Most forces used section 26 of the Act",
        "Since 9 March 2020 most forces have met it",
        "Forces gave officers three modules and two days of training",
        "Half of the forces identified lessons",
    ],
)
def test_numeral_of_another_thing_or_a_quantity_word_is_closed(text: str) -> None:
    assert opened(text) == []


def test_what_an_inspection_counts_is_open_by_its_noun() -> None:
    assert opened("32 auditees had a plan") == []
    assert opened("32 auditees had a plan", "auditee", "auditees") == ["32"]
