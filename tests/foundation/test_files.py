"""The store: what is acknowledged survives a power cut, nothing is overwritten, a changed byte is
named, a name proves nothing.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import signal
import stat
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from django.db import connection

from inspectorate.foundation.files import kinds, store
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.reasons.reasons import Refused

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xfc\xff\xff?\x03\x00\x08\xfc\x02\xfe\xa7\x9a\xa0"
    b"\xa0\x00\x00\x00\x00IEND\xaeB`\x82"
)
STEPS = ("fsync file", "rename", "fsync folder")


def put(content: bytes = b"A note of the interview.", name: str = "note.txt") -> Blob:
    return store.put(store.take(content, name=name), at=AT)


def codes(content: bytes, name: str) -> list[str]:
    with pytest.raises(Refused) as refusal:
        put(content, name)
    return [reason.code for reason in refusal.value.reasons]


class Watched:
    """Lets the real calls of the operating system through and notes them; ``before`` is told of
    each first.
    """

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, before: Callable[[str], None] = lambda step: None
    ) -> None:
        self.seen: list[tuple[str, str]] = []
        real_fsync, real_rename = os.fsync, os.rename

        def fsync(handle: int) -> None:
            step = "fsync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "fsync file"
            before(step)
            real_fsync(handle)
            self.seen.append((step, str(Path(f"/proc/self/fd/{handle}").readlink())))

        def rename(old: Any, new: Any) -> None:
            before("rename")
            real_rename(old, new)
            self.seen.append(("rename", str(new)))

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(os, "rename", rename)


def test_row_of_a_file_is_made_by_actions_alone() -> None:
    """A door brings bytes in; that a record names them is an act. A binder's rows come in one."""
    source = Path(__file__).resolve().parents[2] / "src/inspectorate"
    makes = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if re.search(r"\bstore\.put\(|\bBlob\(|\bBlob\.objects\.\w*create", path.read_text("utf-8"))
    }
    assert {name for name in makes if not name.endswith("/actions.py")} == {
        "foundation/files/store.py",
        "foundation/files/models.py",
    }
    assert len(makes) > 2


