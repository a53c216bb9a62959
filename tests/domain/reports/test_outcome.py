"""Which passage of a copy became which, also where a whole long text was changed."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.accuracy import outcome
from inspectorate.domain.reports.accuracy.outcome import effects_of
from inspectorate.domain.reports.fact_check import Shown
from inspectorate.prose.alike import MOST_PAIRS


def shown(word: str, count: int) -> Shown:
    """A long copy whose every passage says ``word``."""
    return [{"text": f"It trains staff of unit {n} {word}, on day {n * 7}."} for n in range(count)]


@pytest.mark.parametrize("count", [9, 1150])
def test_long_text_changed_throughout_is_compared_within_bounds(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    def counted(one: str, other: str) -> float:
        nonlocal asked
        asked += 1
        return alike(one, other)

    alike = outcome.alike
    monkeypatch.setattr(outcome, "alike", counted)
    effects = effects_of(shown("often", count), shown("seldom", count))
    assert [(one.old.replace("often", "seldom"), one.changed) for one in effects] == [
        (one.new, True) for one in effects
    ]
    assert asked <= 2 * MOST_PAIRS


def test_passage_that_stands_elsewhere_is_not_changed_and_those_alike_are_each_taken_once() -> None:
    one, other = ({"text": f"It has {word}."} for word in ("a plan for each unit", "no money"))
    assert [effect.changed for effect in effects_of([one, other], [other, one])] == [False] * 2
    came = [effect for effect in effects_of([one, other], [one, one, other]) if effect.changed]
    assert [(effect.old, effect.new) for effect in came] == [("", "It has a plan for each unit.")]


def test_pieces_are_told_of_what_changed_alone() -> None:
    same, other = effects_of(
        [{"text": "All is well here."}, {"text": "It trains all of them."}],
        [{"text": "All is well here."}, {"text": "It trains few of them."}],
    )
    assert (same.pieces, len(other.pieces)) == ((), 1)
