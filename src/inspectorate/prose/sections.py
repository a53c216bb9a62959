"""Cuts a text into sections, and says which section each part of a changed text is.

A section runs from one heading of level 1 or 2 to the next; what stands before the first heading,
front matter included, is one of its own. A heading is what our Markdown reader takes for one: a
``#`` in a fence, in a list or in a quotation is none. Attributes on a line of their own above a
heading belong to it.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from inspectorate.foundation.reasons.reasons import Refused

from .alike import MOST_PAIRS, aligned, likeness
from .reading.markdown import addresses_in, headings_of

DEEPEST = 2
# More headings than any document has: those beyond stay with the last section.
MOST = 400
# Less than half of the shorter of two texts is too little to call one what became of the other.
LEAST = 0.5
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Part:
    """One section's text as it stands, with its heading; ``level`` is 0 where it has none."""

    text: str
    level: int = 0
    heading: str = ""

    @property
    def words(self) -> int:
        """How many words it has, marks and heading included."""
        return len(self.text.split())


def parts(text: str) -> list[Part]:
    """Cut ``text`` at its headings; the parts joined are ``text``, character by character.

    A text that no reader takes apart is one part, and an empty one has none.
    """
    if not text:
        return []
    try:
        heads = [one for one in headings_of(text) if one.level <= DEEPEST][:MOST]
    except Refused:
        return [Part(text)]
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    cuts = [(starts[one.line], one.level, one.words) for one in heads]
    if not cuts or cuts[0][0] > 0:
        cuts.insert(0, (0, 0, ""))
    ends = [*(start for start, _, _ in cuts[1:]), len(text)]
    return [
        Part(text[start:end], level, heading)
        for (start, level, heading), end in zip(cuts, ends, strict=True)
    ]


def part_of(text: str) -> Part:
    """Return the text of one section with the heading that it begins with."""
    found = parts(text)
    return Part(text, found[0].level, found[0].heading) if found else Part(text)


def with_part(texts: Sequence[str], place: int, text: str) -> str:
    """Return the whole of ``texts`` with ``text`` in the place of one of them.

    Everything stands as it was sent, but that line ends are added where a heading would else run
    into the words before it and be none.
    """
    before, after = "".join(texts[:place]), "".join(texts[place + 1 :])
    return _apart(_apart(before, text), after)


def _apart(first: str, second: str) -> str:
    if not first or first.endswith("\n\n") or not part_of(second).level:
        return first + second
    for between in ("", "\n", "\n\n"):
        whole = first + between + second
        if any(start == len(first + between) for start in _starts(whole)):
            return whole
    return first + ("" if first.endswith("\n") else "\n") + second


def begins(whole: str, after: str) -> bool:
    """Does a section of ``whole`` begin where ``after``, its end, does?

    None does where what stands before is open, as a fence is, or takes what follows, as attributes
    do.
    """
    return not after or len(whole) - len(after) in _starts(whole)


def stands_alone(whole: str, before: str, after: str, was: str, text: str) -> bool:
    """Does ``whole`` hold what stands before and after a section as it stood, and read as it was?

    The section begins where it began, and links are kept in ``text`` under the addresses that they
    were kept under when it ``was``: a section elsewhere may lead by them.
    """
    kept_apart = whole.startswith(before) and (not before or len(before) in _starts(whole))
    try:
        return (
            kept_apart
            and begins(whole, after)
            and whole.endswith(after)
            and addresses_in(was) == addresses_in(text)
        )
    except Refused:
        return False


def _starts(text: str) -> list[int]:
    found, start = [], 0
    for one in parts(text):
        found.append(start)
        start += len(one.text)
    return found


def kept(
    before: Sequence[tuple[str, str]], after: Sequence[str], new_identity: Callable[[int], str]
) -> list[str]:
    """Return the identity of each part of a changed text.

    ``before`` holds the identity and the text of each section as it stood. A part is the section
    with the same text, else with the same heading, else with the same words below it, wherever it
    was moved to; else, between those that are known, the one that is most alike. No identity is
    given twice: of a section that was cut the first part keeps it, and of two that were joined the
    first one's stands. What is new is named by ``new_identity`` from its place, counted from 0.
    """
    olds, news = [text for _, text in before], list(after)
    known: dict[int, int] = {}  # places after, to places before
    for name in (str, _by_heading, _by_body):
        _pair_named(olds, news, known, name)
    _pair_between(olds, news, known)
    return [
        before[known[place]][0] if place in known else new_identity(place)
        for place in range(len(news))
    ]


def _by_heading(text: str) -> str:
    part = part_of(text)
    # A heading without words names nothing; a text without a heading stands before the first.
    return " ".join(part.heading.casefold().split()) if part.level else "\n"


def _by_body(text: str) -> str:
    """What stands below its first line: of a section that was renamed and moved at once."""
    return " ".join(text.partition("\n")[2].split())


def _pair_named(
    olds: Sequence[str], news: Sequence[str], known: dict[int, int], name: Callable[[str], str]
) -> None:
    taken = set(known.values())
    named: dict[str, tuple[list[int], list[int]]] = {}
    for side, texts, done in ((0, olds, taken), (1, news, set(known))):
        for place, text in enumerate(texts):
            if place not in done and (found := name(text)):
                named.setdefault(found, ([], []))[side].append(place)
    for here, there in named.values():
        pairs = _paired([olds[one] for one in here], [news[one] for one in there])
        known.update({there[new]: here[old] for old, new in pairs})


def _paired(olds: Sequence[str], news: Sequence[str]) -> list[tuple[int, int]]:
    """Pair texts that are named alike; in their order where there is nothing to choose."""
    few = min(len(olds), len(news))
    if {*olds} == {*news} or len(olds) * len(news) > MOST_PAIRS or len(olds) == len(news) == 1:
        return [(place, place) for place in range(few)]
    return aligned(likeness(olds, news))


def _pair_between(olds: Sequence[str], news: Sequence[str], known: dict[int, int]) -> None:
    """Pair what is left by likeness, between neighbours that are known and stand in their order."""
    edges = [(-1, -1), *_in_order(known), (len(news), len(olds))]
    taken = set(known.values())
    for (new, old), (next_new, next_old) in pairwise(edges):
        here = [one for one in range(old + 1, next_old) if one not in taken]
        there = [one for one in range(new + 1, next_new) if one not in known]
        if len(here) * len(there) > MOST_PAIRS:
            continue
        scores = likeness([olds[one] for one in here], [news[one] for one in there])
        for one, other in aligned(scores, least=LEAST):
            known[there[other]] = here[one]


def _in_order(known: dict[int, int]) -> list[tuple[int, int]]:
    """Of the known pairs those that do not cross one before them."""
    found: list[tuple[int, int]] = []
    for new, old in sorted(known.items()):
        if not found or old > found[-1][1]:
            found.append((new, old))
    return found
