"""Nobody learns of a cell they are still to judge: by any read of this room or the rooms above,
over random walks.

The test takes everything a person can read before and after each act of somebody else on a cell
that person is still to judge, and asks that nothing at all has changed. A control breaks the rule
and must be caught.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from django.db import connection, models, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.arrivals import actions as arrivals
from inspectorate.domain.evidence.arrivals import queries as received
from inspectorate.domain.evidence.models import ArrivalFile
from inspectorate.domain.evidence.states import ArrivalState
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.judgments import actions, assignments, blindness, queries
from inspectorate.domain.judgments.blindness import Sight, sight
from inspectorate.domain.judgments.cell_marks import CellMark
from inspectorate.domain.judgments.desk.agenda import agenda
from inspectorate.domain.judgments.desk.beside import own_drifts
from inspectorate.domain.judgments.desk.papers import papers
from inspectorate.domain.judgments.desk.showing import told
from inspectorate.domain.judgments.grid import grid
from inspectorate.domain.judgments.grid_filters import GridFilters, judges_in, narrowed, scales_in
from inspectorate.domain.judgments.grid_totals import totals
from inspectorate.domain.judgments.models import Assignment, Draft
from inspectorate.domain.judgments.outcomes import queries as outcomes
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.panels.queries import to_override
from inspectorate.domain.judgments.to_judge import to_judge
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from inspectorate.foundation.search import finding
from inspectorate.foundation.search.finding import Search
from tests.factories.findings import (
    LATER,
    a_claim,
    a_grade,
    agreed,
    an_item,
    answers,
    assigned,
    referenced,
)
from tests.factories.keeping import kept
from tests.factories.meanings import a_received_grade
from tests.factories.outcomes import an_outcome
from tests.factories.rooms import AT, a_key, a_person, an_inspection, criterion, member, scope_body
from tests.sizes import sized

pytestmark = pytest.mark.django_db
GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
Act = tuple[str, int, int, int]


@dataclasses.dataclass
class World:
    """Two bodies by two criteria, people in every mixture of roles, evidence of each body recorded
    beforehand.
    """

    inspection: Inspection
    people: list[Person]
    cells: list[tuple[ScopeBody, Criterion]]

    def act(self, act: Act) -> tuple[ScopeBody, Criterion]:
        """Try one act; whatever the rules refuse changes nothing."""
        verb, who, where, how = act
        body, of = self.cells[where % len(self.cells)]
        person = self.people[who % len(self.people)]
        try:
            with transaction.atomic():
                self._try(verb, person, body, of, how)
        except (Refused, Forbidden, Conflict):
            pass
        return body, of

    def _from_device(
        self, person: Person, body: ScopeBody, of: Criterion, how: int, **instead: Any
    ) -> None:
        """A grade that ``person`` wrote on a visit: into their draft, or waiting for them alone."""
        mine = Assignment.objects.filter(scope_body=body, criterion=of, inspector=person).first()
        draft = Draft.objects.filter(assignment=mine).first()
        version = (draft.version if draft else 0) if how % 2 else 99
        said = {"grade": GRADES[how % 4], "reasons": f"Because {how}.", "version": version}
        own = mine or Assignment(scope_body=body, criterion=of, inspector=person)
        files = (("night.txt", f"Because {how}.".encode()),) if how == 6 else ()
        arrival = a_received_grade(own, files=files, **said)
        if how == 4:
            arrivals.set_aside(
                by=person, at=LATER, key=a_key(), arrival=arrival, reason="Thought again."
            )

    def _try(self, verb: str, person: Person, body: ScopeBody, of: Criterion, how: int) -> None:
        if verb == "device":
            self._from_device(person, body, of, how)
            return
        said = {
            "by": person,
            "at": LATER,
            "key": a_key(),
            "grade": a_grade(of, GRADES[how % 4]),
            "findings": dict.fromkeys(answers(of), how % 2 == 0),
            "reasons": f"Because {how}.",
        }
        cited = list(evidence.visible_to(person, self.inspection).filter(scope_body=body))
        if verb == "assign":
            lead = member(self.inspection, Role.LEAD)
            actions.assign(
                by=lead, at=AT, key=a_key(), scope_body=body, criterion=of, inspector=person
            )
            return
        if verb in {"draft", "submit"}:
            mine = (
                Assignment.objects.get(scope_body=body, criterion=of, inspector=person)
                if self._mine(person, body, of)
                else None
            )
            if mine is not None and verb == "draft":
                version = mine.draft.version if hasattr(mine, "draft") else 0
                actions.save_draft(assignment=mine, cited=cited, version=version, **said)
            elif mine is not None:
                actions.submit(assignment=mine, cited=cited, **said)
        elif verb == "moderate":
            actions.moderate(scope_body=body, criterion=of, **said)
        elif verb == "outcome":
            kind = list(OutcomeKind)[how % 3]
            an_outcome(self.inspection, body, of, kind, cited=cited, by=person)
        else:
            outcome = "cause-of-concern" if how % 4 == 3 else ""
            actions.agree(scope_body=body, criterion=of, cited=cited, outcome=outcome, **said)

    @staticmethod
    def _mine(person: Person, body: ScopeBody, of: Criterion) -> bool:
        return Assignment.objects.filter(scope_body=body, criterion=of, inspector=person).exists()

    def blind(self, body: ScopeBody, of: Criterion) -> list[Person]:
        """Who is to judge a cell and has not."""
        waiting = Assignment.objects.filter(
            scope_body=body, criterion=of, submission=None
        ).values_list("inspector", flat=True)
        return [person for person in self.people if person.pk in set(waiting)]

    def everything(self, reader: Person) -> Any:
        """All that ``reader`` can read of judgments and of what is drawn from them, as a request
        that only reads does: what they may is read once.
        """
        reader.read_rights_once()
        try:
            return _plain(self._everything(reader))
        finally:
            reader.read_rights_each_time()

    def _everything(self, reader: Person) -> dict[str, Any]:
        inspection = self.inspection
        settle = [
            queries.reasons_not_to_settle(reader, inspection, body, of, verb)
            for body, of in self.cells
            for verb in (JudgmentVerb.MODERATE, JudgmentVerb.AGREE)
        ]
        items = list(evidence.visible_to(reader, inspection))
        cells = [queries.cell(reader, body, of) for body, of in self.cells]
        drawn = grid(reader, inspection)
        asked = [*(GridFilters(mark=one) for one in CellMark)]
        asked += [GridFilters(person=one.pk) for one in self.people]
        asked += [GridFilters(grade=one.pk) for of in scales_in(drawn) for one in of.grades.all()]
        return {
            "totals": totals(drawn),
            "found": [sorted(narrowed(drawn, one, {}).found or ()) for one in asked],
            "judges": judges_in(drawn),
            "to judge": to_judge(reader, inspection, most=40),
            "cells": cells,
            "agenda": agenda(reader, inspection),
            "papers": [papers(reader, inspection, one) for one in cells if one is not None],
            "told": [told(reader, inspection, one) for one in cells if one is not None],
            "drift": own_drifts(reader, inspection),
            "override": [to_override(reader, one) for one in cells if one is not None],
            "grid": drawn,
            "desk": queries.desk(reader, inspection),
            "outcomes": outcomes.outcomes(reader, inspection),
            "of cells": [outcomes.of_cell(reader, one) for one in cells if one is not None],
            "wordless": outcomes.wordless(reader, inspection, ()),
            "unfit": outcomes.waiting(reader, inspection),
            "gaps": outcomes.outcome_gaps(inspection),
            "waiting": queries.waiting(reader, inspection) + claims.waiting(reader, inspection),
            "mine": list(assignments.my_assignments(reader, inspection)),
            "agreement": queries.agreement(inspection, reader),
            "happened": what_happened(reader, inspection).order_by("number"),
            "settle": settle,
            "resting": [queries.resting_on(reader, inspection, item) for item in items],
            "problems": queries.grade_outcome_problems(inspection),
            "claims": claims.with_facts(inspection, claims.visible_to(reader, inspection)),
            "searched": finding.found(reader, [inspection], Search()),
            "by words": finding.found(reader, [inspection], Search("because", mine=True)),
            "facets": finding.facets(reader, [inspection], Search()),
            "items": [evidence.item(reader, inspection, item.number) for item in items],
            **self.received(reader),
        }

    def received(self, reader: Person) -> dict[str, Any]:
        """What ``reader`` can read of what came from devices, and of whether anything did."""
        inspection = self.inspection
        told = what_happened(reader, inspection)
        notes = [received.listed(reader, inspection, one) for one in (None, ArrivalState.WAITING)]
        names = [f"{series}{number}" for series in ("", "g") for number in (1, 2)]
        files = ArrivalFile.objects.order_by("pk").values_list("pk", flat=True)
        return {
            "received": notes,
            "by number": [received.arrival(reader, inspection, one) for one in names],
            "files": [found for pk in files if (found := self._file(reader, pk)) is not None],
            "wait": received.waiting(reader, inspection),
            "how many wait": received.waiting_on(inspection),
            "entries": list(told.order_by("number").values_list("of", flat=True)),
        }

    def _file(self, reader: Person, pk: int) -> ArrivalFile | None:
        return received.arrival_file(reader, self.inspection, pk)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return (
            value._meta.label,
            {name: _plain(one) for name, one in vars(value).items() if not name.startswith("_")},
        )
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, str | bytes):
        return value
    return [_plain(one) for one in value] if isinstance(value, Iterable) else value


@kept
def a_world() -> World:
    """A lead who judges too, three inspectors (one also a moderator), a moderator; a third cell
    already agreed and claimed.
    """
    inspection = an_inspection(bodies=3, phase="judging")
    lead = member(inspection, Role.LEAD)
    both = a_person(Role.INSPECTOR, Role.MODERATOR)
    for role in (Role.INSPECTOR, Role.MODERATOR):
        inspections.join(
            by=lead, at=AT, key=a_key(), inspection=inspection, person=both, role=role, team="A"
        )
    people = [
        lead,
        both,
        member(inspection, Role.INSPECTOR),
        member(inspection, Role.INSPECTOR, 1),
        member(inspection, Role.MODERATOR),
    ]
    bodies = [scope_body(inspection, number) for number in range(3)]
    for body in bodies[:2]:
        an_item(inspection, body, by=people[2])
    cells = [(body, criterion(inspection, ref)) for body in bodies[:2] for ref in ("1.1", "2.1")]
    agreed(inspection, bodies[2], criterion(inspection, "1.1"), by=people[4])
    an_outcome(inspection, bodies[2], criterion(inspection, "1.1"))
    for person in (lead, both, people[2]):
        assigned(inspection, *cells[0], person)
    predicate = {"criterion": "1.1", "finding": "mandatory-training"}
    referenced(a_claim(inspection, predicate, small_number_decision="Printed: simulated."))
    return World(inspection, people, cells)


def walk(world: World, acts: Sequence[Act]) -> None:
    """Do the acts; after each, whoever was blind on its cell and still is reads exactly what they
    read before.
    """
    # What was read after an act is what is read before the next.
    known: dict[int, Any] = {}
    for act in acts:
        body, of = world.cells[act[2] % len(world.cells)]
        actor = world.people[act[1] % len(world.people)]
        before = {
            person.pk: known[person.pk] if person.pk in known else world.everything(person)
            for person in world.blind(body, of)
            if person != actor
        }
        world.act(act)
        known = {}
        for person in world.blind(body, of):
            if person.pk in before and not _assigned_now(act, person, actor):
                known[person.pk] = world.everything(person)
                assert known[person.pk] == before[person.pk], f"{person} learnt of {act}"


def _assigned_now(act: Act, person: Person, actor: Person) -> bool:
    """Being given a cell oneself is no leak."""
    return act[0] == "assign" and person == actor


acts = st.tuples(
    st.sampled_from(
        [
            *("assign", "draft", "device", "submit", "submit", "submit"),
            *("moderate", "agree", "outcome"),
        ]
    ),
    st.integers(0, 4),
    st.sampled_from([0, 0, 0, 1, 2, 3]),
    st.integers(0, 7),
)


# One of the three who judge the first cell submits; what the others do then is chance.
opening = st.tuples(st.just("submit"), st.sampled_from([0, 1, 2]), st.just(0), st.integers(0, 7))


def walks(world: World, examples: int, chance: int) -> None:
    """Walk so many times from one world, each walk opened by a submission and taken back."""

    @seed(chance)
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(opening, st.lists(acts, min_size=2, max_size=7))
    def one_walk(first: Act, others: list[Act]) -> None:
        with transaction.atomic():
            try:
                walk(world, [first, *others])
            finally:
                transaction.set_rollback(True)

    one_walk()


EXAMPLES = sized(1 if connection.vendor == "postgresql" else 3, 60)


def test_random_walks_tell_nobody_of_a_cell_they_are_still_to_judge() -> None:
    walks(a_world(), EXAMPLES, 20200309)


# All twenty in `./run drill walks`, and six in its small size: each costs a second. A rule in
# Python is taken out here and in the controls below: no database can change what they show.
@pytest.mark.of_python
@pytest.mark.parametrize("chance", range(sized(3, 20)))
def test_control_random_walks_of_this_size_catch_a_broken_rule_20_of_20(
    monkeypatch: pytest.MonkeyPatch, chance: int
) -> None:
    world = a_world()
    broken = (Sight(True, True, True), Sight(progress=True), Sight(submissions=True))
    monkeypatch.setattr(queries, "sight", lambda *_: broken[chance % 3])
    with pytest.raises(AssertionError, match="learnt of"):
        walks(world, 3, chance)


REVEALING: list[Act] = [("submit", 2, 0, 0), ("submit", 1, 0, 3)]


def test_two_of_three_submissions_tell_the_third_judge_nothing_by_any_figure() -> None:
    walk(a_world(), [*REVEALING, ("moderate", 4, 0, 0), ("agree", 4, 0, 0), ("outcome", 4, 0, 0)])


@pytest.mark.of_python
@pytest.mark.parametrize(
    "broken",
    [
        Sight(agreed=True, submissions=True, progress=True),
        Sight(progress=True),
        Sight(submissions=True),
    ],
    ids=["all", "progress", "submissions"],
)
def test_control_rule_broken_in_one_place_is_caught_by_the_walk(
    monkeypatch: pytest.MonkeyPatch, broken: Sight
) -> None:
    world = a_world()
    monkeypatch.setattr(queries, "sight", lambda *_: broken)
    with pytest.raises(AssertionError, match="learnt of"):
        walk(world, REVEALING)


@pytest.mark.of_python
@pytest.mark.parametrize("shown", ["agenda", "papers"])
def test_control_desk_that_asked_no_sight_is_caught_by_the_walk(
    monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    world, everything = a_world(), World.everything
    monkeypatch.setattr(World, "everything", lambda one, reader: everything(one, reader)[shown])
    name = "agreed" if shown == "papers" else "submissions"
    broken = Sight(agreed=name == "agreed", submissions=True)
    place = queries if shown == "papers" else blindness
    monkeypatch.setattr(place, "sight", lambda *_: broken)
    with pytest.raises(AssertionError, match="learnt of"):
        walk(world, REVEALING)


def test_cell_opens_to_its_judges_once_all_are_in_and_not_before() -> None:
    world = a_world()
    cell, (lead, both, inspector, other, moderator) = world.cells[0], world.people
    seen = []
    for act in (("submit", 2, 0, 0), ("submit", 1, 0, 1), ("submit", 0, 0, 1)):
        world.act(act)
        found = {person.pk: queries.cell(person, *cell) for person in world.people}
        seen.append(
            [len(one.submissions) if (one := found[person.pk]) else None for person in world.people]
        )
    assert seen == [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [3, 3, 3, 0, 3]]
    assert [
        len(queries.desk(person, world.inspection))
        for person in (lead, both, inspector, other, moderator)
    ] == [2, 2, 0, 0, 2]


def test_own_draft_and_submission_are_seen_by_their_author_alone() -> None:
    world = a_world()
    cell = world.cells[0]
    world.act(("draft", 2, 0, 1))
    drafts = [
        one.draft is not None for person in world.people if (one := queries.cell(person, *cell))
    ]
    world.act(("submit", 2, 0, 1))
    own = [one.own is not None for person in world.people if (one := queries.cell(person, *cell))]
    gone = queries.cell(world.people[2], *cell)
    assert (drafts, own, gone and gone.draft) == (
        [False, False, True, False, False],
        [False, False, True, False, False],
        None,
    )


@pytest.mark.parametrize(
    ("reader", "held", "assigned_to", "submitted_by", "expected"),
    [
        (1, {Role.INSPECTOR}, {1, 2}, set(), Sight()),
        (1, {Role.INSPECTOR}, {1, 2}, {2}, Sight()),
        (1, {Role.LEAD}, {1, 2}, {2}, Sight()),
        (1, {Role.INSPECTOR}, {1, 2}, {1}, Sight()),
        (1, {Role.INSPECTOR}, {1, 2}, {1, 2}, Sight(agreed=True, submissions=True)),
        (3, {Role.INSPECTOR}, {1, 2}, {1, 2}, Sight(agreed=True)),
        (3, {Role.MODERATOR}, {1, 2}, {1}, Sight(progress=True)),
        (3, {Role.MODERATOR}, {1, 2}, {1, 2}, Sight(agreed=True, submissions=True, progress=True)),
        (3, {Role.REFERENCER}, {1}, {1}, Sight(agreed=True)),
        (3, {Role.PRESS}, {1}, {1}, Sight()),
        (3, {Role.BODY}, {1}, {1}, Sight()),
        (3, set(), {1}, {1}, Sight()),
    ],
)
def test_sight_is_as_the_table_says(
    reader: int, held: set[Role], assigned_to: set[int], submitted_by: set[int], expected: Sight
) -> None:
    assert sight(reader, held, assigned_to, submitted_by) == expected