@pytest.mark.django_db
class TestPowerCut:
    def test_content_put_is_synced_then_renamed_then_each_folder_synced_up_to_the_holder(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        watched = Watched(monkeypatch)
        blob = put()
        target = store.path_of(blob.digest)
        assert [step for step, _ in watched.seen[:2]] == ["fsync file", "rename"]
        assert watched.seen[0][1].startswith(f"{settings.FILES_ROOT}/.put-")
        assert watched.seen[1][1] == str(target)
        folders = [
            target.parent,
            target.parent.parent,
            Path(settings.FILES_ROOT),
            Path(settings.FILES_ROOT).parent,
        ]
        assert watched.seen[2:] == [("fsync folder", str(folder)) for folder in folders]

    def test_row_is_written_only_after_the_last_folder_is_synced(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows: list[int] = []
        Watched(monkeypatch, before=lambda step: rows.append(Blob.objects.count()))
        put()
        assert (set(rows), Blob.objects.count()) == ({0}, 1)

    def test_content_already_there_but_perhaps_unsynced_is_synced_before_it_is_acknowledged(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = b"written by a process that was killed before it synced the folder"
        target = store.path_of(hashlib.sha256(content).hexdigest())
        target.parent.mkdir(parents=True)
        target.write_bytes(content)
        watched = Watched(monkeypatch)
        put(content)
        assert ("fsync folder", str(target.parent)) in watched.seen
        assert "rename" not in {step for step, _ in watched.seen}

    @pytest.mark.parametrize("step", STEPS)
    def test_process_killed_at_any_step_leaves_whole_content_or_none_and_a_retry_completes(
        self, monkeypatch: pytest.MonkeyPatch, step: str
    ) -> None:
        content = b"x" * 300_000
        target = store.path_of(hashlib.sha256(content).hexdigest())
        child = os.fork()
        if child == 0:
            Watched(
                monkeypatch,
                before=lambda now: os.kill(os.getpid(), signal.SIGKILL) if now == step else None,
            )
            store.take(content, name="note.txt")
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert target.exists() == (step == "fsync folder")
        assert store.get(put(content).digest) == content

    def test_write_that_fails_leaves_no_temporary_file(
        self, monkeypatch: pytest.MonkeyPatch, settings: Any
    ) -> None:
        def full(step: str) -> None:
            raise OSError(28, "No space left on device")

        Watched(monkeypatch, before=full)
        with pytest.raises(OSError, match="No space"):
            put()
        assert [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()] == []
        assert Blob.objects.count() == 0


@pytest.mark.django_db
class TestKept:
    def test_same_content_put_twice_is_stored_once_and_its_day_begins_anew(self) -> None:
        first = put()
        path = store.path_of(first.digest)
        os.utime(path, (1, 1))
        before = path.stat().st_ino
        assert put(name="other-name.txt") == first
        assert path.stat().st_ino == before
        assert time.time() - path.stat().st_mtime < 60
        assert Blob.objects.count() == 1

    def test_content_is_read_in_pieces_however_large_it_is(self, settings: Any) -> None:
        settings.UPLOAD_LIMIT = 64 * 1024 * 1024
        piece = b"one line of the same length\n" * 37_449  # a little over a mebibyte

        class Long(io.RawIOBase):
            """Forty pieces, made as they are read."""

            at = 0

            def seekable(self) -> bool:
                return True

            def seek(self, offset: int, whence: int = 0) -> int:
                self.at = offset + (40 * len(piece) if whence == os.SEEK_END else 0)
                return self.at

            def read(self, size: int = -1) -> bytes:
                assert 0 < size <= 1024 * 1024
                start = self.at % len(piece)
                given = b"" if self.at >= 40 * len(piece) else piece[start : start + size]
                self.at += len(given)
                return given

        file = store.take(cast(Any, Long()), name="long.txt")
        assert (file.size, file.digest) == (
            40 * len(piece),
            hashlib.sha256(piece * 40).hexdigest(),
        )

    def test_row_of_a_content_that_does_not_lie_there_is_not_made(self) -> None:
        file = store.take(b"Swept too early.", name="note.txt")
        store.path_of(file.digest).unlink()
        with pytest.raises(store.Missing, match=file.digest):
            store.put(file, at=AT)
        assert Blob.objects.count() == 0

    def test_content_put_back_is_synced_like_one_that_is_sent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = b"out of a binder"
        digest = hashlib.sha256(content).hexdigest()
        watched = Watched(monkeypatch)
        store.keep(content, digest=digest)
        assert [step for step, _ in watched.seen] == [*STEPS, *["fsync folder"] * 3]
        assert store.get(digest) == content

    def test_stored_content_may_not_be_written_to(self) -> None:
        assert stat.S_IMODE(store.path_of(put().digest).stat().st_mode) == 0o440

    @pytest.mark.parametrize("at", [0, 7, 23])
    def test_one_changed_byte_is_named_refused_on_reading_and_not_acknowledged_again(
        self, at: int
    ) -> None:
        blob = put()
        path = store.path_of(blob.digest)
        changed = bytearray(path.read_bytes())
        changed[at] ^= 1
        path.chmod(0o640)
        path.write_bytes(changed)
        assert list(store.faults()) == [f"file {blob.digest} was changed on disk"]
        with pytest.raises(store.Missing, match=blob.digest):
            store.get(blob.digest)
        with pytest.raises(store.Missing, match=blob.digest):
            put()
        assert path.read_bytes() == bytes(changed)

    def test_lost_content_is_named_and_put_back_by_sending_it_again(self) -> None:
        blob = put()
        store.path_of(blob.digest).unlink()
        assert list(store.faults()) == [f"file {blob.digest} is not in the store"]
        put()
        assert list(store.faults()) == []

    def test_folder_in_the_place_of_a_content_is_named_and_hides_no_other(self) -> None:
        first, second = sorted((put().digest, put(b"%PDF-1.7 another").digest))
        store.path_of(first).unlink()
        store.path_of(first).mkdir()
        store.path_of(second).unlink()
        assert list(store.faults()) == [
            f"file {first} cannot be read: Is a directory",
            f"file {second} is not in the store",
        ]

    @pytest.mark.skipif(
        os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="PostgreSQL takes neither bytes nor NUL where text should be",
    )
    @pytest.mark.parametrize("forged", ["CAST(digest AS BLOB)", "digest || char(0)"])
    def test_record_that_names_no_file_is_named_and_hides_no_other(self, forged: str) -> None:
        first, second = put().digest, put(b"Another note.").digest
        with connection.cursor() as cursor:
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS files_blob_no_{verb}")
            cursor.execute(f"UPDATE files_blob SET digest = {forged} WHERE digest = %s", [first])
        store.path_of(second).unlink()
        lost, strange = sorted(store.faults(), key=lambda one: "such a name" in one)
        assert lost == f"file {second} is not in the store"
        assert first in strange
        assert strange.endswith("is named by a record, and no file has such a name")


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.django_db
class TestKinds:
    @pytest.mark.parametrize(
        ("content", "name", "media_type"),
        [
            (PNG, "photo.PNG", "image/png"),
            (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "plan.pdf", "application/pdf"),
            (
                b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9",
                "photo.jpg",
                "image/jpeg",
            ),
            ("Nodiadau: ŵ, ŷ".encode(), "nodiadau.md", "text/plain"),
            (b"a,b\n1,2\n", "table.csv", "text/csv"),
        ],
    )
    def test_content_that_is_what_its_name_says_is_taken(
        self, content: bytes, name: str, media_type: str
    ) -> None:
        blob = put(content, name)
        assert (blob.media_type, blob.size, store.get(blob.digest)) == (
            media_type,
            len(content),
            content,
        )

    def test_word_file_is_taken(self) -> None:
        import docx

        stream = io.BytesIO()
        docx.Document().save(stream)
        assert put(stream.getvalue(), "notes.docx").media_type.endswith("wordprocessingml.document")

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "note.txt", "file_empty"),
            (b"MZ\x90\x00" + b"\x00" * 64, "photo.png", "file_not_its_name"),
            (b"<html><script>alert(1)</script>", "report.pdf", "file_not_its_name"),
            (PNG, "photo.jpg", "file_not_its_name"),
            (PNG, "plan.pdf", "file_not_its_name"),
            (b"\x7fELF\x00\x00", "note.txt", "file_not_text"),
            (b"<svg onload='alert(1)'/>", "picture.svg", "file_kind"),
            (b"<script>alert(1)</script>", "page.html", "file_kind"),
            (b"MZ", "setup.exe", "file_kind"),
            (b"text", "no-extension", "file_kind"),
            (b"text", "note.txt.exe", "file_kind"),
            (zipped(**{"a.txt": b"a"}), "archive.zip", "file_kind"),
            (zipped(**{"a.txt": b"a"}), "notes.docx", "file_not_its_name"),
            (zipped(**{"a.txt": b"a"}), "table.xlsx", "file_not_its_name"),
        ],
    )
    def test_content_of_another_kind_is_refused_by_what_it_is(
        self, content: bytes, name: str, code: str
    ) -> None:
        assert codes(content, name) == [code]
        assert Blob.objects.count() == 0

    @pytest.mark.parametrize("limit", [("ENTRIES", 3), ("UNPACKED", 10), ("RATIO", 1)])
    def test_office_file_past_a_limit_of_unpacking_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int]
    ) -> None:
        members = {"word/document.xml": b"<w/>" * 100, "a": b"", "b": b""}
        assert put(zipped(**members), "small.docx").size > 0
        monkeypatch.setattr(kinds, *limit)
        assert codes(zipped(**members, c=b""), "notes.docx") == ["file_unpacks_too_large"]

    def test_office_file_that_unpacks_to_a_thousand_times_its_size_is_refused(self) -> None:
        assert codes(zipped(**{"word/document.xml": b"\x00" * 20_000_000}), "bomb.docx") == [
            "file_unpacks_too_large"
        ]

    @pytest.mark.parametrize("path", ["../../outside.xml", "/etc/outside.xml", "word/../../x"])
    def test_office_file_with_a_path_that_leads_outside_is_refused(self, path: str) -> None:
        assert codes(zipped(**{"word/document.xml": b"<w/>", path: b"x"}), "notes.docx") == [
            "file_reaches_outside"
        ]

    def test_office_file_with_a_link_in_it_is_refused(self) -> None:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        stream = io.BytesIO(zipped(**{"word/document.xml": b"<w/>"}))
        with zipfile.ZipFile(stream, "a") as archive:
            archive.writestr(link, "/etc/passwd")
        assert codes(stream.getvalue(), "notes.docx") == ["file_reaches_outside"]

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (
                PNG[:16] + (60_000).to_bytes(4, "big") + (60_000).to_bytes(4, "big") + PNG[24:],
                "flood.png",
            ),
            (
                b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc2\x00\x11\x08\xff\xff\xff\xff\x03"
                + b"\x00" * 16,
                "flood.jpg",
            ),
        ],
    )
    def test_picture_whose_header_floods_memory_with_pixels_is_refused(
        self, content: bytes, name: str
    ) -> None:
        assert codes(content, name) == ["file_pixels"]

    @pytest.mark.parametrize("marker", [b"\xff", b"\xff\xe0\x00\x02"])
    def test_jpeg_whose_frame_is_looked_for_without_end_is_refused_soon(
        self, marker: bytes
    ) -> None:
        frame = b"\xff\xc2\x00\x11\x08\x00\x10\x00\x10\x03" + b"\x00" * 16
        head = b"\xff\xd8\xff\xe0\x00\x02"
        assert put(head + marker * 2_000 + frame, "photo.jpg").media_type == "image/jpeg"
        assert codes(head + marker * 20_000 + frame, "photo.jpg") == ["file_not_its_name"]

    def test_one_byte_above_the_limit_is_refused_and_the_limit_itself_taken(
        self, settings: Any
    ) -> None:
        settings.UPLOAD_LIMIT = 1000
        assert codes(b"x" * 1001, "note.txt") == ["file_too_large"]
        assert put(b"x" * 1000).size == 1000

    @pytest.mark.parametrize(
        "name",
        [
            "../../etc/passwd.txt",
            "/etc/cron.d/job.txt",
            "..\\..\\boot.txt",
            "a\x00b.txt",
            "a\nb.txt",
            "\u202etxt.exe.txt",
            "x" * 5000 + ".txt",
        ],
    )
    def test_hostile_name_never_decides_where_a_content_lies(
        self, settings: Any, name: str
    ) -> None:
        blob = put(b"content", name)
        kept = [path for path in Path(settings.FILES_ROOT).parent.rglob("*") if path.is_file()]
        assert kept == [
            Path(settings.FILES_ROOT) / blob.digest[:2] / blob.digest[2:4] / blob.digest
        ]
