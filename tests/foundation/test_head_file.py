"""The file of heads as bytes: whole lines or none, on a full disk, over rotation, from several
processes at once.
"""

from __future__ import annotations

import hashlib
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspectorate.foundation.ledger import head_file
from inspectorate.foundation.ledger.head_file import Head
from tests.foundation.test_files import Watched
from tests.shared import ROOT

A, B = hashlib.sha256(b"a").hexdigest(), hashlib.sha256(b"b").hexdigest()


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """Let the system refuse to write past ``size``: part of a line is taken, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestBytes:
    def test_line_carries_a_check_and_older_lines_without_one_are_read(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "heads.log"
        file.write_text(f"register\t1\t{A}\n")
        head_file.append(file, [Head("register", 2, B)])
        assert re.fullmatch(rf"register\t2\t{B}\t[0-9a-f]{{8}}", file.read_text().splitlines()[1])
        assert [line.head for line in head_file.lines(file)] == [
            Head("register", 1, A, checked=False),
            Head("register", 2, B),
        ]

    def test_any_changed_byte_of_a_line_tears_it(self, tmp_path: Path) -> None:
        file = tmp_path / "heads.log"
        head_file.append(file, [Head("inspection/prevent", 12, A)])
        line = file.read_bytes()
        for at in range(len(line) - 1):
            for other in (line[at] ^ 1, ord("\t"), ord("0")):
                if other != line[at]:
                    assert head_file.parsed(line[:at] + bytes([other]) + line[at + 1 :]) is None

    @pytest.mark.parametrize(
        ("line", "read"),
        [
            (f"register\t1\t{A}", True),
            (f"register\t{'9' * 18}\t{A}", True),
            (f"register\t{'1' * 19}\t{A}", False),
            (f"register\t-1\t{A}", False),
            (f"register\tone\t{A}", False),
            (f"register\t1\t{A[:-1]}", False),
            (f"register\t1\t{A}0", False),
            (f"register\t1\t{A}\t00000000", False),
            (f"register\tother\t1\t{A}", False),
            (f"1\t{A}", False),
            ("", False),
        ],
    )
    def test_line_is_read_where_each_of_its_parts_is_one(self, line: str, read: bool) -> None:
        number = int(line.split("\t")[1]) if read else 0
        told = Head("register", number, A, checked=False) if read else None
        assert head_file.parsed(f"{line}\n".encode()) == told
        if read:
            whole = f"{line}\t{head_file._check(line)}\n".encode()
            assert head_file.parsed(whole) == Head("register", number, A)

    def test_digest_is_over_the_whole_or_over_its_beginning(self, tmp_path: Path) -> None:
        file = tmp_path / "heads.log"
        file.write_bytes(b"abc")
        assert head_file.digest(file, 1) == A
        assert head_file.digest(file, 3) == head_file.digest(file) != A
        assert head_file.digest(file, 0) == hashlib.sha256(b"").hexdigest()

    def test_what_is_written_while_it_is_read_is_not_read(self, tmp_path: Path) -> None:
        file = tmp_path / "heads.log"
        assert list(head_file.lines(file)) == []
        head_file.append(file, [Head("register", 1, A), Head("register", 2, A)])
        read = head_file.lines(file)
        first = next(read)
        head_file.append(file, [Head("register", 3, A)])
        assert (first.number, [line.number for line in read]) == (1, [2])

    def test_file_is_begun_anew_only_once_it_is_longer_than_the_limit(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "heads.log"
        head_file.append(file, [Head("register", 1, A)])
        for less, many in ((0, 1), (1, 2)):
            monkeypatch.setattr(head_file, "LIMIT", file.stat().st_size - less)
            head_file.rotate_if_long(file)
            assert len(head_file.files(file)) == many

    def test_line_the_disk_takes_half_of_is_taken_back_and_the_next_is_whole(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "heads.log"
        head_file.append(file, [Head("register", 1, A)])
        before = file.read_bytes()
        with files_no_longer_than(len(before) + 20), pytest.raises(OSError, match="too large"):
            head_file.append(file, [Head("register", 2, B)])
        assert file.read_bytes() == before
        head_file.append(file, [Head("register", 2, B)])
        assert head_file.newest(head_file.lines(file)) == {"register": Head("register", 2, B)}

    def test_line_after_a_torn_one_begins_anew(self, tmp_path: Path) -> None:
        file = tmp_path / "heads.log"
        file.write_bytes(b"inspection/sma")
        head_file.append(file, [Head("inspection/small", 23, A)])
        assert [line.head for line in head_file.lines(file)] == [
            None,
            Head("inspection/small", 23, A),
        ]

    def test_long_file_is_kept_and_the_new_one_begins_with_the_newest_heads(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(head_file, "LIMIT", 500)
        file = tmp_path / "heads.log"
        for number in range(1, 12):
            head_file.append(file, [Head(f"stream/{number % 3}", number, A)])
            head_file.rotate_if_long(file)
        kept = [one.name for one in head_file.files(file)]
        assert kept == ["heads-000001.log", "heads-000002.log", "heads.log"]
        assert [line.head for line in head_file.lines(tmp_path / "heads-000002.log")][:3] == [
            Head("stream/1", 4, A),
            Head("stream/2", 5, A),
            Head("stream/0", 6, A),
        ]
        newest = head_file.newest(head_file.lines(file)).values()
        assert sorted(head.number for head in newest) == [9, 10, 11]

    def test_what_was_written_is_on_the_disk_before_anybody_is_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file, watched = tmp_path / "heads.log", Watched(monkeypatch)
        head_file.append(file, [Head("register", 1, A)])
        first = [("fsync file", str(file)), ("fsync folder", str(tmp_path))]
        assert watched.seen == first
        # The folder knows the name already.
        head_file.append(file, [Head("register", 2, A)])
        assert watched.seen[2:] == [("fsync file", str(file))]
        head_file.set_aside(file, [Head("register", 2, A)])
        fresh = ("fsync file", str(file.with_suffix(".log.new")))
        assert watched.seen[3:] == [fresh, ("fsync folder", str(tmp_path))]
        head_file.append(file, [Head("register", 3, A)], sync=False)
        assert len(watched.seen) == 5

    def test_several_processes_lose_and_tear_nothing_while_files_are_begun_anew(
        self, tmp_path: Path
    ) -> None:
        file = tmp_path / "heads.log"
        paths = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        each = [
            subprocess.Popen([sys.executable, "-c", NOTES, str(file), name], env=paths)
            for name in "abcd"
        ]
        assert [one.wait(60) for one in each] == [0, 0, 0, 0]
        read = [line.head for one in head_file.files(file) for line in head_file.lines(one)]
        assert len(head_file.files(file)) > 2
        assert None not in read
        assert {(one.stream, one.number) for one in read if one} == {
            (name, number) for name in "abcd" for number in range(1, 101)
        }

    def test_every_file_is_for_its_owner_alone_and_one_that_is_not_there_is_not_listed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "heads.log"
        head_file.rotate_if_long(file)
        assert head_file.files(file) == []
        monkeypatch.setattr(head_file, "LIMIT", 50)
        head_file.append(file, [Head("register", 1, A)])
        head_file.rotate_if_long(file)
        with head_file.acceptance(file):
            head_file.append(file, [Head("register", 2, B)])
        modes = {one.name: oct(one.stat().st_mode & 0o777) for one in tmp_path.iterdir()}
        assert modes == dict.fromkeys(["heads-000001.log", "heads.log", "heads.accepting"], "0o600")

    def test_files_set_aside_are_those_that_were_there_the_current_one_last(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(head_file, "LIMIT", 50)
        file = tmp_path / "heads.log"
        for number in (1, 2):
            head_file.append(file, [Head("register", number, A)])
            head_file.rotate_if_long(file)
        head_file.append(file, [Head("people", 1, B)])
        before = [one.read_bytes() for one in head_file.files(file)]
        kept = head_file.set_aside(file, [Head("register", 9, A)])
        assert [one.read_bytes() for one in kept] == before
        assert kept == head_file.aside(file)
        assert [line.head for line in head_file.lines(file)] == [Head("register", 9, A)]
        assert head_file.files(file) == [file]

    @pytest.mark.parametrize("numbers", [(1, 2, 3), (3, 2, 1), (2, 3, 1)])
    def test_newest_head_of_a_stream_has_the_highest_number_in_whatever_order_they_came(
        self, tmp_path: Path, numbers: tuple[int, ...]
    ) -> None:
        """Two servers note the heads of acts in the order they come to it, not in that of acts."""
        file = tmp_path / "heads.log"
        for number in numbers:
            head_file.append(file, [Head("register", number, A)])
        head_file.append(file, [Head("people", 1, B)])
        told = head_file.newest(head_file.lines(file))
        assert told == {"register": Head("register", 3, A), "people": Head("people", 1, B)}
        known = {"register": Head("register", 7, A)}
        assert head_file.newest(head_file.lines(file), known)["register"].number == 7


NOTES = """
import sys
from pathlib import Path
from inspectorate.foundation.ledger import head_file
head_file.LIMIT = 5000
for number in range(1, 101):
    head_file.append(Path(sys.argv[1]), [head_file.Head(sys.argv[2], number, "0" * 64)])
    head_file.rotate_if_long(Path(sys.argv[1]))
"""
