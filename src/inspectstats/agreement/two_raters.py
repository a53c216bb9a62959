"""Cohen's kappa: the agreement of two named raters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from inspectstats.agreement import analytic
from inspectstats.agreement.answer import figure, unnamed
from inspectstats.agreement.coefficients import cohen_coefficient
from inspectstats.agreement.patterns import patterns
from inspectstats.agreement.ratings import Ratings
from inspectstats.agreement.weights import Weights, leaning_on_positions, weights_named
from inspectstats.records import InputError, Result


def cohen(
    ratings: Ratings,
    weights: Weights = "identity",
    interval: str | None = "jackknife",
    *,
    pair: tuple[str, str] | None = None,
    level: float = 0.95,
    seed: str = "",
    replicates: int = 1000,
    threads: int = 1,
) -> Result:
    """Cohen's kappa of two named raters, weighted if asked, on the units both rated.

    For a person who is not a statistician: agreement of two people beyond what their own habits
    would give by luck.

    Notes
    -----
    (p_a - p_e)/(1 - p_e), p_e = sum w_kl p_1k p_2l. With more than two raters name the ``pair``.
    Reference: Cohen (1960, 1968); Fleiss, Cohen and Everitt (1969) for ``interval="analytic"``.
    Golden G05, G24.
    """
    canonical, matrix = weights_named(weights, ratings)
    method = f"cohen_kappa.{canonical}"
    if not ratings.raters_named:
        return unnamed(ratings, f"{method}/1", level, interval)
    chosen = _pair(ratings, pair)
    found = cohen_coefficient(patterns(chosen), matrix, canonical)
    return figure(
        chosen,
        found,
        analytic.cohen_influence(matrix),
        interval=interval,
        level=level,
        seed=seed,
        replicates=replicates,
        threads=threads,
        unit="",
        warnings=leaning_on_positions(canonical, ratings),
    )


def _pair(ratings: Ratings, pair: tuple[str, str] | None) -> Ratings:
    names = pair or (ratings.raters if ratings.n_raters == 2 else None)
    if names is None or len(names) != 2 or any(name not in ratings.raters for name in names):
        raise InputError(
            f"compares two raters, not {ratings.n_raters}"
            if pair is None
            else f"{pair} are not both raters here",
            where="cohen",
            mend=f"Give pair=(name, name) from {', '.join(ratings.raters)}; or use conger or "
            f"alpha.",
        )
    if names == ratings.raters:
        return ratings
    columns = [ratings.raters.index(name) for name in names]
    return replace(ratings, codes=np.asfortranarray(ratings.codes[:, columns]), raters=tuple(names))
