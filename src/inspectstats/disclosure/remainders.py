"""What one count leaves of another: a few bodies that no count was printed of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspectstats.disclosure.statements import Given, Hidden, Secret, Statement, Sum, Term


def implied(given: Given, secrets: Iterable[Secret], k: int) -> Iterator[Secret]:
    """Yield what a few bodies were found to be that no count was printed of: 1 of a kind of 2.

    One for each part of fewer than ``k`` bodies that the populations of a count tell apart. Whether
    it follows is for the search.
    """
    known = {(_same(one.term), one.population) for one in secrets}
    for sums in _by_term(given.statements).values():
        parts: dict[tuple[bool, ...], set[str]] = {}
        for body in given.bodies:
            parts.setdefault(tuple(body in one.population for one, _ in sums), set()).add(body)
        term, said = sums[0][0].term, sums[0][1]
        told = {one.population for one, _ in sums}
        for part in parts.values():
            population = frozenset(part)
            if len(part) >= k or population in told or (_same(term), population) in known:
                continue
            holders = frozenset(one for one in part if given.total(term, frozenset((one,))))
            yield Secret(
                f"{said.key}, what is left",
                f"{said.says}, and what other counts leave of it",
                Hidden.LEFT,
                term,
                {},
                population,
                holders or population,
                0,
                said.criteria,
            )


def _same(term: Term) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(term.items()))


def _by_term(
    statements: Iterable[Statement],
) -> dict[tuple[tuple[str, int], ...], list[tuple[Sum, Statement]]]:
    found: dict[tuple[tuple[str, int], ...], list[tuple[Sum, Statement]]] = {}
    for one in statements:
        for each in one.sums:
            if not each.looked:
                found.setdefault(_same(each.term), []).append((each, one))
    return found
