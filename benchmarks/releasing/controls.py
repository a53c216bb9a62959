"""Publishers of the old way, which the drill must see fail."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path


def listed_folders(site: Path) -> None:
    """Build whatever folders of contents lie there, as the guide once said: rows are not asked."""
    from inspectorate.domain.publication import queries

    files: dict[str, str] = {}
    signed: dict[str, str] = {}
    for folder in sorted(queries.root().iterdir()):
        if not (folder / "contents.json").is_file() or not (folder / "bundle.json").is_file():
            continue
        bundle = json.loads((folder / "bundle.json").read_text("utf-8"))
        name = f"{bundle['slug']}/{bundle['release']}"
        shutil.copytree(folder, site / name, dirs_exist_ok=True)
        signed[name] = folder.name
    for path in site.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            files[path.relative_to(site).as_posix()] = digest
    told = {"schema": "inspectorate-site/2", "files": files, "signed": signed}
    (site / "manifest.json").write_text(json.dumps(told), "utf-8")


def file_by_file(site: Path) -> None:
    """Build the site where it stands, one file after another."""
    from inspectorate.interfaces.public import builder, placing
    from inspectorate.interfaces.publishing.switch import switch

    def in_place(fresh: Path, out: Path) -> bool:
        for path in sorted(fresh.rglob("*")):
            if path.is_file():
                target = out / path.relative_to(fresh)
                target.parent.mkdir(parents=True, exist_ok=True)
                copied(path, target)
        return True

    placing.exchange = in_place
    assert builder.replacing is placing.replacing
    switch(site)


def copied(path: Path, target: Path) -> None:
    """Copy one file of the site; a kill comes here."""
    target.write_bytes(path.read_bytes())
