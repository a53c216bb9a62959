"""The demonstration is told by people with the clearance each needs, and no more: every act of a
cleared person is first tried without it and undone, until one is refused.

It tells the whole demonstration once more: ``./run drill walks`` does it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

import pytest
from django.db import transaction

from inspectorate.demo.rehearsal import rehearse
from inspectorate.domain.inspections import access
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import ACTIONS
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
# Whoever heard something may write it down, however high they mark it: no record asks for a
# clearance, and there are more than a thousand.
NEVER_ASKS = {"evidence.record", "fieldwork.hold_session", "fieldwork.plan_visit"}


class _Undone(Exception):
    """What was tried is rolled back."""


class Trials:
    """Who is cleared, who was refused something without it, and who acts without it just now."""

    def __init__(self) -> None:
        self.cleared: set[Any] = set()
        self.needed: set[Any] = set()
        self.without: set[Any] = set()
        self.acting = False

    def ceiling(
        self, usual: Callable[[Person, Inspection], str]
    ) -> Callable[[Person, Inspection], str]:
        """The rule that says how high a person reads, blind to a clearance taken away."""
        return lambda person, on: BASELINE if person.pk in self.without else usual(person, on)

    def around(self, verb: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """The act, tried first without the clearance of who does it."""

        @wraps(act)
        def tried(**said: Any) -> Any:
            by = said["by"].pk
            if self.acting:  # an act within an act
                return act(**said)
            self.acting = True
            try:
                if by in self.cleared - self.needed and verb not in NEVER_ASKS:
                    self._without_it(act, said)
                made = act(**said)
            finally:
                self.acting = False
            if verb == "people.clear":
                self.cleared |= {one.pk for one in said["people"]}
            return made

        return tried

    def _without_it(self, act: Callable[..., Any], said: dict[str, Any]) -> None:
        by = said["by"].pk
        self.without = {by}
        try:
            with suppress(_Undone), transaction.atomic():
                try:
                    act(**said)
                except (Refused, Forbidden):
                    self.needed.add(by)
                raise _Undone
        finally:
            self.without = set()


def test_demo_everybody_cleared_is_refused_something_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trials = Trials()
    monkeypatch.setattr(access, "_ceiling", trials.ceiling(access._ceiling))
    # Other tests register acts of their own.
    ours = [one for one in ACTIONS.items() if one[1].__module__.startswith("inspectorate.")]
    for verb, act in ours:
        module = sys.modules[act.__module__]
        monkeypatch.setattr(module, act.__name__, trials.around(verb, act))
    done = rehearse(2019, "rehearsal-only-2020", lambda *_: None)
    words = {person.pk: word for word, person in done.story.cast.people.items()}
    assert sorted(words[pk] for pk in trials.cleared - trials.needed) == []
    assert {"lead", "editor", "signing"} <= {words[pk] for pk in trials.needed}
    assert {"press", "analyst", "admin"} & {words[pk] for pk in trials.cleared} == set()
