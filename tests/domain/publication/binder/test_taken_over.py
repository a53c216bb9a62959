"""Rows that another stream proved are taken over, so that a binder proves them by its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import models

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection, TermsOfReference
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.archive import opened
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.ledger.chain import append
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.ledger.rows import digests_of
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.binders import NOW, a_full_story, elsewhere, read_in, written_out
from tests.factories.findings import LATER, an_item, assigned, submitted
from tests.factories.noting import note_heads
from tests.factories.publishing import a_story, taken_back
from tests.factories.rooms import AT, a_key, a_person, an_admin, member, move_to
from tests.foundation.test_proof import behind
from tests.sizes import drilled
from tests.written.test_opens import old

pytestmark = pytest.mark.django_db
__all__ = ["old"]


def migrated(*rows: models.Model) -> None:
    """An upgrade digests rows again, in a stream of its own."""
    note: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        note.setdefault(type(row), []).append(row.pk)
    append(
        stream="ledger",
        verb=LedgerVerb.MIGRATE,
        by="console",
        at=AT,
        of="",
        key=a_key(),
        payload="",
        detail={},
        digests=digests_of(note, secrets.token_hex(16)),
    )


def taken(inspection: Inspection) -> list[Entry]:
    return list(Entry.objects.filter(stream=inspection.stream, verb=LedgerVerb.TAKE_OVER))


def judges_too(inspection: Inspection, who: Person) -> None:
    """Somebody who answers for the inspection is an inspector of it as well."""
    people.grant(by=an_admin(), at=AT, key=a_key(), person=who, role=Role.INSPECTOR)
    inspections.join(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        person=who,
        role=Role.INSPECTOR,
        team="",
    )


def test_binder_of_format_1_becomes_one_of_format_2_that_proves_every_row(
    old: Path, tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with opened(old / "binder.zip") as before:
        rows = sum(of["rows"] for of in before.contents["tables"].values())
        entries = before.contents["ledger"]["entries"]
    with elsewhere():
        inspection = read_in(old / "binder.zip")
        note_heads()
        assert verify().faults == ()
        (entry,) = taken(inspection)
        assert entry.number == entries + 1
        assert 100 < entry.rows < rows
        for name in ("one.zip", "two.zip"):
            # A key that no act of the old binder was sent with.
            written_out(inspection, tmp_path / name, key=f"export {name}")
        assert taken(inspection) == [entry]
    one = (tmp_path / "one.zip").read_bytes()
    assert one == (tmp_path / "two.zip").read_bytes()
    fresh()
    inspection = read_in(tmp_path / "one.zip")
    note_heads()
    assert verify().faults == ()
    written_out(inspection, tmp_path / "three.zip", key="export again")
    assert one == (tmp_path / "three.zip").read_bytes()


def test_rows_that_an_upgrade_digested_are_taken_over_once(
    tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        inspection = a_full_story().inspection
        claim, terms = inspection.claims.get(), inspection.terms.get()
        seat = inspection.team.get(role=Role.ANALYST)
        migrated(claim, terms, seat)
        # Written again by an act of its own: what the upgrade wrote of it comes in no binder.
        inspections.leave(
            by=member(inspection, Role.LEAD), at=NOW, key=a_key(), member=seat, reason="Moved."
        )
        first = written_out(inspection, tmp_path / "one.zip")
        (entry,) = taken(inspection)
        assert {(one.table, one.row) for one in entry.digests.filter(place__gt=0)} == {
            (one._meta.db_table, str(one.pk)) for one in (claim, terms, seat)
        }
        assert first.digest == written_out(inspection, tmp_path / "two.zip").digest
    assert exchange.verify_binder(tmp_path / "one.zip") == []
    fresh()
    read_in(tmp_path / "one.zip")
    note_heads()
    assert verify().faults == ()


def test_row_that_is_not_as_its_last_act_left_it_is_not_taken_over_and_keeps_the_binder_in(
    tmp_path: Path,
) -> None:
    inspection = a_full_story().inspection
    terms = inspection.terms.get()
    migrated(terms)
    behind(TermsOfReference, pk=terms.pk).update(text="Forged")
    with pytest.raises(Refused, match="the row was changed after it was written"):
        written_out(inspection, tmp_path / "one.zip")
    assert taken(inspection) == []
    assert list(tmp_path.glob("*.zip")) == []


def test_row_that_no_act_wrote_keeps_the_binder_in(tmp_path: Path) -> None:
    inspection = a_full_story().inspection
    claim = inspection.claims.get()
    claim.pk, claim.key = claim.pk + 500, "forged"
    models.QuerySet(Claim).bulk_create([claim])
    with pytest.raises(Refused, match=f"claims_claim/{claim.pk}: no act of its ledger wrote"):
        written_out(inspection, tmp_path / "one.zip")


@pytest.mark.parametrize("order", drilled([pytest.param((0, 1)), pytest.param((1, 0))], 2))
def test_two_inspections_that_share_a_file_come_in_one_after_the_other(
    order: tuple[int, int], tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    paths = [tmp_path / "one.zip", tmp_path / "two.zip"]
    with elsewhere():
        first = a_story().inspection
        second = a_story(framework=first.framework).inspection
        for inspection, path in zip((first, second), paths, strict=True):
            an_item(inspection, files=[("a.txt", b"The same words.")])
            written_out(inspection, path)
    fresh()
    admin = an_admin()
    for place in order:
        read_in(paths[place], by=admin)
    note_heads()
    assert verify().faults == ()


def test_export_leaves_an_entry_with_digest_and_counts_outside_the_inspections_stream(
    tmp_path: Path,
) -> None:
    inspection = a_story().inspection
    before = Entry.objects.filter(stream=inspection.stream).count()
    done = written_out(inspection, tmp_path / "one.zip")
    entry = Entry.objects.get(verb="publication.export")
    assert (entry.stream, entry.by) == ("register", "console")
    assert entry.of == f"inspections.inspection/{inspection.pk}"
    assert entry.detail == {
        "binder": done.digest,
        "rows": done.rows,
        "entries": before,
        "files": done.files,
    }
    assert Entry.objects.filter(stream=inspection.stream).count() == before
    note_heads()
    assert verify().faults == ()


@pytest.mark.parametrize("role", [Role.LEAD, Role.SIGNING])
def test_export_is_for_those_who_answer_for_the_inspection(role: Role, tmp_path: Path) -> None:
    inspection = a_story().inspection
    written_out(inspection, tmp_path / "one.zip", by=member(inspection, role))
    entry = Entry.objects.get(verb="publication.export")
    assert entry.by == str(member(inspection, role).pk)
    for other in (a_person(role), an_admin(), member(inspection, Role.INSPECTOR)):
        with pytest.raises(Forbidden):
            written_out(inspection, tmp_path / "two.zip", by=other)
    with pytest.raises(Forbidden):
        written_out(inspection, tmp_path / "two.zip", by=type(CONSOLE)())
    assert not (tmp_path / "two.zip").exists()
    assert Entry.objects.filter(verb="publication.export").count() == 1


@pytest.mark.parametrize("role", drilled([Role.LEAD, Role.SIGNING], 2))
def test_who_has_still_to_judge_takes_no_binder_out_until_it_is_judged_or_handed_over(
    role: Role, tmp_path: Path
) -> None:
    story = a_story()
    inspection, out = story.inspection, tmp_path / "one.zip"
    other = Role.SIGNING if role is Role.LEAD else Role.LEAD
    who = member(inspection, role)
    judges_too(inspection, who)
    written_out(inspection, out, by=who)
    given = [
        assigned(inspection, story.body(), taken_back(inspection, story.body(), ref), who)
        for ref in ("1.2", "2.1")
    ]
    proven = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        written_out(inspection, tmp_path / "two.zip", by=who)
    (reason,) = refusal.value.reasons
    assert reason.code == "still_to_judge"
    assert f"{story.body().label} on 1.2, {story.body().label} on 2.1" in reason.text
    assert (list(tmp_path.iterdir()), Entry.objects.count()) == ([out], proven)
    written_out(inspection, tmp_path / "of another.zip", by=story.who(other))
    submitted(given[0])
    with pytest.raises(Refused):
        written_out(inspection, tmp_path / "two.zip", by=who)
    again = {"reason": "Others judge it", "assignment": given[1]}
    judgments.unassign(by=member(inspection, Role.LEAD), at=LATER, key=a_key(), **again)
    written_out(inspection, tmp_path / "two.zip", by=who)


def test_who_may_take_a_judgment_back_and_make_it_anew_takes_no_binder_out(tmp_path: Path) -> None:
    story = a_story()
    inspection, lead = story.inspection, story.who(Role.LEAD)
    judges_too(inspection, lead)
    criterion = taken_back(inspection, story.body(), "1.2")
    own = assigned(inspection, story.body(), criterion, lead)
    colleague = assigned(inspection, story.body(), criterion, member(inspection, Role.INSPECTOR))
    submitted(own)
    with pytest.raises(Refused, match="may judge it anew"):
        written_out(inspection, tmp_path / "one.zip", by=lead)
    submitted(colleague)
    written_out(inspection, tmp_path / "one.zip", by=lead)


def test_binder_of_an_inspection_whose_judging_is_over_waits_for_no_judgment(
    tmp_path: Path,
) -> None:
    story = a_story()
    inspection, lead = story.inspection, story.who(Role.LEAD)
    judges_too(inspection, lead)
    assigned(inspection, story.body(), taken_back(inspection, story.body(), "1.2"), lead)
    move_to(inspection, "published")
    written_out(inspection, tmp_path / "one.zip", by=lead)
