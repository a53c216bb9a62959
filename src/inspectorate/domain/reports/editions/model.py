"""The block model: one edition as plain data, the single source of every format (page, PDF, Word,
open data).

Pure dataclasses without Django, so that the public site, which sees only a folder, reads the same
words. ``as_json`` and ``from_json`` are exact inverses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..documents.registry import DocumentKind

BlockKind = Literal[
    "heading", "paragraph", "list", "table", "chart", "quote", "recommendation", "note"
]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one treatment.

    ``claim`` is the key of the claim the words are bound to; ``redacted`` the ground on which the
    words were removed (then ``text`` is the fixed replacement, never the original); ``basis`` is
    ``context`` or ``narrative`` for marked passages.
    """

    text: str
    claim: str = ""
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    redacted: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block. Which fields are used depends on ``kind``.

    heading: level, anchor, runs · paragraph, quote, note: runs (``source`` for a quote) · list:
    ordered, items (runs each) · table: caption, header, rows · chart: caption, svg, alternative,
    header and rows (its table) · recommendation: number, anchor, runs.
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


@dataclass(frozen=True, slots=True)
class EditionData:
    """One document as frozen: its title, kind, edition (``full`` or ``public``), number, marking,
    notices and blocks.

    ``published_on`` is empty in a draft preview; ``notice`` is the rehearsal sentence or empty;
    ``dates`` are ISO days.
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
    claims: Mapping[str, Mapping[str, Any]] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain data for ``json.dumps``."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EditionData:
        """Rebuild an edition from ``as_json`` output; raises KeyError naming a missing field."""
        return cls(
            **{
                **data,
                "kind": DocumentKind(data["kind"]),
                "blocks": tuple(_block(one) for one in data["blocks"]),
            }
        )


def _runs(rows: Sequence[Mapping[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**row) for row in rows)


def _block(row: Mapping[str, Any]) -> Block:
    return Block(
        **{
            **row,
            "runs": _runs(row["runs"]),
            "items": tuple(_runs(item) for item in row["items"]),
            "header": tuple(row["header"]),
            "rows": tuple(tuple(cells) for cells in row["rows"]),
        }
    )
