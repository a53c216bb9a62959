"""What the bodies of an inspection are called, and the quantities read of them."""

from __future__ import annotations

import pytest

from inspectorate.prose.bodies import Nouns, nouns_of, quantities


@pytest.mark.parametrize(
    ("given", "one", "many"),
    [
        (("forces",), ("force",), ("forces",)),
        (("laboratory",), ("laboratory",), ("laboratories",)),
        (("care homes",), ("care home", "home"), ("care homes", "homes")),
        (("branches", "branch"), ("branch",), ("branches",)),
        (("buses", "bus"), ("bus",), ("buses",)),
        (("", "member states"), ("member state", "state"), ("member states", "states")),
    ],
)
def test_one_and_several_are_made_from_each_other(
    given: tuple[str, ...], one: tuple[str, ...], many: tuple[str, ...]
) -> None:
    assert nouns_of(*given) == Nouns(one, many)


def test_text_is_read_in_its_own_words_and_offsets() -> None:
    text = "In two fire and rescue services, only one fire and rescue service had a plan."
    found = quantities(text, nouns_of("fire and rescue services"))
    assert [(one.text, one.noun, text[one.start : one.end]) for one in found] == [
        ("two", "fire and rescue services", "two"),
        ("only one", "fire and rescue service", "only one"),
    ]


def test_force_of_law_is_no_body() -> None:
    assert quantities("No force of law was used.", nouns_of("forces")) == ()
