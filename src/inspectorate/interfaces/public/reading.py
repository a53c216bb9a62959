"""A document made ready to read: headings in order, every bound sentence numbered and addressed."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from inspectorate.domain.publication.schema import Block, ClaimInfo, EditionData, Run
from inspectorate.prose.addresses import SAFE_LINKS, free_anchor

from .pictures import file_of, safe_svg
from .wording import slug


@dataclass(frozen=True, slots=True)
class BoundSentence:
    """A sentence with a claim behind it: the number of its note, permanent id, words, claim.

    Sentences that rest on one claim share its number, which is that of the PDF and the Word file.
    ``known`` is the id of what is known, inside the closed part, so that a link to it opens it.
    """

    number: int
    anchor: str
    known: str
    text: str
    claim: ClaimInfo


@dataclass(frozen=True, slots=True)
class Piece:
    """Runs that belong together: those of one bound sentence, or a run bound to nothing."""

    runs: tuple[Run, ...]
    bound: BoundSentence | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One block as a page shows it.

    ``pieces`` for its text, ``items`` for a list, ``bound`` for all sentences in it; ``file`` is
    where an editor's own picture stands in the release's folder.
    """

    block: Block
    pieces: tuple[Piece, ...] = ()
    items: tuple[tuple[Piece, ...], ...] = ()
    bound: tuple[BoundSentence, ...] = ()
    level: int = 0
    anchor: str = ""
    svg: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole document: its parts, its contents, its bound sentences in order."""

    edition: EditionData
    parts: tuple[Part, ...]
    contents: tuple[Entry, ...]
    bound: tuple[BoundSentence, ...]

    @property
    def notes(self) -> tuple[tuple[BoundSentence, ...], ...]:
        """The sentences of each note, in the order of their numbers."""
        found: dict[int, list[BoundSentence]] = {}
        for one in self.bound:
            found.setdefault(one.number, []).append(one)
        return tuple(map(tuple, found.values()))


@dataclass(slots=True)
class _Reader:
    claims: Mapping[str, ClaimInfo]
    where: str
    # Anchors as they were numbered before each came to depend on its words.
    numbered: bool
    moved: Mapping[str, str]
    bound: list[BoundSentence] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def anchor(self, wanted: str) -> str:
        return free_anchor(wanted, self.anchors)

    def pieces(self, runs: tuple[Run, ...]) -> tuple[Piece, ...]:
        groups: list[list[Run]] = []
        for given in runs:
            run = replace(given, link=self.moved[given.link]) if given.link in self.moved else given
            # A style within a sentence cuts it into runs; it is one sentence with one number all
            # the same.
            if groups and run.claim and groups[-1][-1].claim == run.claim:
                groups[-1].append(run)
            else:
                groups.append([run])
        return tuple(Piece(tuple(group), self._bind(group)) for group in groups)

    def _bind(self, group: list[Run]) -> BoundSentence | None:
        key = group[0].claim
        if not key:
            return None
        if key not in self.claims:
            raise ValueError(
                f"{self.where}: a sentence is bound to claim {key!r}, which bundle.json "
                f"does not hold"
            )
        text = "".join(run.text for run in group)
        # In the order in which its claims are met: as ``reports.editions.notes`` numbers them.
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        says, known = self._names(key, text)
        made = BoundSentence(number, says, known, text, self.claims[key])
        self.bound.append(made)
        return made

    def _names(self, key: str, text: str) -> tuple[str, str]:
        """Return the ids of a sentence and of what is known of it.

        Other words, other id: an address that was given never comes to stand for other words.
        """
        if self.numbered:
            says = self.anchor(f"says-{slug(key)}")
            return says, says.replace("says-", "known-", 1)
        note = json.dumps(asdict(self.claims[key]), sort_keys=True)
        return (
            self.anchor(f"says-{slug(key)}-{of_words(text)}"),
            self.anchor(f"known-{slug(key)}-{of_words(f'{text} {note}')}"),
        )


def of_words(text: str) -> str:
    """Return what tells words from other words in an address: six digits of their SHA-256."""
    plain_words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain_words.encode()).hexdigest()[:6]


def read(
    edition: EditionData, claims: Mapping[str, ClaimInfo], where: str, *, numbered: bool = False
) -> Reading:
    """Prepare a document.

    ``where`` names its file in errors: a claim not in the bundle, an unsafe link, an unsafe
    picture. ``numbered`` gives the anchors of the first format: by claim and order, whatever the
    words.
    """
    moved = {} if numbered else _moved(edition)
    reader = _Reader(claims, where, numbered, moved)
    levels = [block.level for block in edition.blocks if block.kind == "heading"]
    top, last = min(levels, default=1), 1
    parts: list[Part] = []
    for block in edition.blocks:
        # The compiler let through only safe ones; the builder trusts no bundle.
        _refuse_unsafe_links(block, where)
        before = len(reader.bound)
        pieces = reader.pieces(_numbered(block))
        items = tuple(reader.pieces(item) for item in block.items)
        level, anchor = 0, ""
        if block.kind == "heading":
            # Under the page's own h1, and never skipping a level: readers of headings walk them as
            # a tree.
            level = last = min(block.level - top + 2, last + 1, 6)
        if block.kind in ("heading", "recommendation"):
            wanted = slug(block.anchor or plain(block) or block.kind)
            anchor = reader.anchor(moved.get(f"#{wanted}", f"#{wanted}")[1:])
        svg = (
            safe_svg(block.svg, f"{where}: picture {block.caption!r}")
            if block.kind == "chart" and block.svg
            else ""
        )
        file = file_of(block, where) if block.kind == "picture" else ""
        bound = tuple(reader.bound[before:])
        parts.append(Part(block, pieces, items, bound, level, anchor, svg, file))
    parts = _after_what_is_announced(parts)
    contents = tuple(
        Entry(one.level, one.anchor, plain(one.block)) for one in parts if 2 <= one.level <= 3
    )
    return Reading(edition, tuple(parts), contents, tuple(reader.bound))


def _moved(edition: EditionData) -> dict[str, str]:
    """Return where a link to a recommendation leads: its anchor holds its words, like others."""
    found = {}
    for block in edition.blocks:
        if block.kind == "recommendation":
            asked = "; ".join("".join(run.text for run in item) for item in block.items)
            rows = "; ".join(" ".join(row) for row in block.rows)
            wanted = slug(block.anchor or plain(block) or block.kind)
            found[f"#{wanted}"] = f"#{wanted}-{of_words(f'{plain(block)} {asked} {rows}')}"
    return found


def _after_what_is_announced(parts: list[Part]) -> list[Part]:
    """Move the notes of a paragraph that ends in a colon behind what it announces.

    Otherwise a note would stand between the two.
    """
    moved = list(parts)
    for place, part in enumerate(moved[:-1]):
        after = moved[place + 1]
        if (
            part.bound
            and plain(part.block).rstrip().endswith(":")
            and after.block.kind in ("quote", "list", "table", "chart", "picture")
        ):
            moved[place], moved[place + 1] = (
                replace(part, bound=()),
                replace(after, bound=(*part.bound, *after.bound)),
            )
    return moved


def _numbered(block: Block) -> tuple[Run, ...]:
    """The runs of a block; as in a cell, what is bound in a footnote has no number of a note."""
    own = block.kind == "footnote"
    return tuple(replace(run, claim="") for run in block.runs) if own else block.runs


def plain(block: Block) -> str:
    """Return the words of a block without their treatment."""
    return "".join(run.text for run in block.runs)


def _refuse_unsafe_links(block: Block, where: str) -> None:
    for runs in (block.runs, *block.items):
        for run in runs:
            if run.link and not run.link.startswith(SAFE_LINKS):
                raise ValueError(
                    f"{where}: the link {run.link!r} is refused; a link begins with "
                    f"{', '.join(SAFE_LINKS)}"
                )
