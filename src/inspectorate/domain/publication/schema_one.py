"""Reads what was released in the first format, before two people signed contents.

Such a folder holds ``bundle.json`` (``inspectorate-bundle/1``: the facts and the register in one),
``documents/<slug>.json``, ``documents/<slug>.pdf`` and ``manifest.json``; its pages were made when
the site was built. What it said was released on one approval and stays public as said by one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .register_schema import SCHEMA as REGISTER
from .register_schema import RegisterData, recommendation_of
from .schema import FIRST_MANIFEST, MANIFEST, AskedInfo, Bundle, MadeInfo, bundle_of
from .schema import SCHEMA as BUNDLE

SCHEMA = "inspectorate-bundle/1"
# Verified and moved by one person, as everything then was.
BY_ONE = ("reply", "due", "confirmed", "closed")


@dataclass(frozen=True, slots=True)
class FirstBundle:
    """What a folder of the first format holds, as facts and register.

    ``number`` counted the bundles of the inspection, ``published_at`` is the moment of the release.
    """

    bundle: Bundle
    register: RegisterData
    published_at: str
    number: int


def is_first_format(folder: Path) -> bool:
    """Is this a folder of the first format?"""
    return (folder / FIRST_MANIFEST).is_file() and not (folder / MANIFEST).exists()


def read(folder: Path) -> FirstBundle:
    """Read a folder of the first format.

    Raises ValueError naming the file when its schema is another.
    """
    path = folder / "bundle.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if data.get("schema") != SCHEMA:
        raise ValueError(f"{path}: schema is {data.get('schema')!r}, not {SCHEMA!r}")
    rows, release = data["recommendations"], int(data["release"].rpartition("-")[2])
    register = RegisterData(
        REGISTER,
        data["slug"],
        tuple(recommendation_of(_recommendation(row, release)) for row in rows),
    )
    published_at, number = data.pop("published_at"), data.pop("number")
    facts = {
        **data,
        "schema": BUNDLE,
        "release": release,
        "published_on": published_at[:10],
        "recommendations": [],
    }
    bundle = replace(bundle_of(facts), recommendations=tuple(_made(row) for row in rows))
    return FirstBundle(bundle, register, published_at, number)


def _made(row: Mapping[str, Any]) -> MadeInfo:
    to = tuple(
        AskedInfo(one["body"], one["basis"], one["legal_basis"], one["reply_by"], one["due_on"])
        for one in row["addressees"]
    )
    plain = {name: row[name] for name in ("ref", "number", "text", "document", "origin")}
    return MadeInfo(**plain, opens=True, to=to)


def _recommendation(row: Mapping[str, Any], release: int) -> dict[str, Any]:
    return {**row, "release": release, "addressees": [_addressee(one) for one in row["addressees"]]}


def _addressee(row: Mapping[str, Any]) -> dict[str, Any]:
    history = [{**line, "by_one": True} for line in row["history"]]
    return {**row, "link": "", "being_read": False, "history": history, "by_one": BY_ONE}
