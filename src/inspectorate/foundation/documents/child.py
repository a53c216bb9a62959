"""The process that opens one document: limits on itself first, then a reader, then its answer.

Started by :mod:`.limited` as ``python -m …documents.child text MEDIA-TYPE``,
``… cells MEDIA-TYPE``, ``… busy MEDIA-TYPE FIRST LAST ZONE``, ``… copy MEDIA-TYPE`` or
``… picture MEDIA-TYPE PAGE USE``, with the file as its standard input. It answers on its standard
output: JSON with ``method`` and ``pages`` or ``sheets``, with ``days`` and ``parts``, or with a
code as ``refused``, or the bytes of a picture. It needs no network, can write no file, can start no
other process unless root runs it, and ends with whoever started it.
"""

from __future__ import annotations

import ctypes
import importlib
import io
import json
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import IO

_PR_SET_PDEATHSIG = 1
MEMORY, SECONDS = 512 * 1024 * 1024, 10
_OFFICE = "application/vnd.openxmlformats-officedocument"
# By media type: the module of the reader, its function, the name of its method.
READERS = {
    "application/pdf": ("pdf", "pages", "METHOD"),
    f"{_OFFICE}.wordprocessingml.document": ("word", "pages", "METHOD"),
    f"{_OFFICE}.spreadsheetml.sheet": ("sheets", "pages", "METHOD"),
    "text/plain": ("text", "paragraphs", "PARAGRAPHS"),
    "text/csv": ("text", "rows", "ROWS"),
}
# What is read otherwise than as text: the cells of a table one by one, the busy days of a calendar,
# the pixels of a picture.
OTHERWISE = {
    ("cells", f"{_OFFICE}.spreadsheetml.sheet"): ("tables", "sheets", "METHOD"),
    ("busy", "text/calendar"): ("calendars", "stretches", "METHOD"),
    ("copy", "image/png"): ("pixels", "copy", ""),
    ("copy", "image/jpeg"): ("pixels", "copy", ""),
}


def limit(memory: int = MEMORY, seconds: int = SECONDS, *, threads: bool = False) -> None:
    """Limit this process: no more memory, time, files or processes, whatever it reads.

    ``threads`` says that it needs some, which the kernel counts as processes. The kernel holds root
    to no number of processes.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if not threads:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    # Killed with the thread that started it, which waits for it.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def answer(arguments: Sequence[str], stream: IO[bytes]) -> bytes:
    """What is written on the standard output."""
    from .readers.bounds import Unread
    from .reasons import DocumentReason

    what, media_type, *more = arguments
    try:
        name, function, method = (
            READERS[media_type] if what in ("text", "picture") else OTHERWISE[what, media_type]
        )
        reader = importlib.import_module(f"{__package__}.readers.{name}")
        if what == "busy":
            first, last, zone = more
            days = reader.stretches(
                stream, date.fromisoformat(first), date.fromisoformat(last), zone
            )
            return json.dumps(days).encode()
        if what == "picture":
            number, use = more
            return bytes(reader.picture(stream, int(number), use=use))
        if what == "copy":
            return bytes(reader.copy(stream, media_type))
        if what == "cells":
            sheets = getattr(reader, function)(stream)
            return json.dumps({"method": getattr(reader, method), "sheets": sheets}).encode()
        pages = [asdict(one) for one in getattr(reader, function)(stream)]
        made = {"method": getattr(reader, method), "pages": pages}
        return json.dumps(made).encode()
    except Unread as found:
        refused = found.reason
    except KeyError:
        refused = DocumentReason.NO_READER
    except MemoryError:
        refused = DocumentReason.TOO_MUCH_MEMORY
    except RecursionError:
        refused = DocumentReason.DAMAGED
    return json.dumps({"refused": refused.value}).encode()


def main() -> None:
    """Read the standard input as the arguments say."""
    limit()
    # A library would load it where it is there; reading needs none of it, and it is large.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    # From a file, so that a reader can seek in it.
    stream = io.BufferedReader(io.FileIO(0, closefd=False))
    said = answer(sys.argv[1:], stream)
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
