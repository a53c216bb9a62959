"""Asks an advisory source of every package that a lock pins: ``./run audit``, which needs a
network, or ``./run audit --advisories FILE`` with advisories in the form of OSV, kept on this
machine.

Exit 1: an advisory names a pinned version. Exit 2: something could not be looked up, be it one
package, all of them, or the file; nothing found is then no clean result.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tests.sbom import Pinned, pinned

ROOT = Path(__file__).resolve().parents[1]
LOCKS = tuple(sorted(ROOT.glob("requirements*.lock")))
SOURCES = ("pypi", "osv")


class Found(NamedTuple):
    """An advisory that names a pinned version; ``fixed`` is empty where no version mends it."""

    name: str
    version: str
    advisory: str
    summary: str
    fixed: str

    def __str__(self) -> str:
        mend = f"fixed in {self.fixed}" if self.fixed else "no fixed version is known"
        return f"{self.name} {self.version}: {self.advisory}: {self.summary} ({mend})"


class Unreadable(Exception):
    """Advisories that cannot be read, or say nothing of any package of Python."""


def everything() -> list[Pinned]:
    """Every package and version that any lock pins, once."""
    once = {(one.name, one.version): one for lock in LOCKS for one in pinned(lock)}
    return [once[each] for each in sorted(once)]


# From a file


def records_in(path: Path) -> list[dict[str, Any]]:
    """The advisories in a JSON file (one, a list, or a list under ``vulns``), or in each of a
    folder or a zip archive, as OSV gives them out. Raises Unreadable.
    """
    try:
        if path.is_dir():
            texts = [one.read_text("utf-8") for one in sorted(path.rglob("*.json"))]
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [one for one in archive.namelist() if one.endswith(".json")]
                texts = [archive.read(one).decode() for one in names]
        else:
            texts = [path.read_text("utf-8")]
        read = [json.loads(text) for text in texts]
    except (OSError, ValueError, zipfile.BadZipFile) as fault:
        raise Unreadable(f"{path} cannot be read: {fault}") from fault
    records = [
        one
        for told in read
        for one in (told if isinstance(told, list) else told.get("vulns", [told]) if told else [])
    ]
    if not all(isinstance(one, dict) and one.get("id") for one in records):
        raise Unreadable(f"{path} holds something that is no advisory: it has no id")
    if not any(_python(one) for one in records):
        raise Unreadable(f"{path} holds no advisory of any package of Python")
    return records


def against(records: Iterable[dict[str, Any]], packages: Iterable[Pinned]) -> Iterator[Found]:
    """Yield what the advisories say of the packages. Raises Unreadable naming an advisory whose
    versions cannot be understood: it must not pass for one that names none.
    """
    by_name: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for record in records:
        if not record.get("withdrawn"):
            for affected in _python(record):
                name = canonicalize_name(affected["package"]["name"])
                by_name.setdefault(name, []).append((record, affected))
    for one in packages:
        for record, affected in by_name.get(canonicalize_name(one.name), []):
            try:
                named = is_affected(Version(one.version), affected)
                fixed = _fixed(Version(one.version), affected) if named else ""
            except (InvalidVersion, KeyError, TypeError, AttributeError) as fault:
                raise Unreadable(f"{record['id']} of {one.name}: {fault!r}") from fault
            if named:
                known_as = ", ".join([record["id"], *record.get("aliases", [])])
                summary = record.get("summary") or record.get("details", "")[:100]
                yield Found(one.name, one.version, known_as, summary, fixed)


def is_affected(version: Version, affected: dict[str, Any]) -> bool:
    """Is a version among those listed, or in a range? As OSV's own evaluation has it."""
    if any(_same(version, listed) for listed in affected.get("versions", [])):
        return True
    return any(_within(version, told["events"]) for told in _ranges(affected))


def _within(version: Version, events: list[dict[str, str]]) -> bool:
    limits = [one["limit"] for one in events if "limit" in one]
    if limits and not any(one == "*" or version < Version(one) for one in limits):
        return False
    inside = False
    turns = [(kind, _place(at)) for one in events for kind, at in one.items() if kind != "limit"]
    for kind, at in sorted(turns, key=lambda turn: turn[1]):
        if kind == "last_affected":
            inside &= version <= at
        elif version >= at:
            inside = {"introduced": True, "fixed": False}[kind]
    return inside


