"""Draws a round over one document: an editor says bound passages in a row in other words, all true
but one.

What is said again, and what is made false, comes from the generator of contradictions and of true
rewritings; the reader of passages and the checks are the product's own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.contradictions.clean import CLEAN
from benchmarks.contradictions.forms import FAMILIES
from benchmarks.contradictions.reading import Read
from benchmarks.contradictions.sown import Family, Sown, World

from inspectorate.prose.passages import Passage, Signing

PASSAGES = 20
# How often each form of a family is asked for a change, whose place it draws itself.
DRAWS = 4
# A change may begin at the bracket before a passage, and end with the mark after it.
_EDGE = 2
Taken = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Round:
    """A whole text as changed, and what its signer is asked: ``words`` and ``identities`` of the
    passages in their order, of which ``said_again`` were changed.

    ``sown``: the number, from 1, of the one that was made false, how, and from what.
    """

    text: str
    words: tuple[str, ...]
    identities: tuple[str, ...]
    said_again: tuple[int, ...]
    sown: int
    family: str
    form: str
    old: str
    new: str


class NoRound(ValueError):
    """The document gives no such round."""


def draw(world: World, name: str, reader: Read, taken: Taken, seed: str) -> Round:
    """The round of a seed over the document of a name; the same each time.

    ``taken`` takes a text apart into its passages. Raises NoRound where it holds too few, or where
    nothing false can be said that no rule stops.
    """
    return _Drawing(world, name, reader, taken, seed).round()


class _Drawing:
    def __init__(self, world: World, name: str, reader: Read, taken: Taken, seed: str) -> None:
        self.world, self.page, self.reader, self.taken = world, world.pages[name], reader, taken
        self.rng = random.Random(f"reading {seed}")
        self.clean = taken(self.page.text)
        self.read = reader(name, self.page.text)
        self.asked = self._in_a_row()

    def _in_a_row(self) -> list[int]:
        """Which passages of the text are asked: places in ``clean``."""
        found: dict[str, int] = {}
        for place, one in enumerate(self.clean):
            if one.signing is Signing.SINGLY and one.keys and one.sort != "row":
                found.setdefault(one.identity, place)
        if len(found) < PASSAGES:
            raise NoRound(f"{self.page.name} has {len(found)} bound passages, not {PASSAGES}.")
        first = self.rng.randrange(len(found) - PASSAGES + 1)
        return list(found.values())[first : first + PASSAGES]

    def round(self) -> Round:
        place, case = self._sown()
        cases = {place: case}
        for other in self.asked:
            if other != place and (again := self._again(other)):
                cases[other] = again
        if self._stopped(self._text(cases)):
            cases = {at: one for at, one in cases.items() if at == place or not self._wrong(one)}
        text = self._text(cases)
        now = self.taken(text)
        asked = [now[one] for one in self.asked]
        return Round(
            text,
            tuple(" ".join(one.words.split()) for one in asked),
            tuple(one.identity for one in asked),
            tuple(self.asked.index(one) + 1 for one in sorted(cases)),
            self.asked.index(place) + 1,
            case.family,
            case.form,
            case.old,
            case.change.new,
        )

    def _sown(self) -> tuple[int, Sown]:
        """One passage made false in a way that no rule stops: only who reads it can."""
        for family in self.rng.sample(FAMILIES, len(FAMILIES)):
            for case in self._cases(family, self.asked):
                place = self._changes_one(case)
                if place in self.asked and not self._wrong(case):
                    return place, case
        raise NoRound(f"nothing false can be said in these passages of {self.page.name}.")

    def _again(self, place: int) -> Sown | None:
        """The passage in other words that are as true."""
        cases = self._cases(CLEAN, [place])
        return next((one for one in cases if self._changes_one(one) == place), None)

    def _text(self, cases: Mapping[int, Sown]) -> str:
        """The text with several changes made."""
        text = self.page.text
        for one in sorted((case.change for case in cases.values()), key=lambda one: -one.start):
            text = text[: one.start] + one.new + text[one.end :]
        return text

    def _stopped(self, text: str) -> bool:
        """Whether a rule would stop a text that did not stop the clean one."""
        known = {(one.check, one.what) for one in self.read.problems}
        found = self.reader(self.page.name, text).problems
        return any(one.blocks and (one.check, one.what) not in known for one in found)

    def _wrong(self, case: Sown) -> bool:
        """Whether a rule would stop a text with this change alone."""
        return self._stopped(case.text)

    def _cases(self, family: Family, places: Sequence[int]) -> list[Sown]:
        """Changes of a family that lie in some passages, each once, by chance."""
        bounds = [self._bounds(one) for one in places]

        def inside(start: int, end: int) -> bool:
            return any(a - _EDGE <= start and end <= b + _EDGE for a, b in bounds)

        held = tuple(one for one in self.page.stretches if inside(one.start, one.end))
        part = replace(self.page, stretches=held)  # so that a form looks nowhere else
        found: dict[tuple[int, int, str], Sown] = {}
        for name, make in family.forms.items():
            for _ in range(DRAWS):
                change = make(self.world, part, self.rng)
                if change is None:
                    break
                if inside(change.start, change.end):
                    mark = (change.start, change.end, change.new)
                    found.setdefault(mark, Sown(family.name, name, self.page, change))
        cases = list(found.values())
        self.rng.shuffle(cases)
        return cases

    def _bounds(self, place: int) -> tuple[int, int]:
        """Where a passage begins and ends in the source."""
        one, lines = self.clean[place], self.page.text.split("\n")
        ends = (one.block.at(one.start), one.block.at(max(one.start, one.end - 1)))
        at = [sum(len(each) + 1 for each in lines[: line - 1]) + col - 1 for line, col in ends]
        return at[0], at[1] + 1

    def _changes_one(self, case: Sown) -> int | None:
        """The place of the one passage whose words a change changes; None where it adds or takes
        one, unbinds it, or changes several.
        """
        now = self.taken(case.text)
        if len(now) != len(self.clean):
            return None
        pairs = enumerate(zip(self.clean, now, strict=True))
        changed = [at for at, (was, one) in pairs if _said(was) != _said(one)]
        if len(changed) != 1:
            return None
        one = now[changed[0]]
        return changed[0] if one.signing is Signing.SINGLY and one.keys else None


def _said(one: Passage) -> tuple[object, ...]:
    return one.words, one.marks, one.sort
