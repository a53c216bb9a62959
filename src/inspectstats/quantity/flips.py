"""How many verdicts, and how many judgments, must change before a quantity word is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from inspectstats.quantity.meanings import Meaning, Subgroups, meaning
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Band, Vocabulary, counts
from inspectstats.records import InputError, Record


@dataclass(frozen=True, slots=True)
class Flips(Record):
    """Fewest bodies whose verdict must change: ``down`` from met to not met, ``up`` the other way.

    ``None`` where no number of changes in that direction makes the word wrong (*almost all* of 46
    cannot be broken upwards where the band includes all). ``fewest`` is the smaller of the two, 0
    when the word is wrong already and ``None`` when nothing breaks it. ``reason`` is ``ok``,
    ``too_few_units`` or ``unknown_word``.
    """

    down: int | None
    up: int | None
    fewest: int | None
    reason: str = "ok"


@dataclass(frozen=True, slots=True)
class JudgmentFlips(Record):
    """Fewest single judgments to change before the word is wrong, and the bodies whose verdicts
    they switch.

    ``down`` and ``up`` count judgments in either direction, ``None`` where that direction cannot
    break the word; ``edge`` names the bodies of the cheapest way, cheapest first.
    """

    down: int | None
    up: int | None
    fewest: int | None
    edge: tuple[str, ...] = ()
    reason: str = "ok"


def flips(vocabulary: Vocabulary, word: str, k: int, n: int) -> Flips:
    """Fewest changed verdicts that break ``word`` for k of n, either way.

    Formula: down = k - k_min + 1 where k_min > 0, up = k_max - k + 1 where k_max < n (for words
    that are no band, the nearest count below and above k at which the predicate is false). Exact:
    flips - 1 changes never break it. Golden G22. For a reader: "if two of these 46 forces had been
    judged otherwise, we could not write *most*".
    """
    band = vocabulary.band(word)
    if band is not None:
        return _flips_of_band(band, k, n, vocabulary.smallest_n)
    found = meaning(word, vocabulary)
    return Flips(None, None, 0, "unknown_word") if found is None else flips_of(found, k, n)


def _flips_of_band(band: Band, k: int, n: int, smallest_n: int) -> Flips:
    """By the formula, without trying the counts below and above one by one."""
    counts(k, n)
    if n < smallest_n:
        return Flips(None, None, 0, "too_few_units")
    k_min, k_max = band.limits(n)
    if not k_min <= k <= k_max:
        return Flips(None, None, 0)
    down = k - k_min + 1 if k_min > 0 else None
    up = k_max - k + 1 if k_max < n else None
    return Flips(down, up, min((way for way in (down, up) if way is not None), default=None))


def flips_of(found: Meaning, k: int, n: int, subgroups: Subgroups = ()) -> Flips:
    """As :func:`flips` for any meaning.

    Declared ``subgroups`` are held as they are; only the total moves.
    """
    counts(k, n)
    if not found.holds(k, n, subgroups):
        return Flips(None, None, 0, found.reason(n))
    down = next(
        (k - other for other in range(k - 1, -1, -1) if not found.holds(other, n, subgroups)), None
    )
    up = next(
        (other - k for other in range(k + 1, n + 1) if not found.holds(other, n, subgroups)), None
    )
    return Flips(down, up, min((way for way in (down, up) if way is not None), default=None))


def flips_in_judgments(
    costs: Mapping[str, int | None],
    met: Collection[str],
    word: str,
    vocabulary: Vocabulary = DEFAULT,
) -> JudgmentFlips:
    """Fewest changed judgments that break ``word``, given what each body's verdict costs to switch.

    ``costs`` maps every body judged to the fewest rating changes that switch its verdict under the
    aggregation rule (``None``: nothing switches it); ``met`` are the bodies that meet the
    criterion. Greedy is exact, because bodies are independent: d flips downward cost the sum of the
    d cheapest bodies that met. Raises for a body in ``met`` without a cost and for costs below 1.
    """
    _refuse_costs(costs, met)
    if not costs:
        return JudgmentFlips(None, None, 0, (), "too_few_units")
    in_bodies = flips(vocabulary, word, len(set(met)), len(costs))
    if in_bodies.fewest == 0:
        return JudgmentFlips(None, None, 0, (), in_bodies.reason)
    downward = _cheapest(costs, [body for body in costs if body in met], in_bodies.down)
    upward = _cheapest(costs, [body for body in costs if body not in met], in_bodies.up)
    ways = [way for way in (downward, upward) if way is not None]
    best = min(ways, default=None, key=lambda way: (way[0], len(way[1])))
    return JudgmentFlips(
        down=None if downward is None else downward[0],
        up=None if upward is None else upward[0],
        fewest=None if best is None else best[0],
        edge=() if best is None else best[1],
    )


def _refuse_costs(costs: Mapping[str, int | None], met: Collection[str]) -> None:
    strangers = sorted(set(met) - set(costs))
    if strangers:
        raise InputError(
            f"no cost for {strangers[0]!r}",
            where="costs",
            mend="Give every body judged its cost, or None.",
        )
    for body, cost in costs.items():
        if cost is not None and (isinstance(cost, bool) or cost < 1):
            raise InputError(
                f"cost {cost!r} of {body!r}",
                where="costs",
                mend="A verdict costs at least 1 judgment.",
            )


def _cheapest(
    costs: Mapping[str, int | None], bodies: list[str], needed: int | None
) -> tuple[int, tuple[str, ...]] | None:
    if needed is None:
        return None
    # By name where costs are equal, so that the same bodies are named every time.
    priced = sorted((cost, body) for body in bodies if (cost := costs[body]) is not None)
    if len(priced) < needed:
        return None
    chosen = priced[:needed]
    return sum(cost for cost, _ in chosen), tuple(body for _, body in chosen)
