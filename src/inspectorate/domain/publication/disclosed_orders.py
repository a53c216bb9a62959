"""What the order of a list tells: bodies put first, last, or where their names do not put them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from inspectstats.disclosure.statements import Bodies

from .known import Known

type Rank = list[tuple[int, str]]
# So many runs at most sort bodies; a list in no order has about half as many as bodies.
_MOST_RUNS = 4
_LEAST_LISTED = 12
# So many bodies at most stand out of an order.
_MOST_OUT = 3


def sorted_by_order(listed: Sequence[str], known: Known) -> Iterator[dict[str, Bodies]]:
    """Yield the groups into which the order of ``listed`` (codes) sorts bodies.

    None where it is that of their names, codes or the scope, or follows what is known of them.
    """
    codes = [code for code in dict.fromkeys(listed) if code in known.scope]
    if len(codes) < _LEAST_LISTED or len(codes) * 2 <= len(known.scope):
        return
    places = min(_orders_of(codes, known), key=lambda some: len(_runs(some)))
    runs = [frozenset(codes[at] for at in run) for run in _runs(places)]
    if len(runs) < 2:
        return
    if len(runs) <= _MOST_RUNS and not _attributes(known).issuperset(runs):
        yield {f"part {place} of its order": run for place, run in enumerate(runs, 1)}
    out = frozenset(codes[at] for at in _out_of_order(places))
    if len(out) <= _MOST_OUT and out not in runs:
        yield {"out of order": out}


def _orders_of(codes: Sequence[str], known: Known) -> Iterator[list[int]]:
    """Yield the place of each code in each order in which it may be listed, up and down."""
    for by in _orders(known):
        places = _places(codes, by)
        yield places
        yield [-place for place in places]


def _orders(known: Known) -> list[Callable[[str], Rank]]:
    labels = {one.code: one.label for one in known.bodies}
    register = {one.code: place for place, one in enumerate(known.bodies)}
    return [
        lambda code: _natural(labels[code]),
        _natural,
        lambda code: [(register[code], "")],
    ]


def _natural(words: str) -> Rank:
    parts = re.findall(r"\d+|\D+", words.casefold())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _places(codes: Sequence[str], by: Callable[[str], Rank]) -> list[int]:
    """The place of each code where they are sorted."""
    in_order = {code: place for place, code in enumerate(sorted(codes, key=by))}
    return [in_order[code] for code in codes]


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Indexes of stretches that ascend."""
    runs: list[list[int]] = []
    for at, place in enumerate(places):
        if at and place > places[at - 1]:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _out_of_order(places: Sequence[int]) -> list[int]:
    """Indexes of the fewest without which the others ascend (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, place in enumerate(places):
        pile = bisect_left(ends, place)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1], tops[pile : pile + 1] = [place], [at]
    kept, at = set[int](), tops[-1]
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [at for at in range(len(places)) if at not in kept]


def _attributes(known: Known) -> set[Bodies]:
    """Sets of bodies that anybody knows: of a kind, a nation, a region or a group."""
    kinds: dict[str, set[str]] = {}
    for one in known.bodies:
        kinds.setdefault(one.kind, set()).add(one.code)
    return {*known.words.values(), *map(frozenset, kinds.values())}
