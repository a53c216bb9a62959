"""A title is written in one way, in every document and in the sentences that cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.nouns import wordset

from ..documents.registry import DocumentKind
from ..facts import Facts
from ..reasons import CheckName
from .places import in_front_matter, place, quoted, tokens

NAME = CheckName.TITLE_IS_ONE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_SMALL = wordset("a an the of to for in on at by with from and or into its their our towards")
_TITLED = frozenset(kind for kind in DocumentKind if kind.type.titled)
_LEAST_WORDS = 6
# A shorter title ("Prevent") is made of words that any sentence may hold.
_LEAST_KNOWN = 4
# Share of words in common from which one is meant to be the other.
_MUCH = 0.4
_BESIDE = 3
# Bounds for a text from anybody, which may consist of titles.
_MOST_TITLES = 500
_MOST_PLACES = 50
Token = tuple[str, int, int]
_Read = tuple[TextBlock, Sequence[Token]]


@dataclass(frozen=True, slots=True)
class _Title:
    block: TextBlock | None
    words: tuple[Token, ...]
    text: str


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each near miss of a known title, and each restated with another small word."""
    known = [_known(text) for text in _titles(manuscript, facts)]
    found = list(_metadata(manuscript, facts))
    reported: set[int] = set()
    blocks = [(block, tokens(block.text)) for block in manuscript.prose()]
    for block, words in blocks:
        for title in known:
            for start, end in _near_misses(words, title.words):
                reported.add(block.line)
                where = place(manuscript, block, words[start][1], words[end - 1][2])
                what = f"the title is written `{where.excerpt}`; it is `{title.text}`."
                found.append(
                    Problem(
                        NAME,
                        where,
                        what,
                        Mend.words("Write the title as it is."),
                        replacement=title.text,
                    )
                )
    others = [(block, words) for block, words in blocks if block.line not in reported]
    found += _set_apart(manuscript, facts, reported)
    return found + _within(manuscript, others)


_REPORT = re.compile(
    r"\b(?:report|called|titled|entitled|published|summary|letter)\b[^.;]{0,25}$", re.I
)


# "*How forces plan*, published on 9 March", "*How forces plan* (report)".
_OUT = re.compile(r"[\s,(]{1,3}(?:published|released|out|report|our\s+report)\b", re.I)


def _set_apart(manuscript: Manuscript, facts: Facts, reported: set[int]) -> Iterator[Problem]:
    """A title in italics or quotation marks, and the question asked, each word for word."""
    titles = [text for text in (facts.report_title, *facts.titles.values()) if text]
    for block in manuscript.prose():
        if block.line in reported:
            continue
        apart = [(one.start, one.end) for one in block.styles if one.kind == "emphasis"]
        apart += [(start, end) for _, start, end in quoted(block.text)]
        for start, end in apart if titles else ():
            named = _REPORT.search(block.text[:start]) or _OUT.match(block.text, end)
            if named and _almost(block.text[start:end], titles):
                yield _apart(manuscript, block, start, end, "title", titles[0])
        yield from _question(manuscript, block, facts.known.question)


def _question(manuscript: Manuscript, block: TextBlock, asked: str) -> Iterator[Problem]:
    if not asked or "?" not in block.text:
        return
    for match in re.finditer(r"(?:(?<=[:.?!]\s)|^)[^:.?!]+\?", block.text):
        said = match[0].lstrip()
        if _almost(said, [asked]):
            right = asked if said[0].isupper() else asked[0].lower() + asked[1:]
            start = match.end() - len(said)
            yield _apart(manuscript, block, start, match.end(), "question", right)


def _almost(said: str, known: Sequence[str]) -> bool:
    """Whether words are none of those known, and much like one of them."""
    mine = [word for word, _, _ in tokens(said)]
    every = [[word for word, _, _ in tokens(one)] for one in known]
    return mine not in every and any(
        SequenceMatcher(None, mine, one, autojunk=False).ratio() >= _MUCH for one in every
    )


def _apart(
    manuscript: Manuscript, block: TextBlock, start: int, end: int, kind: str, right: str
) -> Problem:
    where = place(manuscript, block, start, end)
    what = f"the {kind} is written `{where.excerpt}`; it is `{right}`."
    return Problem(NAME, where, what, Mend.words(f"Write the {kind} as it is."), replacement=right)


def _titles(manuscript: Manuscript, facts: Facts) -> list[str]:
    own = manuscript.meta.get("title", "") if _kind(manuscript) in _TITLED else ""
    every = [text for text in (facts.report_title, *facts.titles.values()) if text] or [own]
    return [text for text in dict.fromkeys(every) if len(tokens(text)) >= _LEAST_KNOWN]


def _kind(manuscript: Manuscript) -> str:
    return manuscript.meta.get("kind", "")


def _known(text: str) -> _Title:
    return _Title(None, tokens(text), text)


