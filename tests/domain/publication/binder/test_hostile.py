"""A binder made to harm whoever reads it: refused in words, at the cost of no more than it is."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from benchmarks.limits.hostile_files import endless, lying

from inspectorate.domain.publication.binder import archive
from inspectorate.domain.publication.binder.archive import Broken, opened, read_object
from inspectorate.domain.publication.binder.verify import verify_binder
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.binders import an_archive, read_in, rewritten
from tests.sizes import drilled

# Refused as an archive is read, before anything is written.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
PEOPLE, EDITIONS = "rows/people.person.jsonl", "rows/reports.edition.jsonl"
MEGABYTE = 1024 * 1024


def test_member_that_unpacks_to_more_than_its_directory_says_is_refused_unheld(
    tmp_path: Path,
) -> None:
    path, _, _ = an_archive(tmp_path)
    large = b" " * (200 * MEGABYTE)
    with zipfile.ZipFile(path) as packed:
        members = {one.filename: packed.read(one) for one in packed.infolist()}
    with zipfile.ZipFile(tmp_path / "lying.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, large if name == "binder.json" else content)
    del large
    hostile = tmp_path / "lying.zip"
    hostile.write_bytes(lying(hostile.read_bytes(), "binder.json", 10))
    tracemalloc.start()
    try:
        assert "binder.json: was changed or cut" in verify_binder(hostile)[0]
        assert tracemalloc.get_traced_memory()[1] < 16 * MEGABYTE
    finally:
        tracemalloc.stop()


def test_directory_without_end_is_refused_unread(tmp_path: Path) -> None:
    path, hostile = an_archive(tmp_path)[0], tmp_path / "endless.zip"
    with zipfile.ZipFile(path) as packed:
        members = {one.filename: packed.read(one) for one in packed.infolist()}
    hostile.write_bytes(endless(members, 600_000))
    tracemalloc.start()
    try:
        assert "more than 100,000 members" in verify_binder(hostile)[0]
        # The bytes of as long a directory as may be, and no object of any member.
        assert tracemalloc.get_traced_memory()[1] < 32 * MEGABYTE
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("depth", drilled([65, 900, 4_000, 100_000], 3))
def test_row_nested_deeper_than_any_is_refused_by_its_line(tmp_path: Path, depth: int) -> None:
    path, _, _ = an_archive(tmp_path)

    def deepen(members: dict[str, bytes]) -> None:
        row = json.loads(members[EDITIONS].splitlines()[0])
        told = json.dumps({**row, "data": "HERE"}).encode()
        members[EDITIONS] = told.replace(b'"HERE"', b"[" * depth + b"]" * depth) + b"\n"

    hostile = rewritten(path, deepen, signed=True, counted=True)
    assert any(f"{EDITIONS}: line 1 is n" in fault for fault in verify_binder(hostile))
    with pytest.raises(Refused) as refusal:
        read_in(hostile)
    assert f"{EDITIONS}: line 1" in str(refusal.value)


def test_row_nested_as_deep_as_is_read_is_read() -> None:
    deep = b"[" * 62 + b"]" * 62
    assert read_object(b'{"a":%s}' % deep, "here")
    with pytest.raises(Broken, match="here is nested more than 64 times"):
        read_object(b'{"a":%s}' % (b"[" * 64 + b"]" * 64), "here")


@pytest.mark.parametrize(
    ("bound", "most", "says"),
    drilled(
        [
            ("MOST_LINE", 100, "line 1 does not end, or is longer"),
            ("MOST_LINES", 1, "has more than 1 lines"),
            ("MOST_BRACKETS", 0, "holds more than 0 brackets"),
        ],
        2,
    ),
)
def test_line_past_a_bound_is_refused_by_its_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, says: str
) -> None:
    path, _, _ = an_archive(tmp_path)
    with opened(path) as sound:
        monkeypatch.setattr(archive, bound, most)
        with pytest.raises(Broken, match=says):
            list(sound.lines(PEOPLE))


def test_long_lines_are_held_few_at_once_and_short_ones_as_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _, _ = an_archive(tmp_path)
    with opened(path) as sound:
        every = list(sound.lines(PEOPLE))
        assert len(every) > 4
        assert next(len(one) for one in sound.batches(PEOPLE, 3)) == 3
        assert [row for held in sound.batches(PEOPLE, 3) for row in held] == every
        monkeypatch.setattr(archive, "MOST_HELD", 10)
        assert {len(one) for one in sound.batches(PEOPLE, 3)} == {1}


def test_binder_of_a_thousand_faults_names_two_hundred(tmp_path: Path) -> None:
    path, _, _ = an_archive(tmp_path)

    def change(members: dict[str, bytes]) -> None:
        members["rows/bodies.body.jsonl"] = b'{"id":1}\n' * 1_000

    with pytest.raises(Refused) as refusal:
        read_in(rewritten(path, change, signed=True, counted=True))
    assert len(refusal.value.reasons) == 200
