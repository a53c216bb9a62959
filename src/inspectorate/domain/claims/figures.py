"""The figures of a claim as one record; no Django, no clock.

They are exact integers, the bodies behind them, the word that fits and how firmly it holds, and the
support.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from inspectorate.prose.quantities.estimates import Estimate
from inspectorate.prose.quantities.looked_at import WORDS, LookedAt
from inspectstats.quantity.flips import Flips

from .what_stands import JudgedCell, SeenItem


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies of a population by label, each in one part.

    ``not_inspected`` were left out by decision, ``pending`` are inspected and not agreed yet:
    neither counts as met or not met. Of ``unplaced`` nobody knows whether they belong to the
    population: they are outside every count.
    """

    met: tuple[str, ...] = ()
    not_met: tuple[str, ...] = ()
    not_inspected: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Support:
    """What a claim rests on: agreed judgments by key, the items pinned or cited, and their sums.

    ``otherwise`` are items that go against it: they are shown beside the others, and count for
    nothing that it needs. ``balanced`` says that each item was marked one way or the other.
    ``item_count`` is None where it is not known, ``moved`` labels the bodies whose judgment
    moderation moved, ``marking`` is the lowest marking at which the support suffices (empty for
    PUBLIC).
    """

    judgments: tuple[int, ...] = ()
    items: tuple[SeenItem, ...] = ()
    otherwise: tuple[SeenItem, ...] = ()
    balanced: bool = False
    item_count: int | None = None
    body_count: int | None = None
    source_kinds: tuple[str, ...] = ()
    newest_item_on: date | None = None
    newest_judgment_on: date | None = None
    moved: tuple[str, ...] = ()
    marking: str = ""

    @classmethod
    def of(
        cls,
        items: Iterable[SeenItem],
        *,
        judged: Sequence[JudgedCell] = (),
        body_count: int | None = None,
        moved: Iterable[str] = (),
        marking: str = "",
    ) -> Support:
        """Sum up items and judgments."""
        every = tuple(items)
        held = tuple(item for item in every if not item.says_otherwise)
        return cls(
            judgments=tuple(judgment.pk for judgment in judged),
            items=held,
            otherwise=tuple(item for item in every if item.says_otherwise),
            balanced=bool(every) and all(item.stance for item in every),
            item_count=len(held),
            body_count=body_count,
            source_kinds=tuple(sorted({item.kind for item in held})),
            newest_item_on=max((item.on for item in held), default=None),
            newest_judgment_on=max((judgment.on for judgment in judged), default=None),
            moved=tuple(moved),
            marking=marking,
        )

    @property
    def balance(self) -> str:
        """How many items say so and how many otherwise; empty where it was not recorded."""
        if not self.balanced:
            return ""
        so, otherwise = len(self.items), len(self.otherwise)
        against = f"{otherwise} {'says' if otherwise == 1 else 'say'}" if otherwise else "none says"
        return f"{so} {'says' if so == 1 else 'say'} so, {against} otherwise"

    def marked(self, markings: Container[str]) -> Support:
        """Return it with its items and their sums as far as they bear one of these."""
        # Most bear nothing else, and a page asks of every claim.
        if all(
            one in markings for one in {item.marking for item in (*self.items, *self.otherwise)}
        ):
            return self
        held = tuple(item for item in self.items if item.marking in markings)
        otherwise = tuple(item for item in self.otherwise if item.marking in markings)
        if len(held) == len(self.items):
            same = len(otherwise) == len(self.otherwise)
            return self if same else replace(self, otherwise=otherwise)
        return replace(
            self,
            items=held,
            otherwise=otherwise,
            item_count=len(held),
            source_kinds=tuple(sorted({item.kind for item in held})),
            newest_item_on=max((item.on for item in held), default=None),
        )


@dataclass(frozen=True, slots=True)
class ModelTest:
    """What the joint model says of a claim: each statement that was tested, and whether it holds.

    ``holds`` is empty where nothing was tested, and ``said`` then says why. ``said`` may use
    ``{noun}`` and ``{nouns}``. ``numbers`` are for whoever looks at the claim.
    """

    holds: Mapping[str, bool] = field(default_factory=dict)
    said: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)


