"""A title is written in one way: in the report, the release, the letters and the sentences that cite it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from inspectorate.domain.claims.nouns import wordset
from inspectorate.domain.reports.checks.places import in_front_matter, place, tokens
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.manuscript import Manuscript, TextBlock
from inspectorate.foundation.answers.answers import Problem, Severity

NAME = "title_is_one"
SEVERITY: Severity = "blocks"
MEANING = "The title of a document is the same word for word wherever it stands."
NEEDS: tuple[str, ...] = ()

_SMALL = wordset("a an the of to for in on at by with from and or into its their our towards")
_LEAST_WORDS = 6
_LEAST_KNOWN = 4
_BESIDE = 3
Token = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Title:
    block: TextBlock | None
    words: list[Token]
    text: str


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each near miss of a known title, and each title whose words are restated with another small word."""
    known = [_known(text) for text in _titles(manuscript, facts)]
    found = list(_metadata(manuscript, facts))
    reported: set[int] = set()
    for block in manuscript.prose():
        words = tokens(block.text)
        for title in known:
            for start, end in _near_misses(words, title.words):
                reported.add(block.line)
                where = place(manuscript, block, words[start][1], words[end - 1][2])
                what = f"the title is written `{where.excerpt}`; it is `{title.text}`."
                found.append(Problem(NAME, where, what, "Write the title as it is.", replacement=title.text))
    return found + _within(manuscript, reported)


def _titles(manuscript: Manuscript, facts: Facts) -> list[str]:
    own = manuscript.meta.get("title", "") if manuscript.meta.get("kind") in ("report", "summary", "letter") else ""
    every = [text for text in (facts.report_title, *facts.titles.values()) if text] or [own]
    return [text for text in dict.fromkeys(every) if len(tokens(text)) >= _LEAST_KNOWN]


def _known(text: str) -> _Title:
    return _Title(None, tokens(text), text)


def _metadata(manuscript: Manuscript, facts: Facts) -> Iterator[Problem]:
    """The front matter of a document against the title the inspection has for it."""
    wanted = facts.titles.get(facts.slug, facts.report_title if manuscript.meta.get("kind") == "report" else "")
    own = manuscript.meta.get("title", "")
    if wanted and own and own.strip() != wanted.strip():
        what = f"the document is titled `{own}`; its title is `{wanted}`."
        yield Problem(NAME, in_front_matter(manuscript, own), what, f"Write `{wanted}`.", replacement=wanted)


def _near_misses(words: list[Token], title: list[Token]) -> Iterator[tuple[int, int]]:
    """Stretches of ``words`` that are the title but for one or two small or misspelt words; exact ones are none."""
    wanted = [word for word, _, _ in title]
    size = len(wanted)
    have = [word for word, _, _ in words]
    exact = {i + d for i in range(len(have) - size + 1) if have[i : i + size] == wanted for d in range(size)}
    least, taken = set(wanted), -1
    for start in range(len(have) - size + 2):
        if start <= taken or start in exact or have[start] != wanted[0]:
            continue
        for length in (size, size - 1, size + 1):
            part = have[start : start + length]
            if len(part) != length or part[-1] != wanted[-1] or sum(word in least for word in part) < size - 3:
                continue
            if part != wanted and not exact & set(range(start, start + length)) and _slip(part, wanted):
                taken = start + length
                yield start, start + length
                break


def _slip(part: list[str], wanted: list[str]) -> bool:
    """Whether the two differ only in small words or slips of the pen, at most twice."""
    changes = [code for code in SequenceMatcher(None, part, wanted, autojunk=False).get_opcodes() if code[0] != "equal"]
    if not changes or len(changes) > 2:
        return False
    for _, a, b, c, d in changes:
        left, right = part[a:b], wanted[c:d]
        if all(word in _SMALL for word in left + right):
            continue
        if len(left) == len(right) == 1 and SequenceMatcher(None, left[0], right[0]).ratio() >= 0.75:
            continue
        return False
    return True


def _within(manuscript: Manuscript, reported: set[int]) -> list[Problem]:
    """A title of the text itself against the other sentences: the same words with another small word between them."""
    found = []
    told: set[tuple[str, str]] = set()
    titles = [_Title(block, tokens(block.text), block.text) for block in manuscript.prose() if _looks_like_title(block)]
    blocks = [(block, tokens(block.text)) for block in manuscript.prose()]
    for title in titles:
        for block, words in blocks:
            if block is title.block or block.line in reported or title.block is None:
                continue
            for here, there in _substitutions(title.words, words):
                mine, other = title.words[here][0], words[there][0]
                context = " ".join(word for word, _, _ in title.words[here - 1 : here + 3])
                if (context, other) in told or (_looks_like_title(block) and (mine, context) in told):
                    continue
                told.update({(context, other), (other, context)})
                start, end = title.words[here - 1][1], title.words[min(here + 2, len(title.words) - 1)][2]
                where = place(manuscript, title.block, start, end)
                cited = block.text[words[there - 1][1] : words[min(there + 2, len(words) - 1)][2]]
                what = f"the title says “{mine}” in `{where.excerpt}`, line {block.line} says “{other}” in `{cited}`."
                found.append(Problem(NAME, where, what, "Take the title from the report and write it so everywhere."))
    return found


def _looks_like_title(block: TextBlock) -> bool:
    """A line of at least six words without a stop that is no list item."""
    text = block.text.strip()
    if block.kind not in ("heading", "paragraph") or text.endswith((".", ":", ";", ",", "?", "!", "”", "…")):
        return False
    return len(block.sentences) == 1 and _LEAST_WORDS <= len(text.split()) <= 40


def _substitutions(title: list[Token], words: list[Token]) -> Iterator[tuple[int, int]]:
    """Where three words before and three after agree and one small word between them differs."""
    have = [word for word, _, _ in words]
    mine = [word for word, _, _ in title]
    at: dict[tuple[str, ...], list[int]] = {}
    for index in range(_BESIDE, len(have) - _BESIDE):
        at.setdefault(tuple(have[index - _BESIDE : index]), []).append(index)
    for index in range(_BESIDE, len(mine) - _BESIDE):
        for there in at.get(tuple(mine[index - _BESIDE : index]), ()):
            one, two = mine[index], have[there]
            if one == two or one not in _SMALL or two not in _SMALL:
                continue
            if mine[index + 1 : index + 1 + _BESIDE] == have[there + 1 : there + 1 + _BESIDE]:
                yield index, there
