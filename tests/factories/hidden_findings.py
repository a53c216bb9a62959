"""The hidden inspection judged, and its claims; begin here."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims import queries as claim_queries
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.models import Assignment
from inspectorate.foundation.people.roles import Role
from tests.factories import hidden_told, rooms
from tests.factories.findings import LATER, a_claim, a_grade, answers, naming
from tests.factories.hidden import BODIES, Hidden, Say, looked_at
from tests.factories.meanings import a_debrief_note, a_received_grade
from tests.factories.rooms import AT, a_key

# Criterion 1.1 rests on evidence of both sorts, 1.2 on restricted evidence alone.
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}
PACKAGE = {"criterion": "1.2", "finding": "local-package"}
SHARED = {"criteria": ["1.1"], "practice": True}


def a_hidden_inspection(say: Say, more: random.Random) -> Hidden:
    """Fieldwork, evidence, judgments and claims, each with what is restricted of it."""
    hidden = looked_at(say, more)
    for ref in ("1.1", "1.2"):
        for number in range(BODIES - 1):
            _judgment(hidden, ref, number)
    hidden_told.explained(say, hidden.inspection)
    lead = hidden.who(Role.LEAD)
    left_out = {"scope_body": hidden.body(BODIES - 1), "inspection": hidden.inspection}
    for ref in ("1.1", "1.2"):
        inspections.leave_out(
            by=lead,
            at=LATER,
            key=a_key(),
            criterion=rooms.criterion(hidden.inspection, ref),
            reason=say("why a body was not inspected"),
            **left_out,
        )
    _claims(hidden)
    return hidden


def _judgment(hidden: Hidden, ref: str, number: int) -> None:
    """A cell judged by two, moderated and agreed on all the evidence it has."""
    inspection, body = hidden.inspection, hidden.body(number)
    of = rooms.criterion(inspection, ref)
    cited: Sequence[Item] = hidden.judged[ref, number]
    said: dict[str, Any] = {"at": LATER, "grade": a_grade(of), "findings": answers(of)}
    cell = {"scope_body": body, "criterion": of}
    # One is told to its body as it was submitted, and agreed otherwise.
    first = a_grade(of, "Outstanding") if (ref, number) == ("1.1", 0) else said["grade"]
    for second, judge in enumerate((hidden.inspector, hidden.who(Role.INSPECTOR))):
        given = judgments.assign(
            by=hidden.who(Role.LEAD),
            at=AT,
            key=a_key(),
            inspector=judge,
            second=bool(second),
            **cell,
        )
        if (ref, number, second) == ("1.1", 0, 0):
            _from_a_device(hidden, given)
        judgments.submit(
            by=judge,
            key=a_key(),
            assignment=given,
            reasons=hidden.say("reasons of a judgment"),
            cited=cited,
            **{**said, "grade": first},
        )
    hidden_told.told(hidden.say, inspection, ref, number)
    judgments.moderate(
        by=hidden.who(Role.MODERATOR),
        key=a_key(),
        reasons=hidden.say("reasons of moderation"),
        **cell,
        **said,
    )
    judgments.agree(
        by=hidden.who(Role.LEAD),
        key=a_key(),
        reasons=hidden.say("reasons of an agreed judgment"),
        cited=cited,
        **cell,
        **said,
    )


def _from_a_device(hidden: Hidden, given: Assignment) -> None:
    """What came from a visit: a grade for its author alone, and a note of what was said."""
    a_received_grade(given, reasons=hidden.say("reasons of a grade from a visit"))
    visit = hidden.inspection.visits.earliest("pk")
    a_debrief_note(visit, given.inspector, words=hidden.say("words of a debrief note"))


def _claims(hidden: Hidden) -> None:
    """Claims of every kind that counts or reads evidence; one that no text carries."""
    say, inspection = hidden.say, hidden.inspection
    last = hidden.judged["1.1", BODIES - 2][0]
    wanted: list[tuple[str, str, dict[str, Any], str]] = [
        ("trained", "counted", TRAINING, "Forces that have mandatory training"),
        ("packaged", "counted", PACKAGE, "Forces with a package of their own"),
        ("shared", "example", SHARED, "Practice worth sharing"),
        ("spread", "variation", {"criteria": ["1.2"]}, "Forces differ"),
        *(
            (f"number-of-{name}", "figure", {"recipe": recipe}, f"The number of {name}")
            for name, recipe in (("items", "evidence_items"), ("sessions", "sessions"))
        ),
        # The numbers of items run on over restricted ones: this one differs between such worlds.
        ("quoted", "quotation", {"source": last.ref, "words": "training matters"}, "Words heard"),
        ("unused", "counted", PACKAGE, say("statement of a claim that is not carried")),
    ]
    decided = {"small_number_decision": say("decision on a small number")}
    for name, kind, predicate, statement in wanted:
        given = {**decided, "statement": "An earlier statement"}
        claim = a_claim(inspection, predicate, name=name, kind=kind, **given)
        if KINDS[kind].pins_items:
            predicate = naming(inspection, predicate, hidden.who(Role.LEAD))
        written = {**decided, "statement": statement, "predicate": predicate}
        claim = claims.edit(
            by=hidden.who(Role.LEAD),
            at=LATER,
            key=a_key(),
            claim=claim,
            version=claim.version,
            **written,
        )
        for supported, why in ((False, "why it was not supported"), (True, "why it is supported")):
            claims.reference(
                by=hidden.who(Role.REFERENCER),
                at=LATER + timedelta(hours=1),
                key=a_key(),
                claim=claim,
                supported=supported,
                reasons=say(why),
            )
    assert not [key for key, one in claim_queries.facts(inspection).items() if one.stale]
