"""What each printed quantity word means, from one source for annex, site and data."""

from __future__ import annotations

import pytest

from inspectorate.prose.bodies import nouns_of, quantities
from inspectorate.prose.quantities.definitions import definitions, printed
from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.shipped import DEFAULT, SHIPPED
from inspectstats.quantity.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("most forces", ["most"]),
        ("not all forces had", ["not all"]),
        ("only two forces had", ["only two"]),
        ("three-quarters of forces", ["three-quarters"]),
        ("the remainder had none", ["the remainder"]),
        ("32 forces had", [""]),
        ("the 46 forces had", [""]),
        ("32 of the 46 forces", [""]),
    ],
)
def test_quantity_word_is_printed_as_it_is_used_and_a_plain_number_is_none(
    text: str, words: list[str]
) -> None:
    assert [printed(one) for one in quantities(text, nouns_of("forces"), lenient=True)] == words


@pytest.mark.parametrize("vocabulary", SHIPPED.values(), ids=SHIPPED)
def test_every_band_is_told_in_order_and_each_other_word_once(vocabulary: Vocabulary) -> None:
    used = ("not all", "some", "not all", "in general", "only one", "many", "")
    found = definitions(vocabulary, used, 46)
    bands = [one.word.split(", ")[0] for one in found[: len(vocabulary.bands)]]
    assert bands == [band.word for band in vocabulary.bands]
    others = [one.word for one in found[len(vocabulary.bands) + 1 :]]
    assert others == [
        one for one in ("not all", "some", "in general", "only one") if vocabulary.band(one) is None
    ]


def test_name_of_a_band_that_is_used_stands_beside_its_word() -> None:
    found = {one.word: one for one in definitions(DEFAULT, ("nearly all", "a majority"), 46)}
    assert found["almost all, nearly all"].means == "at least 90 % and under 100 %"
    assert "a majority of, a majority" in found


def test_counts_covered_are_those_for_which_the_word_is_true() -> None:
    found = {one.word: one for one in definitions(DEFAULT, ("not all", "only two", "some"), 46)}
    for word in ("not all", "only two", "some", "most"):
        known = meaning(word)
        assert known is not None
        true = [k for k in range(47) if known.holds(k, 46)]
        told = found[word].covers.split(" to ")
        assert (int(told[0]), int(told[-1])) == (true[0], true[-1])


def test_remainder_and_an_unknown_scope_have_no_counts() -> None:
    rest = definitions(DEFAULT, ("the remainder",), 46)[-1]
    assert (rest.word, rest.covers) == ("the remainder", "")
    assert {one.covers for one in definitions(DEFAULT, ("not all",), 0)} == {""}
