"""What is told of each sampled case: labels, weights, sizes and chances, checked by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inspectstats.records import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def of_length(n: int, **columns: Any) -> None:
    """Refuse a column that has not one entry for each of ``n`` cases."""
    for name, column in columns.items():
        if column is not None and len(column) != n:
            raise InputError(
                f"{name} do not have {n} entries",
                where=name,
                mend="Give one entry per sampled case.",
            )


def known(**chosen: str) -> None:
    """Refuse a rule that is none of those there are."""
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


def alone(given: Mapping[str, object]) -> None:
    """Refuse what chances already say."""
    for name, column in given.items():
        if column is not None:
            raise InputError(
                f"{name} stand beside chances",
                where=name,
                mend="Leave them out: the chances give the weights and the variance.",
            )


def checked_chances(chances: ArrayLike, cluster: Ints) -> tuple[Floats, Ints]:
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


def positive(weights: ArrayLike) -> Floats:
    """The weights as numbers; refuses one that is not above 0."""
    given = np.asarray(weights, dtype=np.float64)
    if not np.all(given > 0):
        raise InputError(
            "a weight is not above 0",
            where="weights",
            mend="Leave cases that stand for nothing out.",
        )
    return given


def inverse_chances(
    stratum: Ints, cluster: Ints, sizes: Floats | None, within: Floats | None
) -> Floats:
    """Weights as one over the chance of each case: N_h/n_h, times M/m within a cluster; else 1."""
    if sizes is None:
        return np.ones(len(stratum))
    drawn = [len(set(cluster[stratum == code].tolist())) for code in range(len(sizes))]
    given: Floats = (sizes / np.array(drawn))[stratum]
    return given if within is None else given * within / np.bincount(cluster)[cluster]


def cluster_sizes(within: Sequence[float], cluster: Ints) -> Floats:
    """Cases in each case's cluster; refuses fewer than were drawn of it."""
    inner = np.asarray(within, dtype=np.float64)
    taken = np.bincount(cluster)[cluster]
    short = np.flatnonzero(inner < taken)
    if len(short):
        what = f"{taken[short[0]]} cases drawn of {inner[short[0]]:g}"
        raise InputError(
            what, where=f"row {short[0] + 1}, within", mend="Correct the size of the cluster."
        )
    return inner


def per_stratum(
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


def apart(stratum: Ints, cluster: Ints) -> Ints:
    """Cluster codes that differ between strata, although two strata may use one label."""
    _, codes = np.unique(np.column_stack([stratum, cluster]), axis=0, return_inverse=True)
    return codes.reshape(-1).astype(np.int64)


def coded(labels: Sequence[object] | None, n: int) -> tuple[tuple[str, ...], Ints]:
    """The distinct labels in order, and the place of each case among them; one label if none."""
    if labels is None:
        return ("all",), np.zeros(n, dtype=np.int64)
    names = tuple(sorted({str(label) for label in labels}))
    place = {name: code for code, name in enumerate(names)}
    return names, np.array([place[str(label)] for label in labels], dtype=np.int64)
