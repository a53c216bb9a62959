"""Puts a finished folder where an older one stands.

A reader, or a kill at any step, meets the old or the new whole.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = (
    2  # RENAME_EXCHANGE of renameat2(2); RENAME_SWAP of renamex_np on macOS has the same value
)


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Give a fresh folder beside ``out``.

    When the block ends well it takes the place of ``out``, else it is removed.

    Folders left by a process that was killed are cleared away first.
    """
    out = out.absolute()
    make_readable(out.parent)
    prefix = f".{out.name}.building-"
    for left in out.parent.glob(f"{prefix}*"):
        if not _alive(left.name.removeprefix(prefix).split("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=out.parent))
    try:
        yield fresh
        _readable(fresh)
        # Its files first: after a power cut the new name must not lead to torn ones.
        _on_the_disk(fresh)
        if out.exists() and not exchange(fresh, out):
            _one_after_the_other(fresh, out)
        elif fresh.exists() and not out.exists():
            fresh.rename(out)
        _sync(out.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def make_readable(folder: Path) -> None:
    """Make a folder, and those above it, through which a web server reaches the site; one that is
    there stays as its owner made it.
    """
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in made:
        one.chmod(0o755)


def _readable(folder: Path) -> None:
    """Let anybody read ``folder`` and all in it: a web server reads it as somebody else, while all
    that the application makes is for its own account alone.
    """
    for here, _, files in folder.walk():
        here.chmod(0o755)
        for name in files:
            (here / name).chmod(0o644)


def _on_the_disk(folder: Path) -> None:
    """Have every file below ``folder``, and every name, on the disk."""
    # One call for the whole file system: a site has thousands of files.
    library = ctypes.CDLL(None, use_errno=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if hasattr(library, "syncfs") and library.syncfs(handle) == 0:
            return
    finally:
        os.close(handle)
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def exchange(one: Path, other: Path) -> bool:
    """Swap two paths in a single step; False where the system or the file system cannot."""
    # Python has no call for it: os.replace cannot put a folder over one that holds files.
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(first, second, _EXCHANGE) == 0)
    return False


def _one_after_the_other(fresh: Path, out: Path) -> None:
    # Its name begins like that of a fresh one, so that it is swept should the process be killed
    # here.
    old = fresh.with_name(f"{fresh.name}-old")
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)


def _alive(process: str) -> bool:
    try:
        # Signal 0 asks whether the process lives and does nothing to it.
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    # It lives, and belongs to somebody else.
    except PermissionError:
        return True
    return True
