"""No press of a mend makes a true sentence false, and of the false ones nearly all are mended.

Sentences are made and counted by ``sown_sentences``, which knows nothing of the reader; they go
through the real checks and the real press: 500 here, 1,500 in ``./run drill simulations``, and as
many as ``SOWN_SENTENCES`` says.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache

import pytest

from inspectorate.domain.reports import mend
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.quantities import assertions, proposals
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import facts_of
from tests.prose.quantities.sown_sentences import NOUNS, Sown, sown
from tests.sizes import sized

NUMBER = int(os.environ.get("SOWN_SENTENCES", sized(500, 1_500)))
CHECKS = (
    "quantity_word_holds",
    "number_matches",
    "fraction_and_percent_agree",
    "quantity_not_read",
)


def source_of(text: str) -> str:
    return f"[{text}]{{#claim}}.\n"


def problems(text: str, one: Sown) -> tuple[Problem, ...]:
    claim = facts_of(
        "claim",
        met=one.met,
        not_met=one.n - one.met,
        inspected=one.n,
        scope=one.n,
        statement=one.statement,
    )
    facts = Facts(claims={"claim": claim}, vocabulary=DEFAULT, population=NOUNS[one.one])
    return run(from_markdown(source_of(text)), facts, only=CHECKS).problems


def pressed(problem: Problem, text: str) -> str:
    taken = mend.apply(problem, source_of(text))
    return taken.removeprefix("[").removesuffix("]{#claim}.\n")


@cache
def tally() -> tuple[Counter[str], dict[str, list[str]]]:
    """What became of every sentence, and those that went wrong."""
    counts: Counter[str] = Counter()
    shown: dict[str, list[str]] = {}
    for one in sown(20260126, NUMBER):
        found = problems(one.text, one)
        blocking = [problem for problem in found if problem.severity == "blocks"]
        unread = any(problem.check == "quantity_not_read" for problem in found)
        state = "error" if blocking else "unread" if unread else "quiet"
        offers = [pressed(problem, one.text) for problem in found if problem.replacement]
        outcome = f"{'true' if one.true else 'false'} {state}"
        counts[outcome] += 1
        if outcome not in ("true quiet", "false error"):
            shown.setdefault(outcome, []).append(f"{one.text} | {one.statement} {one.met}/{one.n}")
        for text in offers:
            kept = one.still_true(text)
            counts["mends" if kept else "mends to what is false"] += 1
            if not kept:
                shown.setdefault("mends", []).append(f"{one.text} -> {text} {one.met}/{one.n}")
        counts["offered"] += bool(offers) and state == "error"
    return counts, shown


def test_no_press_of_a_mend_makes_a_sentence_false() -> None:
    counts, shown = tally()
    assert counts["mends"] > NUMBER / 4
    assert shown.get("mends", []) == []


def test_true_sentence_is_not_called_an_error_nor_left_unread() -> None:
    counts, shown = tally()
    true = sum(counts[f"true {state}"] for state in ("error", "unread", "quiet"))
    assert true > NUMBER / 3
    assert 50 * counts["true error"] <= true, shown["true error"]
    assert 20 * counts["true unread"] <= true, shown["true unread"]


def test_false_sentence_is_an_error_and_nine_in_ten_are_offered_a_mend_that_makes_them_true() -> (
    None
):
    counts, shown = tally()
    false = sum(counts[f"false {state}"] for state in ("error", "unread", "quiet"))
    assert false > NUMBER / 3
    assert 100 * counts["false quiet"] <= false, shown["false quiet"]
    assert 10 * counts["offered"] >= 9 * counts["false error"]


def test_the_tally_fails_where_a_side_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without sides a mend makes "eight had no plan" false, and this counts it."""
    monkeypatch.setattr(assertions, "same", lambda _said, _stated: True)
    monkeypatch.setattr(proposals, "_true_after", lambda *_: True)
    wrong = 0
    for one in sown(7, 120):
        assertions.assertions.cache_clear()
        for problem in problems(one.text, one):
            if problem.replacement:
                wrong += not one.still_true(pressed(problem, one.text))
    assertions.assertions.cache_clear()
    assert wrong > 5
