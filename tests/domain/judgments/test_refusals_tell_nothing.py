"""What a judge who has not submitted is refused tells nothing of the others: every rule on a cell
answers the same whoever else has submitted or was taken off, and names nobody and no number.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from inspectorate.domain.judgments import policies
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.policies import Cell, Judgment
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason
from tests.domain.judgments.cells import a_cell
from tests.factories.rooms import a_person, member

pytestmark = pytest.mark.django_db

NOTHING = Judgment(None, {"unknown": True}, "")


@dataclass(frozen=True, slots=True)
class Asking:
    """A judge who is still to judge a cell, and another who may have."""

    me: Person
    other: Person
    gone: Person
    mine: Assignment
    theirs: Assignment


Rule = Callable[[Cell, Asking], list[Reason]]
# Every rule on a cell, as the judge who is still to judge it may come to ask it.
RULES: dict[str, Rule] = {
    "assignable": lambda cell, who: policies.assignable(
        cell,
        who.gone.pk,
        "the person chosen",
        by=who.me.pk,
        judges=True,
        conflicted=False,
        has_seen=True,
    ),
    "endable": lambda cell, who: [
        *policies.endable(cell, who.theirs, who.me.pk, "Ill"),
        *policies.endable(cell, who.mine, who.me.pk, ""),
    ],
    "withdrawable": lambda cell, who: policies.withdrawable(cell, who.mine, ""),
    "citable": lambda cell, who: policies.citable(cell, NOTHING),
    "draftable": lambda cell, who: policies.draftable(cell, who.mine, NOTHING),
    "submittable": lambda cell, who: policies.submittable(cell, who.mine, NOTHING, conflicted=True),
    "moderatable": lambda cell, who: policies.moderatable(
        cell, who.me.pk, NOTHING, conflicted=True, cleared=False
    ),
    "agreeable": lambda cell, who: policies.agreeable(
        cell, who.me.pk, NOTHING, conflicted=True, cleared=False
    ),
    "adoptable": lambda cell, who: policies.adoptable(
        cell, who.me.pk, NOTHING, seen=(), standing=(), conflicted=True, cleared=False
    ),
    "settleable": lambda cell, who: [
        reason
        for verb in (JudgmentVerb.MODERATE, JudgmentVerb.AGREE)
        for reason in policies.settleable(cell, who.me.pk, verb, conflicted=True, cleared=False)
    ],
}


def an_asking() -> tuple[Cell, Asking]:
    inspection, body, of, me = a_cell()
    other, gone = member(inspection, Role.INSPECTOR, 1), a_person(Role.INSPECTOR)
    mine, theirs = (Assignment(scope_body=body, criterion=of, inspector=one) for one in (me, other))
    given = {me.pk, other.pk, gone.pk}
    cell = Cell(inspection, body, of, given=given, assigned=given)
    return cell, Asking(me, other, gone, mine, theirs)


def variants(cell: Cell, who: Asking) -> list[Cell]:
    """The same cell as it stands to whoever is still to judge it, whatever the others did."""
    signed = [(None, {}), (None, {"f1": True})]
    return [
        replace(cell, submitted={who.other.pk}, signed=signed[:1]),
        replace(cell, submitted={who.other.pk, who.gone.pk}, signed=signed),
        replace(cell, assigned={who.me.pk, who.other.pk}),
        replace(
            cell,
            assigned={who.me.pk, who.other.pk},
            submitted={who.other.pk},
            compared={who.other.pk},
            signed=signed[:1],
            marking=Marking.SENSITIVE,
        ),
    ]


def told(reasons: list[Reason]) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.text, str(one.mend), one.field) for one in reasons]


def test_every_rule_on_a_cell_is_asked() -> None:
    asked = {
        name
        for name, rule in inspect.getmembers(policies, inspect.isfunction)
        if not name.startswith("_")
        and rule.__module__ == policies.__name__
        and next(iter(inspect.signature(rule).parameters.values())).annotation == "Cell"
    }
    assert asked == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_refusal_is_the_same_whatever_the_others_did(name: str) -> None:
    cell, who = an_asking()
    expected = told(RULES[name](cell, who))
    assert expected
    for other in variants(cell, who):
        assert told(RULES[name](other, who)) == expected


@pytest.mark.parametrize("name", RULES)
def test_refusal_names_nobody_and_no_number(name: str) -> None:
    cell, who = an_asking()
    for variant in (cell, *variants(cell, who)):
        for reason in RULES[name](variant, who):
            said = f"{reason.text} {reason.mend}".replace(str(cell), "the cell")
            said = said.replace(cell.scope_body.label, "the body")
            said = said.replace(cell.criterion.ref, "the criterion")
            people = [one.name for one in (who.other, who.gone) if one.name in said]
            assert (people, re.findall(r"\d+", said)) == ([], [])


def test_control_rule_that_tells_is_caught() -> None:
    cell, who = an_asking()

    def telling(cell: Cell) -> list[str]:
        return [f"{len(cell.submitted)} of {len(cell.assigned)} are in."]

    assert any(telling(one) != telling(cell) for one in variants(cell, who))
