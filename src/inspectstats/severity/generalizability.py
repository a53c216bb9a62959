"""Where the spread of scores comes from, and how many inspectors a dependable mean needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspectstats.agreement.ratings import Floats, Grouping
from inspectstats.records import InputError, Record, Result, digest
from inspectstats.severity.variance_components import cells_of, effects_of, mean_squares, solve
from inspectstats.tables.cells import label_key
from inspectstats.tables.factors import factor
from inspectstats.tables.names import same_name
from inspectstats.tables.opening import Cells, Table, no_column, opened

METHOD = "generalizability.anova/1"


@dataclass(frozen=True, slots=True)
class Component(Record):
    """One variance component: ``effect`` such as "person x rater:task", its facets, and the
    estimate.

    ``estimated`` may be negative, as unbiased estimates are; ``variance`` is the same, with
    negatives set to 0.
    """

    effect: str
    facets: frozenset[str]
    estimated: float
    variance: float
    mean_square: float | None
    df: int


@dataclass(frozen=True, slots=True, eq=False)
class GStudy(Record):
    """Variance components of a design; ``decision`` and ``needed`` turn them into a D-study."""

    object: str
    components: tuple[Component, ...]
    nested: Mapping[str, tuple[str, ...]]
    n: int
    balanced: bool
    reason: str = "ok"
    warnings: tuple[str, ...] = ()
    input_sha256: str = ""

    PARTS = "components"

    def component(self, *facets: str) -> Component:
        """Return the component of the effect of exactly these facets.

        A nested facet brings what it is nested in.
        """
        effect = frozenset(facets)
        for name in facets:
            effect |= frozenset(self.nested.get(name, ()))
        for component in self.components:
            if component.facets == effect:
                return component
        shown = "; ".join(component.effect for component in self.components)
        raise InputError(
            f"no effect of {', '.join(sorted(effect))}", where="facets", mend=f"Effects: {shown}."
        )

    def decision(self, sizes: Mapping[str, int], *, absolute: bool = False) -> Result:
        """G (relative) or Phi (``absolute``) coefficient of the mean over ``sizes`` conditions of
        each facet.

        G = s2_p/(s2_p + s2_rel), s2_rel the sum of components with the object and other facets,
        each divided by the product of its facets' sizes; Phi adds those without the object. For a
        person who is not a statistician: how well means of so many judgments tell bodies apart,
        from 0 to 1.
        """
        self._refuse_sizes(sizes)
        method = f"{METHOD}.{'phi' if absolute else 'g'}"
        signal = next(
            (part.variance for part in self.components if part.facets == {self.object}), 0.0
        )
        noise = self._error_variance(sizes, absolute=absolute)
        if self.reason != "ok" or signal + noise <= 0:
            reason = self.reason if self.reason != "ok" else "no_variation"
            return Result(
                method, None, reason=reason, interval_reason=reason, input_sha256=self.input_sha256
            )
        return Result(
            method,
            signal / (signal + noise),
            interval_reason="not_given",
            counts={"n_ratings": self.n},
            warnings=self.warnings,
            input_sha256=self.input_sha256,
        )

    def _refuse_sizes(self, sizes: Mapping[str, int]) -> None:
        facets = {facet for part in self.components for facet in part.facets}
        missing = sorted(facets - {self.object, "within"} - set(sizes))
        if missing and self.reason == "ok":
            raise InputError(
                f"no size for {', '.join(missing)}",
                where="sizes",
                mend="Give the number of each facet.",
            )
        if any(size < 1 for size in sizes.values()):
            raise InputError("must be 1 or more", where="sizes", mend="Give whole numbers.")

    def _error_variance(self, sizes: Mapping[str, int], *, absolute: bool) -> float:
        """Relative or absolute error variance of a mean over ``sizes`` conditions."""
        return sum(
            part.variance / math.prod(sizes.get(facet, 1) for facet in part.facets - {self.object})
            for part in self.components
            if part.facets != {self.object} and (absolute or self.object in part.facets)
        )

    def needed(
        self,
        facet: str,
        sizes: Mapping[str, int],
        target: float = 0.8,
        *,
        absolute: bool = False,
        most: int = 10_000,
    ) -> int | None:
        """Smallest number of ``facet`` for which the coefficient reaches ``target``.

        None where none up to ``most``.
        """

        def reaches(number: int) -> bool:
            value = self.decision({**sizes, facet: number}, absolute=absolute).value
            return value is not None and value >= target

        if not reaches(most):
            return None
        low, high = 1, most
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if reaches(middle) else (middle + 1, high)
        return low


def g_study(
    rows: Any,
    *,
    object: str,
    facets: Iterable[str],
    score: str = "score",
) -> GStudy:
    """Estimate variance components of a crossed or nested random design by analysis of variance.

    For a person who is not a statistician: splits the differences between scores into "bodies
    differ", "inspectors differ", and so on, and says how many judgments a dependable result needs.

    Parameters
    ----------
    rows : a frame, columns by name, or one mapping a score; columns ``object``, each facet and
        ``score`` (a number).
    object : what is measured, such as "force".
    facets : the other columns; "rater:task" says that raters are nested in tasks
        ("rater:team:region" deeper).

    Returns
    -------
    GStudy. ``reason`` is ``too_few_levels`` where a facet has a single level or the design cannot
    tell effects apart.

    Notes
    -----
    Analogous-ANOVA (Henderson's method 1): uncorrected sums of squares T = sum over cells of (sum
    x)^2/n for each effect, set equal to their expectations N mu^2 + sum_b k_b s2_b with k_b = sum
    over cells of sum n_ab^2/n_a. On balanced data these are the usual expected mean squares.
    Negative estimates are reported and then set to 0. Reference: Brennan (2001); Henderson (1953).
    Golden G09.
    """
    table = opened(rows)
    parents, names = _design(object, list(facets))
    groups = {name: Grouping.of(_column(table, name), where=name) for name in names}
    values = _scores(_column(table, score), score)
    sha = digest(
        [
            values.tobytes(),
            *(group.codes.tobytes() for group in groups.values()),
            *(n.encode() for n in names),
        ]
    )
    effects = effects_of(names, parents)
    labels = {
        effect: cells_of([groups[name].codes for name in sorted(effect)], len(values))
        for effect in effects
    }
    top = effects[-1]
    # More scores than cells: the spread within a cell can be told from the largest effect.
    replicated = len(values) > (int(labels[top].max()) + 1 if len(values) else 0)
    if replicated:
        within = top | {"within"}
        effects.append(within)
        labels[within] = np.arange(len(values))
    estimates, balanced = solve(values, effects, labels)
    if estimates is None:
        return GStudy(object, (), parents, len(values), balanced, "too_few_levels", (), sha)
    squares = mean_squares(values, effects, labels)
    components = tuple(
        Component(
            _effect_name(effect, object, parents),
            effect,
            float(est),
            max(float(est), 0.0),
            *squares[effect],
        )
        for effect, est in zip(effects, estimates, strict=True)
    )
    warnings = tuple(
        f"{part.effect} was estimated below zero ({part.estimated:.4f}): taken as 0"
        for part in components
        if part.estimated < 0
    )
    if not balanced:
        warnings += (
            "the design is unbalanced: components by Henderson's method 1, mean squares not given",
        )
        components = tuple(
            Component(p.effect, p.facets, p.estimated, p.variance, None, p.df) for p in components
        )
    return GStudy(object, components, parents, len(values), balanced, "ok", warnings, sha)


def _design(thing: str, facets: list[str]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    parents: dict[str, tuple[str, ...]] = {}
    names = [thing]
    for facet in facets:
        name, *above = (part.strip() for part in facet.split(":"))
        if not name or name in names:
            raise InputError(
                f"{facet!r} is named twice or empty",
                where="facets",
                mend='Write "rater:task" once.',
            )
        names.append(name)
        parents[name] = tuple(above)
    unknown = [up for above in parents.values() for up in above if up not in names]
    if unknown:
        raise InputError(
            f"{unknown[0]!r} holds a nested facet but is not named",
            where="facets",
            mend="Name it as a facet too.",
        )
    return parents, names


def _column(table: Table, name: str) -> Cells:
    if not table.names:
        return []
    column = same_name(name, table.names)
    if column is None:
        raise no_column(name, table.names)
    return table.columns[column]


def _scores(cells: Cells, score: str) -> Floats:
    places, distinct = factor(cells)
    out = np.empty(len(distinct))
    for place, cell in enumerate(distinct):
        key = label_key(cell)
        if not isinstance(key, float):
            row = int(np.flatnonzero(places == place)[0]) + 1
            raise InputError(
                f"{cell!r} is not a number",
                where=f"row {row}, column {score}",
                mend="Leave out rows without a score.",
            )
        out[place] = key
    return out[places]


def _effect_name(effect: frozenset[str], thing: str, parents: Mapping[str, tuple[str, ...]]) -> str:
    if "within" in effect:
        return "within"
    covered = {up for name in effect for up in parents.get(name, ())}
    shown = [name for name in effect if name not in covered]
    shown.sort(key=lambda name: (name != thing, name))
    return " x ".join(":".join((name, *parents.get(name, ()))) for name in shown)
