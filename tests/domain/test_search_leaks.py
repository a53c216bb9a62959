"""Whatever a search finds, and whatever its facets count, its reader may see: over random worlds of
two inspections with marked evidence, notes, debriefs, judgments still being made, people of every
role on one, on both or on neither, clearances, withdrawals and disposals.

What somebody may see is asked of the rooms' own pages (``visible_to``, ``cell``, ``one``), which
know nothing of the index. A control lets each rule down in turn and must be caught.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims import searched as claims_searched
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.evidence import actions as evidence_actions
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.models import Attachment, Item
from inspectorate.domain.evidence.searched_pages import page_thing
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork import queries as rounds
from inspectorate.domain.fieldwork.models import Receipt, Request, Visit
from inspectorate.domain.inspections import searched as inspections_searched
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments import searched as judgments_searched
from inspectorate.domain.judgments.blindness import Sight
from inspectorate.domain.judgments.debriefs import queries as debriefs
from inspectorate.domain.judgments.debriefs import searched as debriefs_searched
from inspectorate.domain.judgments.debriefs.blindness import WITHHELD
from inspectorate.foundation.documents import layers
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.reading import is_withheld
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import finding
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.kinds import SearchedKind, kinds
from tests.factories.findings import LATER, a_claim, agreed, an_item, assigned, submitted
from tests.factories.rooms import (
    AT,
    a_key,
    a_person,
    a_request,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    move_to,
    reads_no_more,
    scope_body,
)
from tests.factories.searching import ENDED, dispose_of, keep_text
from tests.factories.telling import set_telling
from tests.sizes import drilled, sized

pytestmark = pytest.mark.django_db
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
# How many people look, and for how much beside each kind alone.
ASKERS, DRAWN = sized(5, 18), sized(2, 20)
# Few, so that two bodies hand in the same bytes, marked unlike.
FILES = (b"One.", b"Two.")
TEXTS = ("", "secret", "because", "training -because", "referr*")


@dataclass
class World:
    """Two inspections and everybody who might look for something in them."""

    places: list[Inspection]
    people: list[Person]


def a_random_world(chance: int) -> World:
    """Make what chance says, by the rooms' own acts."""
    more = random.Random(chance)
    places = [an_inspection(bodies=2, phase="fieldwork") for _ in range(2)]
    if more.random() < 0.5:
        _read(FILES[0], "A secret page.")
    for inspection in places:
        _heard(inspection, more)
        # Also in the place of what was read before, and while others hold the same file.
        _read(more.choice(FILES), *["A secret, because of training."] * more.randint(1, 3))
    for inspection in places:
        move_to(inspection, "judging")
        _judged(inspection, more)
    people = [one for place in places for one in _of_the_team(place)]
    people.append(a_person(Role.INSPECTOR, Role.LEAD))
    # Whoever is on a team was cleared and needs to know; chance takes the clearance away.
    for person in people:
        if more.random() < 0.4 and person.clearances.filter(ended_at=None).exists():
            reads_no_more(person)
    gone = places[0].team.filter(role=Role.MODERATOR).first()
    if gone is not None and more.random() < 0.5:
        type(gone).objects.filter(pk=gone.pk).update(left_at=ENDED)
    return World(places, [Person.objects.get(pk=one.pk) for one in people])


def _read(content: bytes, *pages: str) -> None:
    keep_text(hashlib.sha256(content).hexdigest(), *pages)


def _of_the_team(inspection: Inspection) -> list[Person]:
    return [one.person for one in inspection.team.select_related("person").order_by("pk")]


