"""A footnote stands once with its words, and running text calls it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.reading.footnotes import WRITTEN

from ..facts import Facts
from ..reasons import CheckName

NAME = CheckName.FOOTNOTES_CALLED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each footnote that is called and missing, missing a call, said twice or said nothing,
    each that is called by no words, each mark of one where none can be called, and words that look
    as a part of one and are none.
    """
    found = (_called, _told, _by_no_words, _elsewhere, _behind)
    return [problem for each in found for problem in each(manuscript)]


def _called(manuscript: Manuscript) -> Iterator[Problem]:
    told = {one.fields["name"] for one in manuscript.blocks if one.kind == "footnote"}
    lines = manuscript.source.split("\n")
    for block in manuscript.blocks:
        for span in block.spans:
            if span.kind == "footnote" and span.key not in told:
                mark = f"[^{span.key}]"
                # A call has no words of its own by which its column would be known.
                column = lines[span.line - 1].find(mark) + 1 or span.column
                place = Place(span.line, column, mark, manuscript.name)
                what = f"There is no footnote “{span.key}”."
                yield _problem(place, what, f"Write its words on a line: [^{span.key}]: …")


def _told(manuscript: Manuscript) -> Iterator[Problem]:
    called = {
        span.key for one in manuscript.blocks for span in one.spans if span.kind == "footnote"
    }
    seen: set[str] = set()
    for block in manuscript.blocks:
        if block.kind != "footnote":
            continue
        name = block.fields["name"]
        place = Place(block.line, 1, f"[^{name}]:", manuscript.name)
        if name in seen:
            yield _problem(place, f"There are two footnotes “{name}”.", "Name one otherwise.")
        elif name not in called:
            said = f"Nothing calls the footnote “{name}”, so it is not printed."
            yield _problem(place, said, f"Write [^{name}] in the text, or take the footnote out.")
        elif not block.text.strip():
            yield _problem(place, f"The footnote “{name}” says nothing.", "Write its words.")
        seen.add(name)


def _by_no_words(manuscript: Manuscript) -> Iterator[Problem]:
    """Calls in a paragraph or an item without a word: they would be signed with none."""
    for block in manuscript.blocks:
        for span in block.spans if not block.text.strip() else ():
            if span.kind == "footnote":
                place = Place(span.line, span.column, f"[^{span.key}]", manuscript.name)
                what = f"Nothing is said where the footnote “{span.key}” is called."
                yield _problem(place, what, "Call it behind the words that it is about.")


def _elsewhere(manuscript: Manuscript) -> Iterator[Problem]:
    """Marks that were read as words: in a heading, a cell, a caption, a title, a footnote."""
    for block in manuscript.lines():
        for found in WRITTEN.finditer(block.text) if _can_call_none(manuscript, block) else ():
            place = Place(*block.at(found.start()), found[0], manuscript.name)
            what = f"No footnote can be called here: `{found[0]}` would be printed as it stands."
            yield _problem(place, what, "Call it from a paragraph, a list or a quotation.")


def _behind(manuscript: Manuscript) -> Iterator[Problem]:
    """A further paragraph set in below a footnote, which is read as code: a footnote has one."""
    lines = manuscript.source.split("\n")
    for block, after in pairwise(manuscript.blocks):
        if (block.kind, after.kind) != ("footnote", "code"):
            continue
        line = lines[after.line - 1]
        if line.startswith((" " * 4, "\t")):
            name, column = block.fields["name"], len(line) - len(line.lstrip()) + 1
            place = Place(after.line, column, line.strip(), manuscript.name)
            what = f"These words are no part of the footnote “{name}” above them."
            mend = "Write them in its paragraph, or begin the line without a blank."
            yield _problem(place, what, mend)


def _can_call_none(manuscript: Manuscript, block: TextBlock) -> bool:
    field_of = any(block is one for one in manuscript.inline.values()) or any(
        block is one for each in manuscript.blocks for one in each.inline.values()
    )
    return field_of or block.kind in ("heading", "row", "footnote")


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(NAME, place, what, Mend.words(mend))
