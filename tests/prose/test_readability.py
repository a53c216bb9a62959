"""Words as they are read, and the age that the Flesch–Kincaid grade level gives."""

from __future__ import annotations

import pytest

from inspectorate.prose.readability import Readability, readability, syllables
from inspectorate.prose.reading.markdown import from_markdown

EASY = "The cat sat on the mat. The dog ran to the man. " * 5
HARD = (
    "Organisational accountability necessitates comprehensive documentation of interdepartmental "
    "responsibilities, particularly where multiple authorities simultaneously administer "
    "safeguarding arrangements. " * 3
)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(("cat", 1), ("the", 1), ("made", 1), ("whole", 1), ("table", 2), ("agreed", 2)),
        *(("looked", 1), ("wanted", 2), ("forces", 2), ("inspection", 3), ("police", 2)),
        *(("46", 2), ("x", 1), ("Cambridgeshire", 4)),
    ],
)
def test_syllables_are_the_groups_of_vowels_that_are_spoken(word: str, expected: int) -> None:
    assert syllables(word) == expected


def test_marks_keys_and_addresses_are_no_words() -> None:
    marked = '{.context source="A long source"}\n*Most* [forces train]{#key-of-claim}'
    text = f"# A heading\n\n{marked}, [see](https://a.example/b).\n"
    assert readability(from_markdown(text)).words == 6


def test_age_rises_with_longer_sentences_and_longer_words() -> None:
    easy, hard = (readability(from_markdown(one)) for one in (EASY, HARD))
    assert easy.age == 5
    assert hard.age is not None
    assert hard.age > 20


def test_grade_is_that_of_the_formula() -> None:
    # 0.39 * 100 / 5 + 11.8 * 150 / 100 - 15.59 = 9.91
    assert Readability(100, 100, 5, 150).age == 10 + 5


def test_few_words_and_headings_have_no_age() -> None:
    assert readability(from_markdown("Short words.")).age is None
    assert readability(from_markdown("# " + "Heading " * 40)).age is None


def test_stretch_of_lines_is_measured_by_itself() -> None:
    text = from_markdown("# One\n\nTwo three.\n\n# Four\n\nFive six seven.\n")
    assert (readability(text, 1, 5).words, readability(text, 5).words) == (3, 4)
