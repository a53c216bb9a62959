"""The front matter as fields: what nobody changed stays byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.front_matter import (
    KEYS,
    comes_back,
    other_keys,
    with_front_matter,
    writable,
)
from inspectorate.prose.reading.markdown import from_markdown, front_matter

TEXT = '---\n# a note\nkind: report\nTitle:   "An old title"\n\nstamp:x\n---\n\n# One\n'


def test_changed_value_is_written_and_all_else_stays_as_it_stood() -> None:
    assert with_front_matter(TEXT, {"title": "A new one", "stamp": "x", "headline": "News"}) == (
        "---\n# a note\nkind: report\nTitle:   A new one\n\nstamp:x\nheadline: News\n---\n\n# One\n"
    )
    assert with_front_matter(TEXT, {"title": "An old title"}) == TEXT
    assert with_front_matter(TEXT, {"title": ""}) == TEXT.replace('Title:   "An old title"\n', "")


def test_text_without_front_matter_gets_one_and_keeps_its_words() -> None:
    assert with_front_matter("# One\n", {"title": "T", "stamp": ""}) == (
        "---\ntitle: T\n---\n\n# One\n"
    )
    assert with_front_matter("# One\n", {"title": ""}) == "# One\n"


def test_other_keys_are_named_and_kept() -> None:
    assert other_keys(TEXT) == ["kind"]


@pytest.mark.parametrize("value", ['"Quoted"', " blank", "two\nlines", "two\rlines", '" "'])
def test_value_that_would_come_back_otherwise_is_not_writable(value: str) -> None:
    assert not writable(value)


@pytest.mark.parametrize("value", ['"Quoted" words', 'ends in "', '"John" and "Mary"', '"'])
def test_quotation_marks_within_a_value_stay(value: str) -> None:
    assert writable(value)
    assert comes_back(with_front_matter(TEXT, {"subtitle": value}), {"subtitle": value})


def test_notes_are_never_left_alone_to_be_printed() -> None:
    text = "---\n# agree the day\ntitle: Custody\n---\n\n# One\n"
    emptied = with_front_matter(text, dict.fromkeys(KEYS, ""))
    assert emptied == text.replace("title: Custody", "title:")
    assert [one.text for one in from_markdown(emptied).blocks] == ["One"]
    assert with_front_matter(emptied, {"title": "Custody"}) == text


def test_front_matter_too_long_to_be_read_says_none_of_it() -> None:
    text = "\n".join(["---", *["# a note"] * 197, "title: Custody", "---", "", "# One", ""])
    values = {"title": "Custody", "stamp": "x"}
    assert comes_back(text, {"title": "Custody"})
    assert not comes_back(with_front_matter(text, values), values)


@given(
    st.lists(
        st.sampled_from(["title: a", "# n", "", "x-y:z", "Stamp : q", "published:"]), max_size=6
    ),
    st.dictionaries(
        st.sampled_from(KEYS), st.text('ab:#-"*{} ', max_size=8).filter(writable), max_size=4
    ),
)
def test_any_front_matter_reads_back_as_the_values_given(
    head: list[str], values: dict[str, str]
) -> None:
    text = "\n".join(["---", "kind: report", *head, "---", "", "# One", "", "Words.", ""])
    before, after = front_matter(text)[0], front_matter(with_front_matter(text, values))[0]
    for name in {*before, *values}:
        assert after.get(name, "") == values.get(name, before.get(name, ""))
    assert with_front_matter(text, values).split("---\n")[-1] == text.split("---\n")[-1]
