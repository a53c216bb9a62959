"""A text is cut at its headings and loses nothing; changed, it keeps the sections it had."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspectorate.prose.sections import MOST, begins, kept, part_of, parts, with_part

REPORT = """\
---
title: Most forces train
---

Said before any heading.

# What we found

Most forces train.

{.narrative}
## Training

Nine of twelve do.

### Not cut here

More of it.

Recruits
--------

They are young.
"""

# What may stand in a text: each breaks a rule that somebody might take for one.
HOSTILE = st.lists(
    st.sampled_from(
        (
            *("# One\n", "## Two\n", "### Three\n", "#", "#\n", "# \n", "Set\n===\n", "Set\n---\n"),
            *("```\n", "~~~\n", "    # code\n", "- # item\n", "> # quote\n", "1. ## item\n"),
            *(
                "{.narrative}\n",
                "{.sensitive\n",
                "}",
                "---\n",
                "---\ntitle: a\n---\n",
                "\n",
                "\n\n",
            ),
            *("\r\n", "\r", "\x00", "\ufeff", "\u2028", "\x0b", "\x0c", "\x85", "\t", "<!--\n"),
            *("words ", "[a]: /b\n", "| a | b |\n|---|---|\n", "<div>\n", "\\# no\n", "é", "🙂"),
        )
    ),
    max_size=30,
).map("".join)


def headings(text: str) -> list[tuple[int, str]]:
    return [(one.level, one.heading) for one in parts(text)]


def test_text_is_cut_at_headings_of_the_first_two_levels() -> None:
    assert headings(REPORT) == [
        (0, ""),
        (1, "What we found"),
        (2, "Training"),
        (2, "Recruits"),
    ]


def test_what_stands_before_the_first_heading_is_a_section_of_its_own() -> None:
    assert parts(REPORT)[0].text.endswith("Said before any heading.\n\n")
    assert headings("Only words.") == [(0, "")]
    assert parts("") == []


def test_attributes_above_a_heading_belong_to_its_section() -> None:
    assert parts(REPORT)[2].text.startswith("{.narrative}\n## Training\n")
    twice = parts("# A\n\n{.narrative}\n\n{source=b}\n\n# B\n")
    assert [one.text for one in twice] == ["# A\n\n", "{.narrative}\n\n{source=b}\n\n# B\n"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n# in a fence\n```\n",
        "~~~ python\n## in a fence\n",
        "    # indented code\n",
        "- # in a list\n",
        "> ## in a quotation\n",
        "words\\\n\\# escaped\n",
        "#no blank\n",
        "####### seven\n",
    ],
)
def test_sign_of_a_heading_where_our_reader_sees_none_cuts_nothing(text: str) -> None:
    assert [one.level for one in parts(text)] == [0]


def test_front_matter_with_what_looks_like_a_heading_is_not_cut() -> None:
    assert headings("---\nkind: report\n\n---\n# A\n") == [(0, ""), (1, "A")]
    assert headings("---\n# Asked for\nkind: report\n---\n# A\n") == [(0, ""), (1, "A")]


def test_heading_between_two_rules_is_cut_as_any_other() -> None:
    assert headings("---\n# A\n\n---\n# B\n") == [(0, ""), (1, "A"), (1, "B")]


def test_text_that_no_reader_takes_apart_is_one_part() -> None:
    text = "# A\n\n" + "[" * 3_000 + "\n\n# B\n"
    assert [one.text for one in parts(text)] == [text]


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
def test_parts_joined_are_the_text_byte_for_byte(text: str) -> None:
    assert "".join(one.text for one in parts(text)) == text


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=200))
def test_parts_of_any_text_joined_are_that_text(text: str) -> None:
    assert "".join(one.text for one in parts(text)) == text


@settings(max_examples=120, deadline=None)
@example("\u2028---\ntitle: a\n---\n")
@given(HOSTILE)
def test_section_read_alone_begins_with_its_heading(text: str) -> None:
    # Its words may be a link's by an address given elsewhere; a byte-order mark begins a file only.
    for one in parts(text.replace("\ufeff", "")):
        assert not one.level or part_of(one.text).level == one.level


def identities(before: str | list[str], after: str) -> list[str]:
    texts = [one.text for one in parts(before)] if isinstance(before, str) else before
    named = [(f"s{place}", text) for place, text in enumerate(texts)]
    return kept(named, [one.text for one in parts(after)], lambda place: f"new{place}")


A = "# Alpha\n\nNine of the twelve forces train their call handlers every year.\n\n"
B = "# Beta\n\nThe leadership teams had reviewed each of the plans by the spring.\n\n"
C = "# Gamma\n\nSupervisors look at every case file within twenty days of the report.\n\n"


def test_sections_that_stand_as_they_stood_keep_their_identities_wherever_they_move() -> None:
    assert identities(A + B + C, A + B + C) == ["s0", "s1", "s2"]
    assert identities(A + B + C, C + A + B) == ["s2", "s0", "s1"]


def test_section_with_other_words_under_its_heading_keeps_its_identity() -> None:
    assert identities(A + B, A + "# Beta\n\nAll of it is new.\n") == ["s0", "s1"]
    assert identities(A + B, "# beta\n\nAll of it is new.\n\n" + A) == ["s1", "s0"]


def test_section_under_another_heading_keeps_its_identity_where_its_words_are_alike() -> None:
    assert identities(A + B + C, A + B.replace("Beta", "Better") + C) == ["s0", "s1", "s2"]


def test_section_between_the_same_neighbours_with_other_heading_and_words_is_new() -> None:
    assert identities(A + B + C, A + "# Delta\n\nNothing of it was said.\n\n" + C) == [
        "s0",
        "new1",
        "s2",
    ]


def test_section_that_was_put_in_is_new_and_one_taken_out_ends() -> None:
    assert identities(A + C, A + B + C) == ["s0", "new1", "s1"]
    assert identities(A + B + C, A + C) == ["s0", "s2"]


def test_of_a_section_cut_in_two_the_first_keeps_the_identity() -> None:
    long = A + "The second half of it says how records are kept and for how long they are.\n"
    cut = long.replace("The second half", "## Records\n\nThe second half")
    assert identities(long + B, cut + B) == ["s0", "new1", "s1"]
    renamed = cut.replace("# Alpha", "# First", 1)
    assert identities(long + B, renamed + B) == ["s0", "new1", "s1"]


def test_of_two_sections_joined_the_first_ones_identity_stands() -> None:
    assert identities(A + B + C, A + B.removeprefix("# Beta\n\n") + C) == ["s0", "s2"]
    joined = "# Both\n\n" + A.removeprefix("# Alpha\n\n") + B.removeprefix("# Beta\n\n")
    assert identities(A + B + C, joined + C) == ["s0", "s2"]


def test_sections_of_one_text_or_one_heading_keep_their_order() -> None:
    assert identities([A, A, B], A + A + B) == ["s0", "s1", "s2"]
    same = "# Findings\n\nSomething else.\n\n"
    assert identities(A + same + B + same, A + same + B + same) == ["s0", "s1", "s2", "s3"]


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE)
def test_no_identity_is_given_twice_and_none_is_invented(before: str, after: str) -> None:
    found = identities(before, after)
    assert len(found) == len(set(found)) == len(parts(after))
    known = {f"s{place}" for place in range(len(parts(before)))}
    assert {one for one in found if not one.startswith("new")} <= known


@settings(max_examples=100, deadline=None)
@given(HOSTILE)
def test_text_saved_as_it_stands_keeps_every_identity(text: str) -> None:
    assert identities(text, text) == [f"s{place}" for place in range(len(parts(text)))]


def texts_of(text: str) -> list[str]:
    return [one.text for one in parts(text)]


def test_section_put_in_its_place_leaves_byte_for_byte_as_it_was_sent() -> None:
    sent = "# Beta\n\nOther  words \n\n\n"
    assert with_part(texts_of(A + B + C), 1, sent) == A + sent + C
    assert with_part(texts_of(A + B), 1, "# Beta") == A + "# Beta"
    assert with_part(texts_of(A + B + C), 1, "") == A + C


@pytest.mark.parametrize(
    ("sent", "after", "between"),
    [
        ("# Beta\nno line end", "# Gamma\nx\n", "\n"),
        ("# Beta\nno line end", "Gamma\n=====\nx\n", "\n\n"),
        ("# Beta\none line end\n", "Gamma\n=====\nx\n", "\n"),
        ("# Beta\none line end\n", "# Gamma\nx\n", ""),
        ("# Beta\nno line end", "{.narrative}\n# Gamma\nx\n", "\n\n"),
    ],
)
def test_heading_after_a_section_stays_a_heading(sent: str, after: str, between: str) -> None:
    whole = with_part([A, B, after], 1, sent)
    assert whole == A + sent + between + after
    assert begins(whole, after)


@pytest.mark.parametrize("sent", ["# Beta\n```\nopen", "# Beta\n~~~\nopen", "# Beta\n\n{.a}"])
def test_section_after_an_open_end_is_told_from_one_that_begins(sent: str) -> None:
    whole = with_part([A, B, C], 1, sent)
    assert whole == A + sent + "\n" + C
    assert not begins(whole, C)
    assert begins(whole, "")


@settings(max_examples=100, deadline=None)
@given(HOSTILE, st.integers(0, 30))
def test_section_put_back_as_it_stands_changes_nothing(text: str, place: int) -> None:
    texts = texts_of(text)
    if texts:
        place %= len(texts)
        assert with_part(texts, place, texts[place]) == text


@pytest.mark.parametrize(
    "text", ["#\n" * 9_000, "# A\n\n" * 6_000, "".join(f"# A {n}\n\n" for n in range(6_000))]
)
def test_text_of_headings_alone_is_cut_and_kept_in_little_time(text: str) -> None:
    begun = time.process_time()
    assert len(parts(text)) == MOST
    identities(text, text.replace("A", "B"))
    assert time.process_time() - begun < 10


def test_section_that_is_renamed_and_moved_at_once_is_known_by_the_words_below_its_heading() -> (
    None
):
    purpose, method, found = (f"## {one}\n\nWords on {one} alone.\n\n" for one in ("A", "B", "C"))
    before = [("a", purpose), ("b", method), ("c", found)]
    after = [purpose, found.replace("## C", "## What we saw"), method.replace("## B", "## How")]
    assert kept(before, after, lambda place: f"new{place}") == ["a", "c", "b"]