def _heard(inspection: Inspection, more: random.Random) -> None:
    lead = member(inspection, Role.LEAD)
    said = {"by": lead, "key": a_key()}
    for number in range(2):
        request = a_request(inspection, number, title=f"Secret training records {number}")
        for _ in range(more.randint(0, 2)):
            note, marking = "A secret, because of training.", more.choice(MARKINGS)
            given = {"request": request, "note": note, "marking": marking}
            if more.random() < 0.7:
                given["file"] = store.take(more.choice(FILES), name="told.txt")
            fieldwork.receive(**{**said, "key": a_key()}, at=AT, **given)
        visit = a_visit(inspection, number)
        a_session(visit, title="A secret session")
        if more.random() < 0.7:
            marking = more.choice(MARKINGS)
            fieldwork.end_visit(
                **{**said, "key": a_key()},
                at=ENDED,
                visit=visit,
                debrief="A secret was told, because of referrals.",
                marking=marking,
                version=visit.version,
            )
    for _ in range(more.randint(2, 5)):
        item = an_item(
            inspection,
            scope_body(inspection, more.randrange(2)),
            more.choice(["1.1", "1.2"]),
            words="A secret of training, because of referrals.",
            marking=more.choice(MARKINGS),
            files=[("told.txt", more.choice(FILES))] if more.random() < 0.5 else [],
        )
        fate = more.random()
        if fate < 0.2 and item.marking == "OFFICIAL":
            by = member(inspection, Role.INSPECTOR)
            evidence_actions.withdraw(by=by, at=LATER, key=a_key(), item=item, reason="Wrong")
        elif fate < 0.4:
            dispose_of(item, ["words"], by=lead)


def _judged(inspection: Inspection, more: random.Random) -> None:
    # Bodies may be told grades: who is still to judge one reads no debrief of it.
    set_telling(inspection)
    inspectors = [member(inspection, Role.INSPECTOR, number) for number in range(2)]
    official = list(inspection.evidence.filter(marking="OFFICIAL", withdrawal=None))
    for number in range(2):
        for ref in ("1.1", "2.1"):
            body, of = scope_body(inspection, number), criterion(inspection, ref)
            if more.random() < 0.3:
                agreed(inspection, body, of)
                continue
            judging = (*inspectors, *([member(inspection, Role.LEAD)] * (more.random() < 0.3)))
            # All before the first is in: who may have read one is not asked for another.
            for given in [assigned(inspection, body, of, one) for one in judging]:
                if more.random() < 0.6:
                    cited = [item for item in official if item.scope_body_id == body.pk][:1]
                    marking = more.choice(MARKINGS) if cited else "OFFICIAL"
                    submitted(given, cited=cited or None, marking=marking)
    for item in inspection.evidence.filter(withdrawal=None, words__contains="referrals"):
        quoted = {"source": item.ref, "words": "because of referrals"}
        a_claim(inspection, quoted, kind="quotation", statement="A secret, because of training.")


def may_see(person: Person, places: Sequence[Inspection]) -> dict[str, set[int]]:
    """Everything that a person may see, by kind, as the rooms' own pages tell it."""
    seen: dict[str, set[int]] = {code: set() for code in kinds()}
    for inspection in places:
        seen["item"] |= set(evidence.visible_to(person, inspection).values_list("pk", flat=True))
        for file in Attachment.objects.filter(item__inspection=inspection):
            _of_document(seen, evidence.document(person, inspection, f"file-{file.pk}"))
        for request in rounds.visible_to(person, inspection):
            given = rounds.receipts(person, request)
            for one in given:
                _of_document(seen, evidence.document(person, inspection, f"hand-in-{one.pk}"))
            seen["request"].add(request.pk)
            seen["receipt"] |= {one.pk for one in given if not is_withheld(one)}
        for visit in rounds.visits_visible_to(person, inspection):
            _of_visit(seen, person, visit)
        read = claims.read_by(person, inspection)
        seen["claim"] |= {claim.pk for claim, _ in read if not is_withheld(claim)}
        for body in inspection.scope.all():
            for ref in ("1.1", "2.1"):
                _of_cell(seen, judgments.cell(person, body, criterion(inspection, ref)))
    return seen


def _of_document(seen: dict[str, set[int]], document: Document | None) -> None:
    text = layers.newest(document.digest) if document else None
    if document and text:
        seen["page"] |= {page_thing(document, one.number) for one in text.pages.all()}


def _of_visit(seen: dict[str, set[int]], person: Person, listed: Visit) -> None:
    visit = rounds.visit(person, listed.inspection, listed.pk)
    assert visit is not None
    seen["visit"].add(visit.pk)
    seen["session"] |= {one.pk for one in rounds.sessions(person, visit)}
    above = visit.ended_at is None or is_withheld(visit)
    if not above and debriefs.as_read(person, visit).debrief != WITHHELD:
        seen["debrief"].add(visit.pk)


