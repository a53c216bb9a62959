"""The comments of an edited Word file: who wrote each, what it says, which words it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from .word_package import Package
from .word_tags import SIGNS, WORDS, name_in, too_many

MOST_COMMENTS = 2_000
_PARAGRAPH, _ID, _DATE = qn("w:p"), qn("w:id"), qn("w:date")
_INITIALS = qn("w:initials")
_LAST = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True, slots=True)
class FileComment:
    """A comment of the file, at words of a paragraph: offsets into its old words.

    ``paragraph`` is 0 where it stands at no words that are read; ``answers_to`` is the place of the
    comment that it answers, -1 for none.
    """

    author: str
    at: str
    text: str
    paragraph: int = 0
    start: int = 0
    end: int = 0
    answers_to: int = -1
    initials: str = ""


def comments_in(package: Package, ranges: Mapping[str, list[int]]) -> tuple[FileComment, ...]:
    """The comments in the order of the file, each with the place of what it answers."""
    if package.comments is None:
        return ()
    every = list(package.comments.iter(qn("w:comment")))
    if len(every) > MOST_COMMENTS:
        raise too_many("comments", MOST_COMMENTS)
    last: dict[str, int] = {}
    for place, one in enumerate(every):
        last |= {name: place for part in one.iter(_PARAGRAPH) if (name := part.get(_LAST))}
    answers = dict(_answered(package.answers, last))
    return tuple(_comment(one, ranges, answers.get(at, -1)) for at, one in enumerate(every))


def _answered(tree: Any, last: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    for one in () if tree is None else tree:
        own = last.get(one.get(f"{_EXTENDED}paraId", ""))
        above = last.get(one.get(f"{_EXTENDED}paraIdParent", ""))
        # Of what answers a later one, or itself, nobody could say where a talk begins.
        if own is not None and above is not None and above < own:
            yield own, above


def _comment(element: Any, ranges: Mapping[str, list[int]], answers_to: int) -> FileComment:
    lines = ("".join(_said(part)) for part in element.iter(_PARAGRAPH))
    paragraph, start, end = ranges.get(element.get(_ID, ""), [0, 0, 0])
    return FileComment(
        name_in(element),
        element.get(_DATE) or "",
        "\n".join(lines).strip(),
        paragraph,
        start,
        max(start, end),
        answers_to,
        element.get(_INITIALS) or "",
    )


def _said(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter():
        if one.tag in WORDS:
            yield one.text or ""
        elif one.tag in SIGNS:
            yield SIGNS[one.tag]
