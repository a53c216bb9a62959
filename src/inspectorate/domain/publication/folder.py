"""Writes and checks a folder of what is or will be public: whole or not at all.

Files are written to a temporary folder beside the final one, synced, and the folder is renamed; a
power cut or a kill leaves either nothing or all. A temporary folder left behind is ignored by
everybody and swept by the next. A folder is named by the digest of its list of files, and nobody
builds one that no committed row names.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from inspectorate.domain.reports.editions.frozen import canonical

from .schema import FIRST_MANIFEST, MANIFEST, listed_in

TEMPORARY = ".making-"


def manifest_of(files: Mapping[str, bytes], notice: str = "") -> bytes:
    """Return the manifest of ``files``: the SHA-256 of each, by path; and a rehearsal's notice."""
    listed = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    return canonical({"files": listed, **({"notice": notice} if notice else {})})


def keep(root: Path, files: Mapping[str, bytes], notice: str = "") -> str:
    """Write ``files`` and their list as a folder named by the list's digest; return the digest.

    The list of a rehearsal carries its ``notice``, as every public file does. A whole folder of
    that name stays as it is; one that lost a file makes way.
    """
    listed = manifest_of(files, notice)
    digest = hashlib.sha256(listed).hexdigest()
    with held(root):
        if (root / digest).is_dir() and not any(faults(root / digest, digest)):
            # Its day begins anew: the row that will name it is not committed yet.
            os.utime(root / digest)
        else:
            _place(root, digest, {**files, MANIFEST: listed})
    return digest


def place(
    root: Path,
    name: str,
    files: Mapping[str, bytes],
    *,
    manifest: str = FIRST_MANIFEST,
    notice: str = "",
) -> str:
    """Write ``files`` and their list as ``root/name``; return the digest of the list.

    A folder of that name that no record names (a release killed before it was recorded) makes way.
    """
    listed = manifest_of(files, notice)
    with held(root):
        _place(root, name, {**files, manifest: listed})
    return hashlib.sha256(listed).hexdigest()


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the folders, to place one or to take away one that no row names.

    Whoever places sweeps what others left unfinished, and whoever takes away looks at rows first.
    """
    root.mkdir(parents=True, exist_ok=True)
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _place(root: Path, name: str, files: Mapping[str, bytes]) -> None:
    _sweep(root)
    temporary = Path(tempfile.mkdtemp(dir=root, prefix=TEMPORARY))
    try:
        folders = {temporary}
        for path, content in files.items():
            target = temporary / path
            target.parent.mkdir(parents=True, exist_ok=True)
            folders.add(target.parent)
            _write(target, content)
        for folder in folders:
            sync(folder)
        # What was out at once may be read by whoever builds the site elsewhere; contents wait for
        # their moment, and mkdtemp made their folder for its owner alone.
        if FIRST_MANIFEST in files:
            temporary.chmod(0o755)
        final = root / name
        if final.exists():
            # Renamed and not deleted first: a kill in between must not leave half a folder under
            # the name.
            final.rename(root / f"{TEMPORARY}{name}-orphan")
        temporary.rename(final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    # The rename is on the disk only once the folder that holds the name is.
    sync(root)
    _sweep(root)


def faults(folder: Path, digest: str) -> Iterator[str]:
    """Read a released folder; yield a sentence for each file missing, changed or strange."""
    listed = listed_in([one.name for one in folder.glob("*.json")])
    path = folder / listed
    if not path.is_file():
        yield f"bundle {folder.name}: {listed} is missing"
        return
    manifest = path.read_bytes()
    if hashlib.sha256(manifest).hexdigest() != digest:
        yield f"bundle {folder.name}: {listed} was changed"
        return
    files: dict[str, str] = json.loads(manifest)["files"]
    for name, expected in files.items():
        target = folder / name
        if not target.is_file():
            yield f"bundle {folder.name}: {name} is missing"
        elif hashlib.sha256(target.read_bytes()).hexdigest() != expected:
            yield f"bundle {folder.name}: {name} was changed"
    there = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    for strange in sorted(there - set(files) - {listed}):
        yield f"bundle {folder.name}: {strange} is not in its manifest"


def _write(target: Path, content: bytes) -> None:
    with target.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    target.chmod(0o444)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk before anything relies on them."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(root: Path) -> None:
    for left in root.glob(f"{TEMPORARY}*"):
        shutil.rmtree(left, ignore_errors=True)
