"""What ships must be free to ship: the licence of every package the run-time lock pins, against a
short list.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software "
    r"Foundation|MPL|Mozilla|LGPL|Lesser|Zlib|HPND|0BSD|CC0|Unlicense|EUPL)\b",
    re.I,
)
# What a package does not say in its metadata, read in its source archive.
KNOWN = {
    "pysqlite3": "zlib/libpng licence (its LICENSE file); SQLite itself is in the public domain"
}
NEVER = re.compile(r"\b(AGPL|Affero|GPL(?!.*lesser)|General Public License)\b", re.I)


def names(lock: Path) -> list[str]:
    """Packages a lock pins."""
    return re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.M)


def licence(name: str) -> str:
    """What a package says of its licence: the expression, the classifiers, the short field."""
    data = metadata(name)
    said = [KNOWN.get(name.lower(), ""), data.get("License-Expression") or ""]
    said += [one for one in data.get_all("Classifier") or [] if one.startswith("License ::")]
    said.append((data.get("License") or "").strip().split("\n")[0][:80])
    return " | ".join(part for part in said if part)


def main() -> int:
    """Print each package that may not ship; return 1 when there is one."""
    bad = []
    for name in names(ROOT / "requirements.lock"):
        try:
            said = licence(name)
        except PackageNotFoundError:
            continue  # pinned for another platform
        lesser = re.search(r"LGPL|Lesser", said, re.I)
        if not FREE.search(said) or (NEVER.search(said) and not lesser):
            bad.append(f"{name}: {said or 'says nothing'}")
    print("\n".join(bad) or "every run-time package may ship")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
