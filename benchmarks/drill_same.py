"""The demonstration told twice from one seed, in two processes and folders: the same site, byte for
byte.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.journeys.told import command


def main() -> bool:
    """Tell it twice; print each file that differs; return whether there is none."""
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


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site by its path."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
