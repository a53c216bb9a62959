"""Words found as a text is read, and replaced as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.finding import FoundWords, asked_for, found_in, replaced
from inspectorate.prose.reading.markdown import from_markdown

TEXT = """---
title: How forces train
---

# What forces do

[Most forces train]{#forces-train}, and *forces* do it [well](https://a.example/forces).
Some **police**
forces said “our forces are good”. Workforces are no forces.

> We are forces.

```recommendation
number: 1
to: forces
text: That forces train.
```
"""


def found(text: str, words: str, **how: bool) -> list[FoundWords]:
    pattern = asked_for(words, **how)
    assert pattern is not None
    return found_in(from_markdown(text), text, pattern, 100)


def test_keys_addresses_and_fields_that_print_nothing_are_not_found() -> None:
    places = found(TEXT, "forces", whole=True)
    assert [one.line for one in places] == [2, 5, 7, 7, 9, 9, 9, 11, 16]
    assert all(TEXT[one.start : one.end].casefold() == "forces" for one in places)
    assert [one.bound for one in places if one.bound] == ["forces-train"]
    assert [one.line for one in places if one.quoted] == [9, 11]


def test_parts_of_words_and_other_capitals_are_found_unless_it_is_asked_otherwise() -> None:
    assert len(found(TEXT, "forces")) == len(found(TEXT, "FORCES")) == 10
    assert found(TEXT, "FORCES", case=True) == []
    assert len(found(TEXT, "Workforces", whole=True, case=True)) == 1
    assert asked_for(" ") is None


def test_words_between_which_marks_stand_are_found_and_not_replaceable() -> None:
    (one,) = found(TEXT, "police forces")
    assert (one.words, one.whole, one.line) == ("police forces", False, 8)
    (line,) = found("Some police\nforces.", "Police forces")
    assert (line.whole, line.start, line.end) == (True, 5, 18)


def test_escaped_signs_are_not_replaced() -> None:
    (one,) = found("A \\*star\\* here.", "*star*")
    assert not one.whole


def test_no_more_places_are_given_than_are_asked_for() -> None:
    pattern = asked_for("a")
    assert pattern is not None
    assert len(found_in(from_markdown("a " * 50), "a " * 50, pattern, 7)) == 7


def test_replacing_changes_the_places_chosen_and_no_byte_besides() -> None:
    chosen = [(one.start, one.end) for one in found(TEXT, "forces", whole=True) if not one.quoted]
    new = replaced(TEXT, chosen, "services")
    assert new.count("services") == 7
    assert "{#forces-train}" in new
    assert "a.example/forces" in new
    assert "“our forces are good”" in new
    assert new.replace("services", "forces") == TEXT


@given(st.text("ab *_[]{}#>\n`\\-|", max_size=60))
def test_whatever_is_written_what_is_found_stands_where_it_is_said(text: str) -> None:
    for one in found(text, "ab"):
        if one.whole:
            assert text[one.start : one.end] == "ab"
            changed = replaced(text, [(one.start, one.end)], "cd")
            assert len(changed) == len(text)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("One said: ‘Most forces train well’.", True),
        ("One said: ‘The forces’ plans are good, most forces train’.", True),
        ("Each says ‘yes’ and most forces train.", False),
        ("The chief’s plan and the forces’ own: most forces train.", False),
        ("One said: 'Most forces train well'.", True),
        ("Didn't most forces train? They didn't.", False),
        ('One said: "Most forces train well".', True),
        ('A 6" rule. Most forces train with a 9" one.', False),
        ('They call a 6" rule "short". Most forces train.', False),
    ],
)
def test_words_between_a_pair_of_marks_are_quoted_and_beside_an_apostrophe_or_an_inch_are_not(
    said: str, quoted: bool
) -> None:
    assert [one.quoted for one in found(f"{said}\n", "most forces")] == [quoted]
