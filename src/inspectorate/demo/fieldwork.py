"""The second part of the story: requests, visits, sessions, and evidence recorded there."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.kinds import Direction
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.recording import Recording, recording_of
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Request, Session
from inspectorate.domain.judgments.debriefs import actions as debriefs
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.scheme import BASELINE

from . import grammar, texts
from .schedule import Session as Planned
from .schedule import Visit
from .story import Story, moment, on

REQUESTS = [
    (
        "Training completion return",
        "How many officers and staff have completed Prevent training, by team, on 31 August 2018.",
        ("1.2",),
    ),
    (
        "Referral forms and guidance in use",
        "Every form and every page of guidance that officers use to refer.",
        ("2.1", "2.2"),
    ),
    (
        "Self-assessment",
        "Your own view against the written characteristics, with your reasons.",
        ("1.1", "2.4", "3.3"),
    ),
]


def ask_for_documents(story: Story) -> None:
    """Requests to every force, and what a few hand in through the portal.

    The rest is recorded by the analyst.
    """
    analyst = story.by("analyst")
    contacts = {story.territorial(order): story.by(f"contact-{order}") for order in (5, 17, 31)}
    rng = random.Random(f"{story.seed} requests")
    made: list[tuple[int, Request]] = []
    for number, scope_body in story.scope.items():
        for title, text, refs in REQUESTS[: 3 if number % 3 else 2]:
            request = fieldwork.ask(
                by=analyst,
                at=moment(2018, 9, 29),
                key=story.key("ask"),
                inspection=story.inspection,
                scope_body=scope_body,
                title=title,
                text=text,
                due_on=date(2018, 10, 19),
                criteria=[story.criteria[ref] for ref in refs],
            )
            made.append((number, request))
    late = set(rng.sample(range(len(made)), 4))
    for place, (number, request) in enumerate(made):
        at = moment(2018, 11, 5) if place in late else on(date(2018, 10, rng.randint(8, 19)), 15)
        fieldwork.receive(
            by=contacts.get(number, analyst),
            at=at,
            key=story.key("receive"),
            request=request,
            note="Handed in complete."
            if place % 7
            else "Handed in; two teams are missing and will follow.",
        )
    story.report("requests", len(made), len(made))


def visit_everyone(story: Story) -> None:
    """Sessions, with evidence recorded where it was heard.

    Each visit ends with a provisional debrief.
    """
    debrief = texts.responses()["debrief"]
    by_session: dict[str, list[grammar.Item]] = {}
    for note in story.notes:
        by_session.setdefault(note.session, []).append(note)
    visits = sorted(story.plan.visits, key=lambda one: (one.starts_on, one.body))
    for place, visit in enumerate(visits, 1):
        planned = story.visits[visit.body]
        for session in visit.sessions:
            held = fieldwork.hold_session(
                by=story.by(visit.lead),
                at=session.ends_at,
                key=story.key("session"),
                visit=planned,
                method=word(session.method),
                title=session.title,
                origin="; ".join(session.roles)[:160],
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                inspectors=[
                    story.by(code) for code in (*session.inspectors, *joining(story, session))
                ],
            )
            story.sessions[session.code] = held
            for note in by_session.get(session.code, []):
                record(story, note, held)
        said = (
            f"{debrief['opening']} {_turn(debrief['strengths'], place)} "
            f"{_turn(debrief['concerns'], place)} {debrief['closing']}"
        )
        planned.refresh_from_db()
        debriefs.hold_debrief(
            by=story.by(visit.lead),
            at=on(visit.ends_on, 17),
            key=story.key("end"),
            visit=planned,
            debrief=said,
            heard_by=_turn(debrief["heard_by"], place),
            said_on=visit.ends_on,
            cited=_spoken_of(story, visit, by_session),
            version=planned.version,
        )
        story.report("visits and evidence", place, len(visits))


def _spoken_of(
    story: Story, visit: Visit, by_session: Mapping[str, Sequence[grammar.Item]]
) -> list[Item]:
    """What a debrief was made from: the first items of each side that anybody may read."""
    notes = [note for session in visit.sessions for note in by_session.get(session.code, [])]
    found = []
    for side in (Direction.SUPPORTS, Direction.CONTRADICTS):
        heard = [one for one in notes if one.direction == side and one.marking == BASELINE]
        found += [story.evidence[one.key] for one in heard[:2]]
    return found


def joining(story: Story, session: Planned) -> list[str]:
    """Who of another field team sits in: those who judge second what the session is about."""
    team = story.plan.visit(session.body).team
    there = {
        rating.inspector
        for ref in session.criteria
        if (cell := story.plan.cells[session.body, ref]).inspected
        for rating in cell.ratings
    }
    return sorted(there - {*team})


def record(story: Story, note: grammar.Item, session: Session) -> None:
    """Record one note as its inspector would."""
    story.evidence[note.key] = evidence.record(
        by=story.by(note.inspector),
        at=note.recorded_at,
        key=story.key("record"),
        inspection=story.inspection,
        recording=Recording(
            scope_body=story.scope[note.body],
            session=session,
            kind=word(note.source_kind),
            method=word(note.method),
            origin=note.origin,
            words=note.text,
            direction=note.direction,
            practice=note.practice,
            marking=note.marking,
            criteria=[story.criteria[note.criterion]],
            observed_at=note.observed_at,
            written_at=note.written_at,
            files=[store.take(file.content, name=file.name) for file in note.attachments],
        ),
    )


def second_thoughts(story: Story) -> None:
    """One item withdrawn, one superseded, as happens: both stay readable.

    Neither is one that a judgment will cite.
    """
    lead = story.by("lead")
    spare = [note for note in story.notes if note.finding == "" or note.late][:2] or list(
        story.notes[-2:]
    )
    first, second = (story.evidence[note.key] for note in spare[:2])
    evidence.withdraw(
        by=lead,
        at=moment(2019, 3, 4),
        key=story.key("withdraw"),
        item=first,
        reason="Written up from memory two days later and contradicted by the inspector's own "
        "notes of the day.",
    )
    evidence.supersede(
        by=second.recorded_by,
        at=moment(2019, 3, 5),
        key=story.key("supersede"),
        item=second,
        reason="The first record left out which unit was meant.",
        recording=replace(
            recording_of(second),
            words=f"{second.words} This was said of the neighbourhood teams only.",
            written_at=moment(2019, 3, 5),
        ),
    )


def word(text: str) -> str:
    """The word the rooms store for a method or kind: ``focus group`` is ``focus-group``."""
    return text.replace(" ", "-")


def _turn(lines: list[str], place: int) -> str:
    return lines[place % len(lines)]
