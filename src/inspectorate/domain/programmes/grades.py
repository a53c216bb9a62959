"""Grading scales as people write them: "Outstanding > Good > …", "0 > 1 > 2", "Met > Not met".

Written best first; stored worst first. Which grades count as met is said in a column of its own, or
decided by place: the upper half, an odd middle grade not among them. The meaning of a grade is its
inspectorate's to say; the default is strict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Words that stand in grade columns and are no grade: nobody was graded with them.
NO_GRADE = frozenset(
    {
        "not inspected",
        "not rated",
        "not graded",
        "ungraded",
        "n/a",
        "na",
        "not applicable",
        "no grade",
        "-",
    }
)
_NUMBERED = re.compile(r"(\d{1,2})[\s.):–-]+(\S.*)")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class GradeText:
    """One grade read from a list: its name, its letter in a grid, whether it counts as met.

    ``written`` is the text it was read from.
    """

    name: str
    letter: str
    meets: bool
    written: str


def parse(text: str, meets: str = "") -> list[GradeText]:
    """Read a list of grades, best first, and return them worst first.

    Raises ValueError saying what is wrong.

    ``meets`` lists the grades that count as met, separated by ``|``; empty, the upper half does.
    """
    written = [part.strip() for part in text.split(">")]
    if len(written) < 2:
        raise ValueError(
            f"{text!r} names one grade; write them all, best first, with > between them"
        )
    if not all(written):
        raise ValueError(f"{text!r} has an empty place between two >")
    names = [_name(one) for one in written]
    for name in names:
        if name.casefold() in NO_GRADE:
            raise ValueError(f"{name!r} is not a grade; leave it out of the list")
        if len(name) > _LONGEST:
            raise ValueError(f"{name[:30]!r}… is longer than {_LONGEST} characters")
    folded = [name.casefold() for name in names]
    for name in names:
        if folded.count(name.casefold()) > 1:
            raise ValueError(f"the grade {name!r} is there twice")
    met = _met(names, written, meets)
    numbers = [_NUMBERED.fullmatch(one) for one in written]
    shown = letters(
        [number[1] if number else name for number, name in zip(numbers, names, strict=True)]
    )
    best_first = [GradeText(*four) for four in zip(names, shown, met, written, strict=True)]
    # Stored from the worst, so that a higher place is a better grade.
    return best_first[::-1]


def _name(written: str) -> str:
    numbered = _NUMBERED.fullmatch(written)
    return numbered[2].strip() if numbered else written


def _met(names: Sequence[str], written: Sequence[str], meets: str) -> list[bool]:
    # The upper half, strictly: the middle of five grades does not count as met unless somebody says
    # so.
    if not meets.strip():
        return [place < len(names) // 2 for place in range(len(names))]
    listed = {part.strip().casefold() for part in meets.split("|") if part.strip()}
    known = {name.casefold() for name in names} | {one.casefold() for one in written}
    if unknown := sorted(listed - known):
        raise ValueError(f"{unknown[0]!r} counts as met but is not a grade of the list")
    return [
        name.casefold() in listed or one.casefold() in listed
        for name, one in zip(names, written, strict=True)
    ]


def letters(names: Sequence[str]) -> list[str]:
    """Return a letter or up to three for each name, no two alike: O, G, RI, I.

    A numbered grade has its number.
    """
    given: list[str] = []
    for name in names:
        words = re.findall(r"\w+", name) or ["?"]
        initials = "".join(word[0] for word in words)[:3].upper()
        whole = "".join(words)
        tries = [whole] if whole.isdigit() and len(whole) <= 3 else [initials]
        tries += [
            whole[:1].upper(),
            whole[:1].upper() + whole[1:2].lower(),
            whole[:1].upper() + whole[1:3].lower(),
        ]
        tries += [f"{whole[0].upper()}{number}" for number in range(2, 100)]
        given.append(next(one for one in tries if one not in given))
    return given
