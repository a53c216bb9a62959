"""A recommendation is cited by its own number, once, and as addressed to whom it is put to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose import ordinals
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.ordinals import Ordinal
from inspectorate.prose.quantities.nouns import wordset

from ..documents.registry import DocumentKind
from ..facts import Facts
from ..known_facts import KnownRecommendation
from ..reasons import CheckName
from .places import field_place, place, plain

NAME = CheckName.RECOMMENDATION_MEANT
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.asked",)
LOCAL = False

_WORD = re.compile(r"recommend", re.I)
_LIST = re.compile(
    rf"\b(?:the\s+|our\s+|its\s+|and\s+|to\s+)?(?P<list>{ordinals.PATTERN}"
    rf"(?:\s*(?:,|,?\s+and|,?\s+or|\s+to)\s+(?:the\s+)?{ordinals.PATTERN})*)(?P<after>\W+\w+)?",
    re.I,
)
_NUMBERED = re.compile(
    r"\brecommendations?\s+(?P<list>\d{1,3}(?:\s*(?:,|,?\s+and|,?\s+or|\s+to|[-–])\s*\d{1,3})*)"
    r"(?![\w%]|\s+(?:of|per))",
    re.I,
)
_LAST = re.compile(r"\b(?:our|the|its)\s+(?P<place>last|final)\s+recommendation\b", re.I)
_TO = re.compile(
    r"\s+(?:recommendation\s+)?(?:falls\s+(?:to|on)|is\s+"
    r"(?:to|for|addressed\s+to|put\s+to|made\s+to)"
    r"|was\s+(?:put|made)\s+to|asks|concerns|binds)\s+(?P<whom>[^.;:]{3,120})",
    re.I,
)
_OVERSEER = re.compile(
    r"\b(?:overs(?:ee|ight)\w*|local\s+policing\s+bod(?:y|ies)|governing\s+bod(?:y|ies))\b", re.I
)
_CONTENT = re.compile(r"[a-z]{5,}")
_COMMON = wordset(
    "which their there these those should would could about other since being every where force "
    "forces recommendation recommendations inspection police local years bears follow"
)
# How many more words of substance another recommendation must share before it is the one meant.
_CLEARLY = 2
# Lists that leave out more than so many are no division of all.
_FORGOTTEN = 2


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each citation of a recommendation that is not there, is another, or is cited twice."""
    found = [*_numbering(manuscript, facts)]
    asked = facts.known.asked
    texts = _texts(manuscript, facts)
    for block in manuscript.prose():
        cited = [*_spans(block, asked, manuscript)]
        found += cited
        if not _WORD.search(block.text):
            continue
        lists = [*_lists(block, max(asked, default=0))]
        for one in (one for each in lists for one in each):
            found += _of_one(manuscript, block, one, asked, texts)
        found += _twice(manuscript, block, lists)
        found += _left_out(manuscript, block, lists, asked)
    return found