class ChanceReading(Enum):
    """What a chance that a word holds allows: what it means, and what to do next."""

    FIRM = (
        "The average of these inspectors, on the same evidence, would nearly always count so many.",
        "Nothing: the word does not hang on who read what.",
    )
    LIKELY = (
        "The average of these inspectors, on the same evidence, would mostly count so many, and "
        "sometimes fewer or more.",
        "Keep the number beside the word.",
    )
    OPEN = (
        "The average of these inspectors, on the same evidence, might well count fewer or more.",
        "Print the number, choose a word that reaches further, or have more of these judgments "
        "read by another.",
    )
    DOUBTFUL = (
        "The average of these inspectors, on the same evidence, would more likely count fewer or "
        "more than so many.",
        "Do not rest a finding on the word: print the number, or have these judgments read by "
        "another and moderated.",
    )

    @classmethod
    def of(cls, percent: int) -> ChanceReading:
        """How a chance in percent is read."""
        edges = ((95, cls.FIRM), (80, cls.LIKELY), (50, cls.OPEN))
        return next((one for least, one in edges if percent >= least), cls.DOUBTFUL)

    @property
    def means(self) -> str:
        """What it means."""
        return self.value[0]

    @property
    def next(self) -> str:
        """What to do next."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class WordChance:
    """The chance, in whole percent, that ``word`` holds of what the average inspector would say,
    and that at least as many do (``at_most``: at most as many); or ``why`` none is told.

    ``why`` may use ``{noun}`` and ``{nouns}``. Only a chance is printed, and never why none is.
    """

    word: str = ""
    percent: int | None = None
    beyond: int | None = None
    at_most: bool = False
    why: str = ""

    @property
    def reading(self) -> ChanceReading | None:
        """What it means and what to do next; None where none is told."""
        return None if self.percent is None else ChanceReading.of(self.percent)

    @property
    def printed(self) -> str:
        """The chance alone, "86 %"; empty where none is told."""
        return "" if self.percent is None else _of_percent(self.percent)

    @property
    def said(self) -> str:
        """The chance in a sentence for margin and print; empty where none is told."""
        if self.percent is None or self.beyond is None:
            return ""
        side = "at most" if self.at_most else "at least"
        beyond = f"; that {side} as many do, {_of_percent(self.beyond)}"
        return (
            f"The chance that “{self.word}” holds, had the average of these inspectors judged "
            f"everything on the same evidence, is {_of_percent(self.percent)}"
            f"{beyond if self.beyond != self.percent else ''}. An error that both judges of one "
            f"piece of evidence would make is outside it."
        )


def _of_percent(value: int) -> str:
    """A chance as it is printed: nothing is certain, and nothing impossible."""
    if value in (0, 100):
        return "over 99 %" if value else "under 1 %"
    return f"{value} %"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a claim says in numbers; counts are None where it counts no bodies.

    ``inspected`` is the denominator: bodies of the population inspected and agreed, or that
    returned, as ``looked`` says (a key of ``prose.quantities.looked_at``); ``scope`` is the whole
    population, ``among`` what narrows it in words. ``word`` is the vocabulary's word for
    the counts, ``flips`` the fewest bodies that would have to be judged otherwise before it is
    wrong. ``asked`` maps each criterion counted (by key) to the findings asked, none where its
    grade is. ``values`` holds other numbers by name, as text, exact, as anybody may read them;
    ``whole`` the same with what restricted evidence adds. ``source`` and ``quoted`` are what the
    claim itself names and quotes, ``spoken_by`` and ``heard`` the role of whom an open item has
    these words from and the kind of its source, ``named`` the versions of other claims it names, by
    key. ``estimate`` is a share with its interval, ``margin`` how far that lies within the word,
    ``cautions`` what is to be known beside it, ``reviews`` what it rests on, and ``unknown`` why
    there is none. ``tested`` is None of a kind that no test is made of, ``chance`` where the
    claim has no word of which a chance could be told.
    """

    met: int | None = None
    not_met: int | None = None
    inspected: int | None = None
    scope: int | None = None
    bodies: Bodies = field(default_factory=Bodies)
    population: str = ""
    among: str = ""
    looked: str = "inspected"
    word: str = ""
    flips: Flips | None = None
    asked: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    identifies: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    quoted: str = ""
    spoken_by: str = ""
    heard: str = ""
    named: Mapping[str, int] = field(default_factory=dict)
    tested: ModelTest | None = None
    chance: WordChance | None = None
    support: Support = field(default_factory=Support)
    estimate: Estimate | None = None
    margin: str = ""
    cautions: tuple[str, ...] = ()
    reviews: str = ""
    unknown: str = ""

    @property
    def words(self) -> LookedAt:
        """The words by which one speaks of those in the denominator."""
        return WORDS[self.looked]

    @property
    def counts(self) -> tuple[int, int] | None:
        """(met, inspected) when the claim counts bodies, else ``None``."""
        if self.met is None or self.inspected is None:
            return None
        return self.met, self.inspected

    def looked_at(self) -> dict[str, Any]:
        """Return what a referencer signs, as stored; compared later to see whether it changed."""
        counts = {
            "met": self.met,
            "not_met": self.not_met,
            "inspected": self.inspected,
            "scope": self.scope,
        }
        return {
            **{name: count for name, count in counts.items() if count is not None},
            # Which bodies, not only how many: one for another leaves the number and changes the
            # finding.
            **({"bodies_met": list(self.bodies.met)} if self.met is not None else {}),
            **({"values": dict(self.values)} if self.values else {}),
            **({"claims": dict(self.named)} if self.named else {}),
            # Other reviews with the same sums are other reviews.
            **({"reviews": self.reviews} if self.reviews else {}),
            # What holds and not how surely: a chance moves by a hair with every reading.
            **({"tested": dict(self.tested.holds)} if self.tested and self.tested.holds else {}),
        }
