"""Bodies' shares against their numbers: control limits, over-dispersion, which stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from inspectstats.intervals.counts import checked
from inspectstats.records import InputError, Record, digest
from inspectstats.tables.names import MARGINS, folded
from inspectstats.variation.control_limits import limits, mid_p_value, over_dispersion
from inspectstats.variation.multiplicity import benjamini_hochberg

__all__ = [
    "Funnel",
    "Point",
    "flag_limits",
    "funnel",
    "limits",
    "mid_p_value",
    "over_dispersion",
]


@dataclass(frozen=True, slots=True)
class Point(Record):
    """One body of a funnel.

    ``z`` is its plain score, ``z_adjusted`` after over-dispersion; p-values are two-sided.

    ``p_exact`` is the mid-P of the exact distribution; ``outlier`` whether the body is flagged by
    the fixed rule. ``share``, ``z`` and the p-values are ``None`` for a body without cases.
    """

    name: str
    x: int
    n: int
    share: float | None
    z: float | None
    z_adjusted: float | None
    p_exact: float | None
    p_adjusted: float | None
    outlier: bool


@dataclass(frozen=True, slots=True)
class Funnel(Record):
    """A whole funnel: target share, over-dispersion ``phi`` (raw and winsorised), additive variance
    ``tau2``, the points.

    ``reason`` is ``ok``, ``too_few_forces`` or ``no_variation``. ``cut`` is the p-value at or below
    which a body is flagged, None where there is no funnel: the limits to draw are those of
    :func:`flag_limits`.
    """

    method: str
    target: float | None
    phi: float | None
    phi_winsorised: float | None
    tau2: float | None
    points: tuple[Point, ...]
    q: float
    reason: str
    warnings: tuple[str, ...]
    input_sha256: str
    cut: float | None = None

    PARTS = "points"


def funnel(
    names: Sequence[str],
    x: Sequence[int],
    n: Sequence[int],
    *,
    target: float | None = None,
    winsorise: float = 0.1,
    q: float = 0.1,
    trim: bool = False,
) -> Funnel:
    """Compare bodies' shares x/n with a target (the pooled share unless given), allowing for
    over-dispersion.

    Parameters
    ----------
    names, x, n : one of each a body: its name, cases with the property, all cases.
    target : share to compare with; pooled if left out.
    winsorise : share of the z at each end that is pulled in before over-dispersion is reckoned.
    q : false alarms tolerated, as a share of the bodies flagged.
    trim : leave the outer z out instead of pulling them in.

    Returns
    -------
    Funnel

    Raises
    ------
    InputError, for lists of unequal length, a body named twice, and counts not 0 <= x <= n.

    Examples
    --------
    >>> found = funnel(["North", "South", "West"], [45, 20, 22], [100, 100, 100], target=0.2)
    >>> [point.name for point in found.points if point.outlier]
    []

    Notes
    -----
    z_i = (y_i - p0)/s_i, s_i^2 = p0(1-p0)/n_i; phi = mean of z^2 after winsorising the
    outer ``winsorise`` of z at each end (quantiles of type 7) or, with ``trim``, leaving them out;
    tau^2 = max(0, (I phi - (I-1)) / (sum w - sum w^2/sum w)), w = 1/s^2; z_D = (y_i -
    p0)/sqrt(s_i^2 + tau^2). Order of the rules, fixed: over-dispersion first, then
    Benjamini-Hochberg at ``q`` (of I bodies the k with the smallest p, p_(k) <= k q/I; the cut is
    then k q/I, at least q/I): on the exact mid-P values where tau^2 = 0, on those of z_D where it
    is not. Reference: Spiegelhalter (2005) Stat. Med. 24:1185; golden G20; edges all_forces_same,
    one_force. For a reader: small bodies vary more by chance; only those outside the funnel need an
    explanation.
    """
    held = _cases(names, x, n)
    sha = digest(f"{name} {a} {b}".encode() for name, a, b in held)
    full = [(name, a, b) for name, a, b in held if b > 0]
    bare = _bare(held)
    if len(full) < 2:
        return Funnel("funnel/1", target, None, None, None, bare, q, "too_few_forces", (), sha)
    cases = np.array([a for _, a, _ in full], dtype=np.float64)
    sizes = np.array([b for _, _, b in full], dtype=np.float64)
    p0 = float(cases.sum() / sizes.sum()) if target is None else target
    # At 0 or 1 the limits of every size coincide, and z has no scale.
    if not 0 < p0 < 1:
        return Funnel("funnel/1", p0, None, None, 0.0, bare, q, "no_variation", (), sha)
    shares, variance = cases / sizes, p0 * (1 - p0) / sizes
    z = (shares - p0) / np.sqrt(variance)
    phi, phi_kept, tau2 = over_dispersion(z, variance, winsorise, trim=trim)
    z_adjusted = (shares - p0) / np.sqrt(variance + tau2)
    p_exact = np.array([mid_p_value(a, b, p0) for _, a, b in full])
    p_adjusted = 2 * stats.norm.sf(np.abs(z_adjusted))
    found = benjamini_hochberg(p_adjusted if tau2 > 0 else p_exact, q)
    flags, cut = found.rejected, max(found.count, 1) * q / len(full)
    rows = iter(zip(shares, z, z_adjusted, p_exact, p_adjusted, flags, strict=True))
    points = tuple(_point(name, a, b, next(rows) if b else None) for name, a, b in held)
    reason = "no_variation" if np.all(shares == shares[0]) else "ok"
    warnings = (f"{len(held) - len(full)} without cases",) if len(held) > len(full) else ()
    return Funnel("funnel/1", p0, phi, phi_kept, tau2, points, q, reason, warnings, sha, cut)


def flag_limits(found: Funnel, n: int) -> tuple[float, float]:
    """Shares of ``n`` cases outside which :func:`funnel` flags a body: the limits to draw.

    Parameters
    ----------
    found : a funnel with a cut.
    n : cases of a body, 1 or more.

    Returns
    -------
    Lower and upper limit in [0, 1]; a share beyond one of them, and no other, is flagged.

    Raises
    ------
    InputError, where the funnel has no limits: its ``reason`` says why.

    Examples
    --------
    >>> found = funnel(["a", "b", "c"], [45, 20, 22], [100, 100, 100], target=0.2)
    >>> [round(each, 2) for each in flag_limits(found, 100)]
    [0.0, 0.51]

    Notes
    -----
    Where tau^2 > 0: target -+ z sqrt(p0(1-p0)/n + tau^2) at the cut, two-sided. Where it is 0: the
    counts whose mid-P (:func:`mid_p_value`) equals the cut, tails interpolated between counts.
    """
    if found.cut is None or found.target is None or found.tau2 is None:
        raise InputError(
            f"has no limits ({found.reason})", where="funnel", mend="Draw the shares alone."
        )
    checked(0, n)
    if found.tau2 > 0:
        return limits(n, found.target, 1 - found.cut, tau2=found.tau2)
    counts = np.arange(n + 1)
    here = stats.binom.pmf(counts, n, found.target)
    below = stats.binom.cdf(counts, n, found.target) - here / 2
    above = stats.binom.sf(counts, n, found.target) + here / 2
    half = found.cut / 2
    low = float(np.interp(half, below, counts)) if below[0] <= half else 0.0
    high = float(np.interp(-half, -above, counts)) if above[-1] <= half else float(n)
    return low / n, high / n


def _bare(held: Sequence[tuple[str, int, int]]) -> tuple[Point, ...]:
    """Points with their shares alone, where there is no funnel to place them in."""
    return tuple(_point(name, a, b, None) for name, a, b in held)


def _point(
    name: str, x: int, n: int, found: tuple[float, float, float, float, float, bool] | None
) -> Point:
    if found is None:
        return Point(name, x, n, x / n if n else None, None, None, None, None, False)
    share, z, z_adjusted, p_exact, p_adjusted, flag = found
    return Point(
        name,
        x,
        n,
        float(share),
        float(z),
        float(z_adjusted),
        float(p_exact),
        float(p_adjusted),
        flag,
    )


def _cases(names: Sequence[str], x: Sequence[int], n: Sequence[int]) -> list[tuple[str, int, int]]:
    if not len(names) == len(x) == len(n):
        raise InputError(
            "names, x and n differ in length", where="funnel", mend="Give one of each per body."
        )
    found: list[tuple[str, int, int]] = []
    seen: dict[str, int] = {}
    for row, (name, a, b) in enumerate(zip(names, x, n, strict=True), start=1):
        if seen.setdefault(name, row) != row or folded(str(name)) in MARGINS:
            before = f"is already in row {seen[name]}"
            raise InputError(
                f"{name!r} {before if seen[name] != row else 'seems to sum up the others'}",
                where=f"row {row}",
                mend="Give each body one row.",
            )
        try:
            found.append((name, *checked(a, b)))
        except InputError as cause:
            raise InputError(
                cause.what, where=f"row {row}, column {cause.where}", mend=cause.mend
            ) from None
    return found
