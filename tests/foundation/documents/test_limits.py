"""Documents that would drown whoever opens them: refused, in time and memory, with nothing left
running.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspectorate.foundation.documents import extracting, limited
from inspectorate.foundation.documents.child import MEMORY, SECONDS
from inspectorate.foundation.documents.extracting import Extraction
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.reasons import DocumentReason
from tests.factories import papers

Read = Callable[[bytes, str], Extraction]
CHILD = "inspectorate.foundation.documents.child"
PATHS = {"PYTHONPATH": os.pathsep.join(sys.path)}
_BODY = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_END = b"</w:body></w:document>"


def word_of(body: bytes, *, level: int = 9) -> bytes:
    return papers.with_part(
        papers.word(["x"]), "word/document.xml", _BODY + body + _END, level=level
    )


def entities() -> bytes:
    """Words that stand for ten others each, ten deep."""
    deep = b"".join(
        b'<!ENTITY a%d "%b">' % (depth, (b"&a%d;" % (depth - 1)) * 10) for depth in range(1, 11)
    )
    head = b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">' + deep + b"]>"
    body = _BODY + b"<w:p><w:r><w:t>&a10;</w:t></w:r></w:p>" + _END
    return papers.with_part(papers.word(["x"]), "word/document.xml", head + body)


def gone(process: int) -> bool:
    """Has a process ended? Nobody's child here, it may still wait to be buried."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{process}/stat").read_text("ascii").split()[2]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def test_office_files_that_unpack_to_too_much_are_refused(read: Read) -> None:
    found = read(word_of(b"<w:p/>" * 20_000_000), papers.WORD)
    assert found.refused is DocumentReason.UNPACKS_TOO_LARGE


def test_a_word_file_whose_words_swell_is_refused(read: Read) -> None:
    begin = time.monotonic()
    found = read(entities(), papers.WORD)
    assert found.refused in {DocumentReason.DAMAGED, DocumentReason.TOO_MUCH_MEMORY}
    assert time.monotonic() - begin < SECONDS


@pytest.mark.drill
def test_a_word_file_that_needs_too_much_memory_is_refused(read: Read) -> None:
    runs = b"".join(
        b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % (n * 7919 % 99_991) for n in range(3_000_000)
    )
    found = read(word_of(runs, level=1), papers.WORD)
    assert found.refused is DocumentReason.TOO_MUCH_MEMORY


@pytest.mark.parametrize("what", ["text", "picture"])
def test_a_pdf_bomb_is_refused_within_its_limits(read: Read, what: str) -> None:
    content = papers.words_bomb() if what == "text" else papers.picture_bomb()
    begin = time.monotonic()
    if what == "text":
        found = read(content, papers.PDF).refused
    else:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            with pytest.raises(Failed) as failed:
                extracting._drawn(file, 1, "shown")
        found = failed.value.reason
    assert found is (
        DocumentReason.TOO_MUCH_MEMORY if what == "text" else DocumentReason.TOO_MANY_PIXELS
    )
    assert time.monotonic() - begin < SECONDS


def test_a_picture_of_too_many_pixels_is_refused(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extracting.ocr, "present", lambda: True)
    found = read(papers.png_bomb(), "image/png")
    assert found.refused is DocumentReason.TOO_MANY_PIXELS


def test_a_process_that_never_answers_is_killed_with_all_it_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limited, "SECONDS", 1)
    script = (
        "import subprocess, sys, time;"
        "one = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "open(sys.argv[1], 'w').write(str(one.pid)); time.sleep(60)"
    )
    with tempfile.NamedTemporaryFile("r") as told, tempfile.TemporaryFile() as given:
        with pytest.raises(Failed) as failed:
            limited.run([sys.executable, "-c", script, told.name], given, environment={})
        started = int(told.read())
    assert failed.value.reason is DocumentReason.TOO_LONG
    assert gone(started)


def test_the_process_can_have_no_more_memory_than_its_limit() -> None:
    ask = f"import {CHILD} as child; child.limit(); bytearray({MEMORY})"
    with tempfile.TemporaryFile() as given, pytest.raises(Failed) as failed:
        limited.run([sys.executable, "-c", ask], given, environment=PATHS)
    assert failed.value.reason is DocumentReason.TOO_MUCH_MEMORY
    assert failed.value.kind == "MemoryError"


def test_the_process_can_start_no_other() -> None:
    # The kernel holds root to no number of processes, and tests may be run by root.
    ask = (
        f"import os, {CHILD} as child\n"
        "if os.getuid() == 0: os.setuid(65534)\n"
        "child.limit()\n"
        "os.fork()"
    )
    with tempfile.TemporaryFile() as given, pytest.raises(Failed) as failed:
        limited.run([sys.executable, "-c", ask], given, environment=PATHS)
    assert failed.value.kind == "BlockingIOError"


def test_the_process_ends_with_whoever_started_it() -> None:
    opens = (
        f"import os, time, {CHILD} as child; child.limit();"
        "print(os.getpid(), flush=True); time.sleep(60)"
    )
    starts = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    with subprocess.Popen(
        [sys.executable, "-c", starts, opens],
        stdout=subprocess.PIPE,
        env=os.environ | PATHS,
    ) as starter:
        assert starter.stdout is not None
        process = int(starter.stdout.readline())
        starter.kill()
    try:
        assert gone(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def test_a_process_that_spends_its_time_is_told_as_too_long() -> None:
    assert limited._reason(-signal.SIGXCPU, b"") is DocumentReason.TOO_LONG
    # What is said where Rust finds no memory and its panic is caught by Python.
    rust = b"memory allocation of 1048576 bytes failed\npyo3_runtime.PanicException: none"
    assert limited._reason(1, rust) is DocumentReason.TOO_MUCH_MEMORY


def test_the_process_is_told_nothing_of_the_installation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "a-secret")
    show = "import os; print(sorted(os.environ), os.environ.get('DATABASE_URL'))"
    with tempfile.TemporaryFile() as given:
        said = limited.run([sys.executable, "-c", show], given, environment={})
    assert b"DATABASE_URL" not in said
    assert b"a-secret" not in said


def test_an_answer_without_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "MOST_ANSWERED", 1_000_000)
    endless = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    with tempfile.TemporaryFile() as given, pytest.raises(Failed) as failed:
        limited.run([sys.executable, "-c", endless], given, environment={})
    assert failed.value.reason is DocumentReason.TOO_MUCH_TEXT
