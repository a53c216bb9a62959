"""Which evidence a reader sees, what is still relied on, and what became of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.rooms import a_key, an_inspection, member, scope_body

pytestmark = pytest.mark.django_db
HIGH = "OFFICIAL-SENSITIVE"


def an_item_with_file(inspection: Inspection, **given: Any) -> Item:
    return an_item(inspection, files=[("notes.txt", b"What was said.\n")], **given)


def withdrawn(item: Item) -> Item:
    actions.withdraw(by=item.recorded_by, at=LATER, key=a_key(), item=item, reason="Wrong.")
    return Item.objects.get(pk=item.pk)


def superseded(item: Item, **given: Any) -> Item:
    """The item that takes the place of one."""
    recording = a_recording(item.inspection, **given)
    return actions.supersede(
        by=item.recorded_by, at=LATER, key=a_key(), item=item, reason="Fuller.", recording=recording
    )


def test_items_and_files_are_read_by_the_team_up_to_their_clearance_and_each_by_its_number() -> (
    None
):
    here, there = an_inspection(), an_inspection()
    first, second = an_item_with_file(here), an_item_with_file(here)
    marked, other = an_item_with_file(here, marking=HIGH), an_item_with_file(there)
    reader, low = member(here, Role.INSPECTOR), member(here, Role.EDITOR)
    press = member(here, Role.PRESS)
    assert set(queries.visible_to(reader, here)) == {first, second, marked}
    assert set(queries.visible_to(low, here)) == {first, second}
    for who, inspection in ((press, here), (reader, there)):
        assert not queries.visible_to(who, inspection).exists()
    for item in (first, second, marked):
        assert queries.item(reader, here, item.number) == item
        file = item.attachments.get()
        assert queries.attachment(reader, here, file.pk) == file
    assert queries.item(low, here, marked.number) is None
    assert queries.attachment(low, here, marked.attachments.get().pk) is None
    assert queries.attachment(reader, here, other.attachments.get().pk) is None
    assert [queries.can(one, here, EvidenceVerb.RECORD) for one in (reader, press)] == [True, False]


def test_what_is_withdrawn_or_superseded_is_not_relied_on_and_named_as_the_reader_may() -> None:
    inspection = an_inspection()
    stands, marked = an_item(inspection), an_item(inspection, marking=HIGH)
    gone, not_asked = withdrawn(an_item(inspection)), withdrawn(an_item(inspection))
    older = an_item(inspection)
    newer = superseded(older, marking=HIGH)
    hidden = withdrawn(an_item(inspection, marking=HIGH))
    items = Item.objects.filter(scope_body=scope_body(inspection))
    assert set(queries.relied_on(items)) == {stands, marked, newer}
    assert set(queries.describable(items)) == {stands}
    asked = [one.pk for one in (stands, marked, gone, newer, older, hidden)]
    told = {
        gone.pk: f"{gone.ref} was withdrawn",
        older.pk: f"{older.ref} was superseded by {newer.ref}",
        hidden.pk: f"{hidden.ref} was withdrawn",
    }
    assert queries.not_relied_on(asked) == told
    low = reading(member(inspection, Role.EDITOR), inspection)
    assert queries.not_relied_on(asked, low) == {
        **told,
        older.pk: f"{older.ref} was superseded by other evidence that you may not read",
        hidden.pk: "Evidence that you may not read was withdrawn",
    }
    assert not_asked.pk in queries.not_relied_on_in(inspection)
