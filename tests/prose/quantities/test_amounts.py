"""Amounts: what of a sentence is read as a number of something, wherever it stands in it."""

from __future__ import annotations

import pytest

from inspectorate.prose.quantities.amounts import amounts
from inspectorate.prose.quantities.units import own_nouns


@pytest.mark.parametrize("before", ["A sound foundation: ", "We found two things: ", "In short: "])
def test_count_after_the_colon_of_a_sentence_is_read(before: str) -> None:
    found = amounts(f"{before}43 of the 46 forces inspected had a plan", own_nouns("forces"))
    assert [(one.role, one.phrase.text) for one in found][-1] == ("own", "43 of the 46")


@pytest.mark.parametrize("clock", ["at 10:43 forces met", "ratio 3:43 forces"])
def test_numeral_right_after_a_colon_is_no_count(clock: str) -> None:
    assert "43" not in [one.phrase.text for one in amounts(clock, own_nouns("forces"))]
