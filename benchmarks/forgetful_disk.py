"""A model of a disk at a power cut: it keeps what was synced, and of all else what chance leaves.

A write not yet synced may be there, be missing, or be there in part (by sectors of 512 bytes); a
name not yet synced with its folder may be there or not, each by itself, so that a file renamed from
one folder to another may for a moment have no name at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from random import Random
from typing import Any

SECTOR = 512
Step = tuple[Any, ...]  # the name of a method of Disk and what it is called with


@dataclass(slots=True, eq=False)
class Content:
    """The bytes of one file: those on the disk, and what was written since the last sync; none of a
    ``folder``.
    """

    folder: bool = field(default=False, kw_only=True)
    synced: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def now(self) -> bytes:
        """What a reader sees while the power is on."""
        return _applied(self.synced, self.since)

    def after_cut(self, rng: Random) -> bytes:
        """What is left."""
        kept: list[tuple[int, bytes | None]] = []
        for at, data in self.since:
            if data is None:
                kept += [(at, None)] if rng.random() < 0.5 else []
                continue
            fate = rng.random()
            if fate < 1 / 3:
                kept.append((at, data))
            elif fate < 2 / 3:
                kept += [
                    (at + start, data[start : start + SECTOR])
                    for start in range(0, len(data), SECTOR)
                    if rng.random() < 0.5
                ]
        return _applied(self.synced, kept)


@dataclass(slots=True)
class Disk:
    """Files by their paths; folders are synced apart from the files in them.

    ``forgets_folders``: for a control, a sync of a folder does nothing.
    """

    names: dict[str, Content] = field(default_factory=dict)
    synced_names: dict[str, Content] = field(default_factory=dict)
    since: dict[str, list[tuple[str, Content | None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    forgets_folders: bool = False

    def place(self, path: str, content: bytes) -> None:
        """Lay a file that was there, synced, before anything began."""
        self.names[path] = self.synced_names[path] = Content(content)

    def do(self, step: Step) -> None:
        """Carry out one recorded step."""
        getattr(self, step[0])(*step[1:])

    def create(self, path: str) -> None:
        """Make an empty file, unless there is one."""
        if path not in self.names:
            self._name(path, Content())

    def folder(self, path: str) -> None:
        """Make a folder, unless there is one: a name in the folder above it."""
        if path not in self.names:
            self._name(path, Content(folder=True))

    def write(self, path: str, at: int, data: bytes) -> None:
        """Write at an offset."""
        self.create(path)
        self.names[path].since.append((at, data))

    def truncate(self, path: str, size: int) -> None:
        """Cut a file off."""
        self.names[path].since.append((size, None))

    def sync(self, path: str) -> None:
        """Make the bytes of a file last; not its name."""
        content = self.names[path]
        content.synced, content.since = content.now(), []

    def settle(self, path: str, content: bytes) -> None:
        """Make a file last that holds ``content``, whatever was seen of it before."""
        self.create(path)
        self.names[path].synced, self.names[path].since = content, []

    def sync_folder(self, path: str) -> None:
        """Make the names in a folder last."""
        if self.forgets_folders:
            return
        for name, content in self.since.pop(path, ()):
            _set(self.synced_names, name, content)

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, in the same folder or another."""
        self._name(new, self.names[old])
        self._name(old, None)

    def remove(self, path: str) -> None:
        """Take a name away."""
        self._name(path, None)

    def _name(self, path: str, content: Content | None) -> None:
        _set(self.names, path, content)
        self.since[str(PurePosixPath(path).parent)].append((path, content))

    def after_cut(self, rng: Random) -> dict[str, Content]:
        """The names that are left, with contents still to be cut themselves."""
        left = dict(self.synced_names)
        for changes in self.since.values():
            for name, content in changes:
                if rng.random() < 0.5:
                    _set(left, name, content)
        made = {*self.names, *left}
        return {
            name: content
            for name, content in left.items()
            # A file in a folder whose own name was lost is lost with it.
            if all(str(up) in left for up in PurePosixPath(name).parents if str(up) in made)
        }


def _set(names: dict[str, Content], path: str, content: Content | None) -> None:
    if content is None:
        names.pop(path, None)
    else:
        names[path] = content


def _applied(content: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    if not changes:
        return content
    found = bytearray(content)
    for at, data in changes:
        if data is None:
            del found[at:]
            continue
        if len(found) < at:
            found.extend(bytes(at - len(found)))
        found[at : at + len(data)] = data
    return bytes(found)
