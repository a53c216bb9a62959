"""What is out, by digest, as committed rows say: the one thing the public site is built from.

Plain dataclasses, no Django. The folders that it names lie under one root (``bundles`` in the data
folder); a folder that it does not name is never built. All moments are ISO with their zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OutRelease:
    """A release that is out.

    ``signed`` says that two people signed ``digest`` before; without it the folder is of the first
    format, released on an approval of its number alone. ``at`` is the moment of the switch.
    ``replaces`` are the numbers of the releases it corrects. ``given_at`` lists where its pages
    stood before addresses were made to last: "" is the root, else the name of a folder.
    """

    number: int
    folder: str
    digest: str
    at: str
    signed: bool
    corrects: int = 0
    reason: str = ""
    given_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutRegister:
    """The register that stands: the digest of its data, and the day it is as of."""

    number: int
    folder: str
    digest: str
    as_of: str


@dataclass(frozen=True, slots=True)
class OutInspection:
    """All that is out of one inspection: its releases in the order of their numbers."""

    slug: str
    releases: tuple[OutRelease, ...]
    register: OutRegister | None


@dataclass(frozen=True, slots=True)
class Published:
    """All that is out, in the order of the inspections' names.

    ``inspects`` are numbers of bodies that the publisher inspects, each with its phrase, as the
    register of bodies had them on ``inspects_on``, an ISO day.
    """

    publisher: str
    base_url: str
    contact: str
    rehearsal: bool
    inspections: tuple[OutInspection, ...]
    inspects: tuple[tuple[int, str], ...] = ()
    inspects_on: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return asdict(self)


def published_of(data: Mapping[str, Any]) -> Published:
    """Rebuild what is out from plain data."""
    inspects = tuple((count, phrase) for count, phrase in data.get("inspects", ()))
    inspections = tuple(_inspection(one) for one in data["inspections"])
    return Published(**{**data, "inspections": inspections, "inspects": inspects})


def _inspection(row: Mapping[str, Any]) -> OutInspection:
    releases = tuple(
        OutRelease(**{**one, "given_at": tuple(one["given_at"])}) for one in row["releases"]
    )
    register = OutRegister(**row["register"]) if row["register"] else None
    return OutInspection(row["slug"], releases, register)
