"""The counts beside the hits of a search, each a way to narrow it, named as its reader may know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search import finding
from inspectorate.foundation.search.finding import Facets, Search

from .forms import FACETS

# So many of a facet are shown; the rest are few, and are reached by narrowing by another first.
MOST = 12
NAMES = {
    "body": "Body",
    "criterion": "Criterion",
    "source": "Kind of source",
    "method": "Method",
    "week": "Week",
    "person": "Person",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: what it is called, how many hits have it, and where it narrows to."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: its name, its values with most hits, and how many values are not shown."""

    name: str
    choices: tuple[Choice, ...]
    more: int


def facets(
    person: Person, places: Sequence[Inspection], search: Search, asked: QueryDict
) -> tuple[Facets, list[Facet]]:
    """Return the counts of a search, and the facets that they make."""
    counted = finding.facets(person, places, search)
    several = len(places) > 1
    found = [_facet(name, _counts(counted, name), asked, several) for name in FACETS]
    return counted, [one for one in found if one.choices]


def chosen(
    search: Search, places: Sequence[Inspection], asked: QueryDict, *, named: bool
) -> list[tuple[str, str]]:
    """Return what the search is narrowed to among the counts, each with the address without it.

    ``named``: that something was found, so that a person may be told by name.
    """
    found = []
    for name in FACETS:
        value = getattr(search.narrowing, name)
        if value is not None:
            label = _labels(name, [value], len(places) > 1, places).get(value, "not known here")
            label = "chosen among the counts" if name == "person" and not named else label
            found.append((f"{NAMES[name]}: {label}", _without(asked, name)))
    if search.narrowing.visit is not None:
        found.append(("From one visit", _without(asked, "visit")))
    return found


def _counts(counted: Facets, name: str) -> Counter[Any]:
    many = {"body": "bodies", "criterion": "criteria", "person": "people"}
    found: Counter[Any] = getattr(counted, many.get(name, f"{name}s"))
    return found


def _facet(name: str, counts: Counter[Any], asked: QueryDict, several: bool) -> Facet:
    # The newest week first; of all else what most hits have.
    newest = name == "week"
    ordered = sorted(counts.items(), key=lambda one: (-one[0] if newest else -one[1], str(one[0])))
    shown = ordered[:MOST]
    labels = _labels(name, [value for value, _ in shown], several)
    choices = tuple(
        Choice(labels[value], number, _with(asked, name, str(value)))
        for value, number in shown
        if value in labels
    )
    return Facet(NAMES[name], choices, len(ordered) - len(choices))


def _labels(
    name: str, values: Sequence[Any], several: bool, places: Sequence[Inspection] | None = None
) -> Mapping[Any, str]:
    return _LABELS[name](values, several, places)


def _bodies(
    values: Sequence[int], several: bool, places: Sequence[Inspection] | None
) -> dict[int, str]:
    rows = ScopeBody.objects.filter(pk__in=values).select_related("inspection")
    rows = rows if places is None else rows.filter(inspection__in=places)
    return {
        one.pk: f"{one.label} ({one.inspection.prefix})" if several else one.label for one in rows
    }


def _criteria(
    values: Sequence[int], several: bool, places: Sequence[Inspection] | None
) -> dict[int, str]:
    rows = Criterion.objects.filter(pk__in=values)
    if places is not None:
        rows = rows.filter(area__framework__in=[one.framework_id for one in places])
    return {one.pk: str(one) if several else f"{one.ref} {one.name}".strip() for one in rows}


def _people(
    values: Sequence[int], _several: bool, _places: Sequence[Inspection] | None
) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=values).values_list("pk", "name"))


def _weeks(
    values: Sequence[int], _several: bool, _places: Sequence[Inspection] | None
) -> dict[int, str]:
    found = {}
    for value in values:
        if 0 < value * 7 <= date.max.toordinal():
            first = date.fromordinal(value * 7)
            found[value] = f"From {first.day} {first:%B %Y}"
    return found


def _sources(values: Sequence[str], *_: object) -> dict[str, str]:
    return {one: str(SourceKind(one).label) for one in values}


def _methods(values: Sequence[str], *_: object) -> dict[str, str]:
    return {one: str(Method(one).label) for one in values}


_LABELS: Mapping[str, Callable[..., Mapping[Any, str]]] = {
    "body": _bodies,
    "criterion": _criteria,
    "source": _sources,
    "method": _methods,
    "week": _weeks,
    "person": _people,
}


def _with(asked: QueryDict, name: str, value: str) -> str:
    """Return the query of the page narrowed once more, from its first page."""
    return _query(asked, {name: value})


def _without(asked: QueryDict, name: str) -> str:
    return _query(asked, {name: None})


def _query(asked: QueryDict, changes: Mapping[str, str | None]) -> str:
    query = asked.copy()
    for name, value in {"page": None, "counts": None, **changes}.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
