"""The page of the search: hits with marked words, counts beside them, and what one keeps of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.inspections import actions as joining
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import read_at_once
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import own
from inspectorate.foundation.search.kinds import kinds
from inspectorate.foundation.search.models import OwnMark, SavedSearch
from inspectorate.interfaces.web.searching.forms import OwnForm
from inspectorate.interfaces.web.searching.views import PAGES, _mark
from tests.factories.findings import an_item
from tests.factories.rooms import AT, a_key, a_session, a_visit, an_inspection, member
from tests.factories.searching import ENDED, WORDS, a_searched_inspection

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def as_one(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lead_of(inspection: Inspection) -> Client:
    return as_one(member(inspection, Role.LEAD))


def plain(answer: Any) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_hit_of_each_kind_stands_with_its_words_marked_and_opens() -> None:
    inspection = a_searched_inspection()
    client = lead_of(inspection)
    for code, word in WORDS.items():
        answer = client.get(f"/i/{inspection.slug}/search/", {"q": word})
        text = answer.content.decode()
        hits = re.findall(rf'id="h-{code}-\d+".*?href="([^"]+)"', text, flags=re.S)
        assert len(hits) == 1, code
        assert client.get(hits[0]).status_code == 200, code
        # A request is told by its text, and this one has none past its title.
        assert f"<mark>{word}" in text.lower() or code in {"visit", "claim"}, code


def test_each_kind_that_is_searched_has_its_page() -> None:
    assert set(PAGES) == set(kinds())


def test_search_across_finds_in_every_inspection_one_is_on_and_in_no_other() -> None:
    one, other = an_inspection(), an_inspection()
    mine = an_item(one, words="An okapi was seen.")
    theirs = an_item(other, words="Another okapi was seen.")
    inspector = member(one, Role.INSPECTOR)
    text = plain(as_one(inspector).get("/search/", {"q": "okapi"}))
    assert (mine.ref in text, theirs.ref in text) == (True, False)


def test_counts_come_by_themselves_for_a_script_and_on_the_page_without_one() -> None:
    inspection = a_searched_inspection()
    client = lead_of(inspection)
    address = f"/i/{inspection.slug}/search/"
    first = client.get(address).content.decode()
    assert f'hx-get="{address}?counts=on"' in first
    assert 'href="?counts=on"' in first
    part = client.get(address, {"counts": "on"}, headers={"HX-Request": "true"})
    whole = client.get(address, {"counts": "on"})
    assert "<html" not in part.content.decode()
    for answer in (part, whole):
        told = plain(answer)
        assert all(one in told for one in ("Body", "Criterion", "Kind of source", "Method", "Week"))
    narrowed = re.search(r'href="(\?body=[^"]+)"', part.content.decode())
    assert narrowed
    assert "Narrowed to" in client.get(f"{address}{narrowed[1]}").content.decode()


def test_narrowing_that_is_nobodys_narrows_nothing_and_fails_nothing() -> None:
    inspection = a_searched_inspection()
    client = lead_of(inspection)
    for asked in (
        {"body": "x"},
        {"body": "9" * 40},
        {"week": "²"},
        {"source": "no such"},
        {"method": "'; --"},
        {"page": "-1"},
        {"what": "nonsense"},
        {"person": "999999999", "counts": "on"},
        {"week": "999999999", "counts": "on"},
        {"body": "999999999", "criterion": "999999999"},
    ):
        assert client.get(f"/i/{inspection.slug}/search/", asked).status_code == 200, asked


def test_name_of_a_person_who_is_in_no_hit_is_not_told() -> None:
    inspection, other = a_searched_inspection(), an_inspection()
    stranger = member(other, Role.SIGNING)
    stranger_name = "Somebody Elsewhere"
    Person.objects.filter(pk=stranger.pk).update(name=stranger_name)
    answer = lead_of(inspection).get(f"/i/{inspection.slug}/search/", {"person": stranger.pk})
    assert stranger_name not in answer.content.decode()


def test_star_and_seen_are_kept_for_their_person_alone_and_taken_back() -> None:
    inspection = a_searched_inspection()
    item = Item.objects.get()
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    client, address = as_one(lead), f"/i/{inspection.slug}/search/"
    for do in ("star", "see"):
        answer = client.post(address, {"do": do, "thing": f"item:{item.pk}"})
        assert (answer.status_code, answer["Location"]) == (302, f"{address}#h-item-{item.pk}")
    starred = [
        plain(as_one(one).get(address, {"starred": "on"})).count(item.ref)
        for one in (lead, inspector)
    ]
    assert (starred[0] > 0, starred[1]) == (True, 0)
    assert item.ref not in plain(client.get(address, {"unseen": "on", "what": "item"}))
    for do in ("unstar", "unsee"):
        client.post(address, {"do": do, "thing": f"item:{item.pk}"})
    mark = OwnMark.objects.get()
    assert (mark.person_id, mark.seen_at, mark.starred_at) == (lead.pk, None, None)


def test_thing_that_one_may_not_see_cannot_be_marked() -> None:
    inspection, other = a_searched_inspection(), an_inspection()
    hidden = an_item(inspection, marking="OFFICIAL-SENSITIVE")
    elsewhere = an_item(other)
    client, address = as_one(member(inspection, Role.EDITOR)), f"/i/{inspection.slug}/search/"
    named = [f"item:{hidden.pk}", f"item:{elsewhere.pk}", "item:99999999"]
    answers = [client.post(address, {"do": "star", "thing": one}) for one in named]
    assert {(one.status_code, plain(one)) for one in answers} == {(404, plain(answers[0]))}
    assert not OwnMark.objects.exists()


def test_search_is_saved_under_a_name_found_again_and_removed_by_its_person_alone() -> None:
    inspection = a_searched_inspection()
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    client, address = as_one(lead), f"/i/{inspection.slug}/search/"
    client.post(f"{address}?q=badger&page=3&counts=on", {"do": "save", "name": "Badgers"})
    saved = SavedSearch.objects.get()
    assert (saved.asked, saved.within, saved.person_id) == ("q=badger", inspection.pk, lead.pk)
    everywhere = client.get("/search/").content.decode()
    assert f'href="{address}?q=badger"' in everywhere
    assert "Badgers" not in as_one(inspector).get("/search/").content.decode()
    remove = {"do": "remove", "saved": saved.pk}
    assert as_one(inspector).post("/search/", remove).status_code == 404
    assert client.post("/search/", remove).status_code == 302
    assert not SavedSearch.objects.exists()


def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost() -> None:
    inspection = a_searched_inspection()
    client, address = lead_of(inspection), f"/i/{inspection.slug}/search/"
    nameless = client.post(f"{address}?q=badger", {"do": "save", "name": ""})
    too_long = client.post(f"{address}?q=badger", {"do": "save", "name": "x" * 81})
    thingless = client.post(address, {"do": "star"})
    assert [one.status_code for one in (nameless, too_long, thingless)] == [422] * 3
    assert "Give this search a name" in plain(nameless)
    assert 'value="badger"' in nameless.content.decode()
    assert f'value="{"x" * 81}"' in too_long.content.decode()
    assert "Choose a thing of this page" in plain(thingless)


def test_search_saved_under_a_name_that_is_there_replaces_it_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own, "MOST_SAVED", 2)
    client = as_one(member(an_inspection(), Role.LEAD))
    asked = (("one", "a"), ("two", "b"), ("two", "c"), ("three", "d"))
    answers = [client.post(f"/search/?q={q}", {"do": "save", "name": name}) for name, q in asked]
    assert [one.status_code for one in answers] == [302, 302, 302, 422]
    assert "You have saved 2 searches. Remove one first" in plain(answers[-1])
    saved = SavedSearch.objects.values_list("name", "asked")
    assert sorted(saved) == [("one", "q=a"), ("two", "q=c")]


def test_thing_is_marked_in_as_many_queries_however_many_inspections_one_is_on() -> None:
    inspection = an_inspection()
    item, counts = an_item(inspection), []
    inspector = member(inspection, Role.INSPECTOR)
    for do in ("star", "see", "unstar"):
        as_one(inspector).post("/search/", {"do": do, "thing": f"item:{item.pk}"})
    for more in (0, 3):
        for _ in range(more):
            other = an_inspection()
            joining.join(
                by=member(other, Role.LEAD),
                at=AT,
                key=a_key(),
                inspection=other,
                person=inspector,
                role=Role.INSPECTOR,
                team="",
            )
        places = list(inspections.visible_to(inspector))
        someone = Person.objects.get(pk=inspector.pk)
        read_at_once(someone, places)
        form = OwnForm(QueryDict(f"do=star&thing=item:{item.pk}"))
        assert form.is_valid()
        with CaptureQueriesContext(connection) as made:
            _mark(someone, places, form)
        counts.append((len(places), len(made)))
    assert counts[1][0] == counts[0][0] + 3
    assert counts[0][1] == counts[1][1]


def test_saved_search_in_an_inspection_one_has_left_leads_nowhere() -> None:
    inspection = a_searched_inspection()
    lead = member(inspection, Role.LEAD)
    client = as_one(lead)
    client.post(f"/i/{inspection.slug}/search/?q=badger", {"do": "save", "name": "Badgers"})
    inspection.team.filter(person=lead).update(left_at=ENDED)
    told = client.get("/search/").content.decode()
    assert "Badgers" in told
    assert f"/i/{inspection.slug}/search/" not in told


def test_visit_says_how_much_of_its_evidence_its_reader_has_seen() -> None:
    inspection = an_inspection()
    visit = a_visit(inspection)
    session = a_session(visit)
    times = {"observed_at": session.starts_at, "written_at": session.ends_at, "at": ENDED}
    items = [an_item(inspection, session=session, **times) for _ in range(3)]
    an_item(inspection, session=session, marking="OFFICIAL-SENSITIVE", **times)
    editor = member(inspection, Role.EDITOR)
    client, page = as_one(editor), f"/i/{inspection.slug}/fieldwork/visits/{visit.pk}/"
    assert "You have seen 0 of 3 items" in plain(client.get(page))
    things = [f"item:{one.pk}" for one in items[:2]]
    client.post(f"/i/{inspection.slug}/search/?what=item", {"do": "see", "thing": things})
    assert "You have seen 2 of 3 items" in plain(client.get(page))
    rest = plain(
        client.get(
            f"/i/{inspection.slug}/search/", {"what": "item", "visit": visit.pk, "unseen": "on"}
        )
    )
    assert [one.ref in rest for one in items] == [False, False, True]
    assert Visit.objects.count() == 1


def test_page_of_an_item_marks_it_and_leads_back_to_it() -> None:
    inspection = a_searched_inspection()
    item, client = Item.objects.get(), lead_of(inspection)
    page = f"/i/{inspection.slug}/evidence/{item.number}/"
    text = client.get(page).content.decode()
    action = re.search(r'action="([^"]+search[^"]+)"', text)
    assert action
    answer = client.post(action[1], {"do": "see", "thing": f"item:{item.pk}"})
    assert answer["Location"].startswith(page)
    assert "Mark as not seen" in client.get(page).content.decode()


def test_number_of_queries_is_the_same_for_one_hit_and_for_many() -> None:
    inspection = an_inspection()
    client, counts = lead_of(inspection), []
    client.get(f"/i/{inspection.slug}/search/")  # what a process reads once
    for number in (1, 6):
        for _ in range(number):
            an_item(inspection)
        for asked in ({}, {"counts": "on"}, {"what": "item", "q": "training"}):
            with CaptureQueriesContext(connection) as made:
                client.get(f"/i/{inspection.slug}/search/", asked)
            counts.append(len(made))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 70


def test_search_for_more_words_than_count_says_so() -> None:
    client = lead_of(an_inspection())
    words = [f"word{number}" for number in range(21)]
    for asked, said in ((words, True), (words[1:], False)):
        answer = client.get("/search/", {"q": " ".join(asked)})
        assert ("Only the first 20 count" in plain(answer)) is said
