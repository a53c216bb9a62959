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


# Of a letter that is printed: does another edition leave it out, and to which claim is it bound?
type _Bound = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is looked at of a block: what it is, its words, its marks and the fields that are no
    words. ``letters`` say of each but blanks under which marks it stands; none where none does.
    """

    what: tuple[object, ...]
    letters: tuple[_Bound, ...] = ()

    def comes_of(self, wanted: _Seen) -> bool:
        """Is this what was wanted? Words may be marked that need not be, but none the less."""
        if self.what != wanted.what:
            return False
        return not wanted.letters or (
            len(self.letters) == len(wanted.letters)
            and all(
                marked >= needed and (key == bound or not bound)
                for (marked, key), (needed, bound) in zip(self.letters, wanted.letters, strict=True)
            )
        )


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
        expected = self._expected(wanted)
        seen = [*_titles(found.inline), *map(_seen, found.blocks)]
        return len(seen) == len(expected) and all(map(_Seen.comes_of, seen, expected))

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
    found = ((name, _seen(block)) for name, block in sorted(inline.items()))
    return [_Seen((name, *one.what), one.letters) for name, one in found]


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
    for begun, change in sorted(changes, key=lambda one: one[0] + one[1].start)[::-1]:
        start, end = begun + change.start, begun + change.end
        text = text[:start] + change.new + text[end:]
        if not change.new:
            spans = [one for one in spans if not _within(one, start, end)]
        if change.new and change.marked and not any(_marks(one, start, end) for one in spans):
            spans.append(Span("sensitive", "", "", 0, 0, start, end))  # which no text has there
        spans = [_stretched(one, change, start, end) for one in spans]
    first, *more = text.split(BREAK)
    cut = replace(block, text=first, spans=tuple(spans))
    return [cut, *(replace(block, text=one, spans=(), inline={}) for one in more)]


def _within(span: Span, start: int, end: int) -> bool:
    return start <= span.start and span.end <= end


def _marks(span: Span, start: int, end: int) -> bool:
    return span.kind == "sensitive" and span.start <= end and span.end >= start


def _stretched(span: Span, change: WordChange, start: int, end: int) -> Span:
    """Where the words of a passage stand after a change, with those that were written into it."""
    more = len(change.new) - (end - start)
    into = change.marked if span.kind == "sensitive" else span.key == change.key
    begun = span.start if span.start < start else max(span.start, end) + more
    ended = span.end + more if span.end > end else min(span.end, start)
    if into and span.start <= end and span.end >= start:
        begun, ended = min(span.start, start), max(span.end, end) + more
    return replace(span, start=begun, end=max(begun, ended))


def _letters(block: TextBlock) -> list[_Bound]:
    """Under which marks each letter of a block stands, without its blanks."""
    marked, keys = bytearray(len(block.text)), [""] * len(block.text)
    for one in block.spans:
        for at in range(one.start, min(one.end, len(block.text))):
            if one.kind == "sensitive":
                marked[at] = True
            elif one.kind == "claim":
                keys[at] = one.key
    every = zip(block.text, marked, keys, strict=True)
    return [(bool(mark), key) for letter, mark, key in every if not letter.isspace()]


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
    titles = _titles(printed)
    letters = [] if block.inline or not block.spans else _letters(block)
    what = (*own, str(sorted(fields.items())), *(one.what for one in titles))
    return _Seen(what, (*letters, *(mark for one in titles for mark in one.letters)))


def _new(one: NewParagraph) -> _Seen:
    fields = {"ordered": "yes"} if one.ordered else {}
    return _seen(TextBlock(one.kind, one.text, 0, one.level, fields=fields))
