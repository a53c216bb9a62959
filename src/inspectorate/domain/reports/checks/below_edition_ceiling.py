"""Nothing above its ceiling is in an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from inspectorate.prose.redacted import is_marked

from ..facts import Facts
from ..keys import picture_key
from ..reasons import CheckName
from .places import place

NAME = CheckName.BELOW_EDITION_CEILING
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("ceiling",)
LOCAL = True

# A mark that stands where none is read, or is written so that it is not, is left in the words.
_UNREAD = re.compile(
    r"\{[^{}\n]{0,200}(?:\bsens|\b(?:marking|ground)\s*=)[^{}\n]{0,300}\}", re.IGNORECASE
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each passage, claim or quotation above the ceiling, each removal without a ground.

    In the text, its titles, its captions and its recommendations; also each mark that is not read.
    """
    found: list[Problem] = []
    bears = facts.bears
    for block in manuscript.lines():
        found += _passages(manuscript, block, facts)
        claims = (span for span in block.spans if span.kind == "claim")
        for span in (*claims, *block.quotations()):
            marking = bears.get(span.key, "")
            if _above(marking, facts) and not _removed(block, span, facts):
                where = place(manuscript, block, span.start, span.end, span.key)
                mend = Mend.words("Mark the passage as sensitive, with its ground.")
                found.append(Problem(NAME, where, _what(marking, facts), mend))
    return [*found, *_pictures(manuscript, facts), *_unread(manuscript)]


def _pictures(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """Pictures of editors' own that are marked higher, and not withheld with all their words."""
    for block in manuscript.blocks:
        marking = facts.bears.get(picture_key(block.picture), "") if block.picture else ""
        if _above(marking, facts) and not (facts.edition == "public" and is_marked(block)):
            where = Place(block.line, 1, f"picture: {block.picture}", manuscript.name)
            mend = Mend.words(
                "Mark it as sensitive on the line above its block, with its ground: "
                '{.sensitive marking=OFFICIAL-SENSITIVE ground="…"}'
            )
            what = f"this picture is {marking}; the edition's ceiling is {facts.ceiling}."
            yield Problem(NAME, where, what, mend)


def _passages(manuscript: Manuscript, block: TextBlock, facts: Facts) -> Iterator[Problem]:
    for span in block.spans:
        if span.kind != "sensitive":
            continue
        where = place(manuscript, block, span.start, span.end, span.key)
        if not span.attributes.get("ground"):
            what = "a passage is marked sensitive without a ground."
            yield Problem(NAME, where, what, Mend.words("Name the ground."))
        marking = span.attributes.get("marking", "")
        if facts.edition != "public" and _above(marking, facts):
            mend = Mend.words("Take it out, or raise the edition's ceiling.")
            yield Problem(NAME, where, _what(marking, facts), mend)


def _unread(manuscript: Manuscript) -> Iterator[Problem]:
    for block in manuscript.lines():
        for mark in _UNREAD.finditer(block.text):
            yield _not_read(place(manuscript, block, mark.start(), mark.end()))
    for block in manuscript.blocks:
        # Of a fenced block the other fields are printed as they stand.
        others = block.fields.keys() - block.inline.keys() if block.inline else ()
        for name in sorted(others):
            for mark in _UNREAD.finditer(block.fields[name]):
                yield _not_read(Place(block.line, 1, mark.group(), manuscript.name))


def _not_read(where: Place) -> Problem:
    what = f"`{where.excerpt}` is not read as a mark, so the words would be printed."
    mark = '`[words]{.sensitive marking=OFFICIAL-SENSITIVE ground="…"}`'
    mend = Mend.words(f"Write {mark} in the running text.")
    return Problem(NAME, where, what, mend)


def _above(marking: str, facts: Facts) -> bool:
    """Whether a marking is above the ceiling; one nobody knows counts as the highest."""
    order = facts.markings
    if not marking:
        return False
    level = order.index(marking) if marking in order else len(order)
    ceiling = order.index(facts.ceiling) if facts.ceiling in order else -1
    return level > ceiling


def _removed(block: TextBlock, span: Span, facts: Facts) -> bool:
    """Whether the public edition removes the whole passage."""
    return facts.edition == "public" and any(
        one.kind == "sensitive" and one.start <= span.start and one.end >= span.end
        for one in block.spans
    )


def _what(marking: str, facts: Facts) -> str:
    return f"this passage is {marking}; the edition's ceiling is {facts.ceiling}."
