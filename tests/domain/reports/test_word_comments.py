"""Comments of the editors' own copy: each at its block, however many, and none that nobody sees."""

from __future__ import annotations

import time
from dataclasses import replace

from inspectorate.domain.reports.editions.model import Block, Run
from inspectorate.domain.reports.editions.word.comments import MOST, TITLE, Comment, comments_of
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.domain.reports.reasons import CheckName
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from tests.domain.reports.test_pdf import EDITION
from tests.domain.reports.test_word import opened
from tests.domain.reports.word_structure import faults


def problem(line: int, severity: Severity = "blocks") -> Problem:
    place = Place(line, 1, "75 %", "report")
    return Problem(CheckName.CLAIM_EXISTS, place, f"Line {line}.", Mend.words("Mend."), severity)


def test_comment_stands_at_the_block_of_its_line_or_at_the_nearest_before_it() -> None:
    # A list of lines 5 to 7, a recommendation and its answer of one line, a block of no line.
    lines = [(3,), (5, 6, 7), (9,), (9,), ()]
    found = comments_of(lines, [problem(line) for line in (1, 3, 4, 6, 8, 9, 20)])
    assert [one.block for one in found] == [TITLE, 0, 0, 1, 1, 3, 3]


def test_remark_stands_at_the_block_of_its_line_after_the_problems() -> None:
    found = comments_of([(1,), (3,)], [problem(3)], [(1, "Editor: Why?"), (4, "Editor: So.")])
    assert [(one.block, one.words) for one in found[1:]] == [
        (0, "Editor: Why?"),
        (1, "Editor: So."),
    ]
    assert found[0].block == 1


def test_many_problems_of_many_blocks_take_less_than_a_second() -> None:
    problems = [problem(line, "warns") for line in range(1, 10_000)]
    lines = [(line,) for line in range(1, 10_000)]
    blocks = tuple(Block("paragraph", (Run("75 %"),)) for _ in lines)
    begun = time.process_time()
    found = comments_of(lines, [*problems, problem(9_999)])
    made = word(replace(EDITION, blocks=blocks), found)
    assert time.process_time() - begun < 5
    assert len(opened(made).comments._comments_elm) == len(found) == MOST
    # What blocks freezing is among them, and the last says how many are not.
    assert found[0] == Comment(9_998, "Blocks freezing. “75 %”: Line 9999. Mend.")
    assert found[-1] == Comment(TITLE, "9,501 more stand on the page of this document alone.")


def test_margin_finds_the_comments_of_a_block_without_walking_through_all() -> None:
    blocks = tuple(Block("paragraph", (Run("75 %"),)) for _ in range(9_000))
    edition = replace(EDITION, blocks=blocks)
    begun = time.process_time()
    word(edition)
    alone = time.process_time() - begun
    word(edition, [Comment(at, "Why?") for at in range(9_000)])
    assert time.process_time() - begun < 3 * alone + 2


def test_comment_of_a_block_that_prints_nothing_is_seen_all_the_same() -> None:
    blocks = (Block("paragraph", (Run("Words."),)), Block("table"))
    made = word(replace(EDITION, blocks=blocks), [Comment(1, "A table of nothing.")])
    assert faults(made) == []
