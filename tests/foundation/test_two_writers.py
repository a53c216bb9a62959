"""Two people, or one person twice, at the same moment: one key leaves one row, numbers are given
once, nothing is lost.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Attachment
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.files import store
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger import chain, heads
from inspectorate.foundation.ledger.models import ColumnList, Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import AT, a_key, a_person, an_admin, an_inspection, member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in a thread, all released together; return what each gave or raised."""
    gate = threading.Barrier(len(acts))
    given: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=60)
            given[place] = act()
        except Exception as fault:
            given[place] = fault
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def register(code: str, key: str) -> Callable[[], Body]:
    by = an_admin()
    fields = {
        "code": code,
        "name": f"{code} Constabulary",
        "short_name": code,
        "kind": "territorial",
    }
    return lambda: bodies.register(by=by, at=AT, key=key, **fields)


def test_one_act_sent_by_eight_threads_with_one_key_leaves_one_row_and_gives_it_to_all() -> None:
    act = register("alpha", "one-key")
    given = at_once(*[act] * 8)
    assert [one if isinstance(one, Exception) else one.code for one in given] == ["alpha"] * 8
    assert (Body.objects.count(), Entry.objects.filter(key__endswith="/one-key").count()) == (1, 1)


def test_two_acts_with_one_key_leave_one_row_and_the_other_is_refused() -> None:
    given = at_once(register("alpha", "one-key"), register("bravo", "one-key"))
    refused = [one for one in given if isinstance(one, Refused)]
    assert [reason.code for one in refused for reason in one.reasons] == ["key_reused"]
    assert (Body.objects.count(), Entry.objects.filter(key__endswith="/one-key").count()) == (1, 1)


def test_eight_acts_at_once_are_numbered_once_each_and_chain_and_head_hold() -> None:
    acts = [register(f"body-{number}", f"key-{number}") for number in range(8)]
    before = Entry.objects.filter(stream="register").count()
    given = at_once(*acts)
    assert [one for one in given if isinstance(one, Exception)] == []
    numbers = list(
        Entry.objects.filter(stream="register").order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, before + 9))
    assert [*chain.faults(), *heads.faults()] == []


def test_one_role_given_twice_at_once_under_two_keys_is_held_once_and_the_other_told_why() -> None:
    admin, person = an_admin(), a_person(Role.INSPECTOR)
    grant = partial(people.grant, by=admin, at=AT, person=person, role=Role.EDITOR)
    given = at_once(partial(grant, key="first"), partial(grant, key="second"))
    refused = [one for one in given if isinstance(one, Exception)]
    assert [
        [reason.code for reason in one.reasons] for one in refused if isinstance(one, Refused)
    ] == [["role_held"]]
    assert len(refused) == 1
    assert person.held.filter(role=Role.EDITOR).count() == 1


def test_one_content_sent_by_eight_threads_is_stored_once_and_sound() -> None:
    content = b"the same photograph\n" * 20_000
    given = at_once(*[lambda: store.put(store.take(content, name="note.txt"), at=AT).digest] * 8)
    assert len(set(given)) == 1, given
    assert Blob.objects.count() == 1
    assert (store.get(given[0]), list(store.faults())) == (content, [])


def test_verifying_beside_writers_sees_no_act_half_done() -> None:
    acts = [register(f"body-{number}", f"key-{number}") for number in range(24)]

    def all_after_another() -> None:
        for act in acts:
            act()

    def all_that_is_found() -> set[str]:
        return {fault for _ in range(12) for fault in verify().faults}

    found = at_once(all_after_another, all_that_is_found, all_that_is_found)
    assert found[1:] == [set(), set()]
    assert Body.objects.count() == 24


def _records(inspections: list[Inspection], *files: list[tuple[str, bytes]]) -> list[Any]:
    """Let an inspector of each inspection record an item with its files, all at once."""
    return at_once(
        *[
            partial(
                evidence.record,
                by=member(inspection, Role.INSPECTOR),
                at=LATER,
                key=a_key(),
                inspection=inspection,
                recording=a_recording(inspection, files=of),
            )
            for inspection, of in zip(inspections, files, strict=True)
        ]
    )


def test_inspections_that_write_to_a_table_for_the_first_time_keep_its_columns_once() -> None:
    """Their streams differ, and so no lock keeps them apart."""
    four = [an_inspection(bodies=1) for _ in range(4)]
    assert not ColumnList.objects.filter(table="evidence_item").exists()
    given = _records(four, *[[]] * 4)
    assert [one for one in given if isinstance(one, Exception)] == []
    assert ColumnList.objects.filter(table="evidence_item").count() == 1


def test_two_inspections_that_record_the_same_files_in_other_orders_do_not_wait_for_ever() -> None:
    both = [an_inspection(bodies=1), an_inspection(bodies=1)]
    for turn in range(5):
        files = [(f"{name}.txt", f"{name} {turn}".encode()) for name in ("notes", "list", "plan")]
        given = _records(both, files, files[::-1])
        assert [one for one in given if isinstance(one, Exception)] == []
    assert (Blob.objects.count(), Attachment.objects.count()) == (15, 30)
