"""The register of recommendations as pages: the whole, by state, by addressee, and one for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from inspectorate.domain.publication.register_schema import (
    AddresseeInfo,
    RecommendationInfo,
    RegisterData,
)
from inspectorate.domain.publication.schema import MadeInfo, gathered, many

from .wording import slug

# Each has its page always, with none in it too: an address that was given never goes.
OPEN_STATES = ("open", "answered", "reply overdue", "overdue")
STATES = (*OPEN_STATES, "closed")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the register: the recommendations it lists and the choice it stands for."""

    path: str
    heading: str
    chosen: str
    recommendations: tuple[RecommendationInfo, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of a filter: its words, how many it lists, where it leads."""

    words: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Register:
    """All listings, the two filters, and the total that the states add up to."""

    listings: tuple[Listing, ...]
    states: tuple[Choice, ...]
    addressees: tuple[Choice, ...]
    total: int

    def kinds(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """Return the choices by addressee.

        Those of a kind stand together under one name where they are more than five.
        """
        groups = gathered(self.addressees, name=lambda one: one.words, alike=lambda _: "")
        return tuple(
            (many([one.words for one in group]) if len(group) > 1 else "", group)
            for group in groups
        )


def register(data: RegisterData) -> Register:
    """Lay out the register; two recommendations with one address raise ValueError."""
    ordered = tuple(sorted(data.recommendations, key=lambda one: (one.number, one.ref)))
    paths = Counter(path_of(one) for one in ordered)
    if twice := [path for path, times in paths.items() if times > 1]:
        raise ValueError(
            f"recommendations share the address {', '.join(twice)}: give each its own ref"
        )
    listings = [Listing("recommendations.html", "Recommendations", "", ordered)]
    states, addressees = [], []
    for state in dict.fromkeys((*STATES, *(one.state for one in ordered))):
        chosen = tuple(one for one in ordered if one.state == state)
        path = f"recommendations/state-{slug(state)}.html"
        states.append(Choice(state, len(chosen), path))
        listings.append(Listing(path, f"Recommendations: {state}", state, chosen))
    for body in sorted({one.body for every in ordered for one in every.addressees}):
        chosen = tuple(one for one in ordered if body in {to.body for to in one.addressees})
        path = path_to(body)
        addressees.append(Choice(body, len(chosen), path))
        listings.append(Listing(path, f"Recommendations to {body}", body, chosen))
    return Register(tuple(listings), tuple(states), tuple(addressees), len(ordered))


@dataclass(frozen=True, slots=True)
class Owners:
    """One addressee, or many that share a basis and a day, told in one line."""

    addressees: tuple[AddresseeInfo, ...]
    name: str

    @property
    def first(self) -> AddresseeInfo:
        """Return the one whose name, basis and day are printed."""
        return self.addressees[0]

    @property
    def many(self) -> bool:
        """Whether more than one stands in this line."""
        return len(self.addressees) > 1

    def tally(self, field: str, nothing: str) -> str:
        """Return how many say what: "Done: 2; nothing yet: 41"."""
        counts = Counter(str(getattr(one, field)) or nothing for one in self.addressees)
        said = "; ".join(f"{words}: {count}" for words, count in counts.items())
        return said[:1].upper() + said[1:]

    def states(self) -> tuple[tuple[str, tuple[AddresseeInfo, ...]], ...]:
        """Return the addressees by state, in order of first appearance."""
        found: dict[str, list[AddresseeInfo]] = {}
        for one in self.addressees:
            found.setdefault(one.state, []).append(one)
        return tuple((state, tuple(several)) for state, several in found.items())


def owners(recommendation: RecommendationInfo) -> tuple[Owners, ...]:
    """Return whom a recommendation is put to, each alone or many in one line.

    Those of a kind with one basis and day stand together if they are over five.
    """
    groups = gathered(
        recommendation.addressees,
        name=lambda one: one.body,
        alike=lambda one: (one.basis, one.due_on),
    )
    return tuple(
        Owners(group, group[0].body if len(group) == 1 else many([one.body for one in group]))
        for group in groups
    )


def path_to(body: str) -> str:
    """Return the permanent address of what an addressee was asked, by the name printed."""
    return f"recommendations/to-{slug(body)}.html"


def path_of(recommendation: RecommendationInfo | MadeInfo) -> str:
    """Return the permanent address of a recommendation's page."""
    return f"recommendations/{slug(recommendation.ref)}.html"
