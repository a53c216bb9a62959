"""Whether bodies differ by more than their inspectors do, and whether they are alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inspectstats.intervals.counts import tail
from inspectstats.joint import null
from inspectstats.joint.fit import JointFit
from inspectstats.joint.keeping import Kept
from inspectstats.joint.layout import Floats, Ints
from inspectstats.joint.sayable import LEAST_PAIRS, more_needed, why_not
from inspectstats.records import InputError, Record, Result

METHOD = "joint.variation/3"
ALIKE = "joint.alike/3"


@dataclass(frozen=True, slots=True)
class Differing(Record):
    """The answer to "do bodies differ?".

    ``dispersion`` is the mean over the criteria of Leik's D of first readings, ``expected`` its
    mean where all bodies had one quality and only inspectors differ, ``p`` the share of such draws
    at least as dispersed. ``two_grades`` names the criteria on which at least ``least_bodies``
    bodies stand at each of two grades. ``supported`` needs p below ``alpha`` and such a criterion.
    ``reason`` is ``ok``, ``not_connected``, ``too_few_double_judgments`` or ``too_few_units``.
    """

    dispersion: float | None
    expected: float | None
    p: float | None
    supported: bool
    two_grades: tuple[str, ...]
    criteria: tuple[str, ...]
    alpha: float
    least_bodies: int
    draws: int
    pairs: int
    needed: int
    reason: str = "ok"
    method: str = METHOD
    input_sha256: str = ""


def differing(
    fit: JointFit,
    criteria: Sequence[str],
    first: NDArray[np.bool_],
    *,
    alpha: float = 0.05,
    least_bodies: int = 3,
    draws: int = 2000,
    least: int = LEAST_PAIRS,
) -> Differing:
    """Test whether bodies differ on ``criteria`` by more than the inspectors who read them.

    Parameters
    ----------
    fit : JointFit
        The joint fit of all readings.
    criteria : sequence of str
        The criteria of the sentence.
    first : array of bool, shape (n_ratings,)
        Which readings of ``fit.data`` are the first of their judgment; never moderated grades.
    alpha : float
        The level of the test.
    least_bodies : int
        How many bodies must stand at each of two grades on at least one criterion.
    draws : int
        How many inspections are drawn under "all alike".
    least : int
        The fewest double judgments from which the test is told.

    Returns
    -------
    Differing
        Refused with a reason where the design cannot bear it.

    Raises
    ------
    InputError
        An unknown criterion, or ``first`` not one answer a reading.

    Notes
    -----
    Under "all alike" every body has, on each criterion, one common latent quality, seen by the
    inspectors who read it: their severities, halos, biases and noise, and the edges of the grades,
    are taken from the joint draws with all their uncertainty, and the quality from its law given
    those and the readings; first readings are drawn again, D computed, and
    p = (1 + draws with D >= observed)/(1 + draws). Leik (1966), Behav. Sci. 11:85; Gelman, Meng &
    Stern (1996), Stat. Sinica 6:733. Taking best-fit values as known finds differences among
    identical bodies in far more than one of twenty.

    For a reader: would bodies that are all alike have been given grades as different as these,
    merely because different inspectors looked at them?
    """
    data = fit.data
    first = np.asarray(first, dtype=np.bool_)
    if first.shape != data.grade.shape:
        raise InputError(
            f"has shape {first.shape}",
            where="first",
            mend=f"Give one answer for each of {len(data.grade)} readings.",
        )
    places = [_place(fit, name) for name in criteria]
    chosen = [np.flatnonzero(first & (data.criterion.codes == place)) for place in places]
    named = _at_two_grades(fit, criteria, chosen, least_bodies)
    reason = why_not(fit, least)
    if reason == "ok" and (not places or min(len(rows) for rows in chosen) < 2):
        reason = "too_few_units"
    dispersion = expected = p = None
    if reason == "ok" and fit.kept is not None:
        dispersion, drawn = _under_all_alike(fit, fit.kept, places, chosen, draws)
        expected = float(drawn.mean())
        # The observed counts as one of the draws, so that p is never 0; the hair keeps ties.
        p = float((1 + (drawn >= dispersion - 1e-12).sum()) / (1 + len(drawn)))
        draws = len(drawn)
    return Differing(
        dispersion,
        expected,
        p,
        p is not None and p < alpha and bool(named),
        named,
        tuple(criteria),
        alpha,
        least_bodies,
        draws if p is not None else 0,
        fit.pairs,
        more_needed(fit, least),
        reason,
        input_sha256=fit.input_sha256,
    )


def _at_two_grades(
    fit: JointFit, criteria: Sequence[str], chosen: Sequence[Ints], least_bodies: int
) -> tuple[str, ...]:
    """The criteria on which at least ``least_bodies`` bodies stand at each of two grades."""
    data = fit.data
    return tuple(
        name
        for name, rows in zip(criteria, chosen, strict=True)
        if int((np.bincount(data.grade[rows], minlength=data.q) >= least_bodies).sum()) >= 2
    )


def _under_all_alike(
    fit: JointFit, kept: Kept, places: Sequence[int], chosen: Sequence[Ints], draws: int
) -> tuple[float, Floats]:
    """The dispersion of the readings ``chosen``, and of each draw in which bodies are alike."""
    data = fit.data
    observed = np.mean([dispersion_of(data.grade[rows], data.q) for rows in chosen])
    again = null.alike(fit, kept, places, chosen, draws)
    return float(observed), np.mean([dispersion_of(one, data.q) for one in again], axis=0)


def mixed(found: Differing, met: int, bodies: int, share: float = 0.25) -> bool:
    """May one write *mixed*: bodies differ, and at least ``share`` of them stand on each side of
    the edge that meets.
    """
    return found.supported and min(met, bodies - met) >= share * bodies


def alike(
    fit: JointFit,
    criteria: Sequence[str],
    *,
    margin: float = 0.20,
    confidence: float = 0.95,
    least: int = LEAST_PAIRS,
) -> Result:
    """The chance that two bodies drawn at random would get different grades of one inspector.

    *Consistent* may be written where the upper limit lies below ``margin``, which is in the
    warnings where it does not. Averaged over ``criteria``; a proportion in [0, 1]. A test that
    finds no difference proves nothing of the kind: few readings never show that bodies are alike.
    """
    tail(confidence, "confidence")
    tail(margin, "margin")
    places = [_place(fit, name) for name in criteria]
    reason = why_not(fit, least)
    bodies = len(fit.data.force.names)
    if reason == "ok" and (not places or bodies < 2):
        reason = "too_few_units"
    if reason != "ok":
        return Result(ALIKE, None, reason=reason, input_sha256=fit.input_sha256)
    same = np.zeros(len(fit.grades))
    for place in places:
        for grade in range(fit.data.q):
            held = (fit.grades[:, :, place] == grade).sum(axis=1)
            same += held * (held - 1) / (bodies * (bodies - 1) * len(places))
    differ = 1 - same
    low, high = np.quantile(differ, [(1 - confidence) / 2, (1 + confidence) / 2])
    warnings = () if high < margin else (f"bodies may differ in more than {margin:.0%} of pairs",)
    return Result(
        ALIKE,
        float(differ.mean()),
        float(low),
        float(high),
        confidence,
        float(differ.std()),
        "quantiles of joint draws",
        "share of pairs",
        counts={"n_units": bodies, "n_pairs": fit.pairs},
        warnings=warnings,
        input_sha256=fit.input_sha256,
    )


@dataclass(frozen=True, slots=True)
class Range(Record):
    """How far bodies lie apart on one criterion, for print.

    ``low`` to ``high`` is the range of the chance of a grade or better that holds nine of ten
    bodies; ``odds_ratio`` the median of how many times greater the odds are in the better of two
    bodies drawn at random (Larsen & Merlo 2005, Am. J. Epidemiol. 161:81).
    """

    low: float
    high: float
    odds_ratio: float


def range_of(fit: JointFit, criterion: str, grade: object) -> Range | None:
    """The :class:`Range` of bodies for ``grade`` or better on ``criterion``; ``None`` unfitted.

    The odds ratio is worked on the normal scale and put into logits by 1.7 (Camilli 1994, J. Educ.
    Behav. Stat. 19:293).
    """
    place, label = _place(fit, criterion), str(grade)
    if label not in fit.data.scale[1:]:
        raise InputError(
            f"{label!r} is not a grade above the lowest",
            where="grade",
            mend=f"Use one of {', '.join(fit.data.scale[1:])}.",
        )
    if fit.kept is None:
        return None
    held = fit.kept.spreads
    edge = fit.kept.edges[:, place, fit.data.scale.index(label) - 1].astype(np.float64)
    noise = np.sqrt(1 - held["evidence_share"] + held["halo"] ** 2 + held["bias"] ** 2)
    between = np.sqrt(held["body"] ** 2 + held["evidence_share"])
    wide = float(stats.norm.isf(0.05))
    low, high = (
        float(stats.norm.cdf((sign * wide * between - edge) / noise).mean()) for sign in (-1, 1)
    )
    median = float(stats.norm.isf(0.25))
    return Range(low, high, float(np.median(np.exp(1.7 * np.sqrt(2) * median * between / noise))))


def dispersion_of(codes: NDArray[np.int64], grades: int) -> Floats:
    """Leik's D of grade codes along the last axis, in [0, 1]."""
    below = np.stack([(codes <= grade).mean(axis=-1) for grade in range(grades - 1)], axis=-1)
    return np.asarray(2 * np.minimum(below, 1 - below).sum(axis=-1) / (grades - 1))


def _place(fit: JointFit, name: str) -> int:
    if name not in fit.criteria:
        raise InputError(
            f"{name!r} was not read", where="criteria", mend="Use criteria of the readings."
        )
    return fit.criteria[name]
