"""One block's runs as the markup of a Word file: bound passages in content controls, real notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby

from inspectorate.prose.controls import CLAIM, SENSITIVE, tag_of

from ..model import Run
from ..notes import NotedRun, Notes
from .markup import run, value
from .package import Relations

REFERENCE = "FootnoteReference"
# The first number of an author's own footnotes in a file: those of claims come before.
FOOTNOTES = 100_000


def repeated(runs: Sequence[Run], text: str = "") -> str:
    """Return the words of a title or heading for where they are said again and cannot be marked,
    without those that another edition leaves out; ``text`` where there are no runs.
    """
    return "".join("[…]" if one.sensitive else one.text for one in runs) or text


def own_mark(letter: str, before: str = "") -> str:
    """Return the letter of a footnote, behind what leads to it."""
    style = f'<w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr>'
    return f"<w:r>{style}{before}<w:t>{letter}</w:t></w:r>"


@dataclass(slots=True)
class Passages:
    """Writes runs, and numbers what a Word file numbers: notes, controls and bookmarks.

    ``called`` are the letters of footnotes that stand in the text, each with its number in the
    file; ``order`` are the numbers of all notes as the text leads to them.
    """

    notes: Notes
    relations: Relations
    seen: set[int]
    ids: count[int]
    called: dict[str, int] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    def of(self, runs: Sequence[Run], *, notes: bool = True) -> str:
        """Return the markup of runs in their order; a cell has no ``notes``, as in the PDF."""
        plain = (NotedRun(one, one.text, 0, "") for one in runs)
        noted = self.notes.noted(runs) if notes else plain
        return "".join(
            self._passage(key, list(of_one))
            for key, of_one in groupby(noted, key=lambda one: one.run.claim)
        )

    def beside(self, runs: Sequence[Run], text: str) -> str:
        """Return what stands beside the text (a caption, a title), with its markings where it has
        runs: it is bound to nothing.
        """
        return self.of([replace(one, claim="") for one in runs], notes=False) or run(text)

    def words(self, text: str) -> str:
        """Return words that have no treatment."""
        return run(text)

    def bookmark(self, name: str, content: str) -> str:
        """Return what can be led to under a name."""
        number = next(self.ids)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _passage(self, key: str, said: list[NotedRun]) -> str:
        """The words bound to one claim, its note behind them, and the blank that follows."""
        content = "".join(
            self._marked(sensitive, list(of_one))
            for sensitive, of_one in groupby(said, key=lambda one: one.run.sensitive)
        )
        if not key:
            return content
        bound = self._control(CLAIM, key, content)
        return f"{bound}{self._note(said[-1].note)}{run(said[-1].after)}"

    def _marked(self, sensitive: str, said: Iterable[NotedRun]) -> str:
        """Words under one marking: a redactable passage of the editors' own copy, or none."""
        content = "".join(self._run(one) for one in said)
        return self._control(SENSITIVE, sensitive, content)

    def _run(self, noted: NotedRun) -> str:
        of = noted.run
        if of.footnote:
            return self._call(of.footnote)
        style = "Removed" if of.redacted else "Redactable" if of.sensitive else ""
        # An anchor of the page does not exist in the file.
        link = self.relations.address(of.link) if of.link and of.link[0] != "#" else ""
        said = run(noted.text, style or ("Hyperlink" if link else ""), b=of.strong, i=of.emphasis)
        return f'<w:hyperlink r:id="{link}">{said}</w:hyperlink>' if link and said else said

    def _control(self, prefix: str, name: str, content: str) -> str:
        """What an editor may change, and not take away with what it is bound to.

        Around no words, or for no name, none is written: Word calls an empty one a fault.
        """
        if not (name and content):
            return content
        tag = value(tag_of(prefix, name))
        return (
            f'<w:sdt><w:sdtPr><w:alias w:val="{tag}"/><w:tag w:val="{tag}"/>'
            f'<w:id w:val="{next(self.ids)}"/><w:lock w:val="sdtLocked"/></w:sdtPr>'
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def _call(self, letter: str) -> str:
        """An author's own footnote under its letter; called again, a field repeats that."""
        if letter in self.called:
            return (
                f'<w:fldSimple w:instr=" NOTEREF foot_{letter} \\f \\h ">'
                f"{own_mark(letter)}</w:fldSimple>"
            )
        self.called[letter] = FOOTNOTES + len(self.called)
        self.order.append(self.called[letter])
        reference = f'<w:footnoteReference w:customMarkFollows="1" w:id="{self.called[letter]}"/>'
        return self.bookmark(f"foot_{letter}", own_mark(letter, reference))

    def _note(self, number: int) -> str:
        if not number:
            return ""
        style = f'<w:rPr><w:rStyle w:val="{REFERENCE}"/></w:rPr>'
        if number in self.seen:  # Word numbers each note once; the same number again is a field
            return (
                f'<w:fldSimple w:instr=" NOTEREF note_{number} \\f \\h ">'
                f"<w:r>{style}<w:t>{number}</w:t></w:r></w:fldSimple>"
            )
        self.seen.add(number)
        self.order.append(number)
        mark = f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>'
        return self.bookmark(f"note_{number}", mark)
