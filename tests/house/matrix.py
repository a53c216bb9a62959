"""Reads the permission matrix, and asks the application every cell of it against one world."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inspectorate.domain.bodies.models import Contact, Delegate, Oversight
from inspectorate.foundation.people.models import AccessToken, DaysOff, Declaration, Invitation
from inspectorate.foundation.people.roles import Role
from tests.factories import publishing
from tests.factories.arriving import a_note
from tests.factories.devices import in_quarantine, own_device
from tests.factories.meanings import a_received_grade
from tests.factories.picturing import a_picture
from tests.factories.quoting import a_quotation
from tests.factories.rooms import criterion, member, scope_body
from tests.factories.world import Half, World

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "permission_matrix.toml").read_text("utf-8")
)
OFF = (
    "inspector",
    "lead",
    "analyst",
    "moderator",
    "editor",
    "referencer",
    "press",
    "signing",
    "body",
    "overseer",
)
LIKE = {
    "colleague": "inspector",
    "uncleared": "inspector",
    "unneeding": "inspector",
    "body-other": "body",
    "overseer-other": "overseer",
    # Sent a copy of a draft to read for us, and the contact of no body.
    "recipient": "body",
}
LACKING = ("uncleared", "unneeding")  # inspectors who may not read what is marked
ASKERS = (
    *(str(role) for role in Role),
    *LIKE,
    *(f"off-{role}" for role in OFF),
    "stranger",
    "nobody",
)
SIGN_IN = ("stranger", "nobody")
NAMES = {*ASKERS}
TOKEN = re.compile(rb'(name="(?:csrfmiddlewaretoken|whose)" value|data-whose)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    state: str
    args: tuple[str, ...]
    query: str
    half: str
    house: bool
    exact: bool
    marked: bool
    who: dict[str, dict[str, int]]  # verb: {name: status}

    @property
    def title(self) -> str:
        """As the table writes it."""
        return f"{self.name} @ {self.state}" if self.state else self.name

    @property
    def room(self) -> str:
        """Which room's pages it is among; the few that belong to none are the house's."""
        return (
            self.name.partition("-")[0]
            if "-" in self.name and self.name != "your-work"
            else "house"
        )

    def expected(self, asker: str, verb: str) -> int:
        """The status this asker should see."""
        if verb not in self.who:
            return 405
        who = self.who[verb]
        if asker in SIGN_IN:
            return who.get(asker, 302)
        if self.exact or asker in who:
            return who.get(asker, 404)
        if asker.startswith("off-"):
            return who.get(asker.removeprefix("off-"), 404) if self.house else 404
        if asker in LACKING and self.marked:
            return 404
        if asker in ("colleague", *LACKING) or (self.house and asker in LIKE):
            return who.get(LIKE[asker], 404)
        return 404


def rows() -> list[Row]:
    """Every line, its groups written out."""
    return [_row(title, given) for title, given in TABLE["rows"].items()]


def _row(title: str, given: dict[str, Any]) -> Row:
    unknown = set(given) - {"args", "query", "half", "house", "exact", "marked", "get", "post"}
    assert not unknown, f"{title}: {unknown} is no column"
    name, _, state = title.partition(" @ ")
    who = {
        verb: _who(given[verb], 200 if verb == "get" else 422)
        for verb in ("get", "post")
        if verb in given
    }
    args, half = tuple(given.get("args", ())), given.get("half", "first")
    return Row(
        name,
        state,
        args,
        given.get("query", ""),
        half,
        given.get("house", False),
        given.get("exact", False),
        given.get("marked", False),
        who,
    )


def _who(words: str, usual: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words.split():
        name, _, status = word.partition(":")
        names = TABLE["groups"].get(name, name).split()
        assert set(names) <= NAMES, f"{name} is neither a role nor a group"
        found |= {one: int(status or usual) for one in names}
    return found


def things(half: Half) -> dict[str, object]:
    """What fills an address, by the names the table uses."""
    inspection, story = half.inspection, half.story
    part = next((one for one in half.parts if one.label == "Force 01"), None)
    interest = Declaration.objects.filter(person=half.people["inspector"]).first()
    off = DaysOff.objects.filter(person=half.people["inspector"]).first()
    author, file = half.people["inspector"], ("seen.txt", f"Seen at {inspection.slug}".encode())
    # An inspection that is over takes notes as well.
    notes = inspection.arrivals.exclude(meant="grade")
    arrival = notes.first() or a_note(inspection, by=author, files=(file,))
    assert half.item is not None
    assert half.attachment is not None
    assert half.marked_item is not None
    assert half.marked_attachment is not None
    assert half.open_assignment is not None
    assert half.submitted_assignment is not None
    grade = inspection.arrivals.filter(meant="grade").first() or a_received_grade(
        half.open_assignment, files=(file,)
    )
    assert half.draft is not None
    letters = inspection.documents.filter(kind="letters").first() or publishing.a_document(
        inspection, "letters", "letters", "Letter to {{body}}", "# Letter to {{body}}\n"
    )
    quoting = inspection.documents.filter(slug="quoting").first()
    approval = a_quotation(inspection, half.people["recipient"], quoting)
    picture = inspection.own_pictures.first() or a_picture(approval.quotation.document)
    draw = half.samples[0]
    return {
        "slug": inspection.slug,
        "face": "source-serif-4-latin-400-normal.woff2",
        "one": 1,
        "page": "index.html",
        "full": "full",
        "public": "public",
        "claim": "mandatory-training",
        "told": "training-told",
        "excerpt": half.excerpt.pk if half.excerpt else 0,
        "person": half.people["analyst"].pk,
        "invitation": Invitation.objects.get(person__name="Invited Colleague").pk,
        "interest": interest.pk if interest else 0,
        "body": scope_body(inspection).body.code,
        "delegate": Delegate.objects.filter(contact__body=scope_body(inspection).body).first().pk,
        "oversight": Oversight.objects.filter(body=scope_body(inspection).body).first().pk,
        "contact": Contact.objects.filter(body=scope_body(inspection).body).first().pk,
        "group": "coast",
        "inspected": scope_body(inspection).body_id,
        "vocabulary": inspection.vocabulary_id,
        "framework": inspection.framework_id,
        "member": inspection.team.get(person=member(inspection, Role.EDITOR)).pk,
        "suppression": half.suppression.pk if half.suppression else 0,
        "visit": half.visits[0].pk,
        "session": half.visits[0].sessions.get().pk,
        "visit_plan": 1,
        "days_off": off.pk if off else 0,
        "device": own_device(half.people["inspector"]).pk,
        "quarantined": in_quarantine(inspection, half.people["inspector"]).pk,
        "token": AccessToken.objects.get(person=half.people["inspector"]).pk,
        "request": half.requests[0].pk,
        "review_form": draw.case_list.sample.form.number,
        "calendar_secret": "x" * 43,
        "case_sample": draw.case_list.sample_id,
        "drawn_case": draw.cases.get(place=3).pk,
        "case_not_had": draw.cases.get(place=2).not_had.get().pk,
        "case_review": draw.cases.get(place=1).reviews.get().pk,
        "returned": half.returned[0].asked.request_id,
        "told_grade": half.told.pk if half.told else 0,
        "told_visit": half.visits[1].pk,
        "two": 2,
        "three": 3,
        "csv": "csv",
        "hand_in": half.requests[0].receipts.earliest("pk").pk,
        "item": half.item.number,
        "attachment": half.attachment.pk,
        "arrival": arrival.named,
        "received_grade": grade.named,
        "grade_file": grade.files.get().pk,
        "arrival_file": arrival.files.get().pk,
        "document": f"hand-in-{half.requests[0].receipts.earliest('pk').pk}",
        "marked_item": half.marked_item.number,
        "marked_attachment": half.marked_attachment.pk,
        "marked_document": f"file-{half.marked_attachment.pk}",
        "exercise": 1,
        "panel": 1,
        "outcome": 1,
        "certainty": half.certainty.pk if half.certainty else 0,
        "comparison": half.comparison.pk if half.comparison else 0,
        "panel_cell": half.panel_cell.pk if half.panel_cell else 0,
        "case": 1,
        "open_assignment": half.open_assignment.pk,
        "judge": half.open_assignment.inspector_id,
        "sampled": half.sampled.pk if half.sampled else 0,
        "submitted_assignment": half.submitted_assignment.pk,
        "scope": scope_body(inspection).code,
        "other_scope": scope_body(inspection, 1).code,
        "criterion": criterion(inspection).pk,
        "open_criterion": criterion(inspection, "1.2").pk,
        "draft": half.draft.slug,
        "letters": letters.slug,
        "quoting": "quoting",
        "news": story.release.slug,
        "md": "md",
        "speaker": approval.quotation.code,
        "approval": approval.pk,
        "picture": picture.key,
        "section": "2-1",
        "suggestion": half.suggestion.pk,
        "comment": half.comment.pk,
        "report": story.report.slug,
        "point": half.points[0].pk,
        "check": half.checks[0].pk,
        "signature": story.report.signatures.latest("pk").pk,
        "identity": story.report.signatures.filter(kind="singly").latest("pk").identity,
        "part": part.pk if part else 0,
        "answered": half.answered.pk if half.answered else 0,
        "proof": part.progress.first().digest if part else "",
        "reply": part.responses.first().pk if part else 0,
        "acceptance": part.responses.first().acceptances.first().pk if part else 0,
        "kind": "due_date",
        "record": part.due_dates.last().pk if part else 0,
        "confirmation": part.confirmations.first().pk if part else 0,
        "ref": f"{inspection.prefix}-R1",
        "overseer_label": "local-policing-body-for-force-01",
    }


class Clients(dict[str, Client]):
    """Clients by asker, each signed in when it is first asked for."""

    def __init__(self, make: Callable[[str], Client]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, asker: str) -> Client:
        self[asker] = self.make(asker)
        return self[asker]


class Asking:
    """Clients of everybody, and what the world's addresses are."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.things = {"first": things(world.first), "second": things(world.second)}
        self.clients = {
            half: Clients(functools.partial(self._client, half)) for half in ("first", "second")
        }
        self.nothing: dict[tuple[str, str], tuple[bytes, object]] = {}

    def _client(self, half: str, asker: str) -> Client:
        client = Client()
        mine, other = (
            (self.world.first, self.world.second)
            if half == "first"
            else (self.world.second, self.world.first)
        )
        if asker == "nobody":
            client.force_login(self.world.nobody)
        elif asker != "stranger":
            client.force_login(
                other.people[asker.removeprefix("off-")]
                if asker.startswith("off-")
                else mine.people[asker]
            )
        return client

    def path(self, row: Row) -> str:
        """The address of a row."""
        path = reverse(row.name, args=[self.things[row.half][one] for one in row.args])
        return f"{path}?{row.query}" if row.query else path

    def ask(self, row: Row, asker: str, verb: str) -> Any:
        """Send the request of one cell; a form is sent empty."""
        client = self.clients[row.half][asker]
        # A word about the act before, shown once, is no part of this answer.
        client.cookies.pop("messages", None)
        return (
            client.get(self.path(row))
            if verb == "get"
            else client.post(self.path(row), {"sent": "empty"})
        )

    def surprise(self, row: Row, asker: str, verb: str) -> str:
        """What is wrong with one cell, or nothing."""
        expected, answer = row.expected(asker, verb), self.ask(row, asker, verb)
        where = f"{verb.upper()} {row.title} by {asker}"
        if answer.status_code != expected:
            return f"{where}: {answer.status_code}, expected {expected}"
        if (
            expected == 302
            and asker in SIGN_IN
            and not answer["Location"].startswith("/accounts/login/?next=")
        ):
            return f"{where}: sent to {answer['Location']}"
        if expected == 404 and _seen(answer) != self._nothing(row.half, asker):
            return f"{where}: its page differs from that of an address that does not exist"
        return ""

    def surprises(self, chosen: list[Row], one_in: int = 1) -> Iterator[str]:
        """Yield each cell of some rows unlike the table; one of ``one_in`` cells is asked."""
        place = itertools.count()
        for row in chosen:
            for verb in ("get", "post"):
                for asker in ASKERS:
                    if next(place) % one_in:
                        continue
                    found = self.surprise(row, asker, verb)
                    if found:
                        yield found

    def _nothing(self, half: str, asker: str) -> tuple[bytes, object]:
        if (half, asker) not in self.nothing:
            self.nothing[half, asker] = _seen(
                self.clients[half][asker].get("/i/no-such-inspection/nor-page/")
            )
        return self.nothing[half, asker]


