"""What a release says of its bodies, as statements an intruder may join; and what it hides.

A *property* is anything that holds of a body or not ("1.4=Good", "1.4:plan", "1.4 inspected"). A
*term* weighs properties a body; a published count is the sum of a term over a population.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspectstats.records import InputError

Term = Mapping[str, int]
Bodies = frozenset[str]


@dataclass(frozen=True, slots=True)
class Sum:
    """A count: the sum of ``term`` over ``population`` is ``number``.

    ``looked`` says that it counts who was looked at, which is no secret of anybody.
    """

    term: Term
    population: Bodies
    number: int
    looked: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds of every body by the way it is judged: ``low`` <= ``term`` <= ``high``.

    ``apart`` says that bodies cannot be summed under it without losing something, as where one
    property is made of several.
    """

    term: Term
    low: int
    high: int
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is published, in words ``says``, at every place of ``where``.

    ``sums`` are its counts. ``sets`` are the bodies of each property that it tells, of the bodies
    ``among``. ``values`` are the groups into which it sorts bodies, each with its name, which an
    intruder may take for what is hidden where they fit; without ``criteria`` they fit any secret.
    ``earlier`` names the release that said it before this one, empty for the release itself.
    """

    key: str
    says: str
    where: tuple[str, ...] = ()
    criteria: frozenset[str] = frozenset()
    sums: tuple[Sum, ...] = ()
    sets: Mapping[str, Bodies] = field(default_factory=dict)
    among: Bodies = frozenset()
    values: Mapping[str, Bodies] = field(default_factory=dict)
    earlier: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What it says but for its words and places: two that share it are one statement."""
        sums = tuple(
            (tuple(sorted(one.term.items())), one.population, one.number) for one in self.sums
        )
        sets, values = (tuple(sorted(each.items())) for each in (self.sets, self.values))
        return self.criteria, sums, sets, self.among, values, self.earlier


class Hidden(StrEnum):
    """Why a set of bodies is a secret: an author hid it, it is small, or nobody meant to say it.

    ``LEFT`` is what one count leaves of another: a few bodies that no count was printed of.
    """

    REMOVED = "removed"
    WITHHELD = "withheld"
    SMALL = "small"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Secret:
    """Bodies that are hidden: those of ``population`` of whom ``term`` holds.

    ``rest`` is the term of those of whom it does not hold though they were looked at. ``holders``
    are the hidden bodies, ``others`` how many ``rest`` has. ``before`` says that an earlier release
    gave the same fact.
    """

    key: str
    says: str
    hidden: Hidden
    term: Term
    rest: Term
    population: Bodies
    holders: Bodies
    others: int
    criteria: frozenset[str] = frozenset()
    before: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """All that an intruder has: every body, the rules, the statements; and the truth.

    ``truth`` are the bodies of each property. It is used to leave out what is no longer so, and as
    the one world that is known to be possible.
    """

    bodies: Bodies
    rules: tuple[Rule, ...]
    statements: tuple[Statement, ...]
    truth: Mapping[str, Bodies]

    def __post_init__(self) -> None:
        """Raise InputError naming the statement that speaks of what is not there."""
        for one in self.statements:
            told = [each.population for each in one.sums]
            told += [one.among, *one.sets.values(), *one.values.values()]
            if strange := set().union(*told) - self.bodies:
                raise InputError(
                    f"there is no body {min(strange)!r}",
                    where=f"statement {one.key}",
                    mend="Name bodies of the scope.",
                )
            terms = [name for each in one.sums for name in each.term]
            for name in (*terms, *one.sets):
                if name not in self.truth:
                    raise InputError(
                        f"nothing is known of the property {name!r}",
                        where=f"statement {one.key}",
                        mend="Say of whom it holds.",
                    )

    def total(self, term: Term, population: Bodies) -> int:
        """What the sum of a term over a population truly is."""
        return sum(weight * len(self.truth[name] & population) for name, weight in term.items())

    def holds(self, statement: Statement) -> bool:
        """Is a statement true of the bodies as they were found?"""
        return all(
            self.total(one.term, one.population) == one.number for one in statement.sums
        ) and all(
            self.truth[name] & statement.among == members
            for name, members in statement.sets.items()
        )


def merged(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Put statements that say the same into one, which names every place."""
    found: dict[tuple[object, ...], Statement] = {}
    for one in statements:
        first = found.setdefault(one.content, one)
        if first is not one:
            places = tuple(dict.fromkeys((*first.where, *one.where)))
            found[one.content] = Statement(
                first.key,
                first.says,
                places,
                first.criteria,
                first.sums,
                first.sets,
                first.among,
                first.values,
                first.earlier,
            )
    return tuple(found.values())
