"""The register as the public sees it: what was asked, and what became of it up to a day.

Version ``inspectorate-register/1``. It holds what may go out by itself (receipts, days, links,
codes and states) and, of words, only what a person accepted or two people confirmed. A folder named
by its digest holds ``register.json`` (a :class:`RegisterData`) and ``contents.json``. Plain
dataclasses, no Django. All days are ISO dates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SCHEMA = "inspectorate-register/1"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One dated line of a recommendation's life, in plain words.

    A moved date gives its reason. ``by_one`` says that it became public on one person's word,
    before two were asked for.
    """

    on: str
    what: str
    by_one: bool = False


@dataclass(frozen=True, slots=True)
class AddresseeInfo:
    """One addressee of a recommendation and where it stands on each axis.

    ``basis`` is ``duty`` or ``asked``; ``reply_by`` the last day for a reply (empty where none);
    ``agreement`` agreed, partly agreed, not agreed or no reply; ``claimed`` what the owner says,
    ``confirmed`` what the inspectorate verified and a second person confirmed. ``responded_on`` is
    the day a reply was received; while ``being_read`` its words wait for a person's acceptance, and
    ``response`` and ``why_none`` are those of the last reply that was accepted. ``by_one`` names
    the axes (``reply``, ``due``, ``confirmed``, ``closed``) that are public on one person's word.
    """

    body: str
    basis: str
    legal_basis: str
    reply_by: str
    due_on: str
    agreement: str
    response: str
    why_none: str
    link: str
    responded_on: str
    being_read: bool
    claimed: str
    confirmed: str
    state: str
    history: tuple[HistoryLine, ...] = ()
    by_one: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecommendationInfo:
    """One recommendation of the register.

    ``ref`` is its permanent public name, ``document`` the slug it was made in, ``release`` the
    number of the release that opened it.
    """

    ref: str
    number: int
    text: str
    document: str
    origin: str
    release: int
    state: str
    addressees: tuple[AddresseeInfo, ...]


@dataclass(frozen=True, slots=True)
class RegisterData:
    """The register of one inspection; the day it is as of stands beside it, not in it."""

    schema: str
    slug: str
    recommendations: tuple[RecommendationInfo, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return asdict(self)


def read_register(folder: Path) -> RegisterData:
    """Read ``register.json``; raise ValueError naming the file when the schema is another."""
    path = folder / "register.json"
    data = json.loads(path.read_text("utf-8"))
    if data.get("schema") != SCHEMA:
        raise ValueError(f"{path}: schema is {data.get('schema')!r}, this builder reads {SCHEMA!r}")
    made = tuple(recommendation_of(row) for row in data["recommendations"])
    return RegisterData(data["schema"], data["slug"], made)


def recommendation_of(row: Mapping[str, Any]) -> RecommendationInfo:
    """Rebuild a recommendation from plain data."""
    return RecommendationInfo(
        **{**row, "addressees": tuple(_addressee(one) for one in row["addressees"])}
    )


def _addressee(row: Mapping[str, Any]) -> AddresseeInfo:
    history = tuple(HistoryLine(**line) for line in row["history"])
    return AddresseeInfo(**{**row, "history": history, "by_one": tuple(row["by_one"])})