def _fixed(version: Version, affected: dict[str, Any]) -> str:
    events = [one for told in _ranges(affected) for one in told["events"]]
    later = [Version(one["fixed"]) for one in events if "fixed" in one]
    return str(min((one for one in later if one > version), default=""))


def _ranges(affected: dict[str, Any]) -> list[dict[str, Any]]:
    # Those of a repository name commits, which no package is pinned by.
    return [one for one in affected.get("ranges", []) if one["type"] != "GIT"]


def _python(record: dict[str, Any]) -> list[dict[str, Any]]:
    affected = record.get("affected", [])
    return [one for one in affected if one.get("package", {}).get("ecosystem") == "PyPI"]


def _place(at: str) -> Version:
    # "0" comes before every version, those before a first release too.
    return Version("0.dev0") if at == "0" else Version(at)


def _same(version: Version, listed: str) -> bool:
    try:
        return version == Version(listed)
    except InvalidVersion:  # of a time before versions had a form: none that a lock can pin
        return str(version) == listed


# From a source


def asked(packages: list[Pinned], source: str) -> tuple[set[str], list[Found]]:
    """Ask a source through pip-audit: the names it could look up, and what it found of them."""
    lines = [
        f"{one.name}=={one.version} {' '.join(f'--hash=sha256:{each}' for each in one.hashes)}"
        for one in packages
    ]
    with tempfile.TemporaryDirectory(prefix="inspectorate-audit-") as folder:
        (Path(folder) / "all.txt").write_text("\n".join(lines) + "\n", "utf-8")
        wanted = ["-r", f"{folder}/all.txt", "--disable-pip", "--require-hashes", "-s", source]
        told = ["-f", "json", "-o", f"{folder}/told.json", "--progress-spinner", "off"]
        subprocess.run(
            [sys.executable, "-m", "pip_audit", *wanted, *told, "--timeout", "15"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        try:
            answer = json.loads((Path(folder) / "told.json").read_text("utf-8"))["dependencies"]
        except (OSError, ValueError, KeyError):
            return set(), []
    # pip-audit says "no known vulnerabilities" and ends with 0 where it looked nothing up.
    known = [one for one in answer if "skip_reason" not in one]
    return {one["name"] for one in known}, [
        Found(
            one["name"],
            one["version"],
            ", ".join([each["id"], *each.get("aliases", [])]),
            " ".join(each.get("description", "").split())[:100],
            ", ".join(each.get("fix_versions", [])),
        )
        for one in known
        for each in one["vulns"]
    ]


def from_sources(packages: list[Pinned]) -> tuple[set[str], list[Found]]:
    """Ask each source in turn of what those before could not look up."""
    looked_up: set[str] = set()
    found: list[Found] = []
    for source in SOURCES:
        left = [one for one in packages if canonicalize_name(one.name) not in looked_up]
        if left:
            names, more = asked(left, source)
            looked_up |= {canonicalize_name(name) for name in names}
            found += more
    return looked_up, found


def main(arguments: list[str]) -> int:
    """Print what was found; 0 only where every pinned package was looked up and none is named."""
    packages = everything()
    names = {canonicalize_name(one.name) for one in packages}
    if arguments[:1] == ["--advisories"] and len(arguments) == 2:
        try:
            records = records_in(Path(arguments[1]))
            found = sorted(set(against(records, packages)))
        except Unreadable as fault:
            print(f"Nothing was looked up: {fault}.", file=sys.stderr)
            return 2
        looked_up, of = names, f" in {len(records)} advisories of {arguments[1]}"
    elif arguments:
        print("Usage: ./run audit [--advisories FILE]", file=sys.stderr)
        return 2
    else:
        (looked_up, found), of = from_sources(packages), ""
    for one in found:
        print(one)
    left = sorted(names - looked_up)
    print(f"{len(looked_up)} of {len(names)} pinned packages looked up{of}, {len(found)} findings")
    if left:
        listed = ", ".join(left[:8]) + (", …" if len(left) > 8 else "")
        whole = "Nothing" if not looked_up else "Not everything"
        print(
            f"{whole} could be looked up, so this is no clean result: no source answered for "
            f"{listed}. Run it where the network reaches one, or with --advisories FILE.",
            file=sys.stderr,
        )
    return 1 if found else 2 if left else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
