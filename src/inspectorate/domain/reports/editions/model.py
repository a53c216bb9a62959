"""The block model: one edition as plain data, the single source of page, PDF, Word file and
open data.

Pure dataclasses without Django, so that the public site, which sees only a folder, reads the same
words. ``as_json`` and ``from_json`` are exact inverses. What an older version froze has none of the
fields added since: each of those has a default, so that ``from_json`` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any, Literal

from ..documents.registry import DocumentKind

BlockKind = Literal[
    "heading",
    "paragraph",
    "list",
    "table",
    "chart",
    "picture",
    "quote",
    "recommendation",
    "note",
    "footnote",
]


class EditionKind(StrEnum):
    """For whom an edition is compiled: the inspectorate, the public, or a body that checks facts.

    Only the first two are frozen.
    """

    FULL = "full"
    PUBLIC = "public"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class ExcerptInfo:
    """Words of one item of evidence that were released for print.

    ``paraphrase`` says that they are ours and not the item's own; ``otherwise`` that the item says
    something that goes against the claim. ``source_kind`` is the kind of the item.
    """

    text: str
    paraphrase: bool
    source_kind: str
    otherwise: bool

    @property
    def introduced(self) -> str:
        """From what kind of source it is, and in whose words."""
        against = ", which says otherwise" if self.otherwise else ""
        whose = "in our words" if self.paraphrase else "in its own words"
        kind = self.source_kind.replace("-", " ")
        article = "an" if kind[:1] in ("a", "e", "i", "o", "u") else "a"
        return f"From {article} {kind}{against}, {whose}"


@dataclass(frozen=True, slots=True)
class ClaimInfo:
    """What a reader is shown behind a bound sentence ("How do we know?").

    ``word`` is the vocabulary word as used, ``band`` its meaning in print,
    ``met``/``inspected``/``scope`` the counts (``None`` where the claim counts nothing),
    ``statement`` the claim in words, ``method`` how it was established, ``coverage`` what was not
    inspected, ``source_kinds`` the kinds of evidence, ``suppressed`` true when a small number was
    withheld from print (then the counts are ``None``). ``evidence_ceiling`` is the highest marking
    of the items that ``evidence_count`` and ``source_kinds`` tell of; empty where they tell of all.
    ``excerpts`` are released words of some of them. ``of_those`` follows the number counted among
    where that is not of bodies inspected ("that returned").
    """

    key: str
    kind: str
    statement: str
    word: str
    band: str
    met: int | None
    inspected: int | None
    scope: int | None
    method: str
    coverage: str
    source_kinds: tuple[str, ...]
    evidence_count: int
    criterion: str = ""
    suppressed: bool = False
    margin: str = ""
    evidence_ceiling: str = ""
    excerpts: tuple[ExcerptInfo, ...] = ()
    of_those: str = ""

    @property
    def undescribed(self) -> bool:
        """Does it rest on evidence of which none may be described to this reader?"""
        return bool(self.evidence_ceiling) and not self.source_kinds

    def withheld(self) -> ClaimInfo:
        """Return the record without its number and all that would give the number away."""
        return replace(
            self,
            word="",
            band="",
            met=None,
            inspected=None,
            scope=None,
            coverage="",
            # The items behind a small count say how small it is.
            evidence_count=0,
            excerpts=(),
            margin="",
            suppressed=True,
        )


def claim_of(row: Mapping[str, Any]) -> ClaimInfo:
    """Rebuild a claim's record from plain data that holds its key."""
    excerpts = tuple(ExcerptInfo(**one) for one in row.get("excerpts", ()))
    source_kinds = tuple(row["source_kinds"])
    return ClaimInfo(**{**row, "source_kinds": source_kinds, "excerpts": excerpts})


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one treatment.

    ``claim`` is the key of the claim the words are bound to; ``redacted`` the ground on which the
    words were removed (then ``text`` is the fixed replacement, never the original); ``basis`` is
    ``context`` or ``narrative`` for marked passages. ``sensitive`` is the marking of a passage that
    another edition may leave out; only the editors' own copy tells it, and none that is frozen.
    ``footnote`` is the letter of a footnote that is called here: such a run has no words.
    """

    text: str
    claim: str = ""
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    redacted: str = ""
    basis: str = ""
    sensitive: str = ""
    footnote: str = ""

    @property
    def treated(self) -> tuple[str | bool, ...]:
        """Everything but the text: what neighbours share that may be joined."""
        return (
            self.claim,
            self.strong,
            self.emphasis,
            self.link,
            self.redacted,
            self.basis,
            self.sensitive,
            self.footnote,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Which fields are used depends on ``kind``.

    heading: level, anchor, runs · paragraph, quote, note: runs (``source`` for a quote; header and
    rows for a paragraph that prints outcomes in words, see ``editions.outcomes.COLUMNS``) · list:
    ordered, items (runs each) · table: caption, header, rows · chart: caption, svg, alternative,
    header and rows (its table) · picture, an editor's own: caption, alternative, anchor (its key),
    ``file`` (the digest of what is shown), media_type, width and height in pixels ·
    recommendation: number, anchor, runs · footnote: anchor (its letter), runs; these stand behind
    all others. The editors' own copy alone
    has ``cells``, the runs of each cell of header and rows, and ``beside``, those of the caption or
    source.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()
    level: int = 0
    anchor: str = ""
    ordered: bool = False
    items: tuple[tuple[Run, ...], ...] = ()
    caption: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    svg: str = ""
    alternative: str = ""
    source: str = ""
    number: int = 0
    cells: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    beside: tuple[Run, ...] = ()
    file: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class EditionData:
    """One document as compiled; ``edition`` is an :class:`EditionKind`.

    ``number`` is 0 in a preview. ``published_on`` is an ISO day, empty where the text names none;
    ``notice`` is the rehearsal sentence or empty; ``claims`` are the records of the claims that the
    blocks carry, by key. A release says how the publisher is reached (``contact``) and the address
    at which the newest report stands (``report_at``), each as recorded and empty where it is not.
    ``small_below`` is the number of bodies below which a number is small, 0 where that was not
    kept. ``titled`` and ``under`` are the runs of title and subtitle, in the editors' own copy
    alone. ``embargo`` is the line that a copy for the press begins with, and no frozen one has. A
    language variant names its ``original`` by its slug, and the edition of it
    (``original_number``) beside which it was compiled.
    """

    slug: str
    kind: DocumentKind
    title: str
    subtitle: str
    edition: str
    number: int
    marking: str
    publisher: str
    inspection: str
    published_on: str
    notice: str
    blocks: tuple[Block, ...]
    language: str = "en-GB"
    claims: Mapping[str, ClaimInfo] = field(default_factory=dict)
    contact: str = ""
    report_at: str = ""
    small_below: int = 0
    titled: tuple[Run, ...] = ()
    under: tuple[Run, ...] = ()
    embargo: str = ""
    original: str = ""
    original_number: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``; a claim's key is the name it stands under."""
        data = asdict(self)
        for key, claim in data["claims"].items():
            # The shape of editions frozen before a claim's record knew its key, or of returns.
            left = {"key"} if claim["of_those"] else {"key", "of_those"}
            data["claims"][key] = {name: claim[name] for name in claim if name not in left}
        # What copies alone tell: as in every edition frozen before there were any.
        _without(data, "titled", "under", "embargo", "original", "original_number")
        for block in data["blocks"]:
            _without(block, "cells", "beside", "file", "media_type", "width", "height")
            for run in chain(block["runs"], *block["items"]):
                _without(run, "sensitive", "footnote")
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EditionData:
        """Rebuild an edition from ``as_json`` output, of this version or an older one."""
        claims = data.get("claims") or {}
        return cls(
            **{
                **data,
                "kind": DocumentKind(data["kind"]),
                "blocks": tuple(_block(block) for block in data["blocks"]),
                "titled": _runs(data.get("titled", ())),
                "under": _runs(data.get("under", ())),
                "claims": {key: claim_of({**row, "key": key}) for key, row in claims.items()},
            }
        )


def _runs(rows: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**row) for row in rows)


def _without(row: dict[str, Any], *names: str) -> None:
    """Take the fields out that are empty."""
    for name in names:
        if not row[name]:
            del row[name]


def _block(row: Mapping[str, Any]) -> Block:
    return Block(
        **{
            **row,
            "runs": _runs(row["runs"]),
            "items": tuple(_runs(item) for item in row["items"]),
            "header": tuple(row["header"]),
            "rows": tuple(tuple(cells) for cells in row["rows"]),
            "cells": tuple(tuple(map(_runs, cells)) for cells in row.get("cells", ())),
            "beside": _runs(row.get("beside", ())),
        }
    )
