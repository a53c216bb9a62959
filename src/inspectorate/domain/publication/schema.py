"""The contents of a release: what two people sign, and what a folder named by its digest holds.

Version ``inspectorate-bundle/3``. One of version 2 is read too: it has none of the fields added
since, each of which has a default. A reader of version 2 refuses this one, naming the version.
``schema_one`` reads what was released before those.

Plain dataclasses, no Django: ``interfaces/public`` imports this module, ``register_schema`` and
``published``, and nothing else of ours. The folder holds ``bundle.json`` (a :class:`Bundle`),
``documents/<slug>.json`` (an edition, see ``reports.edition``), every page, PDF and table of the
release as the public gets it, and ``contents.json`` (SHA-256 of every other file): its own digest
is what is signed. All days are ISO dates.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.addressees import gathered, many
from inspectorate.domain.reports.editions.model import (
    Block,
    ClaimInfo,
    EditionData,
    Run,
    claim_of,
)

__all__ = [
    "AskedInfo",
    "Block",
    "BodyInfo",
    "Bundle",
    "ClaimInfo",
    "DocumentInfo",
    "DocumentKind",
    "EditionData",
    "MadeInfo",
    "Run",
    "TableInfo",
    "WordInfo",
    "bundle_of",
    "gathered",
    "many",
    "read_bundle",
    "read_edition",
]

SCHEMA = "inspectorate-bundle/3"
READABLE = ("inspectorate-bundle/2", SCHEMA)
# The list of files in a folder of contents or of a register, and in one of the first format, which
# was named by its release.
MANIFEST = "contents.json"
FIRST_MANIFEST = "manifest.json"


def listed_in(paths: Container[str]) -> str:
    """The name of the list of files in a folder that holds ``paths``: that of its format."""
    return FIRST_MANIFEST if FIRST_MANIFEST in paths else MANIFEST


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A published document; ``slug`` names its files."""

    slug: str
    kind: DocumentKind
    title: str
    edition_number: int
    pdf: bool


@dataclass(frozen=True, slots=True)
class AskedInfo:
    """Whom a recommendation is put to, as it opens.

    ``basis`` is ``duty`` or ``asked``; ``reply_by`` the last day for a reply, ``due_on`` the day by
    which it is to be done; each empty where there is none.
    """

    body: str
    basis: str
    legal_basis: str
    reply_by: str
    due_on: str


@dataclass(frozen=True, slots=True)
class MadeInfo:
    """A recommendation that a document of the release makes.

    ``ref`` is its permanent public name, ``document`` the slug it is made in. ``opens`` says that
    this release opens it; else an earlier one did, in the same words.
    """

    ref: str
    number: int
    text: str
    document: str
    origin: str
    opens: bool
    to: tuple[AskedInfo, ...]


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """A body as the public may see it: a pseudonym in a rehearsal.

    ``grades`` only where the scope allows naming.
    """

    code: str
    name: str
    kind: str
    inspected: bool
    grades: Mapping[str, str]
    tile: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class WordInfo:
    """One word of the quantity vocabulary as printed: its meaning, and the counts it covers."""

    word: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One open-data table; rows are plain strings.

    Every column has its name, title, datatype (XSD name) and description.
    """

    slug: str
    title: str
    description: str
    columns: tuple[tuple[str, str, str, str], ...]  # name, title, datatype, description
    rows: tuple[tuple[str, ...], ...]
    primary_key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgreementInfo:
    """How far inspectors agreed before any moderation, in words: of how many pairs of judgments,
    how many gave the same grade and how many lay within a step, the figure beyond chance, each with
    its 95 % interval, and what else is to be said. Empty where the pairs are too few.
    """

    name: str
    pairs: int
    same: str = ""
    near: str = ""
    beyond_chance: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything the pages of a release may know.

    ``release`` is the number of the release within its inspection, ``published_on`` the day on
    which it is to go out. The moment of the switch is not known when this is signed and stands in
    no page. ``small_below`` is the number of bodies below which a number is small, 0 where that was
    not kept, ``suppressed`` each column that is left out of the tables, in words. ``agreement`` and
    ``tested`` are told on the method page, empty where they were not kept. ``notice`` is the
    rehearsal sentence, empty for a live inspection.
    """

    schema: str
    release: int
    published_on: str
    correction: str
    publisher: str
    base_url: str
    contact: str
    rehearsal: bool
    notice: str
    inspection: str
    slug: str
    question: str
    programme: tuple[str, ...]
    fieldwork_from: str
    fieldwork_to: str
    headline: str
    summary: str
    method: tuple[str, ...]
    vocabulary_name: str
    vocabulary: tuple[WordInfo, ...]
    vocabulary_notes: tuple[str, ...]
    framework: tuple[tuple[str, str, str], ...]  # area, criterion ref, criterion text
    documents: tuple[DocumentInfo, ...]
    claims: tuple[ClaimInfo, ...]
    recommendations: tuple[MadeInfo, ...]
    bodies: tuple[BodyInfo, ...]
    tables: tuple[TableInfo, ...]
    name_bodies: bool
    small_below: int = 0
    suppressed: tuple[str, ...] = ()
    agreement: tuple[AgreementInfo, ...] = ()
    tested: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return asdict(self)


def read_bundle(folder: Path) -> Bundle:
    """Read ``bundle.json`` of a folder of contents.

    Raises ValueError naming the file when the schema is another.
    """
    path = folder / "bundle.json"
    data = json.loads(path.read_text("utf-8"))
    if data.get("schema") not in READABLE:
        raise ValueError(f"{path}: schema is {data.get('schema')!r}, this builder reads {SCHEMA!r}")
    return bundle_of(data)


def bundle_of(data: Mapping[str, Any]) -> Bundle:
    """Rebuild a bundle from plain data."""
    return Bundle(
        **{
            **data,
            "suppressed": tuple(data.get("suppressed", ())),
            "agreement": tuple(AgreementInfo(**row) for row in data.get("agreement", ())),
            "programme": tuple(data["programme"]),
            "method": tuple(data["method"]),
            "vocabulary": tuple(WordInfo(**row) for row in data["vocabulary"]),
            "vocabulary_notes": tuple(data["vocabulary_notes"]),
            "framework": tuple((row[0], row[1], row[2]) for row in data["framework"]),
            "documents": tuple(
                DocumentInfo(**{**row, "kind": DocumentKind(row["kind"])})
                for row in data["documents"]
            ),
            "claims": tuple(claim_of(row) for row in data["claims"]),
            "recommendations": tuple(_made(row) for row in data["recommendations"]),
            "bodies": tuple(_body(row) for row in data["bodies"]),
            "tables": tuple(_table(row) for row in data["tables"]),
        }
    )


def read_edition(folder: Path, slug: str) -> EditionData:
    """Read one document of a folder of contents."""
    return EditionData.from_json(
        json.loads((folder / "documents" / f"{slug}.json").read_text("utf-8"))
    )


def _made(row: Mapping[str, Any]) -> MadeInfo:
    return MadeInfo(**{**row, "to": tuple(AskedInfo(**one) for one in row["to"])})


def _body(row: Mapping[str, Any]) -> BodyInfo:
    tile = row["tile"]
    return BodyInfo(**{**row, "tile": (tile[0], tile[1]) if tile else None})


def _table(row: Mapping[str, Any]) -> TableInfo:
    return TableInfo(
        **{
            **row,
            "columns": tuple((c[0], c[1], c[2], c[3]) for c in row["columns"]),
            "rows": tuple(tuple(cells) for cells in row["rows"]),
            "primary_key": tuple(row["primary_key"]),
        }
    )
