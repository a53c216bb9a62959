"""Everything that an edited file asks to change in the text that it was made from.

The file is held against the one that was written from that text, read by the same reader: what
differs is the edit. What cannot be placed with certainty becomes a comment on the nearest passage,
with its words; what was not read is named. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..manuscript import Manuscript
from ..reading.word_changes import EditedFile, Paragraph, Piece
from ..reading.word_comments import FileComment
from .comparing import changes_of, more_unread, paired, was_at
from .found import Found, FoundChange, FoundComment
from .inserting import InsertedParagraph, inserted
from .notes import changed_notes
from .paragraphs import (
    QUOTED,
    hand_of,
    quoted,
    said_of,
    short,
    stood_before,
    uncut,
    words_of,
)
from .placing import placed
from .proving import Proof, WantedChange
from .spots import Source, Spot, spots_of
from .typed_into import typed_into

_MOVED = "This change of the Word file was not brought in as a suggestion, since it cannot be said "
_WHY = f"{_MOVED}with certainty where in the text it stands: "
_OF_OURS = "This change of the Word file was not brought in, since nobody writes these words: "
_JOINED = "In the Word file this paragraph was joined with the next one."
_CELLS = "In the Word file rows or columns were taken out of this table: "
_ROWS = "In the Word file words were put in a cell that has none here: "
_MARKED = "In the Word file a paragraph was put in among words that another edition leaves out: "
_ALL_TAKEN = "In the Word file all of these words were taken out: "


def gathered(
    text: str, manuscript: Manuscript, base: EditedFile, edited: EditedFile, checks: str
) -> Found:
    """Return what ``edited`` asks for; ``base`` is the file as written from ``text``.

    ``checks`` is the name under which comments of the checks stand. Raises NotCompared.
    """
    return _Gatherer(text, manuscript, base, edited, checks).found()


@dataclass(slots=True)
class _Gatherer:
    """Walks the edited file once; ``spot`` and ``last`` say where in the text it is."""

    text: str
    manuscript: Manuscript
    base: EditedFile
    edited: EditedFile
    checks: str
    source: Source = field(init=False)
    spots: Sequence[Spot] = field(init=False)
    wanted: list[WantedChange] = field(default_factory=list)
    comments: list[FoundComment] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    at: dict[int, Spot] = field(default_factory=dict)
    was: dict[int, str] = field(default_factory=dict)
    last: Spot | None = None
    waiting: list[Paragraph] = field(default_factory=list)
    levels: dict[int, int] = field(default_factory=dict)
    wordless: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        none = (one for one in self.base.paragraphs if not one.old.strip())
        self.wordless = Counter(what for one in none for what in one.unread)
        self.source = Source(self.text)
        self.spots = spots_of(self.manuscript)

    def found(self) -> Found:
        """Return everything."""
        if not self.spots:
            return Found(unread=("The text has no words yet: nothing can be held against it.",))
        news = list(uncut(self.edited.paragraphs))
        olds = [one for one in self.base.paragraphs if stood_before(one)]
        to_spot = paired(self.spots, words_of(olds), alike=False)
        self._levels(olds, to_spot)
        stood = [one for one in news if stood_before(one)]
        pairs = paired(words_of(olds), words_of(stood))
        known = {one.number: pairs[at] for at, one in enumerate(stood) if at in pairs}
        for one in news:
            self._paragraph(one, olds, known.get(one.number, -1), to_spot)
        self._put_in()
        kept = set(pairs.values())
        gone = [spot for at, spot in sorted(to_spot.items()) if at not in kept]
        self._gone([self.spots[at] for at in gone])
        return self._proved()

    def _levels(self, olds: Sequence[Paragraph], to_spot: dict[int, int]) -> None:
        """Which level a heading of the file has in the text."""
        for place, one in enumerate(olds):
            if one.kind == "heading" and place in to_spot:
                self.levels.setdefault(one.level, self.spots[to_spot[place]].block.level)

    def _paragraph(
        self, one: Paragraph, olds: Sequence[Paragraph], old: int, to_spot: dict[int, int]
    ) -> None:
        was = olds[old] if old >= 0 else None
        spot = self.spots[to_spot[old]] if old in to_spot else None
        if spot is not None:
            self._put_in()
            self.last, self.at[one.number], self.was[one.number] = (
                spot,
                spot,
                was.old if was else "",
            )
        self._not_read(was, one)
        if was is None:
            if one.new.strip():
                self._new(one)
        elif spot is None:
            if one.new != was.old:
                self._unplaced(_OF_OURS if was.old.strip() else _ROWS, one.new, one)
        elif one.new.strip() != was.old.strip() or one.old != was.old:
            self._changed(one, was, spot)

    def _not_read(self, was: Paragraph | None, one: Paragraph) -> None:
        if was is None and not one.new.strip():
            more = list((Counter(one.unread) - self.wordless).elements())
            self.wordless -= Counter(one.unread)  # which picture is which nobody can say
        else:
            more = more_unread(was, one)
        if (
            was
            and (was.kind, was.level) != (one.kind, one.level)
            and "heading"
            in (
                was.kind,
                one.kind,
            )
        ):
            more.append("that it was made a heading, or one of another level, or none")
        words = short(one.new or one.old)
        where = f"“{words}”" if words else "a paragraph without words"
        self.unread += [f"Paragraph {one.number} of the file, {where}: {what}" for what in more]

    def _new(self, one: Paragraph) -> None:
        """A paragraph that was not there waits for the others put in beside it."""
        if one.cell is not None or any(piece.marked for piece in one.pieces):
            self._unplaced(_ROWS if one.cell is not None else _MARKED, one.new, one)
            return
        if self.waiting and hand_of(self.waiting[-1]) != hand_of(one):
            self._put_in()
        self.waiting.append(one)

    def _put_in(self) -> None:
        if not self.waiting:
            return
        news, self.waiting = self.waiting, []
        author, at = hand_of(news[0])
        new = [
            InsertedParagraph(one.kind, self.levels.get(one.level, one.level), one.new)
            for one in news
        ]
        change, come, after = inserted(self.source, self.manuscript, self.last, new)
        change = replace(change, author=author, at=at)
        words = said_of("", " ".join(one.new for one in news))
        self.wanted.append(WantedChange(change, self._nearest(), words, come=come, after=after))

    def _changed(self, one: Paragraph, was: Paragraph, spot: Spot) -> None:
        if not one.new.strip() and one.cell is None:
            self._taken_out(spot, hand_of(one, "out"))
            return
        if one.mark.change == "out" and one.new.strip():
            self._comment(spot, _JOINED, one.mark)
        for change in changes_of(was.old, one):
            made = placed(self.source, spot, change)
            named = said_of(was.old[change.start : change.end], change.new)
            if made is None:
                hand = Piece("", author=change.author, at=change.at)
                self._comment(spot, f"{_WHY}{named}", hand)
            elif made.replacement != self.text[made.start : made.end]:
                self.wanted.append(WantedChange(made, spot, named, words=change))

    def _taken_out(self, spot: Spot, hand: tuple[str, str]) -> None:
        """A paragraph is taken out with the blank lines behind it; what is a field is not."""
        block = self.manuscript.blocks[spot.place] if spot.place >= 0 else None
        whole = block is spot.block and spot.text == spot.block.text and spot.cell is None
        if not whole:
            named = Piece("", author=hand[0], at=hand[1])
            self._comment(spot, f"{_ALL_TAKEN}{quoted(spot.text)}", named)
            return
        start, end = self.source.extent(self.manuscript.blocks, spot.place)
        change = FoundChange(start, self._past(start, end), "", *hand)
        self.wanted.append(WantedChange(change, spot, said_of(spot.text, ""), gone=True))

    def _past(self, start: int, end: int) -> int:
        """Where what follows a paragraph begins: an item leaves the blank line behind its list."""
        text = self.text
        if start and not text[:start].endswith("\n\n"):
            return min(end + 1, len(text))
        while end < len(text) and text[end] == "\n":
            end += 1
        return end

    def _gone(self, spots: Sequence[Spot]) -> None:
        """What the file holds no longer, and no tracked change took out; of a table once."""
        tables: dict[int, list[Spot]] = {}
        for one in spots:
            if one.cell is not None:
                tables.setdefault(one.block.group, []).append(one)
            else:
                self._taken_out(one, ("", ""))
        for cells in tables.values():
            words = " | ".join(one.text for one in cells)
            self._comment(cells[0], f"{_CELLS}{quoted(words)}", Piece(""))

    def _nearest(self) -> Spot:
        return self.last or self.spots[0]

    def _unplaced(self, why: str, words: str, one: Paragraph) -> None:
        author, at = hand_of(one)
        hand = Piece("", author=author, at=at)
        self._comment(self._nearest(), f"{why}{quoted(words)}", hand)

    def _comment(self, spot: Spot, text: str, hand: Piece) -> None:
        start, end = self._quoted(spot, 0, len(spot.text))
        made = FoundComment(start, end, text, hand.author, hand.at, unplaced=True)
        self.comments.append(made)

    def _quoted(self, spot: Spot, start: int, end: int) -> tuple[int, int]:
        """From where to where words of a spot are written; its line where nobody can say."""
        every = self.source.stretches(spot.block)[spot.start + start : spot.start + end]
        known = [one for one in every[:QUOTED] if one is not None]
        if known:
            return known[0][0], known[-1][1]
        return self.source.lines[spot.block.line - 1], self.source.end_of_line(spot.block.line)

    def _proved(self) -> Found:
        proof = Proof(self.text, self.manuscript)
        sound = proof.sound(self.wanted)
        for one in proof.bad:
            hand = Piece("", author=one.change.author, at=one.change.at)
            self._comment(one.spot, f"{_WHY}{one.named}", hand)
        said, passed = self._of_people()
        notes = self.base.package.notes, self.edited.package.notes
        self.unread += changed_notes(self.manuscript, *notes)
        self.unread += self._around()
        return Found(
            tuple(one.change for one in sound),
            (*said, *self.comments),
            tuple(dict.fromkeys(self.unread)),
            passed,
        )

    def _around(self) -> list[str]:
        """What was changed above or below the text of the pages, which nobody writes."""
        then, now = self.base.package.pages, self.edited.package.pages
        more = [f"The head or foot of a page: {quoted(one)}" for one in sorted(now - then)]
        gone = [f"The head or foot of a page: {quoted(one)} gone" for one in sorted(then - now)]
        return more or gone

    def _of_people(self) -> tuple[list[FoundComment], int]:
        """The comments that somebody wrote, and how many are the checks'."""
        every = [self._typed_into(one) for one in self.edited.comments]
        kept = [at for at, one in enumerate(every) if one.author != self.checks and one.text]
        places = {at: number for number, at in enumerate(kept)}
        made = [
            FoundComment(
                *self._beside(every[at]),
                every[at].text,
                every[at].author,
                every[at].at,
                places.get(every[at].answers_to, -1),
            )
            for at in kept
        ]
        return made, sum(one.author == self.checks for one in self.edited.comments)

    def _typed_into(self, one: FileComment) -> FileComment:
        """What somebody wrote into a comment of the checks is theirs."""
        if one.author != self.checks:
            return one
        typed = typed_into(one.text, one.initials)
        if typed is None:
            # A program that keeps no initials: the words of the checks are one paragraph.
            typed = one.text.partition("\n")[2].strip()
        return replace(one, author="", at="", text=typed) if typed else one

    def _beside(self, one: FileComment) -> tuple[int, int]:
        """The words that a comment stands at, in the source; of none those of its paragraph."""
        number = max((at for at in self.at if at <= one.paragraph), default=0)
        spot = self.at.get(number, self.spots[0])
        start, end = 0, len(spot.text)
        if number == one.paragraph and number:
            old = next(p.old for p in self.edited.paragraphs if p.number == number)
            places = was_at(self.was[number], old)
            begun, ended = (places[min(at, len(old))] for at in (one.start, one.end))
            start, end = (begun, ended) if begun < ended else (start, end)
        return self._quoted(spot, start, end)
