"""Letters read off a picture by Tesseract, where it is installed; under limits, ten seconds a page.

What it reads may be wrong: everything made of it says that a machine read it.
"""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

from .child import MEMORY, SECONDS
from .limited import run
from .readers.bounds import plain

# The second sets limits on the first: of util-linux, there wherever Linux is.
PROGRAM, LIMITER = "tesseract", "prlimit"
# What lies behind is left unread, and said so: no worker is held for an hour.
MOST_PAGES = 200


@functools.cache
def _found(program: str) -> str:
    return shutil.which(program) or ""


def present() -> bool:
    """Is the program that reads pictures installed, and the one that limits it?"""
    return bool(_found(PROGRAM) and _found(LIMITER))


@functools.cache
def method() -> str:
    """The name of the program with its version."""
    with Path(os.devnull).open("rb") as nothing:
        said = run([_found(PROGRAM), "--version"], nothing, environment={})
    return f"ocr 1, {said.decode('utf-8', 'replace').partition(chr(10))[0]}"


def read(picture: bytes) -> str:
    """The text of a picture of a page."""
    with tempfile.TemporaryFile() as file:
        file.write(picture)
        file.flush()
        file.seek(0)
        return read_stream(file)


def read_stream(stream: IO[bytes]) -> str:
    """The text of an open picture; raises Failed as a process under limits does."""
    os.lseek(stream.fileno(), 0, os.SEEK_SET)
    limits = [f"--as={MEMORY}", f"--cpu={SECONDS}", "--fsize=0", "--core=0", "--nproc=0"]
    said = run(
        [_found(LIMITER), *limits, _found(PROGRAM), "stdin", "stdout"],
        stream,
        environment={},
    )
    return plain(said.decode("utf-8", "replace"))
