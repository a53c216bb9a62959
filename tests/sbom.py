"""The bill of materials: every run-time package the lock pins, as CycloneDX JSON, with the digests
the lock admits and the licence the package gives itself. ``./run sbom [FILE]``.

It names no host: a package is named by its kind, name and version (``pkg:pypi/…``), and where one
gets it is the installer's matter.
"""

from __future__ import annotations

import re
import sys
import tomllib
import uuid
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import NamedTuple

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.licences import licence

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.+?))? \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.M
)


class Pinned(NamedTuple):
    """One package of a lock: ``marker`` says where it is installed, empty for everywhere;
    ``hashes`` are the SHA-256 of each file that may be installed.
    """

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: Path) -> list[Pinned]:
    """Every package a lock pins. Raises ValueError where one has no digest."""
    text = lock.read_text("utf-8")
    found = [
        Pinned(name, version, marker, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))
        for name, version, marker, hashes in PINNED.findall(text)
    ]
    bare = set(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)) - {one.name for one in found}
    if bare or not found:
        raise ValueError(f"{lock.name} pins {sorted(bare) or 'nothing'} without a digest")
    return found


def component(one: Pinned) -> Component:
    """A package as the bill names it; one of another platform only, which is not installed here and
    so cannot be asked for its licence, says so.
    """
    told, made = LicenseFactory(), None
    try:
        data = metadata(one.name)
        said = data.get("License-Expression") or (data.get("License") or "").strip()
        # Some put the whole text there, some nothing: then all that a package says of it.
        made = told.make_from_string(said if 0 < len(said) < 80 else licence(one.name))
    except PackageNotFoundError:
        if not one.marker:
            raise
    return Component(
        type=ComponentType.LIBRARY,
        name=one.name,
        version=one.version,
        bom_ref=f"{one.name}=={one.version}",
        purl=PackageURL("pypi", name=one.name, version=one.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in one.hashes],
        licenses=[made] if made else [],
        scope=ComponentScope.REQUIRED if made else ComponentScope.OPTIONAL,
        properties=[Property(name="inspectorate:installed-where", value=one.marker)]
        if one.marker
        else [],
    )


def faults_of_form(text: str) -> object:
    """What keeps a bill from being CycloneDX 1.6, by its own schema; None where nothing does."""
    # Late: it builds a grammar of addresses, for which every worker of every run would wait.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)


def bill(lock: Path = LOCK) -> str:
    """The bill as JSON, of CycloneDX 1.6. Raises ValueError where its form is not right."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = pinned(lock)
    made = {canonicalize_name(one.name): component(one) for one in packages}
    own = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        bom_ref=project["name"],
        licenses=[LicenseFactory().make_with_expression(project["license"])],
    )
    # The same lock gives the same number, so that two bills can be told to be of one thing.
    number = uuid.uuid5(uuid.NAMESPACE_OID, lock.read_text("utf-8"))
    bom = Bom(components=made.values(), serial_number=number)
    bom.metadata.component = own
    bom.register_dependency(own, [made[name] for name in _names(project["dependencies"], made)])
    for name, one in made.items():
        bom.register_dependency(one, [made[each] for each in _names(_required(name), made)])
    text = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    fault = faults_of_form(text)
    if fault:
        raise ValueError(f"the bill has not the form of CycloneDX: {fault}")
    return text


def _required(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def _names(required: list[str], known: dict[str, Component]) -> list[str]:
    """The packages required that the lock pins; what only an extra asks for counts where pinned."""
    found = {canonicalize_name(Requirement(one).name) for one in required}
    return sorted(found & set(known))


def main(arguments: list[str]) -> int:
    """Write the bill to the file named, or to ``dist/inspectorate.cdx.json``."""
    file = Path(arguments[0]) if arguments else ROOT / "dist" / "inspectorate.cdx.json"
    text = bill()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    print(f"{len(pinned(LOCK))} run-time packages in {file}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
