"""What verification names beside rows: what lies outside the database, and what cannot be read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, models

from inspectorate.domain.evidence.models import Attachment
from inspectorate.domain.inspections.models import Approval, Inspection
from inspectorate.domain.publication import verify
from inspectorate.domain.publication.models import PublishedRegister
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Disposal, Entry
from inspectorate.foundation.ledger.stored import read
from tests.factories.findings import an_item
from tests.factories.forging import unguarded
from tests.factories.publishing import a_story, frozen, released
from tests.factories.rooms import AT, an_inspection

pytestmark = pytest.mark.django_db
sqlite_only = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="PostgreSQL takes no bytes that are no text, and stores moments as such",
)


class TestFolders:
    def test_folder_that_no_bundle_names_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("inspectorate.domain.publication.verify.time.sleep", lambda _: None)
        story = a_story()
        released(story)
        assert list(verify.strange_folders()) == []
        (Path(settings.BUNDLES_ROOT) / "prevent-9-1").mkdir()
        assert list(verify.strange_folders()) == ["bundle prevent-9-1: no record names this folder"]
        unguarded(PublishedRegister).all()._raw_delete("default")
        # Its row might be still to come, for a day.
        assert len(list(verify.strange_folders())) == 1
        for one in Path(settings.BUNDLES_ROOT).iterdir():
            os.utime(one, (0, 0))
        assert len(list(verify.strange_folders())) == 2

    def test_folder_of_a_release_under_way_is_not_named(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        story = a_story()
        released(story)
        made = PublishedRegister.objects.get()
        rows = unguarded(PublishedRegister)
        rows.filter(pk=made.pk)._raw_delete("default")
        monkeypatch.setattr(
            "inspectorate.domain.publication.verify.time.sleep",
            lambda _: models.QuerySet(PublishedRegister).bulk_create([made]),
        )
        assert list(verify.strange_folders()) == []


def test_stray_file_in_the_store_is_named_once_it_is_a_day_old() -> None:
    path = store.path_of(store.take(b"nobody's", name="note.txt").digest)
    assert not [one for one in verify.faults() if path.name in one]
    then = time.time() - 25 * 60 * 60
    os.utime(path, (then, then))
    assert f"file {path.name} is named by no record" in list(verify.faults())


def test_file_of_an_entry_of_format_one_that_is_attached_no_more_is_named() -> None:
    item = an_item(an_inspection(), files=[("photo.txt", b"A board.")])
    digest = item.attachments.get().blob_id
    entry = Entry.objects.get(of=f"evidence.item/{item.pk}")
    unguarded(Entry).filter(pk=entry.pk).update(format=1, detail={"files": [digest]})
    assert list(verify.attachment_faults()) == []
    unguarded(Attachment).all()._raw_delete("default")
    assert list(verify.attachment_faults()) == [
        f"evidence.item/{item.pk}: file {digest} is not attached to it (ledger "
        f"{entry.stream}, entry {entry.number})"
    ]


class TestUnreadable:
    @sqlite_only
    def test_bytes_that_are_no_text_are_named_and_hide_nothing(self) -> None:
        inspection = an_inspection()
        unguarded(Approval).update(text="Another text.")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE inspections_inspection SET title = CAST(x'41ff' AS TEXT) WHERE id = %s",
                [inspection.pk],
            )
        found = list(verify.faults())
        assert [one for one in found if one.startswith(f"inspections.inspection/{inspection.pk}:")]
        assert [one for one in found if one.startswith("inspections.approval/")]
        # Afterwards texts are read as ever.
        with pytest.raises(OperationalError, match="UTF-8"):
            Inspection.objects.get(pk=inspection.pk)

    def test_part_that_cannot_go_on_is_a_fault_and_hides_no_other(self) -> None:
        story = a_story()
        frozen(story.report)
        unguarded(Approval).update(text="Another text.")
        unguarded(Entry).filter(verb="reports.freeze").update(detail=["forged"])
        found = list(verify.faults())
        assert [one for one in found if one.startswith("verification could not finish edition_f")]
        assert [one for one in found if one.startswith("inspections.approval/")]
        assert [one for one in found if "(reports.freeze " in one and "was changed" in one]

    @sqlite_only
    def test_detail_nested_too_deep_to_read_is_named_and_hides_no_other(self) -> None:
        an_inspection()
        unguarded(Approval).update(text="Another text.")
        entry = unguarded(Entry).order_by("pk")[0]
        with connection.cursor() as cursor:
            # Whoever holds the file is held by no constraint.
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(
                "UPDATE ledger_entry SET detail = %s WHERE id = %s",
                [f"{'[' * 200_000}{']' * 200_000}", entry.pk],
            )
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        found = list(verify.faults())
        assert [one for one in found if f": the row of id {entry.pk}, next after entry" in one]
        assert [one for one in found if one.startswith("inspections.approval/")]

    @sqlite_only
    def test_disposal_that_is_no_text_is_named_and_keeps_nobody_from_being_told(self) -> None:
        unguarded(Disposal)
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO ledger_disposal ("table", "row", columns, ground, proposed_by, '
                "decided_by, at) VALUES ('reports_waiver', '1', '[]', CAST(x'ff' AS TEXT), '1', "
                "'2', '2018-10-01 09:00:00')"
            )
            key = cursor.lastrowid
        found = verify.verify()
        assert f"ledger.disposal/{key}: no act wrote this row" in found.faults

    @pytest.mark.parametrize("fault", [OSError, OverflowError, RecursionError])
    def test_whatever_a_part_raises_over_what_lies_there_is_a_fault(
        self, fault: type[Exception]
    ) -> None:
        def part() -> Iterator[str]:
            yield "named before"
            raise fault("it lies there")

        (found,) = verify.found_by([part])
        assert found.endswith(f"part: {fault.__name__}: it lies there")


class TestAsItLies:
    def test_moments_and_days_are_read_as_text_of_one_form(self) -> None:
        inspection = an_inspection()
        ((_, values),) = read(Inspection, [inspection.pk])
        assert values["opened_at"] == "2018-10-01T09:00:00.000000+00:00"
        assert values["fieldwork_from"] == "2018-10-01"
        assert values["rehearsal"] is True
        assert AT.isoformat(timespec="microseconds") == values["opened_at"]

    @sqlite_only
    @pytest.mark.parametrize(
        ("column", "spelt"),
        [
            ("opened_at", "2018-10-01 09:00:00.000000"),
            ("opened_at", "2018-10-01T09:00:00"),
            ("fieldwork_from", "20181001"),
            ("rehearsal", 3),
        ],
    )
    def test_value_spelt_otherwise_is_named(self, column: str, spelt: Any) -> None:
        inspection = an_inspection()
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE inspections_inspection SET {column} = %s", [spelt])
        start = f"inspections.inspection/{inspection.pk}: the row was changed"
        assert [one for one in verify.faults() if one.startswith(start)]
