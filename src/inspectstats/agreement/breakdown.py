"""The same figure for each criterion, team or category, where one would hide a weak spot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inspectstats.agreement.figures import alpha, fleiss
from inspectstats.agreement.ratings import Grouping, Ratings
from inspectstats.records import InputError, Result

Figure = Callable[..., Result]


def by_criterion(ratings: Ratings, figure: Figure = alpha, **options: Any) -> dict[str, Result]:
    """Return ``figure`` for each criterion, in order of first appearance.

    ``options`` are passed on.

    For a person who is not a statistician: shows which question the inspectors read differently.
    """
    return _each(ratings, ratings.criterion, "criterion", figure, options)


def by_team(ratings: Ratings, figure: Figure = alpha, **options: Any) -> dict[str, Result]:
    """Return ``figure`` for the units each team judged; ``options`` are passed on.

    For a person who is not a statistician: shows whether one team agrees within itself less than
    the others do.
    """
    return _each(ratings, ratings.team, "team", figure, options)


def _each(
    ratings: Ratings, group: Grouping | None, where: str, figure: Figure, options: dict[str, Any]
) -> dict[str, Result]:
    if group is None:
        raise InputError(
            "was not given",
            where=where,
            mend=f"Name the {where} of each unit when building the ratings.",
        )
    return {
        name: figure(ratings.select(group.codes == code), **options)
        for code, name in enumerate(group.names)
    }


def by_category(ratings: Ratings, figure: Figure = fleiss, **options: Any) -> dict[str, Result]:
    """Return ``figure`` on each category against all others (Fleiss' kappa of a category by
    default).

    For a person who is not a statistician: shows which grade the inspectors cannot tell from the
    rest.

    Notes
    -----
    With m raters a unit, Fleiss (1971): kappa_j = 1 - sum_u n_uj (m - n_uj)/(N m (m-1) p_j (1 -
    p_j)); missing cells as in :func:`fleiss`. A category never or always used answers
    ``no_variation``. Golden G06.
    """
    return {
        label: figure(ratings.collapsed(code), **options)
        for code, label in enumerate(ratings.scale)
    }
