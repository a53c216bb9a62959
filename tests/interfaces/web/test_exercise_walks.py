"""Random walks over exercises: whatever is done in whatever order, every page of every inspector
holds what the rule lets it hold, and no word more.

The rule is written here a second time, from what was done and not from the code: the panel's words
of an exercise are for whoever handed in, once it is closed, and as long as no open exercise asks
them its cases again. Words of another inspector are for no inspector ever. Controls break the rule
in one place and must be caught.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.exercises import actions, blindness, queries
from inspectorate.domain.judgments.exercises.models import HandIn
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.judgments.models import Exercise
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.exercises import a_case, an_exercise, closed, decided, handed_in, opened
from tests.factories.findings import LATER
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, member
from tests.interfaces.web.acting import signed_in
from tests.interfaces.web.test_exercise_blindness import read, told
from tests.sizes import drilled, sized

pytestmark = pytest.mark.django_db

GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
Act = tuple[str, int, int, int]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@dataclass
class Walked:
    """Two exercises of one inspection, the second asking the case of the first again; who takes
    part; and what was done, as the rule asks for it.
    """

    inspection: Inspection
    people: list[Person]
    exercises: list[Exercise]
    in_: set[tuple[int, int]] = field(default_factory=set)
    open_: set[int] = field(default_factory=set)
    over: set[int] = field(default_factory=set)

    def panel(self, number: int) -> str:
        """What the panel says in one exercise alone."""
        return f"canary of the panel of {number} "

    def words(self, person: Person) -> str:
        """What one inspector writes."""
        return f"canary of person {person.pk} "

    def may(self, who: int, number: int) -> bool:
        """May this inspector read the panel's words of this exercise?"""
        other = 3 - number
        # Both hold the first one's case, and the second is set up from the start.
        return number in self.over and (who, number) in self.in_ and other in self.over

    def act(self, act: Act) -> bool:
        """Try one act, and say whether it was done; what the rules refuse changes nothing."""
        verb, who, which, how = act
        number, person = which % 2 + 1, self.people[who % len(self.people)]
        try:
            with transaction.atomic():
                self._try(verb, person, self.exercises[number - 1], how)
        except (Refused, Forbidden, Conflict):
            return False
        done = (who % len(self.people), number)
        match verb:
            case "hand in":
                self.in_.add(done)
            case "take back":
                self.in_.discard(done)
            case "open":
                self.open_.add(number)
            case "close":
                self.over.add(number)
        return True

    def _try(self, verb: str, person: Person, exercise: Exercise, how: int) -> None:
        said = {"by": person, "at": LATER, "key": a_key(), "exercise": exercise}
        mine = self.words(person)
        match verb:
            case "draft":
                version = how % 2
                written = {1: Answer(None, mine)}
                actions.save_answers(answers=written, version=version, **said)
            case "hand in":
                handed_in(exercise, person, GRADES[how % 4], reasons=mine)
            case "take back":
                actions.withdraw_answers(reason=mine, **said)
            case "open":
                opened(exercise)
            case "close":
                closed(exercise)
            case _:
                decided(exercise, person, reasons=mine)

    def _pages(self, numbers: Sequence[int]) -> list[str]:
        """Where an exercise shows, or what was done in one."""
        slug = self.inspection.slug
        listed = [reverse(name, args=[slug]) for name in ("judgments-mine", "ledger")]
        taken = [reverse("judgments-take-exercise", args=[slug, one]) for one in numbers]
        return ["/", *listed, *taken]

    def check(self) -> None:
        """Read every page of every inspector."""
        for who, reader in enumerate(self.people):
            numbers = sorted(self.open_)
            client = signed_in(reader)
            seen = "\n".join(read(client, page) for page in self._pages(numbers))
            for number in (1, 2):
                found = self.panel(number).strip() in seen
                assert not found or self.may(who, number), f"{reader} learnt the panel's {number}"
            for other in self.people:
                found = self.words(other).strip() in seen
                assert not found or other == reader, f"{reader} learnt of {other}"


@kept
def a_walk() -> Walked:
    """Two inspectors take part; the first exercise is open, and the second not yet."""
    inspection = an_inspection(bodies=1, phase="planned")
    people = [member(inspection, Role.INSPECTOR, number) for number in range(2)]
    first = an_exercise(inspection, 0)
    a_case(first, reasons="canary of the panel of 1 .")
    second = an_exercise(inspection, 0, again=first, title="Again")
    a_case(second, "2.1", reasons="canary of the panel of 2 .")
    return Walked(inspection, people, [first, second])


acts = st.tuples(
    st.sampled_from(["draft", "hand in", "hand in", "take back", "open", "close", "decide"]),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 7),
)


def walk(world: Walked, some: Sequence[Act]) -> None:
    """Do the acts; after each, every page holds what it may."""
    for one in some:
        if world.act(one):
            world.check()


OPENING: list[Act] = [("open", 0, 0, 0), ("hand in", 0, 0, 3), ("draft", 1, 0, 0)]
CLOSING: list[Act] = [
    *OPENING,
    ("hand in", 1, 0, 1),
    ("close", 0, 0, 0),
    ("decide", 0, 0, 0),
    ("open", 0, 1, 0),
    ("hand in", 0, 1, 1),
    ("close", 0, 1, 0),
]


def test_one_walk_through_both_exercises_tells_nobody_too_much() -> None:
    world = a_walk()
    walk(world, CLOSING)
    assert world.may(0, 1)
    assert world.panel(1).strip() in told(world.people[0], world.inspection, 1, 2)


def test_random_walks_tell_no_inspector_too_much() -> None:
    world = a_walk()

    @seed(20260913)
    @settings(
        max_examples=sized(2, 40),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(st.lists(acts, min_size=3, max_size=6))
    def one_walk(some: list[Act]) -> None:
        with transaction.atomic():
            try:
                fresh = Walked(world.inspection, world.people, world.exercises)
                walk(fresh, [*OPENING, *some])
            finally:
                transaction.set_rollback(True)

    one_walk()


@pytest.mark.of_python
@pytest.mark.parametrize("broken", drilled(["told", "again", "others"], 3))
def test_control_rule_broken_in_one_place_is_caught(
    monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    world = a_walk()
    if broken == "told":
        monkeypatch.setattr(queries, "told", lambda _person, _loaded, own: own is not None)
    elif broken == "again":
        monkeypatch.setattr(blindness, "to_answer_again", lambda *_: False)
    else:
        every = HandIn.objects.filter
        monkeypatch.setattr(queries, "_answers", lambda _: _of(every(exercise__in=world.exercises)))
    with pytest.raises(AssertionError, match="learnt"):
        walk(world, CLOSING)


_of = queries._answers