def _of_cell(seen: dict[str, set[int]], cell: judgments.Cell | None) -> None:
    if cell is None:
        return
    shown = [*cell.submissions, *([cell.own] if cell.own else [])]
    seen["submission"] |= {one.pk for one in shown if not is_withheld(one)}
    seen["moderation"] |= {one.pk for one in cell.moderations if not is_withheld(one)}
    if cell.agreed is not None and not is_withheld(cell.agreed):
        seen["agreed"].add(cell.agreed.pk)


def leaks(world: World, chance: int) -> Iterator[str]:
    """Yield whatever a search tells one of the people that they may not see, or keeps from them.

    Each kind is asked for alone, where counts are exact, and of all else what chance draws.
    """
    more = random.Random(chance)
    people = more.sample(world.people[:-1], min(ASKERS, len(world.people) - 1))
    for person in (*people, world.people[-1]):
        seen = may_see(person, world.places)
        for code in kinds():
            yield from _leaks(person, world.places, Search(kind=code), seen)
        for _ in range(DRAWN):
            places = more.choice([world.places, world.places[:1], world.places[1:]])
            search = Search(more.choice(TEXTS), kind=more.choice(["", *kinds()]))
            yield from _leaks(person, places, search, may_see(person, places))


def _leaks(
    person: Person, places: Sequence[Inspection], search: Search, seen: dict[str, set[int]]
) -> Iterator[str]:
    told = f"{person.name}: {search.text!r} {search.kind}"
    for group in finding.found(person, places, search):
        code = group.kind.code
        those = {one.thing for one in group.hits}
        if those - seen[code]:
            yield f"{told}: hits of {code} that are hidden"
        if group.total > len(seen[code]) or group.capped:
            yield f"{told}: {group.total} of {code} counted, {len(seen[code])} may be seen"
        if not search.text and search.kind and group.total != len(seen[code]):
            yield f"{told}: {group.total} of {code} found, {len(seen[code])} may be seen"
    counted = finding.facets(person, places, search)
    for code, (number, _) in counted.kinds.items():
        if number > len(seen[code]):
            yield f"{told}: facets count {number} of {code}, {len(seen[code])} may be seen"
    if not search.text and search.kind:
        yield from _wrong_facets(counted, kinds()[search.kind], seen[search.kind], told)


def _wrong_facets(
    counted: finding.Facets, kind: SearchedKind, seen: set[int], told: str
) -> Iterator[str]:
    expected = finding.Facets()
    for one in kind.facts(seen):
        expected.add(one)
    for name in ("within", "bodies", "criteria", "sources", "methods", "weeks", "people"):
        right: Counter[Any] = getattr(expected, name)
        if getattr(counted, name) != right:
            yield f"{told}: facet {name} of {kind.code} is {getattr(counted, name)}, not {right}"


@pytest.mark.parametrize("chance", range(sized(1, 12)))
def test_search_over_random_worlds_tells_all_that_its_reader_may_see_and_nothing_else(
    chance: int,
) -> None:
    world = a_random_world(chance)
    assert list(leaks(world, chance)) == []
    every = (Item, Receipt, Request, Visit, Claim)
    assert all(one.objects.exists() for one in every[2:])


@pytest.mark.of_python
@pytest.mark.parametrize(
    "rule", drilled(["marking", "team", "blindness", "of debriefs", "of claims"], 3)
)
def test_control_rule_let_down_in_one_place_is_caught(
    monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    # A world in which the rule keeps something from somebody.
    chance = 0 if rule == "of debriefs" else 3
    with transaction.atomic():
        world = a_random_world(chance)
    if rule == "marking":
        monkeypatch.setattr(inspections_searched, "of_markings", lambda _: ())
    elif rule == "team":
        monkeypatch.setattr(inspections_searched, "may", lambda *_: True)
    elif rule == "blindness":
        everything = Sight(agreed=True, submissions=True, progress=True)
        monkeypatch.setattr(
            judgments_searched,
            "sights",
            lambda _person, _inspection, rows: {(one[0], one[1]): everything for one in rows},
        )
    elif rule == "of debriefs":
        monkeypatch.setattr(debriefs_searched, "bodies_dark_to", lambda *_: frozenset())
    else:
        monkeypatch.setattr(
            claims_searched.SearchedClaim, "in_sight", lambda _self, _person, _places, these: these
        )
        monkeypatch.setattr(inspections_searched, "may", lambda *_: True)
    assert any(leaks(world, chance))
