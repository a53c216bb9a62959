"""What a binder proves without a database: each row as its last act left it, both ways."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.binder.archive import digests_member, opened
from inspectorate.domain.publication.binder.rows import columns
from inspectorate.domain.publication.binder.tables import OF_INSPECTION, TABLES, stored_name
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.ledger.canonical import TOMBSTONE
from inspectorate.foundation.ledger.models import BroughtDigest, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded
from tests.factories.binders import (
    a_full_story,
    elsewhere,
    objects_of,
    read_in,
    rewritten,
    written_out,
)
from tests.factories.noting import note_heads
from tests.foundation.test_disposal import disposed
from tests.sizes import drilled

pytestmark = pytest.mark.django_db
Objects = list[dict[str, Any]]
Forgery = tuple[str, Callable[[Objects], object], str]
DIGESTS, STREAM = ".digests.", "ledger/inspection/"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """The binder of an inspection in which bodies were not inspected on some criteria."""
    with elsewhere():
        inspection = a_full_story().inspection
        written_out(inspection, tmp_path / "one.zip")
        (tmp_path / "one.zip").rename(tmp_path / "binder.zip")
    return tmp_path / "binder.zip"


FORGED: dict[str, Forgery] = {
    "a judgment put in": (
        "rows/judgments.agreed.",
        lambda rows: rows.append({**rows[-1], "id": 9000, "number": 2, "reasons": "Forged"}),
        "judgments_agreed/9000: no act of its ledger wrote this row",
    ),
    "a body's not inspected taken out": (
        "rows/inspections.notinspected.",
        lambda rows: rows.pop(),
        "the row is gone",
    ),
    "a claim put in other words": (
        "rows/claims.claim.",
        lambda rows: rows[0].update(statement="Forces that do not train"),
        r"claims_claim/\d+: the row was changed after it was written",
    ),
    "a document's history rewritten": (
        "rows/reports.revision.",
        lambda rows: rows[0].update(text=rows[0]["text"].replace("mandatory", "no")),
        r"reports_revision/\d+: the row was changed after it was written",
    ),
    "words of evidence changed": (
        "rows/evidence.item.",
        lambda rows: rows[0].update(words=rows[0]["words"] + "."),
        r"evidence_item/\d+: the row was changed after it was written",
    ),
    "an inspection put back to an earlier phase": (
        "rows/inspections.inspection.",
        lambda rows: rows[0].update(phase="planned"),
        r"inspections_inspection/\d+: the row was changed after it was written",
    ),
    "a number that is another type": (
        "rows/inspections.scopebody.",
        lambda rows: rows[1].update(order=True),
        "the row was changed after it was written",
    ),
    "a disposal invented": (
        "rows/ledger.disposal.",
        lambda rows: rows.append(
            {
                "id": 1,
                "table": "evidence_item",
                "row": "1",
                "columns": [],
                "ground": "retention_over",
                "proposed_by": "1",
                "decided_by": "2",
                "at": "2018-10-01T09:00:00.000000+00:00",
            }
        ),
        "ledger_disposal/1: no act of its ledger wrote this row",
    ),
    "a digest left out": (
        DIGESTS,
        lambda lines: lines.pop(),
        "are not the ones it was written with",
    ),
    "a digest put in": (
        DIGESTS,
        lambda lines: lines.append({**lines[-1], "place": 99, "row": "9000", "turn": 1}),
        "are not the ones it was written with",
    ),
    "a digest of an entry that is not there": (
        DIGESTS,
        lambda lines: lines.append({**lines[-1], "entry": 9000}),
        "names an entry that is not there",
    ),
    "a nonce changed": (
        DIGESTS,
        lambda lines: lines[-1].update(nonce="0" * 32),
        "was changed",
    ),
    "a salt changed": (DIGESTS, lambda lines: lines[0].update(nonce="0" * 32), "the salt was"),
    "a nonce destroyed": (
        DIGESTS,
        lambda lines: lines[-1].update(nonce=TOMBSTONE),
        "was destroyed, and no disposal names it",
    ),
    "a salt destroyed": (
        DIGESTS,
        lambda lines: lines[0].update(nonce=TOMBSTONE),
        "the salt of entry 1 was destroyed, and no disposal names it",
    ),
    "a line that is no digest": (
        DIGESTS,
        lambda lines: lines[3].update(turn="1"),
        "is not the digest of a row",
    ),
    "another list of columns": (
        "ledger/columns",
        lambda lists: lists[0].update(names=lists[0]["names"].split(" ", 1)[1]),
        "the list of columns of",
    ),
    "an entry of the older format put at the end": (
        STREAM,
        lambda entries: entries.append(
            {
                **{
                    name: entries[-1][name]
                    for name in ("stream", "at", "by", "verb", "of", "payload", "detail")
                },
                "number": len(entries) + 1,
                "by_name": "Somebody",
                "key": "another",
                "previous": entries[-1]["digest"],
                "digest": "0" * 64,
            }
        ),
        "is older than the one before it",
    ),
    "a field put into an entry": (
        STREAM,
        lambda entries: entries[4].update(by_name="Somebody"),
        "entry 5 was changed after it was written",
    ),
}


@pytest.mark.parametrize("how", drilled(FORGED, 5))
def test_forgery_whose_digests_and_counts_were_made_to_fit_is_named(
    how: str, archive: Path
) -> None:
    member_name, change, said = FORGED[how]
    assert exchange.verify_binder(archive) == []
    changed = rewritten(archive, objects_of(member_name, change), signed=True, counted=True)
    found = exchange.verify_binder(changed)
    assert [one for one in found if re.search(said, one)], found


def test_values_of_rows_are_spelt_as_their_digests_were_taken() -> None:
    for table in TABLES:
        for one in columns(table):
            assert one.attname == one.column, (table, one.name)
    shared = {stored_name(one) for one in set(TABLES) - set(OF_INSPECTION)}
    along = {one._meta.db_table for one in Recorded.recorded_models() if one.BROUGHT_ALONG}
    assert along <= shared


def test_inspection_writes_rows_of_its_own_and_files_alone() -> None:
    """What its stream wrote of other tables would come to nothing in a binder."""
    inspection = a_full_story().inspection
    along = {one._meta.db_table for one in Recorded.recorded_models() if one.BROUGHT_ALONG}
    wrote = set(
        RowDigest.objects.filter(entry__stream=inspection.stream).values_list("table", flat=True)
    )
    assert wrote <= {"", *map(stored_name, OF_INSPECTION), *along}
    assert len(wrote) > 30


@pytest.mark.parametrize("columns", drilled([pytest.param(()), pytest.param(("text",))], 2))
def test_row_disposed_of_comes_along_as_such(
    columns: tuple[str, ...], tmp_path: Path, fresh: Callable[[], Path]
) -> None:
    with elsewhere():
        inspection = a_full_story().inspection
        disposed(inspection.terms.get(), *columns)
        written_out(inspection, tmp_path / "one.zip")
    out = tmp_path / "one.zip"
    assert exchange.verify_binder(out) == []
    fresh()
    inspection = read_in(out)
    note_heads()
    assert verify().faults == ()
    assert inspection.terms.count() == len(columns)
    written_out(inspection, tmp_path / "two.zip")
    assert out.read_bytes() == (tmp_path / "two.zip").read_bytes()
    silent = objects_of("rows/ledger.disposal", lambda rows: rows.clear())
    changed = rewritten(out, silent, signed=True, counted=True)
    found = exchange.verify_binder(changed)
    assert [one for one in found if "was destroyed, and no disposal names it" in one], found


def test_digest_of_a_shared_file_is_put_aside_and_of_nothing_else(
    archive: Path, fresh: Callable[[], Path]
) -> None:
    fresh()
    read_in(archive)
    assert set(BroughtDigest.objects.values_list("table", flat=True)) == {"files_blob"}
    note_heads()
    assert verify().faults == ()
    line = RowDigest.objects.filter(table="judgments_agreed").order_by("pk")[0]
    values = {one.name: getattr(line, one.name) for one in RowDigest._meta.concrete_fields[1:]}
    BroughtDigest.objects.create(**values)
    assert [one for one in verify().faults if f"judgments_agreed/{line.row} was put aside" in one]


def test_binder_says_how_many_digests_it_holds(archive: Path) -> None:
    with opened(archive) as binder:
        held = sum(1 for _ in binder.lines(digests_member(binder.contents["slug"])))
        assert binder.contents["ledger"]["digests"] == held > 150