def _seen(answer: Any) -> tuple[bytes, object]:
    """What an asker can tell answers apart by: the page without its form token, and the headers but
    cookies.
    """
    return TOKEN.sub(b"", answer.content), sorted(
        (name, value)
        for name, value in answer.headers.items()
        if name not in ("Set-Cookie", "Content-Length")
    )


def addresses(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every address of pages that Django knows: (its name, its pattern).

    The door for programs has a table of its own (``test_api_matrix.py``).
    """
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            if (within := prefix + str(one.pattern)) != "api/":
                yield from addresses(one.url_patterns, within)
        elif isinstance(one, URLPattern):
            yield one.name or "", prefix + str(one.pattern)


def readers_of(row: Row, verb: str) -> list[str]:
    """Who reaches the page and is signed in, in the order of the table."""
    who = row.who.get(verb, {})
    return [one for one, status in who.items() if status in (200, 422) and one not in SIGN_IN]


def sent_by(html: str) -> dict[str, str]:
    """What a form's page sends of its own: the hidden fields."""
    seen: dict[str, str] = {}

    class Hidden(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "input" and given.get("type") == "hidden" and given.get("name"):
                seen[str(given["name"])] = given.get("value") or ""

    Hidden().feed(html)
    # With it the answer would lead to what was sent, and here what it says is read at once.
    seen.pop("whose", None)
    return seen
