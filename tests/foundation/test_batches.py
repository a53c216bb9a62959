"""A batch is many acts in one transaction: what its wrapper holds, proves and refuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from inspectorate.domain.evidence import actions
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger import batches, chain, proof
from inspectorate.foundation.ledger.batches import Done, batch
from inspectorate.foundation.ledger.heads import read_heads
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection()


def recorded(inspection: Inspection, keys: Sequence[str], recording: Sequence[Recording]) -> Any:
    by = member(inspection, Role.INSPECTOR)
    return actions.record_many(
        by=by, at=LATER, keys=keys, inspection=inspection, recording=recording
    )


def alone(inspection: Inspection, key: str, recording: Recording) -> Item:
    by = member(inspection, Role.INSPECTOR)
    return actions.record(by=by, at=LATER, key=key, inspection=inspection, recording=recording)


def test_entry_of_an_item_is_what_it_would_have_been_alone(inspection: Inspection) -> None:
    made = recorded(inspection, ["a", "b"], [a_recording(inspection)] * 2)
    other = alone(inspection, "c", a_recording(inspection))
    told = {
        one.of: (one.verb, one.by, one.rows, sorted(one.detail), one.format)
        for one in Entry.objects.filter(verb="evidence.record")
    }
    assert told[f"evidence.item/{made[0].pk}"] == told[f"evidence.item/{other.pk}"]
    shapes = {
        one: [
            *RowDigest.objects.filter(entry__of=f"evidence.item/{one}")
            .order_by("place")
            .values_list("place", "table", "turn")
        ]
        for one in (made[0].pk, made[1].pk, other.pk)
    }
    assert len({str(one) for one in shapes.values()}) == 1
    assert shapes[other.pk][0] == (0, "", None)
    assert ([*chain.faults()], [*proof.faults()]) == ([], [])


def test_head_of_the_stream_is_noted_once_for_the_last_of_a_batch(
    inspection: Inspection, django_capture_on_commit_callbacks: Any
) -> None:
    recording = [a_recording(inspection)] * 3
    with django_capture_on_commit_callbacks(execute=True) as called:
        recorded(inspection, ["a", "b", "c"], recording)
    assert len(called) == 1
    newest = Entry.objects.filter(stream=inspection.stream).latest("number")
    assert read_heads()[inspection.stream] == (newest.number, newest.digest)


def test_number_of_statements_does_not_grow_with_the_items(
    inspection: Inspection, django_assert_max_num_queries: Any
) -> None:
    recorded(inspection, ["warm"], [a_recording(inspection)])
    with django_assert_max_num_queries(40) as few:
        recorded(inspection, ["a", "b"], [a_recording(inspection)] * 2)
    recording = a_recording(inspection)
    with django_assert_max_num_queries(40) as many:
        recorded(inspection, [f"m{n}" for n in range(50)], [recording] * 50)
    assert len(many) <= len(few) + 1


def test_who_may_not_record_leaves_nothing(inspection: Inspection) -> None:
    before = Item.objects.count()
    with pytest.raises(Forbidden):
        actions.record_many(
            by=member(inspection, Role.PRESS),
            at=LATER,
            keys=["a"],
            inspection=inspection,
            recording=[a_recording(inspection)],
        )
    assert Item.objects.count() == before


def test_batch_of_refused_items_alone_writes_no_entry(inspection: Inspection) -> None:
    later = LATER + timedelta(days=1)
    wrong = a_recording(inspection, observed_at=later, written_at=later)
    before = Entry.objects.count()
    (answer,) = recorded(inspection, ["a"], [wrong])
    assert isinstance(answer, Refused)
    assert Entry.objects.count() == before


def test_body_that_writes_a_row_for_no_item_leaves_nothing(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCHES", {})

    @batch(EvidenceVerb.RECORD, each="recording")
    def forgetful(*, recording: Sequence[Recording], **given: Any) -> list[Done | Refused]:
        made = actions.record_many.__wrapped__(recording=recording, **given)
        return [Done(one.of, one.detail, one.rows[:1]) for one in made]

    before = Item.objects.count()
    with pytest.raises(AssertionError, match="belong to no item"):
        forgetful(
            by=member(inspection, Role.INSPECTOR),
            at=LATER,
            keys=["a"],
            inspection=inspection,
            recording=[a_recording(inspection)],
        )
    assert Item.objects.count() == before


def test_keys_differ_and_are_as_many_as_the_items_at_most_a_hundred(inspection: Inspection) -> None:
    one = a_recording(inspection)
    many = [a_key() for _ in range(101)]
    for keys, recording in ((["a"], [one] * 2), (["a", "a"], [one] * 2), (many, [one] * 101)):
        with pytest.raises(AssertionError, match="a key for each"):
            recorded(inspection, keys, recording)


def test_batch_of_nothing_does_nothing(inspection: Inspection) -> None:
    before = Entry.objects.count()
    assert recorded(inspection, [], []) == []
    assert Entry.objects.count() == before


def test_item_without_a_key_stops_the_batch(inspection: Inspection) -> None:
    with pytest.raises(Refused, match="without a key"):
        recorded(inspection, ["a", ""], [a_recording(inspection)] * 2)
