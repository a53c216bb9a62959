"""When each body is visited and what happens there, from October 2018 to February 2019.

Working days only, nobody away from home between 22 December and 2 January. All moments carry the
zone Europe/London.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from inspectorate.prose.dates import LONDON

FIRST_WEEK = date(2018, 10, 1)
LAST_WEEK = date(2019, 2, 25)
LAST_DAY = date(2019, 2, 28)
AWAY_FROM = date(2018, 12, 22)
AWAY_TO = date(2019, 1, 2)
TEAM_SIZE = 3
ROLES = {
    "lead": (
        "Prevent strategic lead",
        "assistant chief constable",
        "detective superintendent for safeguarding",
        "force Prevent co-ordinator",
    ),
    "frontline": (
        "response constable",
        "neighbourhood sergeant",
        "police community support officer",
        "contact centre supervisor",
        "custody sergeant",
        "neighbourhood constable",
        "front counter officer",
        "child protection detective",
        "schools officer",
        "duty inspector",
        "special constable",
        "control room dispatcher",
    ),
    "specialist": (
        "Prevent officer",
        "Prevent supervisor",
        "Channel co-ordinator",
        "Special Branch detective sergeant",
        "Prevent case officer",
    ),
    "regional": (
        "regional Prevent co-ordinator",
        "regional unit inspector",
        "regional intelligence manager",
        "regional desk analyst",
    ),
    "partner": (
        "local authority Prevent co-ordinator",
        "head of safeguarding at a further education college",
        "NHS trust safeguarding lead",
        "Channel panel chair",
        "probation manager",
        "community safety manager",
        "primary school designated safeguarding lead",
        "mental health nurse on the panel",
    ),
    "standards": (
        "head of vetting",
        "counter-corruption detective inspector",
        "professional standards manager",
        "vetting officer",
        "staff association representative",
    ),
    "community": (
        "independent advisory group member",
        "faith forum secretary",
        "youth centre manager",
        "neighbourhood watch co-ordinator",
    ),
    "records": (
        "training records manager",
        "performance analyst",
        "policy officer",
        "business support manager",
        "intelligence researcher",
    ),
}


@dataclass(frozen=True, slots=True)
class SessionKind:
    """A kind of session: what it is called, by which method, about which criteria, with whom, and
    for how long.
    """

    code: str
    title: str
    method: str
    criteria: tuple[str, ...]
    people: tuple[str, ...]
    minutes: int


ALWAYS = (
    SessionKind(
        "lead",
        "Interview with the strategic lead",
        "interview",
        ("1.1", "1.2", "1.3", "1.4", "2.4"),
        ("lead",),
        90,
    ),
    SessionKind(
        "frontline",
        "Focus group of frontline officers and staff",
        "focus-group",
        ("1.1", "1.2", "1.4", "2.1", "3.3"),
        ("frontline",),
        90,
    ),
    SessionKind(
        "papers",
        "Review of the force's documents",
        "document-review",
        ("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4"),
        ("records",),
        180,
    ),
    SessionKind(
        "specialist",
        "Focus group of Prevent officers",
        "focus-group",
        ("1.3", "2.1", "2.2", "2.3", "2.4", "3.2", "3.3", "3.4"),
        ("specialist",),
        105,
    ),
    SessionKind(
        "regional",
        "Interview with the regional unit",
        "interview",
        ("2.2", "2.3", "3.1", "3.3"),
        ("regional",),
        60,
    ),
    SessionKind(
        "partners",
        "Interviews with partners",
        "interview",
        ("1.3", "2.3", "3.1", "3.4"),
        ("partner",),
        90,
    ),
)
SOMETIMES = (
    SessionKind(
        "station",
        "Unannounced visit to a police station",
        "reality-testing",
        ("1.1", "1.2", "1.4", "2.1", "3.4"),
        ("frontline",),
        120,
    ),
    SessionKind(
        "files",
        "Review of Prevent case files",
        "case-file-review",
        ("1.3", "2.1", "3.1", "3.3"),
        ("specialist",),
        150,
    ),
    SessionKind(
        "panel",
        "Observation of a multi-agency panel",
        "observation",
        ("1.3", "3.1", "2.4", "3.2"),
        ("partner", "specialist"),
        120,
    ),
    SessionKind(
        "standards",
        "Interview with vetting and professional standards",
        "interview",
        ("1.4",),
        ("standards",),
        60,
    ),
    SessionKind(
        "survey",
        "Survey of officers and staff",
        "survey",
        ("1.2", "1.4", "2.1", "3.4"),
        ("frontline",),
        45,
    ),
    SessionKind(
        "community",
        "Meeting with community members",
        "focus-group",
        ("3.4", "3.1"),
        ("community",),
        75,
    ),
)


@dataclass(frozen=True, slots=True)
class Session:
    code: str
    body: int
    shape: str
    title: str
    method: str
    criteria: tuple[str, ...]
    roles: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    inspectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    body: int
    starts_on: date
    ends_on: date
    lead: str
    team: tuple[str, ...]
    sessions: tuple[Session, ...]


def weeks() -> tuple[date, ...]:
    """The Mondays of the weeks in which bodies are visited."""
    mondays = []
    monday = FIRST_WEEK
    while monday <= LAST_WEEK:
        if not _touches_break(monday):
            mondays.append(monday)
        monday += timedelta(days=7)
    return tuple(mondays)


def _touches_break(monday: date) -> bool:
    return any(AWAY_FROM <= monday + timedelta(days=n) <= AWAY_TO for n in range(5))


def visits_for(
    bodies: Sequence[int], inspectors: Sequence[str], rng: random.Random
) -> tuple[Visit, ...]:
    """One visit a body, in an order that the seed shuffles.

    A team never has two visits in one week.
    """
    order = list(bodies)
    rng.shuffle(order)
    teams = [tuple(inspectors[n : n + TEAM_SIZE]) for n in range(0, len(inspectors), TEAM_SIZE)]
    mondays = weeks()
    if len(order) > len(mondays) * len(teams):
        raise ValueError(
            f"{len(order)} visits do not fit {len(mondays)} weeks of {len(teams)} teams"
        )
    visits = []
    for place, body in enumerate(order):
        monday = mondays[place * len(mondays) // len(order)]
        team = teams[place % len(teams)]
        lead = team[place // len(teams) % len(team)]
        days = [day for n in range(5) if (day := monday + timedelta(days=n)) <= LAST_DAY]
        if rng.random() < 0.4 and 0 < place < len(order) - 1:
            days = days[1:] if rng.random() < 0.5 else days[:-1]
        sessions = _sessions(body, days, team, rng)
        visits.append(Visit(body, days[0], days[-1], lead, team, sessions))
    return tuple(visits)


def _sessions(
    body: int, days: Sequence[date], team: Sequence[str], rng: random.Random
) -> tuple[Session, ...]:
    extra = rng.sample(SOMETIMES, rng.randint(1, 2))
    shapes = [*ALWAYS, *extra]
    slots = [(day, hour) for day in days for hour in (9, 11, 14)]
    taken = sorted(rng.sample(slots[:-1], len(shapes)))
    rng.shuffle(shapes)
    sessions = []
    for number, (shape, (day, hour)) in enumerate(zip(shapes, taken, strict=True), start=1):
        begins = datetime.combine(day, time(hour, rng.choice((0, 0, 15, 30))), LONDON)
        sessions.append(
            Session(
                code=f"F{body:02d}-S{number}",
                body=body,
                shape=shape.code,
                title=shape.title,
                method=shape.method,
                criteria=shape.criteria,
                roles=tuple(
                    sorted({rng.choice(ROLES[group]) for group in shape.people for _ in range(5)})
                ),
                starts_at=begins,
                ends_at=begins + timedelta(minutes=shape.minutes),
                inspectors=tuple(
                    rng.sample(
                        list(team), 2 if shape.method in ("focus-group", "reality-testing") else 1
                    )
                ),
            )
        )
    return tuple(sessions)
