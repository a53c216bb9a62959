"""Builds the public site: all files in memory, then in a fresh folder, then in place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from inspectorate.domain.publication.schema import Bundle, read_bundle

from .all_inspections import home_files
from .placing import replacing
from .site import Files, Site, site_files
from .wording import slug

SCHEMA = "inspectorate-site/1"
# The signed checkpoint and its keys. No other file of the site depends on them.
CHECKPOINT = ("checkpoint.pub.pem", "checkpoint.txt")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What was written: how many HTML pages, how many files in all, how many bytes."""

    pages: int
    files: int
    bytes: int


def build(
    bundle_folder: Path,
    out: Path,
    *,
    progress: Progress | None = None,
    checkpoint: Path | None = None,
) -> BuiltSite:
    """Build the site of one released bundle into ``out``, whole or not at all.

    ``checkpoint`` is the folder of the last signed checkpoint, which need hold none yet.
    ``progress`` is called with (done, total, path) for every file. Raises ValueError naming the
    file for a bundle that is not fit to publish, and FileExistsError when ``out`` holds anything
    but a site built before.
    """
    # Before anything is read: replacing somebody's folder cannot be undone.
    _refuse_foreign(out)
    bundle = read_bundle(bundle_folder)
    files = site_files(Site(bundle, bundle_folder))
    return _place(files, _facts(bundle), out, progress, checkpoint)


def build_many(
    bundle_folders: Iterable[Path],
    out: Path,
    *,
    progress: Progress | None = None,
    checkpoint: Path | None = None,
) -> BuiltSite:
    """Build one site of more than one release, under one home.

    Of each inspection the newest release, in a folder of its own.

    One inspection alone is built as :func:`build` does. Raises ValueError when there is no bundle.
    """
    newest: dict[str, tuple[Bundle, Path]] = {}
    for folder in bundle_folders:
        bundle = read_bundle(folder)
        if bundle.slug not in newest or newest[bundle.slug][0].number < bundle.number:
            newest[bundle.slug] = (bundle, folder)
    if not newest:
        raise ValueError("no released bundle was given: there is nothing to build")
    # One inspection alone needs no home above it.
    if len(newest) == 1:
        only = next(iter(newest.values()))[1]
        return build(only, out, progress=progress, checkpoint=checkpoint)
    _refuse_foreign(out)
    files: Files = {}
    ordered = sorted(
        newest.values(), key=lambda one: (one[0].published_at, one[0].slug), reverse=True
    )
    for bundle, folder in ordered:
        for path, content in site_files(Site(bundle, folder, under=slug(bundle.slug))).items():
            files[f"{slug(bundle.slug)}/{path}"] = content
    bundles = [bundle for bundle, _ in ordered]
    files |= home_files(bundles)
    notices = list(dict.fromkeys(bundle.notice for bundle in bundles if bundle.notice))
    return _place(
        files,
        {"notice": " ".join(notices), "releases": [bundle.release for bundle in bundles]},
        out,
        progress,
        checkpoint,
    )


def _facts(bundle: Bundle) -> dict[str, object]:
    return {"notice": bundle.notice, "releases": [bundle.release]}


def _refuse_foreign(out: Path) -> None:
    if out.is_file():
        raise FileExistsError(f"{out} is a file: name a folder for the site")
    if not out.is_dir() or not any(out.iterdir()):
        return
    manifest = out / "manifest.json"
    try:
        ours = json.loads(manifest.read_text("utf-8")).get("schema") == SCHEMA
    except (OSError, ValueError, AttributeError):
        ours = False
    if not ours:
        raise FileExistsError(
            f"{out} holds files that are not a site built by this program: name an empty "
            f"or new folder"
        )


def _place(
    files: Files,
    facts: dict[str, object],
    out: Path,
    progress: Progress | None,
    checkpoint: Path | None,
) -> BuiltSite:
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in sorted(files.items())}
    signed = {
        name: (checkpoint / name).read_bytes()
        for name in CHECKPOINT
        if checkpoint and (checkpoint / name).exists()
    }
    told: dict[str, object] = {"schema": SCHEMA, **facts, "files": digests}
    if signed:
        # By name alone: a checkpoint is signed anew while everything else stays as it is.
        told["without_digest"] = sorted(signed)
    manifest = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    files = {**dict(sorted(files.items())), **signed, "manifest.json": manifest.encode()}
    with replacing(out) as fresh:
        for done, (path, content) in enumerate(files.items(), 1):
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if progress:
                progress(done, len(files), path)
    pages = sum(1 for path in files if path.endswith(".html"))
    return BuiltSite(pages=pages, files=len(files), bytes=sum(map(len, files.values())))
