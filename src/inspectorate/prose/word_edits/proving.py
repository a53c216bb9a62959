"""Whether changes of a source make of its words what they should, and of nothing else anything.

Each change is one person's to accept: one that does more than its words say is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from inspectorate.foundation.reasons.reasons import Refused

from ..manuscript import BlockKind, Manuscript, Span, TextBlock
from ..reading.markdown import INLINE, from_markdown
from .comparing import WordChange
from .found import FoundChange
from .placing import BREAK
from .spots import Spot

# How often a text is read anew to find the changes that do not hold: beyond, the rest do not.
MOST_READ = 80


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """A paragraph that was put in: of which kind, its words, and whether its list is numbered."""

    kind: BlockKind
    level: int
    text: str
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class WantedChange:
    """A change of the source with what should come of it, and the words it is named by.

    One of: other ``words`` at a spot; the block of the spot ``gone``; ``come``, new paragraphs
    behind the block at ``after`` (-1: before the first).
    """

    change: FoundChange
    spot: Spot
    named: str
    words: WordChange | None = None
    gone: bool = False
    come: tuple[NewParagraph, ...] = ()
    after: int = -1


# What is looked at of a block: what it is, its words, its marks and the fields that are no words.
type _Seen = tuple[object, ...]


@dataclass(slots=True)
class Proof:
    """A text and its manuscript, against which changes are held."""

    text: str
    manuscript: Manuscript
    left: int = MOST_READ
    bad: list[WantedChange] = field(default_factory=list)

    def sound(self, wanted: Sequence[WantedChange]) -> list[WantedChange]:
        """Return those that hold, in order; the others are in ``bad``."""
        if not wanted or self._holds(wanted):
            return list(wanted)
        if len(wanted) == 1 or self.left <= 0:
            self.bad += wanted
            return []
        half = len(wanted) // 2
        return [*self.sound(wanted[:half]), *self.sound(wanted[half:])]

    def _holds(self, wanted: Sequence[WantedChange]) -> bool:
        if self.left <= 0:
            return False
        self.left -= 1
        changed = applied(self.text, [one.change for one in wanted])
        if changed is None:
            return False
        try:
            found = from_markdown(changed)
        except Refused:
            return False
        return self._expected(wanted) == [*_titles(found.inline), *map(_seen, found.blocks)]

    def _expected(self, wanted: Sequence[WantedChange]) -> list[_Seen]:
        words: dict[int, list[WantedChange]] = {}
        come: dict[int, list[_Seen]] = {}
        gone = {one.spot.place for one in wanted if one.gone}
        for one in wanted:
            if one.words is not None:
                words.setdefault(id(one.spot.block), []).append(one)
            come.setdefault(one.after, []).extend(map(_new, one.come))
        titles = {
            name: parts[0]
            for name, block in self.manuscript.inline.items()
            if (parts := _changed(block, words.get(id(block), [])))
        }
        expected: list[_Seen] = [*_titles(titles), *come.get(-1, [])]
        for place, block in enumerate(self.manuscript.blocks):
            if place not in gone:
                expected += _after(block, words)
            expected += come.get(place, [])
        return expected


def applied(text: str, changes: Sequence[FoundChange]) -> str | None:
    """Return a text with changes made in it; None where two of them change the same words."""
    parts, last = [], 0
    for one in sorted(changes, key=lambda one: (one.start, one.end)):
        if one.start < last:
            return None
        parts += [text[last : one.start], one.replacement]
        last = one.end
    return "".join([*parts, text[last:]])


def _titles(inline: Mapping[str, TextBlock]) -> list[_Seen]:
    return [(name, *_seen(block)) for name, block in sorted(inline.items())]


def _after(block: TextBlock, words: Mapping[int, list[WantedChange]]) -> list[_Seen]:
    """What a block is once words of it, or of its caption, are changed."""
    inline = {
        name: parts[0]
        for name, one in block.inline.items()
        if (parts := _changed(one, words.get(id(one), [])))
    }
    return [_seen(one, inline) for one in _changed(block, words.get(id(block), []))]


def _changed(block: TextBlock, wanted: Sequence[WantedChange]) -> list[TextBlock]:
    """A block with other words; more than one where it was cut."""
    if not wanted:
        return [block]
    text, spans = block.text, list(block.spans)
    changes = [(one.spot.start, one.words) for one in wanted if one.words is not None]
    for begun, change in sorted(changes, key=lambda one: -one[1].start - one[0]):
        start, end = begun + change.start, begun + change.end
        text = text[:start] + change.new + text[end:]
        if not change.new:
            spans = [one for one in spans if not _within(one, start, end)]
    first, *more = text.split(BREAK)
    cut = replace(block, text=first, spans=tuple(spans))
    return [cut, *(replace(block, text=one, spans=(), inline={}) for one in more)]


def _within(span: Span, start: int, end: int) -> bool:
    return start <= span.start and span.end <= end


def _seen(block: TextBlock, inline: Mapping[str, TextBlock] | None = None) -> _Seen:
    spans = sorted((one.kind, one.key, *sorted(one.attributes.items())) for one in block.spans)
    printed = block.inline if inline is None else inline
    kept = INLINE.get(block.kind, ())
    fields = {
        name: value
        for name, value in block.fields.items()
        if name not in kept and name not in ("number", "image") and not name.isdigit()
    }
    # The words of a caption or a recommendation are those of its line.
    text = "" if block.inline else " ".join(block.text.split())
    cells = len(block.fields) if block.kind == "row" else 0
    own = (block.kind, block.level, text, block.basis, cells, str(spans))
    return (*own, str(sorted(fields.items())), *_titles(printed))


def _new(one: NewParagraph) -> _Seen:
    fields = {"ordered": "yes"} if one.ordered else {}
    return _seen(TextBlock(one.kind, one.text, 0, one.level, fields=fields))
