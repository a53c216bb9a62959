"""Readings drawn again as if all bodies were alike, by the inspectors as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import interpolate

from inspectstats.joint import spreads, truncated
from inspectstats.joint.edges import TAILS
from inspectstats.joint.fit import JointFit
from inspectstats.joint.keeping import Kept
from inspectstats.joint.layout import Floats, Ints

# The common quality is weighed at these values, and by splines through them at finer ones: its
# logarithm bends no faster than one reading's noise.
_COARSE: Floats = np.linspace(-4.5, 4.5, 19)
_FINE: Floats = np.linspace(-4.5, 4.5, 181)
_FINER: Floats = interpolate.make_interp_spline(_COARSE, np.eye(len(_COARSE)))(_FINE)


@dataclass(frozen=True, slots=True, eq=False)
class _Readers:
    """How each inspector reads, all (draws, inspectors): severity, how many times as far apart the
    edges are set, and the spread of one reading where bodies are alike.
    """

    severity: Floats
    by: Floats
    whole: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """First readings on one criterion: inspector and grade of each kind, and how often it was."""

    inspector: Ints
    grade: Ints
    times: Ints


def alike(
    fit: JointFit, kept: Kept, places: Sequence[int], chosen: Sequence[Ints], draws: int
) -> list[Ints]:
    """First readings drawn again where all bodies have one quality a criterion, (draws, n) each.

    ``places`` are the criteria's, ``chosen`` the rows of their first readings. Severities, halos,
    biases and noise are those of the joint draws. How far edges lie apart is drawn anew from the
    law of all criteria: the joint fit stretches the edges of a criterion on which bodies are more
    alike than on others, and readings drawn with those would lie too close together.
    """
    data = fit.data
    every = np.linspace(0, len(fit.grades) - 1, min(draws, len(fit.grades))).astype(np.int64)
    key = hashlib.sha256(f"alike {fit.input_sha256} {sorted(places)}".encode()).digest()[:16]
    rng = np.random.Generator(np.random.Philox(key=int.from_bytes(key, "big")))
    severity = kept.severity[every].astype(np.float64)
    share, halo, bias = (
        kept.spreads[name][every].astype(np.float64) for name in ("evidence_share", "halo", "bias")
    )
    noise = np.sqrt(1 - share)[:, None] * np.exp(kept.unsteady[every].astype(np.float64))
    whole = np.sqrt(noise**2 + (halo**2 + bias**2)[:, None])
    by = np.exp(kept.stretch[every].astype(np.float64))
    readers = _Readers(severity, by, whole)
    inspectors = len(data.inspector.names)
    every_row = np.concatenate(list(chosen))
    # One halo for all that an inspector read of a body, whichever the criterion.
    met, place_of = np.unique(
        data.force.codes[every_row] * inspectors + data.inspector.codes[every_row],
        return_inverse=True,
    )
    meetings = rng.standard_normal((len(every), len(met))) * halo[:, None]
    of_criterion = np.split(place_of, np.cumsum([len(rows) for rows in chosen])[:-1])
    found = []
    for place, rows, meeting in zip(places, chosen, of_criterion, strict=True):
        inspector = data.inspector.codes[rows]
        seen = _kinds(data.grade[rows], inspector)
        apart, quality = _law(kept, every, place, readers, seen, rng)
        habits = rng.standard_normal((len(every), inspectors)) * bias[:, None]
        value = quality[:, None] - (severity + habits)[:, inspector]
        value += meetings[:, meeting]
        value += noise[:, inspector] * rng.standard_normal(value.shape)
        value /= by[:, inspector]
        found.append((value[:, :, None] >= apart[:, None, :]).sum(axis=2))
    return found


def _kinds(grade: Ints, inspector: Ints) -> _Seen:
    """Readings of one inspector at one grade weigh alike: each kind is worked once."""
    kinds, times = np.unique(np.stack([inspector, grade]), axis=1, return_counts=True)
    return _Seen(kinds[0], kinds[1], times)


def _law(
    kept: Kept,
    every: Ints,
    place: int,
    readers: _Readers,
    seen: _Seen,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Edges about the middle of the criterion's scale (draws, q - 1), and the quality less that
    middle (draws,) from its law under "all alike" given them.
    """
    middle = kept.edges[every, place].astype(np.float64).mean(axis=1)
    common = kept.common[every].astype(np.float64)
    apart = _apart(common, kept.edge_spread[every].astype(np.float64), rng)
    return apart, _quality(apart, middle, readers, seen, rng)


def _apart(common: Floats, wide: Floats, rng: np.random.Generator) -> Floats:
    """Edges of one criterion about their middle (draws, q - 1), as the sampler has them: in order,
    which is drawn again until they are.
    """
    found, waiting = common.copy(), np.arange(len(common))
    while len(waiting):
        drawn = rng.standard_normal((len(waiting), common.shape[1]))
        drawn -= drawn.mean(axis=1, keepdims=True)
        tails = np.sqrt(TAILS / (2 * rng.standard_gamma(TAILS / 2, len(waiting))))
        found[waiting] = common[waiting] + (wide[waiting] * tails)[:, None] * drawn
        waiting = waiting[(np.diff(found[waiting], axis=1) <= 0).any(axis=1)]
    return found


def _ends(apart: Floats, readers: _Readers, seen: _Seen) -> tuple[Floats, Floats]:
    """Where the edges of each kind of reading lie for who made it, about the middle."""
    far = np.full((len(apart), 1), truncated.FAR)
    ends = np.concatenate([-far, apart, far], axis=1)
    by, moved = readers.by[:, seen.inspector], readers.severity[:, seen.inspector]
    return ends[:, seen.grade] * by + moved, ends[:, seen.grade + 1] * by + moved


def _quality(
    apart: Floats, middle: Floats, readers: _Readers, seen: _Seen, rng: np.random.Generator
) -> Floats:
    """One quality common to all bodies, a draw, from its law given edges and readings, less
    ``middle``.
    """
    low, high = _ends(apart, readers, seen)
    wide = readers.whole[:, seen.inspector]
    logs = np.stack(
        [
            truncated.ends((low - at) / wide, (high - at) / wide).logs @ seen.times
            for at in (one - middle[:, None] for one in _COARSE)
        ]
    )
    step = _FINE[1] - _FINE[0]
    found = _FINE[spreads.pick(_FINER @ logs, rng)]
    return np.asarray(found + rng.uniform(-step / 2, step / 2, len(apart)) - middle)
