"""Recording through the door for programs: the same act, all reasons at once, nothing twice."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.ledger import chain, proof
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.tokens.scopes import Scope
from tests.factories.rooms import criterion, scope_body
from tests.factories.world import Half, World

from .asking import Program, a_program

pytestmark = pytest.mark.django_db


def sent(half: Half, **instead: Any) -> dict[str, Any]:
    """What a program sends, with ``instead`` in place of what is there."""
    now = timezone.now()
    return {
        "body": scope_body(half.inspection).code,
        "kind": "interview",
        "method": "interview",
        "origin": "Sergeant, custody",
        "words": "We look at it each morning.",
        "direction": "supports",
        "criteria": [criterion(half.inspection).pk],
        "observed_at": (now - timedelta(hours=2)).isoformat(),
        "written_at": (now - timedelta(hours=1)).isoformat(),
    } | instead


def to_record(half: Half, who: str = "inspector") -> tuple[Program, str]:
    return a_program(half.people[who]), f"{half.inspection.slug}/evidence/"


class TestRecord:
    def test_item_is_recorded_as_by_a_form_and_receipted_by_its_number(self, world: World) -> None:
        half = world.second
        program, address = to_record(half)
        answer = program.post(address, sent(half))
        assert answer.status_code == 201, answer.json()
        told = answer.json()
        item = Item.objects.get(inspection=half.inspection, number=told["number"])
        assert (item.ref, item.recorded_by) == (told["ref"], half.people["inspector"])
        assert item.words == "We look at it each morning."
        entry = Entry.objects.filter(verb="evidence.record").latest("pk")
        assert entry.of == f"evidence.item/{item.pk}"
        assert program.get(f"{address}{item.number}/").json()["words"] == item.words

    def test_same_item_sent_again_is_recorded_once_and_answered_alike(self, world: World) -> None:
        program, address = to_record(world.second)
        given, before = sent(world.second), Item.objects.count()
        first, again = (program.post(address, given, key="note-7") for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
        assert Item.objects.count() == before + 1

    def test_other_words_under_a_key_that_was_used_are_received_beside_the_first(
        self, world: World
    ) -> None:
        program, address = to_record(world.second)
        first = program.post(address, sent(world.second), key="note-8")
        given = sent(world.second, words="Other words.")
        other, again = (program.post(address, given, key="note-8") for _ in range(2))
        assert (first.status_code, other.status_code) == (201, 202)
        assert [one["code"] for one in other.json()["reasons"]] == ["other_words"]
        assert again.json() == other.json()
        arrival = Arrival.objects.get(number=other.json()["number"])
        assert arrival.given["words"] == "Other words."
        assert Item.objects.get(number=first.json()["number"], inspection=arrival.inspection)

    def test_key_of_one_person_is_not_that_of_another(self, world: World) -> None:
        given = sent(world.second)
        numbers = set()
        for who in ("inspector", "lead"):
            program, address = to_record(world.second, who)
            numbers.add(program.post(address, given, key="note-9").json()["number"])
        assert len(numbers) == 2

    def test_without_a_key_nothing_is_recorded(self, world: World) -> None:
        program, address = to_record(world.second)
        for key in (None, "", "ünfit", "k" * 101):
            answer = program.post(address, sent(world.second), key=key)
            assert answer.status_code == 422
            (reason,) = answer.json()["reasons"]
            assert reason["field"] == "Idempotency-Key", key

    def test_every_reason_is_told_at_once_with_its_field(self, world: World) -> None:
        program, address = to_record(world.second)
        wrong = sent(
            world.second,
            kind="gossip",
            words="",
            criteria=[],
            observed_at=(timezone.now() + timedelta(hours=3)).isoformat(),
        )
        answer = program.post(address, wrong)
        assert answer.status_code == 202
        fields = {one["field"] for one in answer.json()["reasons"]}
        assert {"kind", "words", "criteria", "observed_at"} <= fields
        assert all(one["mend"] and one["text"] for one in answer.json()["reasons"])

    @pytest.mark.parametrize(
        ("instead", "field"),
        [
            ({"body": "no-such-body"}, "body"),
            ({"criteria": [2**62]}, "criteria"),
            ({"session": 2**62}, "session"),
            ({"words": "A bell \u0007 rings"}, "words"),
            ({"observed_at": "2020-01-01T10:00:00"}, "observed_at"),
            ({"observed_at": "yesterday"}, "observed_at"),
            ({"observed_at": 20261001}, "observed_at"),
            ({"criteria": [True]}, "criteria.0"),
            ({"criteria": ["1"]}, "criteria.0"),
            ({"practice": "yes"}, "practice"),
            ({"session": "1"}, "session"),
            ({"observed_at": "20261001"}, "observed_at"),
            ({"observed_at": "0001-01-01T00:00:00Z"}, "observed_at"),
            ({"observed_at": "0001-01-01T00:00:00+23:59"}, "observed_at"),
            ({"observed_at": "9999-12-31T23:59:59-23:59"}, "observed_at"),
            ({"criteria": "all"}, "criteria"),
            ({"origin": "x" * 161}, "origin"),
            ({"mood": "good"}, "mood"),
            ({"marking": "COSMIC"}, "marking"),
            ({"words": None}, "words"),
        ],
    )
    def test_what_is_named_or_written_wrongly_is_received_with_its_field(
        self, world: World, instead: dict[str, Any], field: str
    ) -> None:
        program, address = to_record(world.second)
        before, given = Item.objects.count(), sent(world.second, **instead)
        answer = program.post(address, given)
        assert answer.status_code == 202, answer.content
        assert field in {one["field"] for one in answer.json()["reasons"]}
        assert Item.objects.count() == before
        arrival = Arrival.objects.get(number=answer.json()["number"])
        # Nothing of what was sent is gone.
        assert arrival.given == json.loads(json.dumps(given))
        assert (arrival.state, arrival.via) == ("waiting", "api")

    def test_body_or_criterion_of_another_inspection_is_refused(self, world: World) -> None:
        program, address = to_record(world.second)
        theirs = ScopeBody.objects.filter(inspection=world.first.inspection)
        own = set(
            ScopeBody.objects.filter(inspection=world.second.inspection).values_list(
                "code", flat=True
            )
        )
        other = next((one.code for one in theirs if one.code not in own), "elsewhere")
        answer = program.post(address, sent(world.second, body=other))
        assert [one["code"] for one in answer.json()["reasons"]] == ["body_out_of_scope"]

    def test_anything_but_json_and_a_name_that_comes_twice_are_refused(self, world: World) -> None:
        program, address = to_record(world.second)
        headers = program.headers | {"Idempotency-Key": "x"}
        text = json.dumps(sent(world.second))
        for kind in (
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/json; charset=x",
        ):
            answer = program.client.generic(
                "POST", f"/api/v1/inspections/{address}", text, kind, headers=headers
            )
            assert (answer.status_code, answer.json()["status"]) == (415, 415), kind
        wide = program.client.generic(
            "POST",
            f"/api/v1/inspections/{address}",
            text.encode("utf-16"),
            "application/json",
            headers=headers,
        )
        assert wide.status_code == 400
        twice = text[:-1] + ', "words": "Other words."}'
        answer = program.client.post(
            f"/api/v1/inspections/{address}", twice, "application/json", headers=headers
        )
        assert answer.status_code == 400

    def test_address_without_its_slash_is_none_and_leads_nowhere(self, world: World) -> None:
        program, address = to_record(world.second)
        answer = program.post(address.rstrip("/"), sent(world.second))
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "{}"])
    def test_what_is_no_json_of_an_item_is_refused_in_words(self, world: World, text: str) -> None:
        program, address = to_record(world.second)
        answer = program.client.post(
            f"/api/v1/inspections/{address}",
            text,
            content_type="application/json",
            headers=program.headers | {"Idempotency-Key": "x"},
        )
        assert answer.status_code in (400, 415, 422)
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"]

    def test_who_may_not_record_finds_nothing_there(self, world: World) -> None:
        for who in ("press", "editor", "signing"):
            program, address = to_record(world.second, who)
            assert program.post(address, sent(world.second)).status_code == 404, who

    def test_token_that_only_reads_records_nothing(self, world: World) -> None:
        program = a_program(world.second.people["inspector"], Scope.READ_EVIDENCE)
        before = Item.objects.count()
        answer = program.post(f"{world.second.inspection.slug}/evidence/", sent(world.second))
        assert (answer.status_code, Item.objects.count()) == (403, before)


def batch_of(half: Half, *instead: dict[str, Any]) -> dict[str, Any]:
    """A batch of items, under the keys k0, k1 …"""
    base = sent(half)
    items = [base | {"key": f"k{place}"} | one for place, one in enumerate(instead)]
    return {"items": items}


class TestBatch:
    def test_each_item_has_its_number_its_entry_and_its_proof(self, world: World) -> None:
        half = world.second
        program, address = to_record(half)
        words = [{"words": f"Note {number}."} for number in range(5)]
        answer = program.post(f"{address}batch/", batch_of(half, *words), key=None)
        assert answer.status_code == 200, answer.content
        told = [one["recorded"] for one in answer.json()["outcomes"]]
        numbers = [one["number"] for one in told]
        assert numbers == list(range(numbers[0], numbers[0] + 5))
        for number, one in zip(numbers, words, strict=True):
            item = Item.objects.get(inspection=half.inspection, number=number)
            assert item.words == one["words"]
            entry = Entry.objects.get(of=f"evidence.item/{item.pk}")
            assert (entry.verb, entry.rows) == ("evidence.record", 2)
        assert [*chain.faults([half.inspection.stream])] == []
        assert [*proof.faults()] == []
        found = evidence.search(half.people["lead"], half.inspection, '"Note 3"')
        assert [one.number for one in found.items] == [numbers[3]]

    def test_item_that_a_rule_refuses_stops_no_other_and_says_why(self, world: World) -> None:
        half = world.second
        program, address = to_record(half)
        later = (timezone.now() + timedelta(hours=1)).isoformat()
        wrong = ({}, {"observed_at": later, "written_at": later}, {"body": "nobody"}, {})
        before = Item.objects.count()
        batch = batch_of(half, *wrong)
        told = program.post(f"{address}batch/", batch, key=None).json()["outcomes"]
        assert [one["key"] for one in told] == ["k0", "k1", "k2", "k3"]
        assert [bool(one["recorded"]) for one in told] == [True, False, False, True]
        assert {one["field"] for one in told[1]["reasons"]} == {"observed_at", "written_at"}
        assert [one["field"] for one in told[2]["reasons"]] == ["body"]
        assert Item.objects.count() == before + 2
        assert [one.given["body"] for one in Arrival.objects.order_by("number")][1] == "nobody"
        # Sent again, each is answered as before: what was recorded and what was received.
        assert program.post(f"{address}batch/", batch, key=None).json()["outcomes"] == told
        assert (Item.objects.count(), Arrival.objects.count()) == (before + 2, 2)

    def test_batch_sent_again_or_item_sent_alone_before_is_answered_by_what_was_made(
        self, world: World
    ) -> None:
        half = world.second
        program, address = to_record(half)
        batch = batch_of(half, {}, {"words": "Another."})
        alone = {name: value for name, value in batch["items"][0].items() if name != "key"}
        single = program.post(address, alone, key="k0").json()
        before = Item.objects.count()
        first, again = (program.post(f"{address}batch/", batch, key=None).json() for _ in range(2))
        assert first == again
        assert first["outcomes"][0]["recorded"] == single
        assert Item.objects.count() == before + 1

    def test_batch_with_one_key_for_two_items_is_refused_whole(self, world: World) -> None:
        half = world.second
        program, address = to_record(half)
        before = Item.objects.count()
        answer = program.post(f"{address}batch/", batch_of(half, {}, {"key": "k0"}), key=None)
        assert [one["field"] for one in answer.json()["reasons"]] == ["items"]
        assert Item.objects.count() == before

    @pytest.mark.parametrize(
        ("instead", "field"),
        [
            ({"observed_at": "2026-10-05T10:20:00"}, "observed_at"),
            ({"observed_at": "0001-01-01T00:00:00+23:59"}, "observed_at"),
            ({"words": "x" * 100_001}, "words"),
            ({"key": ""}, "key"),
            ({"mood": "good"}, "mood"),
        ],
    )
    def test_item_that_is_not_as_described_stops_no_other(
        self, world: World, instead: dict[str, Any], field: str
    ) -> None:
        half = world.second
        program, address = to_record(half)
        answer = program.post(f"{address}batch/", batch_of(half, {}, instead, {}), key=None)
        told = answer.json()["outcomes"]
        assert [bool(one["recorded"]) for one in told] == [True, False, True]
        assert {one["field"] for one in told[1]["reasons"]} == {field}

    def test_batch_of_which_nothing_is_as_described_is_answered_item_by_item(
        self, world: World
    ) -> None:
        program, address = to_record(world.second)
        answer = program.post(f"{address}batch/", {"items": [{}, {}, "x", None, 5]}, key=None)
        assert answer.status_code == 200
        told, *others = answer.json()["outcomes"]
        assert all(one["reasons"] for one in others)
        assert told["recorded"] is None
        assert "body" in {one["field"] for one in told["reasons"]}

    def test_more_than_a_batch_holds_or_none_is_refused_whole(self, world: World) -> None:
        program, address = to_record(world.second)
        for number in (0, 26):
            batch = batch_of(world.second, *({} for _ in range(number)))
            answer = program.post(f"{address}batch/", batch, key=None)
            assert [one["field"] for one in answer.json()["reasons"]] == ["items"]