def _metadata(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The front matter of a document against the title the inspection has for it."""
    wanted = facts.titles.get(
        facts.slug, facts.report_title if _kind(manuscript) == DocumentKind.REPORT else ""
    )
    own = manuscript.meta.get("title", "")
    if wanted and own and own.strip() != wanted.strip():
        what = f"the document is titled `{own}`; its title is `{wanted}`."
        yield Problem(
            NAME,
            in_front_matter(manuscript, own),
            what,
            Mend.words(f"Write `{wanted}`."),
            replacement=wanted,
        )


def _near_misses(words: Sequence[Token], title: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Stretches of ``words`` that are the title but for one or two small or misspelt words.

    Exact ones are none.
    """
    wanted = [word for word, _, _ in title]
    size = len(wanted)
    have = [word for word, _, _ in words]
    exact = {
        i + d
        for i in range(len(have) - size + 1)
        if have[i : i + size] == wanted
        for d in range(size)
    }
    taken = -1
    for start in range(len(have) - size + 2):
        if start <= taken or start in exact or have[start] != wanted[0]:
            continue
        for length in (size, size - 1, size + 1):
            part = have[start : start + length]
            if (
                len(part) == length
                and _nearly(part, wanted)
                and exact.isdisjoint(range(start, start + length))
            ):
                taken = start + length
                yield start, start + length
                break


def _nearly(part: list[str], title: list[str]) -> bool:
    """Whether the words are not the title, yet end as it does and differ by a slip of the pen."""
    if part == title or part[-1] != title[-1]:
        return False
    shared = sum(word in title for word in part)
    # Cheap first: comparing word by word is asked of few stretches.
    return shared >= len(title) - 3 and _slip(part, title)


def _slip(part: list[str], wanted: list[str]) -> bool:
    """Whether the two differ only in small words or slips of the pen, at most twice."""
    changes = [
        code
        for code in SequenceMatcher(None, part, wanted, autojunk=False).get_opcodes()
        if code[0] != "equal"
    ]
    if not changes or len(changes) > 2:
        return False
    for _, a, b, c, d in changes:
        left, right = part[a:b], wanted[c:d]
        if all(word in _SMALL for word in left + right):
            continue
        if len(left) == len(right) == 1 and SequenceMatcher(None, left[0], right[0]).ratio() >= 0.6:
            continue
        return False
    return True


def _within(manuscript: Manuscript, blocks: Sequence[_Read]) -> list[Problem]:
    """Compare a title of the text with its other sentences, ``blocks`` with their words.

    A fault is the same words with another small word between them.
    """
    found = []
    reported_pairs: set[tuple[str, str]] = set()
    titles = {
        block.text: number
        for number, (block, _) in reversed(list(enumerate(blocks)))
        if _looks_like_title(block)
    }
    chosen = sorted(titles.values())[:_MOST_TITLES]
    index = _index(blocks, chosen)
    for number in chosen:
        title, mine = blocks[number]
        for here, other_number, there in _substitutions(number, mine, blocks, index):
            block, words = blocks[other_number]
            one, two = mine[here][0], words[there][0]
            context = " ".join(word for word, _, _ in mine[here - 1 : here + 3 : 2])
            if (context, two) in reported_pairs:
                continue
            reported_pairs.update({(context, one), (context, two)})
            where = place(manuscript, title, mine[here - 1][1], mine[here + 2][2])
            cited = block.text[words[there - 1][1] : words[there + 2][2]]
            what = (
                f"the title says “{one}” in `{where.excerpt}`, line {block.line} says “{two}” "
                f"in `{cited}`."
            )
            found.append(
                Problem(
                    NAME,
                    where,
                    what,
                    Mend.words("Take the title from the report and write it so everywhere."),
                )
            )
    return found


def _looks_like_title(block: TextBlock) -> bool:
    """A line of at least six words without a stop that is no list item."""
    text = block.text.strip()
    if block.kind not in ("heading", "paragraph") or text.endswith(
        (".", ":", ";", ",", "?", "!", "”", "…")
    ):
        return False
    return len(block.sentences) == 1 and _LEAST_WORDS <= len(text.split()) <= 40


def _index(
    blocks: Sequence[_Read], titles: Sequence[int]
) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Where three words of a title stand with a small word and three more words after them."""
    index: dict[tuple[str, ...], list[tuple[int, int]]] = {
        before: [] for number in titles for before, _ in _small_words(blocks[number][1])
    }
    for number, (_, words) in enumerate(blocks) if index else ():
        for before, at in _small_words(words):
            places = index.get(before)
            if places is not None and len(places) < _MOST_PLACES:
                places.append((number, at))
    return index


def _small_words(words: Sequence[Token]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield where a small word stands among others, with the three words before it."""
    for at in range(_BESIDE, len(words) - _BESIDE):
        if words[at][0] in _SMALL:
            yield tuple(word for word, _, _ in words[at - _BESIDE : at]), at


def _substitutions(
    number: int,
    mine: Sequence[Token],
    blocks: Sequence[_Read],
    index: dict[tuple[str, ...], list[tuple[int, int]]],
) -> Iterator[tuple[int, int, int]]:
    """Yield where three words before and after agree and the small word between differs."""
    words = [word for word, _, _ in mine]
    for here in range(_BESIDE, len(words) - _BESIDE):
        if words[here] not in _SMALL:
            continue
        for other, there in index.get(tuple(words[here - _BESIDE : here]), ()):
            theirs = [word for word, _, _ in blocks[other][1][there : there + 1 + _BESIDE]]
            if (
                other != number
                and theirs[0] != words[here]
                and theirs[1:] == words[here + 1 : here + 1 + _BESIDE]
            ):
                yield here, other, there
