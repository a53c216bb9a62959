"""What an edited Markdown text changes in the text that it was made from, by paragraph and word.

Pure. Nobody is named in such a file, so of each change it is not said who made it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ..differences import (
    MOST_PARAGRAPHS,
    Difference,
    differences_in_parts,
    letters_between,
    paragraphs,
    steps_between,
)
from .found import Found, FoundChange

_HEADING = re.compile(r"\s*#{1,6} ")


def changes_between(was: str, now: str) -> Found:
    """Return the changes that make of one text the other, each of words within a paragraph, or of a
    whole paragraph with the blank lines behind it.
    """
    found: list[FoundChange] = []
    at = 0
    for one in differences_in_parts(_parts(was, now)):
        for change in _within(one, at) if one.old != one.new else ():
            last = found[-1] if found else None
            if last and last.start == last.end == change.start == change.end:
                # What nobody named puts in at one place is one thing to accept.
                found[-1] = FoundChange(last.start, last.end, last.replacement + change.replacement)
            else:
                found.append(change)
        at += len(one.old)
    return Found(changes=tuple(found))


def _parts(was: str, now: str) -> Iterator[tuple[str, str]]:
    """Parts of two texts that are held against one another, in the order of both: all of a text
    that can be compared; of a longer one what differs, section by section.
    """
    olds, news = paragraphs(was), paragraphs(now)
    if max(len(olds), len(news)) <= MOST_PARAGRAPHS:
        yield was, now
        return
    head, tail = _alike(olds, news)
    yield ("".join(olds[:head]),) * 2
    yield from _by_section(
        _sections(olds[head : len(olds) - tail]), _sections(news[head : len(news) - tail])
    )
    yield ("".join(olds[len(olds) - tail :]),) * 2


def _alike(olds: Sequence[str], news: Sequence[str]) -> tuple[int, int]:
    """How many paragraphs are the same from the beginning, and how many more from the end."""
    most = min(len(olds), len(news))
    head = next((at for at in range(most) if olds[at] != news[at]), most)
    most -= head
    tail = next((at for at in range(most) if olds[-1 - at] != news[-1 - at]), most)
    return head, tail


def _sections(every: Sequence[str]) -> list[list[str]]:
    """Paragraphs by the headings above them; what stands above the first is one as well."""
    found: list[list[str]] = []
    for one in every:
        if not found or _HEADING.match(one):
            found.append([])
        found[-1].append(one)
    return found


def _by_section(olds: Sequence[list[str]], news: Sequence[list[str]]) -> Iterator[tuple[str, str]]:
    """Sections under the same heading side by side, and what lies between them."""
    steps = steps_between([one[0].strip() for one in olds], [one[0].strip() for one in news])
    for tag, first, last, start, end in steps or [("replace", 0, len(olds), 0, len(news))]:
        if tag == "equal":
            for old, new in zip(olds[first:last], news[start:end], strict=True):
                yield "".join(old), "".join(new)
        else:
            yield "".join(chain(*olds[first:last])), "".join(chain(*news[start:end]))


def _within(one: Difference, at: int) -> list[FoundChange]:
    found: list[FoundChange] = []
    for tag, first, last, start, end in letters_between(one.old, one.new):
        if tag == "equal":
            continue
        said = one.new[start:end]
        before = found[-1] if found else None
        between = one.old[before.end - at : first] if before else ""
        # Words with nothing but blanks between them are one change.
        if before and not between.strip(" ") and before.replacement and said:
            said = before.replacement + between + said
            found[-1] = FoundChange(before.start, at + last, said)
        else:
            found.append(FoundChange(at + first, at + last, said))
    return found
