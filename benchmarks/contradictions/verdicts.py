"""What becomes of a case: caught by a rule, unsigned, not read, or neither; and of a family, how
many, with Wilson's interval.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from math import sqrt
from typing import Any

from .page import units
from .sown import Sown

NOT_READ = "quantity_not_read"


@dataclass(frozen=True, slots=True)
class Found:
    """A problem as the drill reads it: which check, whether it blocks, where and what it says."""

    check: str
    blocks: bool
    line: int
    column: int
    excerpt: str
    what: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the product says of one text: its problems, and the words that are not signed where
    everything of the clean text is; None where signatures were not asked for.
    """

    problems: tuple[Found, ...]
    unsigned: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case judged. ``caught``: the new problems that name phrase and fact at its place;
    ``elsewhere``: other new problems that block, ``unread``: new ones of what is not read.
    """

    family: str
    form: str
    document: str
    old: str
    new: str
    why: str
    caught: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    unsigned: bool | None = None

    @property
    def stopped(self) -> bool:
        """Caught by a rule, or a passage of it is unsigned."""
        return bool(self.caught) or bool(self.unsigned)

    @property
    def error(self) -> bool:
        """Whether something was called an error, wherever."""
        return bool(self.caught or self.elsewhere)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def judged(case: Sown, clean: Reading, changed: Reading) -> Outcome:
    """Compare what is said of the changed text with what is said of the clean one."""
    known = {(one.check, one.what) for one in clean.problems}
    new = [one for one in changed.problems if (one.check, one.what) not in known]
    made = Outcome(
        case.family,
        case.form,
        case.page.name,
        case.old,
        case.change.new,
        case.change.why,
        unsigned=None if changed.unsigned is None else bool(changed.unsigned),
    )
    here = _sentences(case)
    for one in new:
        told = f"{one.check}: {one.what}"
        if one.check == NOT_READ:
            made.unread.append(told)
        elif not one.blocks:
            made.warned.append(told)
        elif _at(case.text, one, here) and names(one, case.text):
            made.caught.append(told)
        else:
            made.elsewhere.append(told)
    return made


def _sentences(case: Sown) -> list[tuple[int, int]]:
    """The sentences of the changed text that the change touches; none where it has no sentence of
    its own, as a field or a passage taken out, which a rule may tell of anywhere.
    """
    text, start = case.text, case.change.start
    end = start + len(case.change.new)
    place = case.page.innermost(start)
    if not case.change.new.strip() or (place and "." in place.kind) or "```" in case.change.new:
        return []
    if text.rfind('source="', 0, start) > text.rfind("}", 0, start):
        return []  # the source named after a quotation is told of at the words quoted
    begun = text.rfind("\n", 0, start) + 1
    closed = text.find("\n", end)
    line = (begun, len(text) if closed < 0 else closed)
    touched = [one for one in units(text, *line) if one[0] <= end and start <= one[1]]
    return touched or [line]


def _at(text: str, one: Found, here: Collection[tuple[int, int]]) -> bool:
    lines = text.split("\n")
    at = sum(len(line) + 1 for line in lines[: one.line - 1]) + one.column - 1
    return not here or any(start <= at <= end for start, end in here)


def names(one: Found, text: str) -> bool:
    """Whether a problem names the phrase, in the text's own words or as a number that stands on its
    line, and beside it something that is not of the phrase: the fact.
    """
    phrases = [*re.findall(r"[`“\"]([^`”\"]+)[`”\"]", one.what), one.excerpt]
    flat = " ".join(re.sub(r"\]?\{[^}]*\}|\[", " ", text).split())
    said = [phrase for phrase in phrases if phrase and " ".join(phrase.split()) in flat]
    line = text.split("\n")[one.line - 1 : one.line]
    numbers = set(re.findall(r"\d+", " ".join(line)))
    said += [number for number in re.findall(r"\d+", one.what) if number in numbers]
    rest = one.what
    for phrase in said:
        rest = rest.replace(phrase, "", 1)
    return bool(said) and len(re.findall(r"\w+", rest)) >= 2


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share after E. B. Wilson, JASA 22 (1927), 209-212."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    n: int

    @property
    def share(self) -> float:
        """From 0 to 1; 1 of none."""
        return self.hits / self.n if self.n else 1.0

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.n)
        return f"{self.hits} of {self.n}, {self.share:.1%} ({low:.1%} to {high:.1%})"


def counted(outcomes: Iterable[bool]) -> Share:
    """How many are so."""
    found: Sequence[bool] = list(outcomes)
    return Share(sum(found), len(found))
