"""The register of recommendations as pages: the whole, one page per state and per addressee, one page for each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from inspectorate.domain.publication.schema import Bundle, RecommendationInfo
from inspectorate.interfaces.public.words import slug


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


def register(bundle: Bundle) -> Register:
    """Lay out the register; two recommendations with one address raise ValueError."""
    ordered = tuple(sorted(bundle.recommendations, key=lambda one: (one.number, one.ref)))
    paths = Counter(path_of(one) for one in ordered)
    if twice := [path for path, times in paths.items() if times > 1]:
        raise ValueError(f"recommendations share the address {', '.join(twice)}: give each its own ref")
    listings = [Listing("recommendations.html", "Recommendations", "", ordered)]
    states, addressees = [], []
    for state in dict.fromkeys(one.state for one in ordered):
        chosen = tuple(one for one in ordered if one.state == state)
        path = f"recommendations/state-{slug(state)}.html"
        states.append(Choice(state, len(chosen), path))
        listings.append(Listing(path, f"Recommendations: {state}", state, chosen))
    for body in sorted({one.body for every in ordered for one in every.addressees}):
        chosen = tuple(one for one in ordered if body in {to.body for to in one.addressees})
        path = f"recommendations/to-{slug(body)}.html"
        addressees.append(Choice(body, len(chosen), path))
        listings.append(Listing(path, f"Recommendations to {body}", body, chosen))
    return Register(tuple(listings), tuple(states), tuple(addressees), len(ordered))


def path_of(recommendation: RecommendationInfo) -> str:
    """Return the permanent address of a recommendation's page."""
    return f"recommendations/{slug(recommendation.ref)}.html"
