"""The demonstration told twice from one seed, in two processes and folders: the same site, byte for
byte.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.journeys.told import ROOT, command

from inspectorate.domain.publication.published import OutInspection, OutRelease, Published

WRITTEN = ROOT / "tests/written/0001/written.tar.xz"


def main(*, short: bool = False) -> bool:
    """Tell it twice; print each file that differs; return whether there is none. Short: only build
    the site of an old bundle twice.
    """
    if short:
        return built_twice()
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        folders = [Path(name) / word for word in ("one", "two")]
        for folder in folders:
            done = command(
                "demo", "--no-serve", "--site", str(folder / "site"), "--data", str(folder / "data")
            )
            if done.returncode:
                print(done.stdout[-2000:], done.stderr[-3000:])
                return False
        one, two = (files(folder / "site") for folder in folders)
    different = sorted(path for path in {*one, *two} if one.get(path) != two.get(path))
    for path in different:
        print(f"differs: {path}")
    print(
        f"{len(one)} files, {sum(map(len, one.values())):,} bytes told twice; "
        f"{len(different)} differ"
    )
    return not different and len(one) > 50


def built_twice() -> bool:
    """Build the site of the bundle kept in tests/written in two processes; is it the same?"""
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        home = Path(name)
        with tarfile.open(WRITTEN) as packed:
            packed.extractall(home, filter="data")
        folder = sorted((home / "bundles").iterdir())[-1]
        slug, number, _ = folder.name.rsplit("-", 2)
        digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        at, root = "2020-03-11T01:01:00+00:00", ("",)
        release = OutRelease(int(number), folder.name, digest, at, signed=False, given_at=root)
        one = OutInspection(slug, (release,), None)
        listed = home / "published.json"
        out = Published("The Inspectorate", "", "", True, (one,)).as_json()
        listed.write_text(json.dumps(out), "utf-8")
        for word in ("one", "two"):
            done = command("public-build", "--published", str(listed), "--out", str(home / word))
            if done.returncode:
                print(done.stderr[-3000:])
                return False
        one, two = files(home / "one"), files(home / "two")
    print(f"{len(one)} files built twice; {sum(one.get(path) != two[path] for path in two)} differ")
    return one == two and len(one) > 20


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path, but the checkpoint: its key is made anew each time."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith("checkpoint")
    }


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
