"""How a sample was drawn: strata, clusters, sizes and the weight of each case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.estimates.sample_columns import (
    Floats,
    Ints,
    alone,
    apart,
    checked_chances,
    cluster_sizes,
    coded,
    inverse_chances,
    known,
    of_length,
    per_stratum,
    positive,
)
from inspectstats.records import InputError


@dataclass(frozen=True, slots=True)
class Design:
    """How the sample was drawn, one entry per sampled case.

    ``weights`` are the cases of the frame each stands for; ``stratum`` and ``cluster`` are labels
    coded 0..; ``sizes`` is the number of sampling units (clusters, or cases where there are none)
    in the frame, per stratum, or ``None`` where the sample is a vanishing part; ``within`` the
    cases each case's cluster has, where only some of them were drawn (two stages). ``singletons``
    is ``refuse`` or ``centre`` (a single unit then varies about the mean of all units, a declared
    rule). ``chances`` are the inclusion probabilities of a draw by size, None for any other; units
    of chance 1 are certain and vary not at all; ``by_size`` is how the variance of such a draw is
    computed, ``brewer`` or ``deville``. ``freedom`` is ``units`` or ``satterthwaite``.
    """

    weights: Floats
    stratum: Ints
    cluster: Ints
    sizes: Floats | None
    names: tuple[str, ...]
    singletons: str = "refuse"
    within: Floats | None = None
    chances: Floats | None = None
    freedom: str = "units"
    by_size: str = "brewer"

    @property
    def clusters(self) -> int:
        """Sampling units over all strata."""
        return len({(int(s), int(c)) for s, c in zip(self.stratum, self.cluster, strict=True)})

    @property
    def certain(self) -> NDArray[np.bool_]:
        """Which cases were taken for certain, in a draw by size; none in any other."""
        if self.chances is None:
            return np.zeros(len(self.stratum), dtype=bool)
        return self.chances >= 1.0

    @property
    def df(self) -> float:
        """Degrees of freedom: sampling units less strata, certain units and their strata apart.

        With ``freedom`` "satterthwaite" those of a sum of strata that weigh differently: (sum
        a_h)^2 / sum a_h^2/(n_h - 1), a_h what stratum h brings to the variance of a mean were its
        units as varied as all others', (sum of weights)^2 (1 - n_h/N_h)/n_h. Satterthwaite (1946)
        Biometrics Bulletin 2:110.
        """
        left = ~self.certain
        strata = np.unique(self.stratum[left])
        pairs = {
            (int(s), int(c)) for s, c in zip(self.stratum[left], self.cluster[left], strict=True)
        }
        if self.freedom == "units" or not len(strata):
            return len(pairs) - len(strata)
        top = bottom = 0.0
        for code in strata.tolist():
            inside = left & (self.stratum == code)
            n = len(set(self.cluster[inside].tolist()))
            rest = 1.0 if self.sizes is None else 1.0 - n / float(self.sizes[code])
            brings = float(self.weights[inside].sum()) ** 2 * rest / n
            if brings > 0 and n > 1:
                top, bottom = top + brings, bottom + brings**2 / (n - 1)
        return top**2 / bottom if bottom > 0 else 0.0


class DrawnCase(Protocol):
    """What a draw of :mod:`inspectstats.sampling` tells of each case it drew."""

    @property
    def stratum(self) -> str:
        """The stratum it was drawn in."""

    @property
    def chance(self) -> Fraction:
        """Its inclusion probability."""


def design_of_draw(
    drawn: Iterable[DrawnCase], *, freedom: str = "units", by_size: str = "deville"
) -> Design:
    """Describe the sample that :func:`~inspectstats.sampling.draw.draw` or ``draw_by_size`` drew.

    ``drawn`` are its cases, in the order in which their figures will be given. The variance is
    Deville's, which was nearest to the actual in all that was drawn and counted;
    ``by_size="brewer"`` gives what R survey gives.

    Examples
    --------
    >>> from inspectstats.estimates.survey import total
    >>> from inspectstats.sampling.draw import draw_by_size
    >>> from inspectstats.sampling.frame import Case
    >>> sizes = {"A": 30, "B": 12, "C": 55, "D": 8, "E": 21, "F": 90, "G": 16, "H": 40}
    >>> cases = [Case(name, size=Fraction(size)) for name, size in sizes.items()]
    >>> drawn = draw_by_size(cases, 5, "x").drawn
    >>> found = total([2 * sizes[case.id] + 1 for case in drawn], design_of_draw(drawn))
    >>> found.method, found.counts["n_certain"], round(found.value / 10)
    ('survey.total.deville/1', 2, 55)
    """
    cases = list(drawn)
    return design(
        len(cases),
        chances=[float(case.chance) for case in cases],
        strata=[case.stratum for case in cases],
        freedom=freedom,
        by_size=by_size,
    )


def design(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: Sequence[object] | None = None,
    clusters: Sequence[object] | None = None,
    sizes: Sequence[float] | None = None,
    within: Sequence[float] | None = None,
    chances: ArrayLike | None = None,
    singletons: str = "refuse",
    freedom: str = "units",
    by_size: str = "brewer",
) -> Design:
    """Describe a sample of ``n`` cases.

    Parameters
    ----------
    weights : array of n, optional
        Frame cases per sampled case; without them ``sizes`` gives N_h/n_h, and without either 1.
    strata, clusters : sequences of n labels, optional
    sizes : sequence of n, optional
        The size N_h of each case's stratum in the frame (number of clusters where clusters were
        drawn).
    within : sequence of n, optional
        The number of cases in each case's cluster, where not all of them were drawn; needs
        ``clusters`` and ``sizes``.
    chances : array of n, optional
        The inclusion probability of each case (of its cluster, where clusters were drawn) in a draw
        without replacement by size; the weights are then one over them, and variances Brewer's.
        Neither ``weights`` nor ``sizes`` nor ``within`` is given with them.
    freedom : "units" or "satterthwaite"
        How degrees of freedom are counted; the second where few units were drawn in strata of very
        different size.
    by_size : "brewer" or "deville"
        The variance of a draw by size: what R survey gives, or what is nearer to the actual error,
        of means and ratios and where half of the frame was drawn (:func:`design_of_draw` takes it).
    """
    of_length(
        n,
        weights=weights,
        strata=strata,
        clusters=clusters,
        sizes=sizes,
        within=within,
        chances=chances,
    )
    known(singletons=singletons, freedom=freedom, by_size=by_size)
    names, stratum = coded(strata, n)
    _, cluster = coded(clusters, n) if clusters is not None else ((), np.arange(n))
    if chances is not None:
        alone({"weights": weights, "sizes": sizes, "within": within})
        held, cluster = checked_chances(chances, apart(stratum, cluster))
        return Design(
            1.0 / held,
            stratum,
            cluster,
            None,
            names,
            singletons,
            chances=held,
            freedom=freedom,
            by_size=by_size,
        )
    by_stratum = None if sizes is None else per_stratum(sizes, names, stratum, cluster)
    inner = None
    if within is not None:
        if clusters is None or by_stratum is None:
            raise InputError(
                "there are no clusters or no sizes",
                where="within",
                mend="Give clusters and sizes too.",
            )
        cluster = apart(stratum, cluster)
        inner = cluster_sizes(within, cluster)
    held = (
        positive(weights)
        if weights is not None
        else inverse_chances(stratum, cluster, by_stratum, inner)
    )
    return Design(held, stratum, cluster, by_stratum, names, singletons, inner, freedom=freedom)