def _numbering(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The numbers of the recommendations a document makes: each once, from 1, none missing."""
    blocks = [block for block in manuscript.blocks if block.kind == "recommendation"]
    numbers = [block.fields.get("number", "").strip() for block in blocks]
    if not all(number.isdigit() for number in numbers):
        return
    made = [int(number) for number in numbers]
    seen: set[int] = set()
    whole = manuscript.meta.get("kind") == DocumentKind.REPORT
    for place_of, (block, number) in enumerate(zip(blocks, made, strict=True), start=1):
        where = field_place(manuscript, block, "number")
        if number in seen:
            what = f"`{where.excerpt}` is the number of two recommendations; this one is in place "
            what += f"{place_of}."
            yield Problem(NAME, where, what, Mend.words("Number them in order."))
        elif whole and number != place_of:
            what = f"`{where.excerpt}` stands at the recommendation in place {place_of}."
            yield Problem(NAME, where, what, Mend.words("Number them in order, from 1."))
        seen.add(number)
    count = facts.recommendation_count
    if whole and made and count is not None and len(made) != count:
        where = place(manuscript, blocks[-1].inline.get("text", blocks[-1]), 0, 0)
        what = f"the document makes {len(made)} recommendations; {count} are made."
        yield Problem(NAME, where, what, Mend.words("Put the missing one back, or take one out."))


def _texts(manuscript: Manuscript, facts: Facts) -> dict[int, set[str]]:
    """The words of substance of each recommendation, but those that more than one has."""
    found: dict[int, set[str]] = {}
    for one in (manuscript, *facts.documents.values()):
        for block in one.blocks:
            number = block.fields.get("number", "")
            if block.kind == "recommendation" and number.isdigit() and "text" in block.inline:
                found.setdefault(int(number), _substance(block.inline["text"].text))
    counted = Counter(word for words in found.values() for word in words)
    return {n: {word for word in words if counted[word] <= 2} for n, words in found.items()}


def _substance(text: str) -> set[str]:
    return {word[:7] for word in _CONTENT.findall(plain(text)) if word not in _COMMON}


def _spans(
    block: TextBlock, asked: Mapping[int, KnownRecommendation], manuscript: Manuscript
) -> Iterator[Problem]:
    """Cross-references: ``[second]{#recommendation-2}``."""
    for span in block.spans:
        if span.kind != "reference":
            continue
        number = int(span.key.rsplit("-", 1)[1])
        where = place(manuscript, block, span.start, span.end, span.key)
        if number not in asked:
            yield _absent(where.excerpt, number, asked, manuscript, block, span.start, span.end)
            continue
        for one in ordinals.ordinals(span.text):
            if one.n != number:
                right = ordinals.spelled(number, one.text)
                start, end = span.start + one.start, span.start + one.end
                what = f"the text says {one.text}; it refers to recommendation {number}."
                there = place(manuscript, block, start, end, span.key)
                mend = Mend.words(f"Write `{right}`.")
                yield Problem(NAME, there, what, mend, replacement=right)


def _lists(block: TextBlock, last: int) -> Iterator[list[Ordinal]]:
    """Each list of recommendations cited by place or by number; ``last``: how many there are."""
    about = [one for one in block.sentences if _WORD.search(one.text)]
    first = about[0].start if about else 0
    for match in _LIST.finditer(block.text):
        after = (match["after"] or "").strip().lower()
        cites = after.startswith("recommendation") or _TO.match(block.text, match.end("list"))
        many = len([*ordinals.ordinals(match["list"])]) > 1
        if cites or (many and match.start() >= first) or _origin(block.text, match):
            yield [
                Ordinal(
                    one.n, match.start("list") + one.start, match.start("list") + one.end, one.text
                )
                for one in ordinals.ordinals(match["list"])
            ]
    yield from _by_number(block, last)


def _by_number(block: TextBlock, last: int) -> Iterator[list[Ordinal]]:
    if last:
        for one in _LAST.finditer(block.text):
            yield [Ordinal(last, *one.span("place"), one["place"])]
    for match in _NUMBERED.finditer(block.text):
        at = match.start("list")
        yield [
            Ordinal(int(one[0]), at + one.start(), at + one.end(), one[0])
            for one in re.finditer(r"\d+", match["list"])
        ]


def _origin(text: str, match: re.Match[str]) -> bool:
    """Whether a single ordinal after a whole list goes on with it: "the third was written for"."""
    rest = text[match.end("list") : match.end("list") + 30]
    return re.match(r"\s+(?:was|were|is|are)\s+(?:written|known|new|put)\b", rest) is not None


def _of_one(
    manuscript: Manuscript,
    block: TextBlock,
    one: Ordinal,
    asked: Mapping[int, KnownRecommendation],
    texts: Mapping[int, set[str]],
) -> Iterator[Problem]:
    where = place(manuscript, block, one.start, one.end)
    if one.n not in asked:
        yield _absent(one.text, one.n, asked, manuscript, block, one.start, one.end)
        return
    to = _TO.match(block.text, one.end)
    if to is not None and (wrong := _not_to(to["whom"], asked, one.n)):
        what, mend = wrong
        yield Problem(NAME, where, what, mend)
        return
    better = _another(block, one, asked, texts)
    if better is not None:
        right = ordinals.spelled(better, one.text) if not one.text.isdigit() else str(better)
        what = f"`{one.text}` is recommendation {one.n}; these are the words of {better}."
        yield Problem(NAME, where, what, Mend.words(f"Write `{right}`."), replacement=right)


def _absent(
    said: str,
    number: int,
    asked: Mapping[int, KnownRecommendation],
    manuscript: Manuscript,
    block: TextBlock,
    start: int,
    end: int,
) -> Problem:
    what = f"`{said}` cites recommendation {number}; {len(asked)} were made."
    where = place(manuscript, block, start, end)
    return Problem(NAME, where, what, Mend.words("Cite the one that is meant."))


def _not_to(
    whom: str, asked: Mapping[int, KnownRecommendation], number: int
) -> tuple[str, Mend] | None:
    """Say to whom a recommendation is put where the text says to somebody else."""
    names = asked[number].to
    fits = _put_to(whom, asked)
    if fits is None or number in fits:
        return None
    listed = "; ".join(names[:3]) or "nobody"
    what = f"the text says recommendation {number} is to {whom.strip()}; it is put to {listed}."
    mend = f"Cite recommendation {fits[0]}." if len(fits) == 1 else "Say to whom it is put."
    return what, Mend.words(mend)


def _put_to(whom: str, asked: Mapping[int, KnownRecommendation]) -> list[int] | None:
    """The recommendations put to whom a text says; ``None`` where it names nobody known."""
    if _OVERSEER.search(whom):
        return [n for n, one in asked.items() if any(map(_OVERSEER.search, one.to))]
    said = {name for one in asked.values() for name in one.to if plain(name) in plain(whom)}
    return [n for n, one in asked.items() if said & set(one.to)] if said else None


def _another(
    block: TextBlock,
    one: Ordinal,
    asked: Mapping[int, KnownRecommendation],
    texts: Mapping[int, set[str]],
) -> int | None:
    """The recommendation whose words stand around a citation, where they are clearly another's.

    Beside the words of substance of each it counts whether somebody it is put to is named there: of
    two with the same words that one is meant.
    """
    if len(texts) < 2 or one.n not in texts:
        return None
    around = block.text[max(0, one.start - 300) : one.end + 300]
    said, named = _substance(around), plain(around)
    shared = {number: len(said & words) for number, words in texts.items()}
    put = {n: any(plain(name) in named for name in asked[n].to) for n in texts if n in asked}
    score = {n: count + (_CLEARLY if put.get(n) else 0) for n, count in shared.items()}
    best = max(score, key=lambda number: (score[number], -number))
    alone = sum(count == score[best] for count in score.values()) == 1
    clear = shared[best] >= _CLEARLY and score[best] >= score[one.n] + _CLEARLY
    return best if alone and clear else None


def _twice(
    manuscript: Manuscript, block: TextBlock, lists: list[list[Ordinal]]
) -> Iterator[Problem]:
    """Of lists that part the recommendations of one passage, each names a number once."""
    if max((len(one) for one in lists), default=0) < 3:
        return
    seen: set[int] = set()
    for one in (one for each in lists for one in each):
        if one.n in seen:
            where = place(manuscript, block, one.start, one.end)
            what = f"`{one.text}` is named twice in lists that tell recommendations apart."
            yield Problem(NAME, where, what, Mend.words("Name each recommendation once."))
        seen.add(one.n)


def _left_out(
    manuscript: Manuscript,
    block: TextBlock,
    lists: list[list[Ordinal]],
    asked: Mapping[int, KnownRecommendation],
) -> Iterator[Problem]:
    """Of lists that part the recommendations of one passage, all but one or two are named."""
    parts = [one for one in lists if not one[0].text.isdigit()]
    if len(parts) < 2 or max(len(one) for one in parts) < 3:
        return
    named = {one.n for each in parts for one in each}
    missing = sorted(set(asked) - named)
    if not missing or len(missing) > _FORGOTTEN or not named <= set(asked):
        return
    first, last = parts[0][0], parts[0][-1]
    where = place(manuscript, block, first.start, last.end)
    which = " and ".join(ordinals.spelled(n, "a") for n in missing)
    what = f"`{where.excerpt}` and what follows part the recommendations and leave out the {which}."
    yield Problem(NAME, where, what, Mend.words("Name each recommendation once."))
