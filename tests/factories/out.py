"""Keeps releases and registers as the publication room does, and says what is out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from inspectorate.domain.publication import register_schema
from inspectorate.domain.publication.published import (
    OutInspection,
    OutRegister,
    OutRelease,
    Published,
)
from inspectorate.domain.publication.register_schema import RecommendationInfo, RegisterData
from inspectorate.domain.publication.schema import Bundle, EditionData
from inspectorate.interfaces.public.release_pages import release_files
from tests.factories.bundle import BASE, RECOMMENDATIONS, bundle
from tests.factories.editions import release, report


def register(*recommendations: RecommendationInfo, slug: str = "prevent-2018-19") -> RegisterData:
    """Return the sample register, or one of these recommendations."""
    return RegisterData(register_schema.SCHEMA, slug, recommendations or RECOMMENDATIONS)


def keep(root: Path, files: Mapping[str, bytes]) -> str:
    """Write a folder named by the digest of its list of files, as the room does; return it."""
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    listed = json.dumps({"files": digests}, sort_keys=True).encode()
    digest = hashlib.sha256(listed).hexdigest()
    for path, content in {**files, "contents.json": listed}.items():
        target = root / digest / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return digest


def as_json(data: Any) -> bytes:
    """Return the plain data of a schema class as the room writes it."""
    return json.dumps(data.as_json(), ensure_ascii=False).encode()


PDF = b"%PDF-1.7 sample\n%%EOF\n"


def contents(made: Bundle, editions: tuple[EditionData, ...], pdf: bytes = PDF) -> dict[str, bytes]:
    """Return every file of a release, as the room has them made and keeps them."""
    pdfs = {info.slug: pdf for info in made.documents if info.pdf}
    return {
        **release_files(made, {one.slug: one for one in editions}, pdfs),
        "bundle.json": as_json(made),
        **{f"documents/{one.slug}.json": as_json(one) for one in editions},
    }


def out_release(
    root: Path,
    made: Bundle | None = None,
    editions: tuple[EditionData, ...] | None = None,
    pdf: bytes = PDF,
    **changes: Any,
) -> OutRelease:
    """Keep a release that two people signed, and say that it is out."""
    made = made or bundle()
    digest = keep(root, contents(made, editions or (report(), release()), pdf))
    out = OutRelease(
        number=made.release,
        folder=digest,
        digest=digest,
        at=f"{made.published_on}T00:01:00+00:00",
        signed=True,
    )
    return replace(out, **changes)


def out_register(root: Path, data: RegisterData | None = None, **changes: Any) -> OutRegister:
    """Keep a register, and say that it is out."""
    digest = keep(root, {"register.json": as_json(data or register())})
    return replace(OutRegister(1, digest, digest, "2020-11-25"), **changes)


def published(*inspections: OutInspection, **changes: Any) -> Published:
    """Return all that is out."""
    made = Published(
        publisher="Inspectorate of the Rehearsal",
        base_url=BASE,
        contact="Press office, weekdays 9am to 5pm, press@inspection.example",
        rehearsal=True,
        inspections=inspections,
    )
    return replace(made, **changes)


def sample(
    root: Path,
    made: Bundle | None = None,
    editions: tuple[EditionData, ...] | None = None,
    data: RegisterData | None = None,
) -> Published:
    """Return what is out where one release is: the sample, or any part of it changed."""
    made = made or bundle()
    out = OutInspection(
        made.slug,
        (out_release(root, made, editions),),
        out_register(root, data or register(slug=made.slug)),
    )
    return published(out)
