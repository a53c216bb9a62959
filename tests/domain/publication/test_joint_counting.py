"""A claim with several conditions, or a population by finding, is a property of its own whose rules
hold of every body as it was judged.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from inspectorate.domain.publication.known import Known, KnownBody, KnownClaim, KnownCriterion

GRADES = (("I", "Inadequate"), ("G", "Good"), ("O", "Outstanding"))
CRITERIA = tuple(
    KnownCriterion(ref, ref, GRADES, frozenset("GO"), frozenset({"plan", "test"}))
    for ref in ("1", "2", "3")
)
PLAN: dict[str, Any] = {"criterion": "1", "finding": "plan"}
NO_PLAN = {**PLAN, "holds": False}
TEST: dict[str, Any] = {"criterion": "2", "finding": "test"}
GOOD: dict[str, Any] = {"criterion": "3", "grades": ["Good", "Outstanding"]}
STORED = {
    "one among": {**TEST, "population": PLAN},
    "one among on the same": {"criterion": "1", "finding": "test", "population": PLAN},
    "one among those without": {**GOOD, "population": NO_PLAN},
    "all among": {"all_of": [TEST, GOOD], "population": PLAN},
    "any among": {"any_of": [TEST, GOOD], "population": PLAN},
    "one among graded": {**TEST, "population": GOOD},
    "all of different": {"all_of": [PLAN, GOOD]},
    "any": {"any_of": [PLAN, GOOD]},
}


def a_known(seed: int) -> Known:
    drawn = random.Random(seed)
    bodies = tuple(KnownBody(f"b{number}", f"B {number}") for number in range(24))
    places = [(body.code, one.ref) for body in bodies for one in CRITERIA if drawn.random() < 0.8]
    return Known(
        bodies,
        CRITERIA,
        {place: drawn.choice("IGO") for place in places},
        {place: {name: drawn.random() < 0.5 for name in ("plan", "test")} for place in places},
        {key: KnownClaim(key, True, stored) for key, stored in STORED.items()},
    )


def meets(known: Known, code: str, row: dict[str, Any]) -> bool | None:
    """Whether a body meets a condition; None where it was not inspected on it."""
    place = (code, row["criterion"])
    if place not in known.grades:
        return None
    if "finding" in row:
        return known.findings[place][row["finding"]] is row.get("holds", True)
    return known.grades[place] in ("G", "O")


def expected(known: Known, stored: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The bodies that met it and those counted, worked out body by body."""
    rows = stored.get("all_of") or stored.get("any_of") or [stored]
    asked, met, counted = any if "any_of" in stored else all, set(), set()
    for body in known.bodies:
        among = stored.get("population")
        if among and not meets(known, body.code, among):
            continue
        said = [meets(known, body.code, row) for row in rows]
        if None in said:
            continue
        counted.add(body.code)
        if asked(said):
            met.add(body.code)
    return met, counted


@pytest.mark.parametrize("key", STORED)
@pytest.mark.parametrize("seed", range(5))
def test_those_met_and_counted_are_those_worked_out_body_by_body(key: str, seed: int) -> None:
    known = a_known(seed)
    counting, truth = known.counted[key], known.truth
    told = [truth[name] for name in (*counting.term, *counting.base)]
    assert [set(one) for one in told] == list(expected(known, STORED[key]))


@pytest.mark.parametrize("seed", range(5))
def test_every_rule_holds_of_every_body(seed: int) -> None:
    known = a_known(seed)
    for rule in known.rules:
        for body in known.bodies:
            total = sum(
                weight for name, weight in rule.term.items() if body.code in known.truth[name]
            )
            assert rule.low <= total <= rule.high, (rule, body)


@pytest.mark.parametrize("key", STORED)
def test_rules_leave_a_body_no_other_answer_than_its_own(key: str) -> None:
    """Else the search would hold possible what is not: each wrong answer breaks a rule."""
    known = a_known(1)
    counting = known.counted[key]
    names = (*counting.term, *counting.base)
    for body in known.bodies:
        true = tuple(body.code in known.truth[name] for name in names)
        for answer in ((False, False), (False, True), (True, False), (True, True)):
            holds = {**dict(zip(names, answer, strict=True))}
            kept = all(
                rule.low
                <= sum(
                    weight
                    for name, weight in rule.term.items()
                    if (holds[name] if name in holds else body.code in known.truth[name])
                )
                <= rule.high
                for rule in known.rules
            )
            assert kept == (answer == true), (body, answer)
