"""Marks of sensitive words that no reader took for one are found, and what is left is told soon."""

from __future__ import annotations

import time

import pytest

from inspectorate.prose.manuscript import TextBlock
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.redacted import Piece, misread, without

MANY = "a\n\n" * 9_000


@pytest.mark.parametrize(
    "mark",
    [
        '{x="a}b" .sensitive}',
        "{ {y} .sensitive}",
        '{ {y} marking="OFFICIAL-SENSITIVE"}',
        '{x="}" ground = "s.55"}',
        f'{{x="{"long" * 100}}}" .sensitive}}',
        "{ sensitive",
    ],
)
def test_mark_is_found_whatever_braces_stand_within_it(mark: str) -> None:
    assert misread(from_markdown(f"# One\n\nSaid.\n\nSeen by [two people]{mark}.\n")) == (5,)


@pytest.mark.parametrize(
    "words",
    ["Sensible people. They are sensitive.", "On {this} ground. Sensible.", "No marking = said."],
)
def test_words_that_only_speak_of_marks_are_none(words: str) -> None:
    assert misread(from_markdown(f"# One\n\n{words}\n")) == ()


def test_mark_above_a_fence_is_found_and_one_above_words_is_theirs() -> None:
    text = (
        "# One\n\n{.sensitive}\n```\ncode\n```\n\n{.sensitive}\nWords.\n\n> {.sensitive}\n> Said.\n"
    )
    assert misread(from_markdown(text)) == (3,)


def test_stray_attribute_above_many_paragraphs_is_weighed_in_bounded_time() -> None:
    read = from_markdown(f"# A\n\n{{ground}}\n\n{MANY}")
    began = time.process_time()
    misread(read)
    assert time.process_time() - began < 1


def test_many_paragraphs_are_told_without_one_in_bounded_time() -> None:
    def said(block: TextBlock) -> list[Piece] | None:
        return [("gone", "")] if block.text == "z" else None

    read = from_markdown(f"# A\n\nz\n\n{MANY}")
    began = time.process_time()
    assert without(read, 1, 10**6, said) == f"# A\n\ngone\n\n{MANY}"
    assert time.process_time() - began < 1
