"""What is told of agreement: for any inspectors like these, and of few pairs only the pairs."""

from __future__ import annotations

import random

import pytest

from inspectorate.domain.judgments.agreement import Counts, RatedSubmission, figures


def _rated(
    pairs: int, *, single: int = 0, inspectors: int = 6, wrong: float = 0.3, seed: int = 1
) -> list[RatedSubmission]:
    """``pairs`` cells of 23 bodies judged twice, ``single`` more once, by inspectors in turn."""
    stream = random.Random(seed)
    rated = []
    for cell in range(pairs + single):
        body, truth = cell % 23, stream.randrange(4)
        for turn in range(2 if cell < pairs else 1):
            step = stream.choice((-1, 1)) if stream.random() < wrong else 0
            who = (cell + turn * (1 + cell // 23 % (inspectors - 1))) % inspectors
            grade = min(max(truth + step, 0), 3)
            rated.append(RatedSubmission(body, cell // 23, who, f"B{body}", grade, {}))
    return rated


def test_under_25_pairs_the_pairs_are_told_and_no_figure() -> None:
    found = figures("1.1", _rated(24, single=22), 4)
    assert not found.bears
    assert found.reading == found.counts.words
    assert "Beyond chance" not in found.reading
    assert found.reading.startswith("Of 24 pairs of judgments")
    assert "have 1 more judged twice" in found.reading


def test_from_25_pairs_on_the_figure_is_told_for_any_inspectors() -> None:
    found = figures("1.1", _rated(25), 4)
    assert found.bears
    assert found.summary is not None
    assert found.summary.alpha.interval_method == "two_way"
    assert "Beyond chance" in found.reading


def test_undecided_figure_says_how_many_more_doubles_would_decide() -> None:
    """Of the cells there are: the library's forecast is bounded by what is judged."""
    found = figures("all", _rated(60, single=400, wrong=0.62, seed=5), 4)
    assert found.summary is not None
    assert found.summary.doubles is not None
    assert found.counts.all_cells == 460
    assert "for any inspectors like these" in found.reading
    assert "cannot say whether it reaches" in found.reading
    assert "more things judged twice" in found.reading or "hardly decide" in found.reading


def test_two_inspectors_are_told_that_it_holds_for_them_only() -> None:
    found = figures("1.1", _rated(60, inspectors=2), 4)
    assert "for these inspectors only" in found.reading


def test_nothing_judged_twice_has_no_counts_to_tell() -> None:
    found = figures("1.1", _rated(0, single=5), 4)
    assert "Nothing was judged by two inspectors" in found.reading


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        (Counts(10, 10, 8, 2, 0, 46), "8 gave the same grade, 2 lay a step apart and 0 further"),
        (Counts(10, 10, 8, 2, 0, 46), "have 15 more judged twice, drawn by chance"),
        (Counts(10, 10, 8, 2, 0, 12), "Too few are judged here for a figure"),
        (Counts(1, 1, 0, 1, 0, 46), "One pair of judgments: a step apart."),
        (Counts(1, 1, 0, 0, 1, 46), "One pair of judgments: further apart than a step."),
        (Counts(1, 1, 1, 0, 0, 46), "One pair of judgments: the same grade."),
    ],
)
def test_counts_are_words_that_say_what_to_do(counts: Counts, words: str) -> None:
    assert words in counts.words
