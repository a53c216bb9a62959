"""In a rehearsal no real body is named beside what is simulated: what was asked, what was answered.

In one row, in one item of a list, in one sentence with those that take it up (it, they, this) is
beside. What a kind of body is called names none; a sentence elsewhere may name whom it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.NO_REAL_BODY_BESIDE_SIMULATION
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("body_names",)
# What stands above a list or a table tells what its items and rows are.
LOCAL = False

# What a body answered, by words that say it of anything, and by those that do of a recommendation.
_ANSWER = re.compile(
    r"\b(?:repl(?:y|ies|ied|ying)|accept(?:s|ed|ing|ance)?|(?:dis)?agree(?:s|d|ing|ment)?|overdue|"
    r"late|lateness|behind\s+schedule|progress)\b",
    re.I,
)
_OF_ONE = re.compile(
    r"\b(?:respon(?:d|ds|ded|ding|se|ses)|answer(?:s|ed|ing)?|implement\w*|undertak\w+|undertook|"
    r"promis\w+|clos(?:e|es|ed|ing)|verif\w+|confirm\w*|complet\w+|done|due)\b",
    re.I,
)
_RECOMMEND = re.compile(r"\brecommend\w*|\b[A-Z]{2,8}-R\d{1,3}\b", re.I)
# A sentence that takes up the one before it.
_TAKES_UP = re.compile(r"^[“\"'(\[]*(?:it|they|this|that|these|those|both|its|their)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words that stand together; ``above`` says what they are of: a stem, the head of a table.

    ``asks`` is true of the words of a recommendation.
    """

    block: TextBlock
    start: int
    end: int
    above: str = ""
    asks: bool = False

    @property
    def words(self) -> str:
        return self.block.text[self.start : self.end]

    def holds(self, start: int, end: int) -> bool:
        """Does it hold any of this stretch?"""
        return self.start < end and start < self.end


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each real body beside what is simulated, each recommendation beside a development."""
    if facts.real_names is None:
        return []
    found: list[Problem] = []
    for unit in _units(manuscript):
        if unit.asks or _simulated(f"{unit.above} {unit.words}"):
            found += _named(manuscript, unit, facts)
        found += _development(manuscript, unit, facts)
    return found


def _simulated(words: str) -> bool:
    return bool(_ANSWER.search(words) or (_OF_ONE.search(words) and _RECOMMEND.search(words)))


def _named(manuscript: Manuscript, unit: _Unit, facts: Facts) -> Iterator[Problem]:
    assert facts.real_names is not None
    for start, end in facts.real_names.found(unit.words):
        where = place(manuscript, unit.block, unit.start + start, unit.start + end)
        what = f"{where.excerpt} is named beside what is simulated; a rehearsal prints pseudonyms."
        mend = Mend.words("Write the name under which the rehearsal prints it, or none.")
        yield Problem(NAME, where, what, mend)


def _development(manuscript: Manuscript, unit: _Unit, facts: Facts) -> Iterator[Problem]:
    claims = facts.claims or {}
    since = any(
        span.kind == "claim" and span.key in claims and claims[span.key].kind.after_fieldwork
        for span in unit.block.spans
        if unit.holds(span.start, span.end)
    )
    cited = _RECOMMEND.search(unit.words) if since else None
    if cited is None:
        return
    where = place(manuscript, unit.block, unit.start + cited.start(), unit.start + cited.end())
    what = "a recommendation is mentioned beside a development that is real; it is simulated."
    yield Problem(NAME, where, what, Mend.words("Tell the development by itself."))


def _units(manuscript: Manuscript) -> Iterator[_Unit]:
    """Yield the words of a document, those together that stand beside each other."""
    for line in manuscript.inline.values():
        yield _Unit(line, 0, len(line.text))
    stem, head, group = "", "", 0
    for block in manuscript.blocks:
        if block.kind == "row":
            head = head if block.group == group else block.text
            group = block.group
            yield _Unit(block, 0, len(block.text), head)
            continue
        if block.kind == "item":
            yield _Unit(block, 0, len(block.text), stem)
            continue
        stem = block.text if block.text.rstrip().endswith(":") else ""
        if block.kind in ("paragraph", "quote"):
            yield from _sentences(block)
        elif block.inline:
            for one in block.inline.values():
                yield _Unit(one, 0, len(one.text), asks=block.kind == "recommendation")
        else:
            yield _Unit(block, 0, len(block.text))


def _sentences(block: TextBlock) -> Iterator[_Unit]:
    start = end = 0
    for one in block.sentences:
        if end and not _TAKES_UP.match(block.text[one.start : one.end]):
            yield _Unit(block, start, end)
            start = one.start
        start, end = (start if end else one.start), one.end
    if end:
        yield _Unit(block, start, end)
