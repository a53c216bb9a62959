"""Suppression: small counts, and as many others as it takes for them not to be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inspectstats.disclosure.attack import Recovered, attack
from inspectstats.disclosure.cells import Cells
from inspectstats.records import InputError, Record

MARK = "[c]"
# primary times complementary cells up to which sparing is tried: 200 small linear programs, about a
# second
_FEW = 200


@dataclass(frozen=True, slots=True)
class Suppressed(Record):
    """A table safe to print.

    ``primary`` cells are small, ``complementary`` ones protect them; all print the same mark.

    ``recovered`` is what the attacker still knows of each primary cell; ``safe`` whether every one
    of them stays at least ``protection`` counts wide.
    """

    cells: Cells
    primary: tuple[str, ...]
    complementary: tuple[str, ...]
    recovered: tuple[Recovered, ...]
    threshold: int
    protection: int
    safe: bool

    def text(self, key: str) -> str:
        """What to print for a cell: its count or the mark."""
        return (
            MARK
            if key in self.primary or key in self.complementary
            else str(self.cells.values[key])
        )


def small(cells: Cells, threshold: int, *, zeros: bool = False) -> tuple[str, ...]:
    """Cells that are small by rule: 1 to ``threshold`` - 1, with ``zeros`` also 0."""
    if threshold < 2:
        raise InputError(
            f"threshold {threshold}",
            where="threshold",
            mend="Counts below 2 at least must be small.",
        )
    return tuple(
        key for key, value in cells.values.items() if (value or zeros) and value < threshold
    )


def suppress(
    cells: Cells,
    threshold: int,
    *,
    protection: int | None = None,
    zeros: bool = False,
    keep: Iterable[str] = (),
) -> Suppressed:
    """Suppress small counts and, greedily, the smallest others until the attack fails.

    Parameters
    ----------
    protection : int, optional
        How many counts apart the attacker's bounds of a small cell must stay; ``threshold`` - 1
        unless told.
    keep : cells never to be used as complementary ones (totals already published elsewhere).

    Greedy: total suppression is small, not least; safety is proved afterwards by :func:`attack`,
    not assumed. Where even suppressing every cell allowed does not protect, ``safe`` is False and
    the table must not be printed.
    """
    wide = threshold - 1 if protection is None else protection
    least, held = (0 if zeros else 1), set(keep)
    primary = small(cells, threshold, zeros=zeros)
    hidden = dict.fromkeys(primary)
    known: dict[str, Recovered] = {}
    pending = list(primary)
    # Only those not yet protected are attacked again: hiding more never narrows a bound.
    while pending:
        known |= attack(cells, hidden, least=least, only=pending)
        pending = [key for key in pending if known[key].width < wide]
        if not pending:
            break
        more = _closing(cells, hidden, held, allow_zero=zeros) or _cheapest(
            cells, pending[0], hidden, held, allow_zero=zeros
        )
        if more is None:
            break
        hidden[more] = None
    if len(primary) * (len(hidden) - len(primary)) <= _FEW:
        _spare(cells, primary, hidden, least, wide)
    # Attacked as it will be printed, after sparing: safety is proved, not concluded.
    final = attack(cells, hidden, least=least, only=primary)
    return Suppressed(
        cells,
        primary,
        tuple(key for key in hidden if key not in primary),
        tuple(final[key] for key in primary),
        threshold,
        wide,
        all(each.width >= wide for each in final.values()),
    )


def _spare(
    cells: Cells, primary: tuple[str, ...], hidden: dict[str, None], least: int, wide: int
) -> None:
    """Print again, largest first, every complementary cell the protection can do without."""
    for key in sorted(
        (key for key in hidden if key not in primary), key=lambda key: (-cells.values[key], key)
    ):
        trial = [other for other in hidden if other != key]
        if all(
            each.width >= wide for each in attack(cells, trial, least=least, only=primary).values()
        ):
            del hidden[key]


def _closing(
    cells: Cells, hidden: dict[str, None], keep: set[str], *, allow_zero: bool
) -> str | None:
    """The smallest cell of a sum that hides exactly one, best one whose other sums hide something
    already (a closed ring).
    """
    held = [(total, *parts) for total, parts in cells.sums]
    hiding = [sum(1 for key in members if key in hidden) for members in held]
    found: list[tuple[bool, int, str]] = []
    for members, count in zip(held, hiding, strict=True):
        if count != 1:
            continue
        for loss, key in _candidates(cells, members, hidden, keep, allow_zero=allow_zero):
            ring = any(
                n and key in others and others is not members
                for others, n in zip(held, hiding, strict=True)
            )
            found.append((not ring, loss, key))
    return min(found)[2] if found else None


def _cheapest(
    cells: Cells, target: str, hidden: dict[str, None], keep: set[str], *, allow_zero: bool
) -> str | None:
    """The smallest cell to add: first in a sum of ``target`` that hides least, then in sums its
    companions stand in.
    """
    reached, frontier = {target}, [target]
    while frontier:
        touching = [
            (total, *parts) for total, parts in cells.sums if set(frontier) & {total, *parts}
        ]
        touching.sort(key=lambda members: sum(1 for key in members if key in hidden))
        found = [
            (rank, loss, key)
            for rank, members in enumerate(touching)
            for loss, key in _candidates(cells, members, hidden, keep, allow_zero=allow_zero)
        ]
        if found:
            return min(found)[2]
        frontier = sorted({key for members in touching for key in members} - reached)
        reached |= set(frontier)
    return None


def _candidates(
    cells: Cells,
    members: tuple[str, ...],
    hidden: dict[str, None],
    keep: set[str],
    *,
    allow_zero: bool,
) -> Iterator[tuple[int, str]]:
    """Cells of one sum (its total first) that may be hidden, each with what a reader loses."""
    for order, key in enumerate(members):
        value = cells.values[key]
        if key in hidden or key in keep or (value == 0 and not allow_zero):
            continue
        # A total tells the reader most: it is hidden last.
        yield value * 4 if order == 0 else value, key
