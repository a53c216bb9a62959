"""Every act of a story raced as it is told: what one asker would do, four do at once."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.at_once import DONE, FAILED, Call, at_once
from django.db import connection, models
from tests.factories.rooms import AT, a_key, an_admin

from inspectorate.foundation.ledger import acts
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, Refused

# A story goes on with one release, so that two cannot be prepared; ``rivals`` race it.
# What a person signs in with the story goes on with as theirs, and a colleague may come first.
NOT_RACED = {
    *("publication.prepare", "people.change_factors"),
    *("people.link_sign_in", "people.unlink_sign_in"),
}
# Acts that a second window may do again: each leaves a record of its own. All others are done once.
AGAIN = {
    *("people.clear", "inspections.give_need_to_know"),
    *("people.set_password", "people.ask_for_link"),
    "people.declare",
    "programmes.load_framework",
    "evidence.record",
    "arrivals.receive",
    "fieldwork.ask",
    "fieldwork.receive",
    "planning.move_plan",
    "days_off.take_days_off",
    "inspections.approve",
    "inspections.set_scope",
    "inspections.set_terms",
    "inspections.name_group",
    "judgments.moderate",
    "judgments.agree",
    "certainty.say_how_sure",
    "panels.convene_panel",
    "outcomes.write_outcome",
    "exercises.set_exercise",
    "exercises.add_case",
    "exercises.set_pass_mark",
    "exercises.decide_readiness",
    *("samples.make_form", "returns.make_template"),
    "samples.close_list",
    # By a colleague, who compares, looks at a sample and answers cases of their own.
    "comparisons.compare",
    "desk.draw_sample",
    "exercises.save_answers",
    "exercises.hand_in_answers",
    "exercises.withdraw_answers",
    "claims.reference",
    "reports.raise_point",
    "reports.waive",
    "recommendations.respond",
    "recommendations.claim_progress",
    "recommendations.verify",
    "publication.refresh",
    "publication.confirm_clock",
    "publication.export_binder",
    "bodies.import_register",
    "bodies.change",
}


class Racing:
    """Races each act up to ``times`` times; afterwards the story goes on with the first's."""

    def __init__(self, outcome: Any, times: int) -> None:
        self.outcome, self.times = outcome, times
        self.twins: dict[int, Person] = {}
        self.seats: set[tuple[int, int, str]] = set()
        self.quiet = threading.local()

    @contextmanager
    def every_act(self) -> Iterator[None]:
        """Put a race in the place of each action that the rooms' modules name."""
        put = []
        for act in acts.ACTIONS.values():
            module = sys.modules[act.__module__]
            if act.__module__.startswith("inspectorate.domain.") or module is people:
                put.append((module, act.__name__, act))
                setattr(module, act.__name__, self._raced(act))
        try:
            yield
        finally:
            for module, name, act in put:
                setattr(module, name, act)

    def _raced(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def raced(**given: Any) -> Any:
            name = Call(act, {}).name
            # What stands in a transaction that is still open, no rival can see.
            within = acts._frames.get() or connection.in_atomic_block
            within = within or getattr(self.quiet, "on", False)
            if within or name in NOT_RACED or self.outcome.races[name] >= self.times:
                return act(**given)
            if threading.current_thread() is not threading.main_thread():
                return act(**given)
            return self._race(act, name, given)

        return raced

    def _race(self, act: Callable[..., Any], name: str, given: dict[str, Any]) -> Any:
        self.outcome.races[name] += 1
        calls = [Call(act, given), Call(act, given), Call(act, {**given, "key": a_key("window")})]
        if isinstance(given["by"], Person):
            calls.append(Call(act, {**given, "by": self._twin(given["by"]), "key": a_key("twin")}))
        answers = at_once(calls, self.outcome.failures)
        first, again, *others = answers
        kinds = [one.kind for one in answers]
        if FAILED not in kinds and (
            first.kind != again.kind or (first.kind == DONE and first.label != again.label)
        ):
            self.outcome.odd.append(f"{name}: sent twice under one key: {kinds}")
        done = [one for one in (first, *others) if one.kind == DONE]
        if not done:
            raise RuntimeError(f"{name}: nobody could do it: {[one.made for one in answers]}")
        if name not in AGAIN and len(done) != 1:
            self.outcome.odd.append(f"{name}: {len(done)} of {len(others) + 1} did it: {kinds}")
        for value in given.values():
            if isinstance(value, models.Model):
                value.refresh_from_db()
        return done[0].made

    def _twin(self, person: Person) -> Person:
        """A colleague in the same roles, on the same teams, speaking for the same bodies."""
        self.quiet.on = True
        try:
            return self._made_twin(person)
        finally:
            self.quiet.on = False

    def _made_twin(self, person: Person) -> Person:
        from inspectorate.domain.bodies import actions as bodies
        from inspectorate.domain.inspections import actions as inspections
        from inspectorate.domain.inspections.models import TeamMember

        admin = an_admin()
        if person.pk not in self.twins:
            self.twins[person.pk] = people.register(
                by=admin,
                at=AT,
                key=a_key("twin"),
                email=f"twin-of-{person.pk}@example.test",
                name=f"Twin of {person.name}"[:100],
            )
        twin = self.twins[person.pk]
        for role in person.roles - twin.roles:
            people.grant(by=admin, at=AT, key=a_key("twin"), person=twin, role=role)
        for contact in person.speaks_for.filter(ended_at=None):
            if not twin.speaks_for.filter(body=contact.body, ended_at=None).exists():
                bodies.name_contact(
                    by=admin, at=AT, key=a_key("twin"), person=twin, body=contact.body
                )
        for seat in TeamMember.objects.filter(person=person, left_at=None):
            place = (twin.pk, seat.inspection_id, seat.role)
            lead = seat.inspection.team.filter(role="lead", left_at=None).first()
            if place in self.seats or lead is None:
                continue
            self.seats.add(place)
            try:
                inspections.join(
                    by=lead.person,
                    at=AT,
                    key=a_key("twin"),
                    inspection=seat.inspection,
                    person=twin,
                    role=seat.role,
                    team=seat.team,
                )
            except (Refused, Forbidden):
                continue
        return twin
