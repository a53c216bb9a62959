"""Builds the public site from what is out: into a fresh folder, file by file, then in place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path, PurePosixPath

from inspectorate.domain.publication.published import Published

from . import slots
from .home import home_files
from .inspection import Plan, planned
from .latest import LATEST
from .placing import make_readable as make_readable
from .placing import replacing

SCHEMA = "inspectorate-site/2"
# A site of an earlier builder is ours to replace too.
SCHEMAS = ("inspectorate-site/1", SCHEMA)
MANIFEST = "manifest.json"
# The signed checkpoint and its keys. No other file of the site depends on them.
CHECKPOINT = ("checkpoint.pub.pem", "checkpoint.txt")
HERE = Path(__file__).parent
Progress = Callable[[int, int, str], None]
Make = Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What was written: how many HTML pages, how many files in all, how many bytes."""

    pages: int
    files: int
    bytes: int


def build_site(
    published: Published,
    root: Path,
    out: Path,
    *,
    progress: Progress | None = None,
    checkpoint: Path | None = None,
) -> BuiltSite:
    """Build the site of all that is out into ``out``, whole or not at all.

    ``root`` is where the folders lie that ``published`` names; no other is read. ``checkpoint`` is
    the folder of the last signed checkpoint, which need hold none yet. ``progress`` is called with
    (done, total, path) for every file. Raises ValueError naming the file for what is not fit to
    publish or not as it was signed, and FileExistsError when ``out`` holds anything but a site
    built before; in each case what stood at ``out`` stays.
    """
    # Before anything is read: replacing somebody's folder cannot be undone.
    _refuse_foreign(out)
    if not published.inspections:
        raise ValueError("nothing is out: there is nothing to build")
    # Each inspection is planned twice and let go between: the site may be larger than the memory.
    plans = [_without_files(planned(one, published, root)) for one in published.inspections]
    total = sum(size for _, size in plans)
    inspections = [plan for plan, _ in plans]
    home = dict(home_files(published, inspections))
    signed_checkpoint = {
        name: (checkpoint / name).read_bytes()
        for name in CHECKPOINT
        if checkpoint and (checkpoint / name).exists()
    }
    total += len(home) + len(signed_checkpoint) + 1
    with replacing(out) as fresh:
        writing = _Writing(fresh, total, progress, inspections)
        for one in published.inspections:
            writing.write(planned(one, published, root).files.items())
        writing.write(home.items())
        sizes = {name: len(content) for name, content in sorted(signed_checkpoint.items())}
        told = _manifest(published, inspections, writing, sizes)
        writing.write((name, partial(bytes, one)) for name, one in signed_checkpoint.items())
        writing.write([(MANIFEST, lambda: told)])
    return BuiltSite(writing.pages, writing.done, writing.size)


def state_of(published: Published) -> str:
    """Return the digest of what is out and of the builder: a site of another state is behind."""
    told = json.dumps(published.as_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{_version()}\n{told}".encode()).hexdigest()


def state_at(out: Path) -> str:
    """Return the state of the site that stands at ``out``; empty where none does."""
    try:
        found = json.loads((out / MANIFEST).read_text("utf-8")).get("state", "")
    except (OSError, ValueError, AttributeError):
        return ""
    return str(found)


@cache
def _version() -> str:
    """The digest of the builder's own files: another builder may make other pages."""
    made = hashlib.sha256()
    for path in sorted(HERE.rglob("*")):
        if path.suffix in (".py", ".html", ".css", ".svg"):
            made.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def _without_files(plan: Plan) -> tuple[Plan, int]:
    return replace(plan, files={}), len(plan.files)


@dataclass(slots=True)
class _Writing:
    """Writes one file after another, and keeps of each its digest and no more."""

    folder: Path
    total: int
    progress: Progress | None
    inspections: Sequence[Plan]
    done: int = 0
    pages: int = 0
    size: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    inserted: list[str] = field(default_factory=list)

    def write(self, files: Iterable[tuple[str, Make]]) -> None:
        for path, make in files:
            content = make()
            self._place(path, content)
            self.digests[path] = hashlib.sha256(content).hexdigest()
            self.done += 1
            self.size += len(content)
            if path.endswith(".html"):
                self.pages += 1
                if slots.emptied(content) != content:
                    self.inserted.append(path)
            if self.progress:
                self.progress(self.done, self.total, path)

    def _place(self, path: str, content: bytes) -> None:
        if path in self.digests:
            raise ValueError(f"two files of the site share the address {path}")
        if ".." in PurePosixPath(path).parts or path.startswith("/"):
            raise ValueError(f"{path}: leads out of the site")
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _refuse_foreign(out: Path) -> None:
    if out.is_file():
        raise FileExistsError(f"{out} is a file: name a folder for the site")
    if not out.is_dir() or not any(out.iterdir()):
        return
    try:
        ours = json.loads((out / MANIFEST).read_text("utf-8")).get("schema") in SCHEMAS
    except (OSError, ValueError, AttributeError):
        ours = False
    if not ours:
        raise FileExistsError(
            f"{out} holds files that are not a site built by this program: name an empty "
            f"or new folder"
        )


def _manifest(
    published: Published,
    inspections: Sequence[Plan],
    writing: _Writing,
    without_digest: Mapping[str, int],
) -> bytes:
    """Say what every file's digest is, which files two people signed, and which are outside that.

    ``inserted`` are signed pages with words in a slot; ``outside`` is all that nobody signed.
    """
    signed = {folder: digest for one in inspections for folder, digest in one.signed.items()}
    copies = {f"{one.about.slug}/{LATEST}" for one in inspections}
    told: dict[str, object] = {
        "schema": SCHEMA,
        "state": state_of(published),
        "notice": " ".join(
            dict.fromkeys(one.about.notice for one in inspections if one.about.notice)
        ),
        "signed": dict(sorted(signed.items())),
        "inserted": sorted(
            path for path in writing.inserted if _folder(path) in signed.keys() | copies
        ),
        "outside": sorted(path for path in writing.digests if _folder(path) not in signed),
        "files": dict(sorted(writing.digests.items())),
    }
    if without_digest:
        # By name and size alone: a checkpoint is signed anew while everything else stays as it is.
        told["without_digest"] = without_digest
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _folder(path: str) -> str:
    """Return the folder of a release that a path of the site is in."""
    return "/".join(path.split("/")[:2])
