"""Starts a process with a file as its input; kills it and waits for it in any case."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import IO

from .child import SECONDS
from .reasons import DocumentReason

# Bytes of an answer: the most text that is read, in the longest way JSON may write it.
MOST_ANSWERED = 160 * 1024 * 1024
_PIECE = 1024 * 1024


class Failed(Exception):
    """The process gave no answer; ``reason`` says why, ``kind`` names its last error, without the
    words of the document that an error may quote.
    """

    def __init__(self, reason: DocumentReason, said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = said.strip().rpartition("\n")[2].partition(":")[0][:60]


def python(arguments: Sequence[str], given: IO[bytes]) -> bytes:
    """Run ``python -m …documents.child`` with arguments; return its answer."""
    command = [sys.executable, "-m", f"{__package__}.child", *arguments]
    return run(command, given, environment={"PYTHONPATH": os.pathsep.join(sys.path)})


def run(
    command: Sequence[str],
    given: IO[bytes],
    *,
    environment: Mapping[str, str],
    seconds: float = SECONDS,
) -> bytes:
    """Run a command with an open file as its input; return its answer, at most ``seconds`` later.

    Raises Failed where it took longer, died, or answered too much. Nothing of it is left running.
    """
    until = time.monotonic() + seconds
    # The environment holds secrets of the installation, and whatever it opens need not know them.
    bare = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}
    words = list(command)
    with subprocess.Popen(  # nosec B603: a list of our own, no shell
        words,
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**bare, "OPENBLAS_NUM_THREADS": "1", **environment},
        start_new_session=True,
        close_fds=True,
    ) as process:
        try:
            said, fault = _heard(process, until)
            process.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired as late:
            raise Failed(DocumentReason.TOO_LONG) from late
        finally:
            # Its whole session, with whatever it may have started.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if process.returncode:
        raise Failed(_reason(process.returncode, fault), fault.decode("utf-8", "replace"))
    return said


def _reason(code: int, fault: bytes) -> DocumentReason:
    """Why a process died: by the processor's time, by memory, or by what it read."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return DocumentReason.TOO_LONG
    # PDFium and the allocators under it end the process where no memory is left.
    if (
        b"MemoryError" in fault
        or b"bad_alloc" in fault
        or code
        in (
            -signal.SIGABRT,
            -signal.SIGTRAP,
            -signal.SIGILL,
        )
    ):
        return DocumentReason.TOO_MUCH_MEMORY
    return DocumentReason.DAMAGED


def _heard(process: subprocess.Popen[bytes], until: float) -> tuple[bytes, bytes]:
    """What the process wrote, on its output and of its faults, until it closed both."""
    assert process.stdout is not None
    assert process.stderr is not None
    said, fault = bytearray(), bytearray()
    with selectors.DefaultSelector() as waiting:
        for pipe, told in ((process.stdout, said), (process.stderr, fault)):
            os.set_blocking(pipe.fileno(), False)
            waiting.register(pipe, selectors.EVENT_READ, told)
        while waiting.get_map():
            ready = waiting.select(max(until - time.monotonic(), 0))
            if time.monotonic() >= until:
                raise Failed(DocumentReason.TOO_LONG)
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    waiting.unregister(key.fileobj)
                key.data.extend(piece)
                if len(key.data) > MOST_ANSWERED:
                    raise Failed(DocumentReason.TOO_MUCH_TEXT)
    return bytes(said), bytes(fault)
