"""Each room's things are found by their words, by whoever may see them, and by nobody else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims.searched import CLAIM
from inspectorate.domain.evidence import search as evidence_search
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.fieldwork.models import Receipt, Session, SessionCancellation, Visit
from inspectorate.domain.fieldwork.requests import actions as requests
from inspectorate.domain.fieldwork.searched import REQUEST, SESSION, VISIT
from inspectorate.domain.judgments import blindness, searched
from inspectorate.domain.judgments.blindness import Sight
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import finding, keeping
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.kinds import Narrowing, kinds
from inspectorate.foundation.search.port import COMMON, Index, empty, token, week_of
from tests.factories.findings import a_claim, agreed, an_item, assigned, submitted
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
    reads_up_to,
    scope_body,
)
from tests.factories.searching import (
    ENDED,
    WORDS,
    a_searched_inspection,
    as_it_stands,
    dispose_of,
    names_found,
)

EXAMPLE = {"criteria": ["1.1"], "practice": True, "min_items": 1}

pytestmark = pytest.mark.django_db


def test_thing_of_each_kind_is_found_by_its_own_word_alone() -> None:
    inspection = a_searched_inspection()
    lead = member(inspection, Role.LEAD)
    assert set(WORDS) == set(kinds())
    found = {code: names_found(lead, inspection, word) for code, word in WORDS.items()}
    assert found == {code: {code: 1} for code in WORDS}


def test_beginning_of_a_word_finds_what_the_word_finds_and_asks_nothing_of_other_kinds() -> None:
    inspection = a_searched_inspection()
    lead = member(inspection, Role.LEAD)
    found = {code: names_found(lead, inspection, f"{word[:4]}*") for code, word in WORDS.items()}
    assert found == {code: {code: 1} for code in WORDS}
    with CaptureQueriesContext(connection) as asked:
        finding.found(lead, [inspection], Search("ferr*"))
        finding.facets(lead, [inspection], Search("ferr*"))
    told = " ".join(one["sql"] for one in asked.captured_queries)
    common = [code for code, kind in kinds().items() if kind.index == COMMON]
    assert {code for code in common if f"{token('t', code)}" in told} == {"request"}


def test_claim_found_is_marked_as_what_supports_it() -> None:
    inspection = an_inspection()
    an_item(inspection, practice=True, marking="OFFICIAL-SENSITIVE")
    a_claim(inspection, EXAMPLE, kind="example", statement="A numbat was trained.")
    lead, editor = member(inspection, Role.LEAD), member(inspection, Role.EDITOR)
    hits = [
        [
            hit.marking
            for kind in finding.found(one, [inspection], Search("numbat"))
            for hit in kind.hits
        ]
        for one in (lead, editor)
    ]
    assert hits == [["OFFICIAL-SENSITIVE"], []]


def test_claim_without_marked_support_is_marked_as_its_page_is() -> None:
    inspection = a_searched_inspection()
    found = finding.found(member(inspection, Role.LEAD), [inspection], Search("echidna"))
    assert [hit.marking for kind in found for hit in kind.hits] == ["OFFICIAL"]


def test_claims_are_asked_of_the_inspections_they_lie_in_alone() -> None:
    inspection, others = an_inspection(), [an_inspection() for _ in range(3)]
    an_item(inspection, practice=True)
    claim = a_claim(inspection, EXAMPLE, kind="example")
    counts = []
    for places in ([inspection], [inspection, *others]):
        # As a request that comes later reads them.
        lead = Person.objects.get(pk=member(inspection, Role.LEAD).pk)
        with CaptureQueriesContext(connection) as made:
            assert list(CLAIM.in_sight(lead, places, [claim.pk])) == [claim.pk]
            assert [one.thing for one in CLAIM.shown(lead, places, [claim.pk])] == [claim.pk]
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_index_made_afresh_is_the_index_that_acts_kept() -> None:
    inspection = a_searched_inspection(phase="fieldwork")
    lead = member(inspection, Role.LEAD)
    visit = a_visit(inspection, 2)
    fieldwork.move_visit(
        by=lead,
        at=AT,
        key=a_key(),
        visit=visit,
        starts_on=visit.starts_on.replace(day=15),
        ends_on=visit.ends_on.replace(day=17),
        reason="Rain",
        version=visit.version,
    )
    held = a_session(visit)
    fieldwork.cancel_session(by=lead, at=AT, key=a_key(), session=held, reason="A lynx came.")
    # Read again, as the index made afresh will: nothing of the acts' own objects is left.
    assert names_found(lead, inspection, "lynx") == {"session": 1}
    kept = as_it_stands(COMMON), as_it_stands(evidence_search.EVIDENCE)
    assert all(kept)
    counted = keeping.rebuild()
    assert (as_it_stands(COMMON), as_it_stands(evidence_search.EVIDENCE)) == kept
    assert counted["session"] == Session.objects.count()
    assert counted["visit"] == Visit.objects.count()


def test_no_two_kinds_share_a_code_or_a_number() -> None:
    every = list(kinds().values())
    assert len({one.number for one in every}) == len(every) == len({one.code for one in every})
    assert all(0 < one.number < 64 for one in every)


def test_key_of_an_entry_leads_back_to_its_thing() -> None:
    for kind in kinds().values():
        assert [kind.thing(kind.key(one)) for one in (1, 63, 64, 10**9)] == [1, 63, 64, 10**9]


def test_common_index_that_came_to_an_older_database_is_filled_once() -> None:
    a_searched_inspection()
    kept = as_it_stands(COMMON)
    empty(COMMON)
    keeping.fill()
    assert as_it_stands(COMMON) == kept
    visits = list(Visit.objects.order_by("pk"))
    assert len(visits) > 1
    VISIT.forget(visits[0].pk)
    keeping.fill()
    assert as_it_stands(COMMON) != kept, "a kind of which something stands is left as it is"


def test_kind_of_which_nothing_stands_is_filled_beside_those_that_stand() -> None:
    a_searched_inspection()
    kept = as_it_stands(COMMON)
    for kind, rows in ((VISIT, Visit.objects), (SESSION, Session.objects)):
        kind.forget(*rows.values_list("pk", flat=True))
    assert as_it_stands(COMMON) != kept
    keeping.fill()
    assert as_it_stands(COMMON) == kept


def test_judge_finds_nothing_of_a_judgment_until_their_own_is_in() -> None:
    inspection = an_inspection(phase="judging")
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    first, second = (member(inspection, Role.INSPECTOR, number) for number in (0, 1))
    for one in (first, second):
        assigned(inspection, body, of, one)
    submitted(body.assignments.get(inspector=first))
    only = Search(kind="submission")
    for reader in (second, member(inspection, Role.LEAD)):
        assert names_found(reader, inspection, "", kind="submission") == {}
        assert finding.facets(reader, [inspection], only).kinds == {}
    assert names_found(first, inspection, "", kind="submission") == {"submission": 1}
    submitted(body.assignments.get(inspector=second))
    assert names_found(second, inspection, "", kind="submission") == {"submission": 2}


def test_control_judgments_told_by_tokens_alone_would_be_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspection = an_inspection(phase="judging")
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    first, second = (member(inspection, Role.INSPECTOR, number) for number in (0, 1))
    for one in (first, second):
        assigned(inspection, body, of, one)
    submitted(body.assignments.get(inspector=first))
    monkeypatch.setattr(blindness, "sight", lambda *_: Sight(submissions=True))
    assert names_found(second, inspection, "", kind="submission") == {"submission": 1}


def test_withdrawn_request_and_cancelled_visit_say_so_where_they_are_found() -> None:
    inspection = an_inspection(phase="fieldwork")
    lead = member(inspection, Role.LEAD)
    gone, stands = a_request(inspection, title="Ferrets"), a_request(inspection, title="Ferrets")
    requests.withdraw_request(by=lead, at=AT, key=a_key(), request=gone, reason="Sent twice.")
    off, on = a_visit(inspection), a_visit(inspection, 1)
    fieldwork.cancel_visit(
        by=lead, at=AT, key=a_key(), visit=off, reason="Ill.", version=off.version
    )
    found = finding.found(lead, [inspection], Search())
    said = {(one.kind.code, hit.thing): hit.said for one in found for hit in one.hits}
    assert "Withdrawn" in said["request", gone.pk]
    assert "Due" in said["request", stands.pk][1]
    assert "Cancelled" in said["visit", off.pk]
    assert "Cancelled" not in said["visit", on.pk]


def test_requests_come_into_the_index_in_as_many_queries_however_many() -> None:
    inspection, counts = an_inspection(), []
    for _ in range(2):
        for _ in range(3):
            a_request(inspection, criteria=[criterion(inspection, "1.1")])
        with CaptureQueriesContext(connection) as made:
            entries = [REQUEST.entry(row) for row in REQUEST.rows()]
        assert all(token("c", criterion(inspection, "1.1").pk) in one.tokens for one in entries)
        counts.append(len(made))
    assert counts == [2, 2]


def test_agreed_judgment_that_another_replaced_is_not_found() -> None:
    inspection = an_inspection(phase="judging")
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    agreed(inspection, body, of, "Good")
    lead = member(inspection, Role.LEAD)
    assert names_found(lead, inspection, "", kind="agreed") == {"agreed": 1}
    agreed(inspection, body, of, "Inadequate", outcome="cause-of-concern")
    assert names_found(lead, inspection, "", kind="agreed") == {"agreed": 1}
    assert names_found(lead, inspection, "inadequate", kind="agreed") == {"agreed": 1}


def test_marked_note_of_a_body_is_found_by_whoever_is_cleared() -> None:
    inspection = a_searched_inspection()
    lead, moderator = member(inspection, Role.LEAD), member(inspection, Role.MODERATOR)
    uncleared = a_person(Role.EDITOR)
    request = a_request(inspection)
    fieldwork.receive(
        by=lead,
        at=AT,
        key=a_key(),
        request=request,
        note="A kestrel sent this.",
        marking="OFFICIAL-SENSITIVE",
    )
    editor = member(inspection, Role.EDITOR)
    reads_up_to(inspection, "OFFICIAL-SENSITIVE", lead)
    found = [names_found(one, inspection, "kestrel") for one in (lead, editor, uncleared)]
    assert found == [{"receipt": 1}, {}, {}]
    counts = [
        finding.facets(one, [inspection], Search(kind="receipt")).kinds["receipt"]
        for one in (lead, editor)
    ]
    assert counts == [(2, False), (1, False)]
    assert moderator


def test_person_off_the_team_finds_nothing_there() -> None:
    inspection, other = a_searched_inspection(), an_inspection()
    stranger = member(other, Role.LEAD)
    if stranger.pk == member(inspection, Role.LEAD).pk:
        stranger = a_person(Role.LEAD)
    assert finding.found(stranger, [inspection], Search()) == ()
    assert finding.facets(stranger, [inspection], Search()).kinds == {}


def test_search_across_inspections_keeps_the_clearance_of_each() -> None:
    one, other = an_inspection(), an_inspection()
    lead = member(one, Role.LEAD)
    for inspection in (one, other):
        for marking in ("OFFICIAL", "OFFICIAL-SENSITIVE"):
            an_item(inspection, words="A mongoose ran.", marking=marking)
    both = [one, other]
    found = finding.facets(lead, both, Search("mongoose"))
    here = finding.facets(lead, [one], Search("mongoose"))
    there = finding.facets(lead, [other], Search("mongoose"))
    assert found.within == here.within + there.within
    assert here.within == {one.pk: 2}


def test_facets_count_by_body_criterion_source_method_week_and_person() -> None:
    inspection = an_inspection()
    lead = member(inspection, Role.LEAD)
    item = an_item(inspection)
    an_item(inspection, scope_body(inspection, 1), "1.2", kind="document", method="document-review")
    found = finding.facets(lead, [inspection], Search(kind="item"))
    assert found.kinds == {"item": (2, False)}
    assert found.bodies == {scope_body(inspection).pk: 1, scope_body(inspection, 1).pk: 1}
    assert found.criteria == {criterion(inspection, one).pk: 1 for one in ("1.1", "1.2")}
    assert found.sources == {"interview": 1, "document": 1}
    assert found.methods == {"interview": 1, "document-review": 1}
    assert found.weeks == {week_of(item.observed_at): 2}
    assert found.people == {item.recorded_by_id: 2}


def test_each_narrowing_finds_what_its_facet_counted() -> None:
    inspection = a_searched_inspection()
    lead = member(inspection, Role.LEAD)
    facets = finding.facets(lead, [inspection], Search())
    for name, counted in (
        ("body", facets.bodies),
        ("criterion", facets.criteria),
        ("source", facets.sources),
        ("method", facets.methods),
        ("week", facets.weeks),
        ("person", facets.people),
    ):
        assert counted, name
        for value, number in counted.items():
            asked = Search(narrowing=Narrowing(**{name: value}))
            found = sum(one.total for one in finding.found(lead, [inspection], asked))
            assert (name, value, found) == (name, value, number)


def test_facets_of_more_hits_than_are_counted_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    inspection = an_inspection()
    for _ in range(3):
        an_item(inspection)
    lead = member(inspection, Role.LEAD)
    monkeypatch.setattr(finding, "COUNTED", 2)
    facets = finding.facets(lead, [inspection], Search(kind="item"))
    assert (facets.kinds, sum(facets.sources.values())) == ({"item": (2, True)}, 2)


def test_words_that_were_destroyed_find_nothing_and_a_destroyed_row_is_gone() -> None:
    inspection = a_searched_inspection()
    lead = member(inspection, Role.LEAD)
    before = [names_found(lead, inspection, word) for word in ("aardvark", "gibbon")]
    dispose_of(Item.objects.get(), ["words"], by=lead)
    dispose_of(Receipt.objects.get(), [], by=lead)
    after = [names_found(lead, inspection, word) for word in ("aardvark", "gibbon")]
    assert (before, after) == ([{"item": 1}, {"receipt": 1}], [{}, {}])
    assert names_found(lead, inspection, "", kind="item") == {"item": 1}
    assert "receipt" not in finding.facets(lead, [inspection], Search()).kinds


def test_reason_of_a_cancelled_session_that_was_destroyed_finds_it_no_more() -> None:
    inspection = a_searched_inspection(phase="fieldwork")
    lead, visit, said = member(inspection, Role.LEAD), a_visit(inspection, 2), []
    for columns in (["reason"], []):
        held = a_session(visit, title="A quagga")
        fieldwork.cancel_session(by=lead, at=AT, key=a_key(), session=held, reason="A lynx came.")
        said.append(names_found(lead, inspection, "lynx"))
        dispose_of(SessionCancellation.objects.get(session=held), columns, by=lead)
        said.append(names_found(lead, inspection, "lynx"))
    assert said == [{"session": 1}, {}] * 2
    assert names_found(lead, inspection, "quagga") == {"session": 2}


def _blocks(index: Index) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT block FROM {index.table}_data")
        return b"".join(bytes(row[0]) for row in cursor.fetchall())


def test_words_that_were_destroyed_are_gone_from_the_blocks_of_the_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no blocks of its own: its vacuum clears what was deleted")
    inspection = an_inspection()
    lead, request = member(inspection, Role.LEAD), a_request(inspection)
    item = an_item(inspection, words="A zyzzyva sat.")
    given = {"request": request, "note": "A zyzzyva was sent."}
    receipt = fieldwork.receive(by=lead, at=AT, key=a_key(), **given)
    # A block holds of a word what the one before it does not begin with: here the z at most.
    indexes = (evidence_search.EVIDENCE, COMMON)
    assert [b"yzzyva" in _blocks(one) for one in indexes] == [True, True]
    dispose_of(item, ["words"], by=lead)
    dispose_of(receipt, [], by=lead)
    assert [b"yzzyva" in _blocks(one) for one in indexes] == [False, False]


def test_mine_finds_what_its_reader_recorded() -> None:
    inspection = a_searched_inspection()
    inspector = member(inspection, Role.INSPECTOR)
    other = member(inspection, Role.INSPECTOR, 1)
    assert names_found(inspector, inspection, "", mine=True) == {"item": 1, "submission": 1}
    assert names_found(other, inspection, "", mine=True) == {}


def test_items_of_a_visit_are_found_by_it() -> None:
    inspection = an_inspection()
    visit = a_visit(inspection)
    session = a_session(visit)
    an_item(inspection)
    an_item(
        inspection,
        session=session,
        observed_at=session.starts_at,
        written_at=session.ends_at,
        at=ENDED,
    )
    lead = member(inspection, Role.LEAD)
    of_visit = Search(narrowing=Narrowing(visit=visit.pk))
    assert [one.total for one in finding.found(lead, [inspection], of_visit)] == [1]
    assert searched.AGREED.narrowed(of_visit.narrowing) is None
