"""Contents that come in pieces: gone on with, whole by their digest, bounded, swept."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from inspectorate.foundation.files import pieces, store, strays
from inspectorate.foundation.files.pieces import ComingFile, Misplaced
from inspectorate.foundation.reasons.reasons import Reason, Refused

SIZE = 16
CONTENT = b"PK\x03\x04" + bytes(range(36))  # two pieces and a half


@pytest.fixture(autouse=True)
def _small(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    monkeypatch.setattr(pieces, "PIECE", SIZE)
    monkeypatch.setattr(pieces, "LEFT_FREE", 0)


def coming(content: bytes = CONTENT, **given: Any) -> ComingFile:
    made = ComingFile("7", "request/1", "all.zip", len(content), "yesterday")
    return replace(made, **given)


def cut(content: bytes = CONTENT) -> list[bytes]:
    return [content[at : at + SIZE] for at in range(0, len(content), SIZE)]


def add(of: ComingFile, at: int, piece: bytes, digest: str = "") -> int:
    return pieces.add(of, at, digest or sha256(piece).hexdigest(), io.BytesIO(piece))


def send(of: ComingFile, content: bytes = CONTENT) -> str:
    at = pieces.begin(of)
    for piece in cut(content)[at // SIZE :]:
        at = add(of, at, piece)
    return total(content)


def total(content: bytes = CONTENT) -> str:
    return sha256(b"".join(sha256(piece).digest() for piece in cut(content))).hexdigest()


def codes(act: Any, *args: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*args)
    return [one.code for one in refusal.value.reasons]


def test_content_that_broke_off_goes_on_where_it_was_and_is_the_same() -> None:
    of = coming()
    assert pieces.begin(of) == 0
    assert add(of, 0, cut()[0]) == SIZE
    # Another browser, another day: the same file of the same sender is found again.
    assert pieces.begin(coming()) == SIZE
    stored = pieces.whole(of, send(of))
    assert (stored.size, stored.media_type) == (len(CONTENT), "application/zip")
    assert store.get(stored.digest) == CONTENT
    pieces.drop(of)
    assert not of.path.exists()


def test_piece_sent_twice_or_out_of_turn_changes_nothing_and_says_where_it_stands() -> None:
    of = coming()
    pieces.begin(of)
    add(of, 0, cut()[0])
    for at in (0, 2 * SIZE, 5):
        with pytest.raises(Misplaced) as where:
            add(of, at, cut()[0])
        assert where.value.offset == SIZE
    assert of.path.read_bytes() == cut()[0]


@pytest.mark.parametrize(
    "wrong",
    [b"", cut()[0][:-1], cut()[0] + b"!", b"?" * SIZE],
    ids=["none", "cut", "long", "other"],
)
def test_piece_damaged_on_the_way_leaves_nothing(wrong: bytes) -> None:
    of = coming()
    pieces.begin(of)
    with pytest.raises(Misplaced) as where:
        add(of, 0, wrong, sha256(cut()[0]).hexdigest())
    assert (where.value.offset, of.path.stat().st_size) == (0, 0)


def test_piece_longer_than_one_is_cut_off_and_not_kept() -> None:
    of = coming(size=10**6)
    pieces.begin(of)
    with pytest.raises(Misplaced):
        add(of, 0, b"x" * 10 * SIZE)
    assert of.path.stat().st_size == 0


def test_piece_half_written_by_a_process_that_was_killed_is_taken_away() -> None:
    of = coming()
    pieces.begin(of)
    add(of, 0, cut()[0])
    with of.path.open("ab") as file:
        file.write(b"half")
    assert pieces.begin(of) == SIZE
    pieces.whole(of, send(of))


def test_content_not_here_whole_is_refused_and_goes_on() -> None:
    of = coming()
    pieces.begin(of)
    add(of, 0, cut()[0])
    assert codes(pieces.whole, of, total()) == ["file_not_whole"]
    assert pieces.begin(of) == SIZE


@pytest.mark.parametrize("digest", ["", "0" * 64, "x"])
def test_content_of_another_digest_is_refused_and_forgotten(digest: str) -> None:
    of = coming()
    send(of)
    assert codes(pieces.whole, of, digest) == ["file_not_whole"]
    assert not of.path.exists()
    assert codes(pieces.whole, of, total()) == ["file_not_whole"]


@pytest.mark.parametrize(
    "other",
    [{"owner": "8"}, {"about": "request/2"}, {"name": "b.zip"}, {"changed": "today"}, {"size": 41}],
)
def test_nobody_and_nothing_else_goes_on_with_it(other: dict[str, Any]) -> None:
    add_to = coming()
    pieces.begin(add_to)
    assert coming(**other).path != add_to.path
    assert codes(add, coming(**other), 0, cut()[0]) == ["file_not_whole"]


def test_owner_may_have_three_unfinished_and_no_fourth() -> None:
    for number in range(pieces.AT_ONCE):
        pieces.begin(coming(name=f"{number}.zip"))
    assert codes(pieces.begin, coming(name="more.zip")) == ["too_many_unfinished"]
    assert pieces.begin(coming(name="0.zip")) == 0
    assert pieces.begin(coming(name="more.zip", owner="8")) == 0


def test_size_and_room_are_asked_before_a_byte_is_taken(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PIECES_LIMIT = 100
    assert codes(pieces.begin, coming(size=0)) == ["file_empty"]
    assert codes(pieces.begin, coming(size=101)) == ["file_too_large"]
    monkeypatch.setattr(pieces, "LEFT_FREE", 10**18)
    assert codes(pieces.begin, coming()) == ["no_room"]
    assert list(Path(settings.FILES_ROOT).iterdir()) == []


def test_room_is_asked_for_again_before_each_piece_and_before_the_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = coming()
    pieces.begin(of)
    add(of, 0, cut()[0])
    with monkeypatch.context() as full:
        full.setattr(pieces, "LEFT_FREE", 10**18)
        assert codes(add, of, SIZE, cut()[1]) == ["no_room"]
    assert of.path.read_bytes() == cut()[0]
    digest = send(of)
    with monkeypatch.context() as full:
        full.setattr(pieces, "LEFT_FREE", 10**18)
        assert codes(pieces.whole, of, digest) == ["no_room"]
    # It keeps its place, and is whole once there is room.
    assert pieces.whole(of, digest).size == len(CONTENT)


def test_room_that_others_who_began_still_lack_is_not_given_twice(
    settings: Any, tmp_path: Path
) -> None:
    free = shutil.disk_usage(tmp_path).free
    settings.PIECES_LIMIT = free
    pieces.begin(coming(size=free // 3))
    assert codes(pieces.begin, coming(size=free // 3, owner="8")) == ["no_room"]
    # Its own place is not counted against it.
    assert pieces.begin(coming(size=free // 3)) == 0


def test_many_begun_at_one_moment_are_no_more_than_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = pieces._reasons_against

    def slowly(one: ComingFile) -> list[Reason]:
        found = asked(one)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(pieces, "_reasons_against", slowly)
    with ThreadPoolExecutor(2 * pieces.AT_ONCE) as at_once:
        begun = [
            at_once.submit(pieces.begin, coming(name=f"{number}.zip"))
            for number in range(2 * pieces.AT_ONCE)
        ]
    assert [one.exception() for one in begun].count(None) == pieces.AT_ONCE


@pytest.mark.django_db
def test_content_left_unfinished_is_swept_after_a_day_without_a_piece() -> None:
    of, young = coming(), coming(name="b.zip")
    for one in (of, young):
        pieces.begin(one)
    old = time.time() - strays.KEPT.total_seconds() - 60
    os.utime(of.path, (old, old))
    assert [one.path for one in strays.sweep()] == [of.path]
    assert young.path.exists()
    # Begun again before it was swept, its day begins anew.
    os.utime(young.path, (old, old))
    pieces.begin(young)
    assert strays.sweep() == []


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    return made.getvalue()


def _tar() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.zip", _zip(), "application/zip"),
        ("A.TAR", _tar(), "application/x-tar"),
        ("a.tgz", b"\x1f\x8b1", "application/gzip"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c1", "application/x-7z-compressed"),
    ],
)
def test_archive_is_taken_shut_where_it_is_asked_for_and_nowhere_else(
    name: str, content: bytes, kind: str
) -> None:
    assert store.take(content, name=name, archives=True).media_type == kind
    assert codes(lambda: store.take(content, name=name)) == ["file_kind"]
    assert codes(lambda: store.take(b"not one", name=name, archives=True)) == ["file_not_its_name"]


def test_whole_content_that_is_not_taken_keeps_no_place() -> None:
    of = coming(name="a.exe")
    assert codes(pieces.whole, of, send(of)) == ["file_kind"]
    assert not of.path.exists()
