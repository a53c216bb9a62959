"""How a sample was drawn: strata, clusters, sizes and the weight of each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    rule).
    """

    weights: Floats
    stratum: Ints
    cluster: Ints
    sizes: Floats | None
    names: tuple[str, ...]
    singletons: str = "refuse"
    within: Floats | None = None

    @property
    def clusters(self) -> int:
        """Sampling units over all strata."""
        return len({(int(s), int(c)) for s, c in zip(self.stratum, self.cluster, strict=True)})

    @property
    def df(self) -> int:
        """Degrees of freedom: sampling units less strata."""
        return self.clusters - len(set(self.stratum.tolist()))


def design(
    n: int,
    *,
    weights: ArrayLike | None = None,
    strata: Sequence[object] | None = None,
    clusters: Sequence[object] | None = None,
    sizes: Sequence[float] | None = None,
    within: Sequence[float] | None = None,
    singletons: str = "refuse",
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
    """
    columns = {
        "weights": weights,
        "strata": strata,
        "clusters": clusters,
        "sizes": sizes,
        "within": within,
    }
    for name, column in columns.items():
        if column is not None and len(column) != n:  # type: ignore[arg-type]
            raise InputError(
                f"{name} do not have {n} entries",
                where=name,
                mend="Give one entry per sampled case.",
            )
    if singletons not in ("refuse", "centre"):
        raise InputError(
            f"singletons {singletons!r}", where="singletons", mend="Use refuse or centre."
        )
    names, stratum = _coded(strata, n)
    _, cluster = _coded(clusters, n) if clusters is not None else ((), np.arange(n))
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
    given = (
        _positive(weights)
        if weights is not None
        else _inverse_chances(stratum, cluster, per_stratum, inner)
    )
    return Design(given, stratum, cluster, per_stratum, names, singletons, inner)


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
