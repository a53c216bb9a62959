"""How a sample was drawn: strata, clusters, sizes and the weight of each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.records import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    _of_length(
        n,
        weights=weights,
        strata=strata,
        clusters=clusters,
        sizes=sizes,
        within=within,
        chances=chances,
    )
    _known(singletons=singletons, freedom=freedom, by_size=by_size)
    names, stratum = _coded(strata, n)
    _, cluster = _coded(clusters, n) if clusters is not None else ((), np.arange(n))
    if chances is not None:
        _alone({"weights": weights, "sizes": sizes, "within": within})
        held, cluster = _checked(chances, _apart(stratum, cluster))
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
    per_stratum = None if sizes is None else _per_stratum(sizes, names, stratum, cluster)
    inner = None
    if within is not None:
        if clusters is None or per_stratum is None:
            raise InputError(
                "there are no clusters or no sizes",
                where="within",
                mend="Give clusters and sizes too.",
            )
        cluster = _apart(stratum, cluster)
        inner = _cluster_sizes(within, cluster)
    held = (
        _positive(weights)
        if weights is not None
        else _inverse_chances(stratum, cluster, per_stratum, inner)
    )
    return Design(held, stratum, cluster, per_stratum, names, singletons, inner, freedom=freedom)


def _of_length(n: int, **columns: Any) -> None:
    for name, column in columns.items():
        if column is not None and len(column) != n:
            raise InputError(
                f"{name} do not have {n} entries",
                where=name,
                mend="Give one entry per sampled case.",
            )


def _known(**chosen: str) -> None:
    rules = {
        "singletons": ("refuse", "centre"),
        "freedom": ("units", "satterthwaite"),
        "by_size": ("brewer", "deville"),
    }
    for name, value in chosen.items():
        if value not in rules[name]:
            raise InputError(
                f"{name} {value!r}", where=name, mend=f"Use {' or '.join(rules[name])}."
            )


def _alone(given: Mapping[str, object]) -> None:
    """Refuse what chances already say."""
    for name, column in given.items():
        if column is not None:
            raise InputError(
                f"{name} stand beside chances",
                where=name,
                mend="Leave them out: the chances give the weights and the variance.",
            )


def _checked(chances: ArrayLike, cluster: Ints) -> tuple[Floats, Ints]:
    """The chances as numbers, with the clusters; refuses what is no chance or differs in one."""
    held = np.asarray(chances, dtype=np.float64)
    bad = np.flatnonzero(~((held > 0) & (held <= 1)))
    if len(bad):
        raise InputError(
            f"{held[bad[0]]:g} is no chance",
            where=f"row {bad[0] + 1}, chances",
            mend="Give a number above 0 and at most 1.",
        )
    _, first, place = np.unique(cluster, return_index=True, return_inverse=True)
    torn = np.flatnonzero(held[first][place] != held)
    if len(torn):
        raise InputError(
            "its chance differs within the cluster",
            where=f"row {torn[0] + 1}, chances",
            mend="Give every case the chance with which its cluster was drawn.",
        )
    return held, cluster


def _positive(weights: ArrayLike) -> Floats:
    given = np.asarray(weights, dtype=np.float64)
    if not np.all(given > 0):
        raise InputError(
            "a weight is not above 0",
            where="weights",
            mend="Leave cases that stand for nothing out.",
        )
    return given


def _inverse_chances(
    stratum: Ints, cluster: Ints, sizes: Floats | None, within: Floats | None
) -> Floats:
    """Weights as one over the chance of each case: N_h/n_h, times M/m within a cluster; else 1."""
    if sizes is None:
        return np.ones(len(stratum))
    drawn = [len(set(cluster[stratum == code].tolist())) for code in range(len(sizes))]
    given: Floats = (sizes / np.array(drawn))[stratum]
    return given if within is None else given * within / np.bincount(cluster)[cluster]


def _cluster_sizes(within: Sequence[float], cluster: Ints) -> Floats:
    inner = np.asarray(within, dtype=np.float64)
    taken = np.bincount(cluster)[cluster]
    short = np.flatnonzero(inner < taken)
    if len(short):
        what = f"{taken[short[0]]} cases drawn of {inner[short[0]]:g}"
        raise InputError(
            what, where=f"row {short[0] + 1}, within", mend="Correct the size of the cluster."
        )
    return inner


def _per_stratum(
    sizes: Sequence[float], names: tuple[str, ...], stratum: Ints, cluster: Ints
) -> Floats:
    """N_h by stratum; refuses sizes that differ within a stratum or are smaller than what was
    drawn.
    """
    found = np.zeros(len(names))
    for row, size in enumerate(sizes):
        if found[stratum[row]] not in (0.0, float(size)):
            raise InputError(
                "its size differs within the stratum",
                where=f"row {row + 1}",
                mend="One N_h per stratum.",
            )
        found[stratum[row]] = float(size)
    for code, name in enumerate(names):
        drawn = len(set(cluster[stratum == code].tolist()))
        if found[code] < drawn:
            raise InputError(
                f"{drawn} drawn of {found[code]:g}", where=f"stratum {name}", mend="Correct N_h."
            )
    return found


def _apart(stratum: Ints, cluster: Ints) -> Ints:
    """Cluster codes that differ between strata, although two strata may use one label."""
    _, codes = np.unique(np.column_stack([stratum, cluster]), axis=0, return_inverse=True)
    return codes.reshape(-1).astype(np.int64)


def _coded(labels: Sequence[object] | None, n: int) -> tuple[tuple[str, ...], Ints]:
    if labels is None:
        return ("all",), np.zeros(n, dtype=np.int64)
    names = tuple(sorted({str(label) for label in labels}))
    place = {name: code for code, name in enumerate(names)}
    return names, np.array([place[str(label)] for label in labels], dtype=np.int64)
