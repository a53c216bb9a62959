"""A letter is to one body: it names that body, and no other as the one it is written to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock, standing

from ..documents.registry import DocumentKind
from ..facts import Facts
from ..reasons import CheckName
from .places import place, sentence_at

NAME = CheckName.ADDRESSEE_IS_ONE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.addressee",)
LOCAL = True

_TO = re.compile(
    r"(?:^|\b)(?:to|of|for|at|dear|from|with)\s+(?:the\s+)?(?:chief\s+\w+\s+)?(?:of\s+)?$", re.I
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each other body that stands in a letter, and a name that is nobody's."""
    if manuscript.meta.get("kind", DocumentKind.LETTER) != DocumentKind.LETTER:
        return []
    right = facts.known.addressee[0]
    own = {name.casefold() for name in facts.known.addressee}
    found = []
    for block, start, end in _named(manuscript, facts):
        name = " ".join(block.text[start:end].split())
        if name.casefold() in own:
            continue
        sentence = sentence_at(block, start)
        told = sentence is not None and standing(block, sentence) in ("bound", "context")
        if told and not _TO.search(block.text[:start]):
            continue  # a sentence with its source may tell of others
        where = place(manuscript, block, start, end)
        what = f"the letter names {name}; it is written to {right}."
        mend = Mend.words(f"Write `{right}`.")
        found.append(Problem(NAME, where, what, mend, replacement=right))
    return found


def _named(manuscript: Manuscript, facts: Facts) -> Iterator[tuple[TextBlock, int, int]]:
    """Yield where a body is named: by a name of the scope, or by one of the same making."""
    every = sorted(
        {*facts.known.addressee, *facts.known.others}, key=lambda name: (-len(name), name)
    )
    known = [re.escape(name).replace(r"\ ", r"\s+") for name in every if name.strip()]
    made = {
        rf"{re.escape(match[1])}\s+\d+"
        for match in (re.fullmatch(r"(\D*\w)\s+\d+", name) for name in every)
        if match
    }
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join([*known, *sorted(made)])})(?![\w-])", re.I)
    for block in manuscript.lines():
        if block.kind in ("code", "quote"):
            continue
        for match in pattern.finditer(block.text):
            yield block, match.start(), match.end()
