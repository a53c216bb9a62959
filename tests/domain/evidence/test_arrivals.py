"""Notes that the rules refuse are received all the same: numbered, kept as they were sent, and
decided on by a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence.arrivals import actions, queries, taking
from inspectorate.domain.evidence.arrivals.kinds import Door
from inspectorate.domain.evidence.arrivals.models import Arrival, ArrivalFile
from inspectorate.domain.evidence.arrivals.note import Arriving
from inspectorate.domain.evidence.arrivals.taking import Incoming, Taken, take_in, take_in_many
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, TeamMember
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger import chain, proof
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.interfaces.notes import NoteReader
from tests.factories.findings import LATER, a_recording
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    a_clearance,
    a_key,
    a_person,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    reads_no_more,
    scope_body,
)

pytestmark = pytest.mark.django_db
BY_DEVICE = Arriving(via=Door.DEVICE, device_time=AT, skew=3600)


def said(inspection: Inspection, **instead: Any) -> dict[str, Any]:
    """What a device sends of a note, with ``instead`` in place of what is there."""
    return {
        "body": scope_body(inspection).code,
        "kind": "interview",
        "method": "interview",
        "origin": "Sergeant, custody",
        "words": "We look at it each morning.",
        "direction": "supports",
        "criteria": [criterion(inspection).pk],
        "observed_at": AT.isoformat(),
        "written_at": (AT + timedelta(hours=1)).isoformat(),
    } | instead


def taken(
    inspection: Inspection,
    given: Any,
    *,
    by: Person | None = None,
    key: str = "",
    at: datetime = LATER,
    arriving: Arriving = BY_DEVICE,
) -> Taken:
    return take_in(
        by=by or member(inspection, Role.INSPECTOR),
        at=at,
        key=key or a_key(),
        inspection=inspection,
        note=NoteReader(inspection).read(given),
        arriving=arriving,
    )


def received(inspection: Inspection, given: Any | None = None, **how: Any) -> Arrival:
    """A note that was received: by default one whose clock was a day ahead."""
    ahead = (LATER + timedelta(days=1)).isoformat()
    wrong = said(inspection, observed_at=ahead, written_at=ahead)
    arrival = taken(inspection, wrong if given is None else given, **how).arrival
    assert arrival is not None
    return arrival


def decide(arrival: Arrival, by: Person, **given: Any) -> Item:
    recording = a_recording(
        arrival.inspection,
        **{"origin": "Sergeant, custody", "words": "We look at it each morning."} | given,
    )
    return actions.record_received(
        by=by, at=LATER, key=a_key(), arrival=arrival, recording=recording
    )


class TestTakeIn:
    def test_note_that_no_rule_refuses_is_recorded_with_the_clock_of_its_device(self) -> None:
        inspection = an_inspection()
        item = taken(inspection, said(inspection, rebuilt=True)).item
        assert item is not None
        assert (item.device_time, item.skew, item.rebuilt) == (AT, 3600, True)
        assert Arrival.objects.count() == 0

    @pytest.mark.parametrize(
        ("instead", "code"),
        [
            ({"observed_at": "2099-01-01T10:00:00Z"}, "observed_in_future"),
            ({"body": "nowhere"}, "body_out_of_scope"),
            ({"session": 987654}, "session_elsewhere"),
            ({"criteria": [2**62]}, "criterion_unknown"),
            ({"kind": "gossip"}, "kind_unknown"),
            ({"method": "séance"}, "method_unknown"),
            ({"direction": "up"}, "direction_unknown"),
            ({"marking": "COSMIC"}, "marking_unknown"),
            ({"words": "A bell \x07 rings"}, "cannot_be_printed"),
            ({"words": "Half \ud800 a pair"}, "not_as_described"),
            ({"words": ["a", {"b": None}]}, "not_as_described"),
            ({"weather": "rain"}, "not_as_described"),
            ({"criteria": "1.1"}, "not_as_described"),
            ({"origin": "x" * 161}, "not_as_described"),
        ],
    )
    def test_what_a_rule_or_the_description_refuses_is_received_whole_with_its_reason(
        self, instead: Mapping[str, Any], code: str
    ) -> None:
        inspection = an_inspection()
        given = said(inspection, **instead)
        arrival = received(inspection, given)
        assert arrival.ref == f"{inspection.prefix}-N0001"
        assert code in [one.code for one in arrival.told]
        assert all(one.text and one.mend for one in arrival.told)
        assert Arrival.objects.get().given == given
        assert (arrival.via, arrival.skew, arrival.device_time) == ("device", 3600, AT)
        entry = Entry.objects.get(verb="evidence.receive")
        assert "morning" not in str(entry.detail)
        assert [*chain.faults([inspection.stream]), *proof.faults()] == []

    def test_session_moved_or_cancelled_and_inspection_closed_lose_no_note(self) -> None:
        inspection = an_inspection()
        session = a_session(a_visit(inspection))
        before = (session.starts_at - timedelta(hours=2)).isoformat()
        outside = said(inspection, session=session.pk, observed_at=before, written_at=before)
        assert "observed_outside_session" in [
            one.code for one in received(inspection, outside, at=session.ends_at).told
        ]
        inspections.move(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            inspection=inspection,
            to_phase="abandoned",
            reason="No longer needed.",
            version=inspection.version,
        )
        closed = received(inspection, said(inspection))
        assert closed.told
        assert closed.number == 2

    def test_author_who_left_is_received_and_who_was_never_there_is_nobody(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        TeamMember.objects.filter(inspection=inspection, person=author).update(left_at=LATER)
        arrival = received(inspection, said(inspection), by=author)
        assert [one.code for one in arrival.told] == ["author_left"]
        for other in (a_person(Role.INSPECTOR), member(inspection, Role.EDITOR)):
            with pytest.raises(Forbidden):
                taken(inspection, said(inspection), by=other)
        assert Arrival.objects.count() == 1

    def test_same_note_has_the_same_answer_when_recorded_received_and_decided(self) -> None:
        inspection = an_inspection()
        fine, wrong = said(inspection), said(inspection, body="nowhere")
        first = taken(inspection, fine, key="a")
        rescue = Arriving(via=Door.RESCUE, brought_by=member(inspection, Role.LEAD))
        assert taken(inspection, fine, key="a", arriving=rescue).item == first.item
        arrival = received(inspection, wrong, key="b")
        assert received(inspection, wrong, key="b", arriving=rescue) == arrival
        item = decide(arrival, member(inspection, Role.LEAD))
        again = taken(inspection, wrong, key="b")
        assert (again.item, again.arrival) == (item, arrival)
        assert (Item.objects.count(), Arrival.objects.count()) == (2, 1)

    def test_other_words_under_one_key_are_received_beside_the_first_and_once(self) -> None:
        inspection = an_inspection()
        first = taken(inspection, said(inspection), key="k")
        for words in ("Other.", "Yet other.", "Other."):
            arrival = received(inspection, said(inspection, words=words), key="k")
            assert [one.code for one in arrival.told] == ["other_words"]
        wrong = said(inspection, body="nowhere")
        assert received(inspection, wrong, key="k").told[0].code == "other_words"
        assert Arrival.objects.count() == 3
        assert taken(inspection, said(inspection), key="k").item == first.item

    def test_batch_records_what_may_be_and_receives_the_rest_in_their_order(self) -> None:
        inspection = an_inspection()
        reader = NoteReader(inspection)
        notes = [
            said(inspection),
            said(inspection, kind="gossip"),
            said(inspection, body="nowhere"),
            said(inspection, words="Last."),
        ]
        incoming = [
            Incoming(f"k{place}", reader.read(one), BY_DEVICE) for place, one in enumerate(notes)
        ]
        by = member(inspection, Role.INSPECTOR)

        def send() -> list[Taken]:
            return take_in_many(by=by, at=LATER, inspection=inspection, incoming=incoming)

        first = send()
        assert [bool(one.item) for one in first] == [True, False, False, True]
        assert [bool(one.arrival) for one in first] == [False, True, True, False]
        assert send() == first
        assert (Item.objects.count(), Arrival.objects.count()) == (2, 2)

    def test_files_of_a_note_that_is_received_are_kept_and_go_with_its_item(self) -> None:
        inspection = an_inspection()
        file = store.take(b"day,officers\n1,3\n", name="rota.csv")
        note = NoteReader(inspection).read(said(inspection, kind="gossip"), files=[file])
        by = member(inspection, Role.INSPECTOR)
        arrival = take_in(
            by=by, at=LATER, key="f", inspection=inspection, note=note, arriving=BY_DEVICE
        ).arrival
        assert arrival is not None
        assert [one.name for one in ArrivalFile.objects.filter(arrival=arrival)] == ["rota.csv"]
        item = decide(arrival, by)
        assert [one.blob_id for one in item.attachments.all()] == [file.digest]

    def test_note_under_a_key_of_another_inspection_is_kept_on_both(self) -> None:
        one = an_inspection()
        other = an_inspection(framework=one.framework)
        by = member(one, Role.INSPECTOR)
        TeamMember.objects.create(inspection=other, person=by, role=Role.INSPECTOR, joined_at=AT)
        received(one, {"words": "A"}, by=by, key="7")
        there = [received(each, {"words": "B"}, by=by, key="7") for each in (one, other)]
        assert [each.inspection for each in there] == [one, other]
        assert received(other, {"words": "B"}, by=by, key="7") == there[1]

    @pytest.mark.parametrize("many", [False, True])
    def test_note_received_while_the_same_is_sent_again_is_one_note(
        self, many: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inspection = an_inspection()
        by, given = member(inspection, Role.INSPECTOR), said(inspection, kind="gossip")
        first = received(inspection, given, by=by, key="r")
        asked = iter([True])
        known = taking._before
        # The second sender looked before the first one's note was there.
        monkeypatch.setattr(taking, "_before", lambda *a: {} if next(asked, False) else known(*a))
        if many:
            note = NoteReader(inspection).read(given)
            incoming = [Incoming("r", note, BY_DEVICE)]
            (answer,) = take_in_many(by=by, at=LATER, inspection=inspection, incoming=incoming)
        else:
            answer = taken(inspection, given, by=by, key="r")
        assert answer.arrival == first
        assert Arrival.objects.count() == 1

    def test_batch_of_any_length_answers_a_key_that_comes_twice(self) -> None:
        inspection = an_inspection()
        reader, by = NoteReader(inspection), member(inspection, Role.INSPECTOR)
        texts = [f"Note {one}." for one in range(101)]
        notes = [(text, text) for text in texts] + [(texts[0], texts[0]), (texts[1], "Other.")]
        incoming = [
            Incoming(key, reader.read(said(inspection, words=words)), BY_DEVICE)
            for key, words in notes
        ]
        answers = take_in_many(by=by, at=LATER, inspection=inspection, incoming=incoming)
        assert answers[101] == answers[0]
        assert answers[102].told[0].code == "other_words"
        assert (Item.objects.count(), Arrival.objects.count()) == (101, 1)

    def test_batch_sent_again_asks_as_much_however_many_were_decided(self) -> None:
        inspection = an_inspection()
        by, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        reader, counts = NoteReader(inspection), []
        for size in (2, 6):
            incoming = [
                Incoming(f"{size}/{one}", reader.read(said(inspection, kind="gossip")), BY_DEVICE)
                for one in range(size)
            ]
            send = {"by": by, "at": LATER, "inspection": inspection, "incoming": incoming}
            for one in take_in_many(**send):
                assert one.arrival
                decide(one.arrival, lead)
            with CaptureQueriesContext(connection) as asked:
                refs = [one.item.ref for one in take_in_many(**send) if one.item]
            assert len(refs) == size
            counts.append(len(asked))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize("name", ["a\x00.csv", "a\ud800.csv", "n" * 1100 + ".csv"])
    def test_file_of_any_name_is_kept_and_can_be_recorded(self, name: str) -> None:
        inspection = an_inspection()
        by, file = member(inspection, Role.INSPECTOR), store.take(b"day\n1\n", name=name)
        note = NoteReader(inspection).read(said(inspection, kind="gossip"), files=[file])
        arrival = take_in(
            by=by, at=LATER, key="f", inspection=inspection, note=note, arriving=BY_DEVICE
        ).arrival
        assert arrival is not None
        item = decide(arrival, by)
        kept = item.attachments.get().name
        assert kept.endswith(".csv")
        assert len(kept) <= 200
        assert ("files" in item.decided.changes) == (len(name) > 200)

    def test_of_many_reasons_so_many_are_kept_as_anybody_reads(self) -> None:
        inspection = an_inspection()
        given = said(inspection) | {f"k{one}": one for one in range(1_000)}
        arrival = received(inspection, given)
        assert arrival.given == given
        assert len(arrival.told) == 51
        assert arrival.told[-1].text == "There were 950 more reasons."


class TestSecret:
    @pytest.mark.parametrize(
        "marking",
        [
            "SECRET",
            "secret",
            " S E C R E T ",
            "ＳＥＣＲＥＴ",
            "SЕСRЕТ",
            "S3CR3T",
            "SECERT",
            "UK SECRET",
            "top-secret",
            ["SECRET"],
            {"level": "Secret"},
        ],
    )
    def test_words_and_files_that_are_secret_are_dropped_however_it_is_spelt(
        self, marking: Any
    ) -> None:
        inspection = an_inspection()
        given = said(inspection, marking=marking, words="The source is X.", note="Source X.")
        file = store.take(b"day,officers\n1,3\n", name="source-x.csv")
        note = NoteReader(inspection).read(given, files=[file])
        assert (note.left_out, note.marking, list(note.files)) == (True, "SECRET", [])
        arrival = received(inspection, given)
        assert "ource" not in arrival.sent
        assert arrival.left_out
        assert arrival.told[0].code == "secret_text"

    @pytest.mark.parametrize(
        "shaped",
        [
            lambda note: {"items": [note | {"marking": "SECRET"}]},
            lambda note: {"item": note | {"Classification": {"level": "top secret"}}},
            lambda note: [note | {"marking": "SECRET"}],
            lambda note: note | {"words": {"text": note["words"], "marking": "SECRET"}},
            lambda note: note | {"isSecret": True},
            lambda note: note | {"S3CRET": 1},
            lambda note: note | {"level": "UK SECRET"},
            lambda note: note | {"kind": "Secret"},
            lambda note: note | {"handling": "Keep it as a secret. " * 30},
            lambda note: note | {f"k{n}": 0 for n in range(200)} | {"marking": "TS"},
        ],
    )
    def test_mark_at_any_depth_and_under_any_name_that_means_one_is_read(self, shaped: Any) -> None:
        inspection = an_inspection()
        arrival = received(inspection, shaped(said(inspection, words="The source is X.")))
        assert "source is X" not in arrival.sent
        assert (arrival.marking, arrival.marked) == ("SECRET", False)

    @pytest.mark.parametrize("marking", ["S", "TS", "SECR", "UK TS"])
    def test_short_form_of_secret_is_secret(self, marking: str) -> None:
        inspection = an_inspection()
        assert "morning" not in received(inspection, said(inspection, marking=marking)).sent

    @pytest.mark.parametrize(
        "more",
        [
            {"status": "case created"},
            {"place": "Home Secretary's office"},
            {"note": "at his discretion"},
            {"tags": ["records created"]},
            {"door": "secured"},
            {"then": "recreate"},
            {"who": "Officers created"},
            {"how": "process crept"},
            {"where": "5 Crete Road"},
            {"told": "not secret"},
            {"secret": False},
            {"is_secret": "no"},
            {"secretary": "There"},
            {"size": "S"},
            {"handling": "By the Home Secretary"},
        ],
    )
    def test_field_that_tells_of_something_else_costs_no_words(self, more: Any) -> None:
        inspection = an_inspection()
        arrival = received(inspection, said(inspection, **more))
        assert arrival.given == said(inspection, **more)
        assert not arrival.left_out

    @pytest.mark.parametrize(
        "shaped", [lambda note: [note], lambda note: {"item": note}, lambda note: {"text": "Seen."}]
    )
    def test_note_of_another_shape_is_never_taken_for_official(self, shaped: Any) -> None:
        inspection = an_inspection()
        arrival = received(inspection, shaped(said(inspection, marking="OFFICIAL")))
        assert (arrival.marking, arrival.marked) == ("OFFICIAL-SENSITIVE", False)

    def test_mark_under_another_name_is_not_passed_over(self) -> None:
        inspection = an_inspection()
        given = said(inspection, classification="Secret", words="The source is X.")
        assert "source" not in received(inspection, given).sent
        note = NoteReader(inspection).read(said(inspection, Marking="high"))
        assert (note.marking, note.marked) == ("OFFICIAL-SENSITIVE", False)

    def test_sensitive_and_words_that_tell_of_secrets_are_kept(self) -> None:
        inspection = an_inspection()
        given = said(inspection, marking="OFFICIAL-SENSITIVE", words="It is no secret here.")
        item = taken(inspection, given).item
        assert item is not None
        assert item.words == "It is no secret here."

    def test_stub_of_secret_words_is_recorded(self) -> None:
        inspection = an_inspection()
        given = said(inspection, marking="SECRET", words="", stub="Held by the registry.")
        item = taken(inspection, given).item
        assert item is not None
        assert (item.marking, item.words, item.stub) == ("SECRET", "", "Held by the registry.")

    def test_unknown_mark_is_read_by_its_author_and_a_cleared_lead_alone(self) -> None:
        inspection = an_inspection()
        author, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        lead, analyst = reads_no_more(lead, member(inspection, Role.ANALYST))
        received(inspection, said(inspection, marking="COSMIC"), by=author)

        def readers() -> list[bool]:
            return [
                queries.arrival(one, inspection, "1") is not None for one in (author, lead, analyst)
            ]

        assert readers() == [True, False, False]
        assert queries.listed(lead, inspection).unread == 1
        a_clearance(lead, analyst)
        lead, analyst = (Person.objects.get(pk=one.pk) for one in (lead, analyst))
        assert readers() == [True, True, False]

    def test_words_recorded_with_a_higher_mark_are_hidden_on_the_note_too(self) -> None:
        inspection = an_inspection()
        author, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        (analyst,) = reads_no_more(member(inspection, Role.ANALYST))
        arrival = received(inspection, by=author)
        assert queries.arrival(analyst, inspection, "1") is not None
        decide(arrival, lead, marking="OFFICIAL-SENSITIVE")
        assert queries.arrival(analyst, inspection, "1") is None
        assert queries.hidden_from(analyst, inspection)[0].count() == 1
        for reader in (author, lead):
            found = queries.arrival(reader, inspection, "1")
            assert found is not None
            assert found.mark == "OFFICIAL-SENSITIVE"


class TestDecide:
    def test_lead_records_in_the_authors_name_and_what_was_mended_is_said(self) -> None:
        inspection = an_inspection()
        author, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        arrival = received(inspection, by=author, at=LATER - timedelta(hours=1))
        item = decide(arrival, lead)
        assert (item.recorded_by, item.decided.by) == (author, lead)
        assert item.decided.changes == ["observed_at", "written_at"]
        assert item.came_at == LATER - timedelta(hours=1)
        assert Entry.objects.get(of=f"evidence.item/{item.pk}").by == str(lead.pk)
        fresh = queries.arrival(lead, inspection, "1")
        assert fresh is not None
        assert fresh.state == "recorded"
        assert [*chain.faults([inspection.stream]), *proof.faults()] == []

    @pytest.mark.parametrize("name", ["words", "origin"])
    def test_words_and_origin_are_changed_by_the_author_alone(self, name: str) -> None:
        inspection = an_inspection()
        author, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        arrival = received(inspection, by=author)
        with pytest.raises(Refused) as refusal:
            decide(arrival, lead, **{name: "Something else."})
        assert codes_of(refusal) == ["words_of_author"]
        item = decide(arrival, author, **{name: "Something else."})
        assert name in item.decided.changes

    def test_field_that_no_item_has_is_said_to_be_left_out_but_not_in_the_ledger(self) -> None:
        inspection = an_inspection()
        given = said(inspection, more_words="Nobody looks on Sundays.", note="")
        arrival = received(inspection, given)
        item = decide(
            arrival,
            arrival.author,
            observed_at=datetime.fromisoformat(given["observed_at"]),
            written_at=datetime.fromisoformat(given["written_at"]),
        )
        assert item.decided.changes == ["left out: more_words"]
        assert Entry.objects.get(verb="evidence.record_received").detail["changed"] == []

    def test_mark_under_another_name_is_not_lowered_without_a_word(self) -> None:
        inspection = an_inspection()
        arrival = received(inspection, said(inspection, Marking="high"))
        item = decide(arrival, arrival.author, marking="OFFICIAL")
        assert "marking" in item.decided.changes

    def test_time_that_no_author_wrote_is_when_the_note_came(self) -> None:
        inspection = an_inspection()
        given = said(inspection, kind="gossip", written_at=None)
        came = LATER - timedelta(hours=1)
        arrival = received(inspection, given, at=came)
        with pytest.raises(Refused) as refusal:
            decide(
                arrival, arrival.author, written_at=None, observed_at=came + timedelta(minutes=1)
            )
        assert codes_of(refusal) == ["written_before_observed"]
        item = decide(arrival, arrival.author, written_at=None)
        assert item.written_at == came
        assert "written_at" not in item.decided.changes

    def test_that_words_are_from_memory_is_said_by_their_author_alone(self) -> None:
        inspection = an_inspection()
        arrival = received(inspection)
        with pytest.raises(Refused) as refusal:
            decide(arrival, member(inspection, Role.LEAD), rebuilt=True)
        assert codes_of(refusal) == ["words_of_author"]
        assert decide(arrival, arrival.author, rebuilt=True).rebuilt

    def test_lead_fills_in_an_origin_where_none_was_sent_and_drops_a_stub(self) -> None:
        inspection = an_inspection()
        given = said(inspection, origin="", stub="Held elsewhere.")
        item = decide(received(inspection, given), member(inspection, Role.LEAD))
        assert {"origin", "stub"} <= set(item.decided.changes)

    def test_note_that_no_lead_may_read_is_told_to_them_all_the_same(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        (lead,) = reads_no_more(member(inspection, Role.LEAD))
        received(inspection, said(inspection, marking="COSMIC"), by=author)
        assert [one.what for one in queries.waiting(lead, inspection)] == [
            "A note that you may not read waits"
        ]

    def test_who_left_the_team_learns_of_no_body_or_session(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        TeamMember.objects.filter(inspection=inspection, person=author).update(left_at=LATER)
        wrong = said(inspection, body="nowhere", session=7)
        assert [one.code for one in received(inspection, wrong, by=author).told] == ["author_left"]

    def test_character_that_cannot_be_printed_may_be_left_out_by_a_lead(self) -> None:
        inspection = an_inspection()
        arrival = received(inspection, said(inspection, words="A bell \x07 rings"))
        item = decide(arrival, member(inspection, Role.LEAD), words="A bell  rings")
        assert item.decided.changes == ["words"]

    def test_rules_hold_for_what_is_decided_too(self) -> None:
        inspection = an_inspection()
        arrival = received(inspection)
        with pytest.raises(Refused) as refusal:
            decide(arrival, member(inspection, Role.LEAD), kind="gossip")
        assert codes_of(refusal) == ["kind_unknown"]

    def test_others_decide_on_no_note_but_their_own(self) -> None:
        inspection = an_inspection()
        arrival = received(inspection)
        other = member(inspection, Role.ANALYST)
        with pytest.raises(Refused) as refusal:
            decide(arrival, other)
        assert codes_of(refusal) == ["not_your_note"]
        with pytest.raises(Forbidden):
            decide(arrival, member(inspection, Role.EDITOR))

    def test_note_is_set_aside_and_taken_up_with_reasons_and_decided_once(self) -> None:
        inspection = an_inspection()
        lead, arrival = member(inspection, Role.LEAD), received(inspection)

        def act(verb: Any, reason: str = "Sent twice.") -> Any:
            found = queries.arrival(lead, inspection, "1")
            assert found is not None
            return verb(by=lead, at=LATER, key=a_key(), arrival=found, reason=reason)

        with pytest.raises(Refused):
            act(actions.take_up)
        with pytest.raises(Refused):
            act(actions.set_aside, reason=" ")
        act(actions.set_aside)
        assert queries.waiting_on(inspection) == 0
        for verb in (actions.set_aside, lambda **given: decide(given["arrival"], lead)):
            with pytest.raises(Refused) as refusal:
                act(verb)
            assert codes_of(refusal) == ["not_waiting"]
        act(actions.take_up)
        assert queries.waiting_on(inspection) == 1
        decide(arrival, lead)
        with pytest.raises(Refused) as refusal:
            decide(arrival, lead)
        assert codes_of(refusal) == ["not_waiting"]

    def test_list_is_paged_and_narrowed_and_hides_what_is_marked_above(self) -> None:
        inspection = an_inspection()
        author = member(inspection, Role.INSPECTOR)
        (lead,) = reads_no_more(member(inspection, Role.LEAD))
        for number in range(queries.PAGE_SIZE + 1):
            received(inspection, said(inspection, kind=f"k{number}"), by=author)
        sensitive = said(inspection, kind="gossip", marking="OFFICIAL-SENSITIVE")
        received(inspection, sensitive, by=author)
        page = queries.listed(lead, inspection)
        assert (len(page.arrivals), page.total, page.pages, page.unread) == (50, 51, 2, 1)
        assert len(queries.listed(lead, inspection, page=2).arrivals) == 1
        assert queries.listed(lead, inspection, mine=True).total == 0
        assert queries.listed(author, inspection, mine=True).total == 52


def test_what_a_batch_names_is_looked_up_once_for_each_kind_of_thing() -> None:
    inspection = an_inspection()
    session = a_session(a_visit(inspection))
    given = [said(inspection, session=session.pk, words=f"Note {one}.") for one in range(5)]
    given += [said(inspection, session=-1, criteria=[0, "x", 2**70], body="\x00")]
    reader = NoteReader(inspection)
    with CaptureQueriesContext(connection) as asked:
        reader.look_up(given)
        notes = [reader.read(one) for one in given]
    assert [one.recording is not None for one in notes] == [True] * 5 + [False]
    assert len(asked) == 3


def test_sent_is_kept_in_one_spelling_that_each_database_takes() -> None:
    inspection = an_inspection()
    given = said(inspection, words="Nul \x00, half \ud800, ünïcode 😀", kind="gossip")
    arrival = received(inspection, given)
    assert arrival.sent.isascii()
    assert json.loads(Arrival.objects.get().sent) == given
