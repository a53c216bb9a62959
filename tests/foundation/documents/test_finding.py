"""Words of a document are found where they stand, and nowhere else; what is nearest is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.foundation.documents.finding import blocks, nearest, places_of
from inspectorate.foundation.documents.places import Part

PAGE = (
    Part("para-1", "Supervisors review every case\nfile within 22 days."),
    Part("para-2", "They record what they found, and train-\ning follows."),
    Part("para-3", "“It’s done” – always."),
)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("review every case file within 22 days", ("para-1",)),
        ("within 22 days. They record", ("para-1", "para-2")),
        ("and training follows", ("para-2",)),
        ('"It\'s done" - always.', ("para-3",)),
        ("Supervisors review … They record what they found", ("para-1", "para-2")),
        ("Supervisors review [...] They record what they found", ("para-1", "para-2")),
        ("Supervisors review\nThey record what they found", ()),
        ("Supervisors case file", ()),
        ("pervisors review", ()),
        ("within 2", ()),
        ("2 days", ()),
        ("review every case file within 23 days", ()),
        ("They record what they found\nSupervisors review", ()),
        ("supervisors review", ()),
        ("", ()),
        (" \n ", ()),
    ],
)
def test_words_stand_where_they_stand_and_in_their_order(
    words: str, places: tuple[str, ...]
) -> None:
    assert places_of(PAGE, words) == places


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("a follow-\nup visit", "a follow-up visit"),
        ("super-\nvision of a follow-\nup visit", "supervision of a follow-up visit"),
        ("super\u00ad\nvision", "supervision"),
        ("super\u00advision", "supervision"),
        ("2019-\n2020", "2019-2020"),
        ("e\ufb03cient, in\ufb02ated, \ufb01rst, \ufb06aff", "efficient, inflated, first, staff"),
        ("t\u0177 newydd, caf\u00e9", "ty\u0302 newydd, cafe\u0301"),
        ("\u201ewe don\u02bct know\u201f", '"we don\'t know"'),
        ("it\u2032s 6\u2033 and it\u00b4s so", "it's 6\" and it's so"),
        ("5\u20126 of them, \u22125 degrees", "5-6 of them, -5 degrees"),
        ("with\u200bout \ufeffa\u2060 gap", "without a gap"),
    ],
)
def test_words_are_found_however_a_program_set_or_copied_them(page: str, typed: str) -> None:
    assert places_of([Part("page-1", f"Of {page} there")], typed) == ("page-1",)
    if "\n" not in page:
        assert places_of([Part("page-1", f"Of {typed} there")], page) == ("page-1",)


def test_broken_line_joins_no_two_numbers() -> None:
    assert places_of([Part("page-1", "10-\n12 cases")], "1012 cases") == ()


@pytest.mark.parametrize("text", ["112% of cases", "1.12% of cases", "10-12% of cases"])
def test_a_number_is_not_found_within_another(text: str) -> None:
    assert places_of([Part("page-1", text)], "12% of cases") == ()
    assert places_of([Part("page-1", f"In all, {text}")], text) == ("page-1",)


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("COVID-\n19 cases", "19 cases"),
        ("10-\n12% of cases", "12% of cases"),
        ("was un-\nlawful here", "lawful here"),
        ("was law-\nless here", "was law"),
    ],
)
def test_half_of_what_a_line_parts_does_not_stand_by_itself(text: str, half: str) -> None:
    parts = [Part("page-1", text)]
    assert places_of(parts, half) == ()
    for whole in (text, text.replace("-\n", "-"), text.replace("\n", " ")):
        assert places_of(parts, whole) == ("page-1",), whole


def test_the_nearest_words_are_those_that_share_most() -> None:
    found = nearest(PAGE, "review each case file within 23 days.")
    assert "case file within 22 days." in found


def test_nothing_is_near_what_shares_no_words() -> None:
    assert nearest(PAGE, "A wholly different matter altogether") == ""


def test_a_page_is_cut_into_blocks_that_hold_all_its_words() -> None:
    text = "A heading:\nOne sentence that\nruns on.\nAnother one."
    assert blocks(text) == ["A heading:", "One sentence that\nruns on.", "Another one."]


@given(st.lists(st.text("ab .\n", min_size=1, max_size=30), min_size=1, max_size=6), st.data())
def test_any_run_of_words_of_a_page_is_found_in_it(texts: list[str], data: st.DataObject) -> None:
    parts = [Part(f"para-{n}", text) for n, text in enumerate(texts)]
    words = " ".join(texts).split()
    if not words:
        return
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))
    assert places_of(parts, " ".join(words[begin:end]))


@given(st.text("ab.-\n ", max_size=200))
def test_every_block_of_a_page_stands_in_it(text: str) -> None:
    for one in blocks(text):
        assert places_of([Part("page-1", text)], one) == ("page-1",)
