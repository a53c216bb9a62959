"""One joint fit of all readings of one kind, and the draws that everything said rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from inspectstats.joint.keeping import Keeping, Kept
from inspectstats.joint.layout import Layout, layout
from inspectstats.joint.mixing import effective
from inspectstats.joint.placing import Grades
from inspectstats.joint.prior import PRIOR, Prior
from inspectstats.joint.sampler import Sampler
from inspectstats.records import InputError, digest
from inspectstats.severity.connectivity import components
from inspectstats.severity.observations import Observations

METHOD = "joint.ordered_probit/3"
# A value is told to whole percent from this many effective draws: its simulation error is then at
# most one percent.
ENOUGH = 2000
# Progress is told every so many sweeps.
_TELL = 25


class Cancelled(Exception):
    """The fit was stopped by whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to draw: ``chains`` side by side, ``warming`` sweeps thrown away, then pieces of
    ``piece`` sweeps until every criterion's counts are worth ``enough`` draws, ``most`` at most.
    """

    chains: int = 32
    warming: int = 120
    piece: int = 60
    most: int = 1200
    enough: int = ENOUGH


@dataclass(frozen=True, eq=False)
class JointFit:
    """Joint draws of what the average of these inspectors would say of each body.

    Build with :func:`fit`. ``grades`` (draws, bodies, criteria) holds grade codes 0..q-1 in the
    order of ``data``'s names; draws are in the order sweep, chain. ``pairs`` counts cells read by
    two inspectors or more, ``linked`` whether chains of common bodies join all inspectors.
    ``reason`` is ``ok``, ``no_readings`` or ``one_grade``; nothing was drawn unless ``ok``. The
    same readings and prior give the same draws.
    """

    data: Observations
    prior: Prior
    effort: Effort
    grades: Grades
    kept: Kept | None
    pairs: int
    linked: bool
    reason: str = "ok"
    input_sha256: str = ""
    method: str = METHOD
    at: Layout | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        return (
            f"JointFit({len(self.data.grade)} readings, {self.pairs} cells read twice, "
            f"{len(self.grades)} draws, {self.reason})"
        )

    @cached_property
    def criteria(self) -> Mapping[str, int]:
        """The place of each criterion in ``grades``."""
        return {name: place for place, name in enumerate(self.data.criterion.names)}

    @cached_property
    def bodies(self) -> Mapping[str, int]:
        """The place of each body in ``grades``."""
        return {name: place for place, name in enumerate(self.data.force.names)}

    def met(
        self, criterion: str, grades: Sequence[object], bodies: Sequence[str] | None = None
    ) -> NDArray[np.bool_]:
        """Whether each draw places each body in one of ``grades``, (draws, bodies).

        A body or criterion of which there is no reading, or a grade off the scale, is an
        :class:`InputError`.
        """
        labels = {str(grade) for grade in grades}
        unknown = sorted(labels - set(self.data.scale))
        if unknown:
            raise InputError(
                f"{', '.join(unknown)} not on the scale",
                where="grades",
                mend=f"Use some of {', '.join(self.data.scale)}.",
            )
        wanted = np.array([label in labels for label in self.data.scale])
        column = _place(self.criteria, criterion, "criterion")
        drawn = self.grades[:, :, column]
        if bodies is not None:
            drawn = drawn[:, [_place(self.bodies, body, "body") for body in bodies]]
        return np.asarray(wanted[drawn])

    def by_chain(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """One figure of each draw (draws,) as (sweeps, chains)."""
        return values.reshape(-1, self.effort.chains)


def _place(places: Mapping[str, int], name: str, what: str) -> int:
    if name not in places:
        raise InputError(
            f"{name!r} was not read", where=what, mend=f"Use a {what} of the readings."
        )
    return places[name]


def fit(
    data: Observations,
    *,
    prior: Prior = PRIOR,
    effort: Effort | None = None,
    time: Sequence[float] | None = None,
    progress: Callable[[float], bool] | None = None,
) -> JointFit:
    """Fit bodies, criteria and inspectors together, and draw what the average inspector would say.

    Parameters
    ----------
    data : Observations
        One row a reading: the first reading of every judgment, and of second readings those drawn
        by chance. Findings (two answers) and grades are fitted apart.
    prior : Prior
        Scales of the spreads; one for all inspections.
    effort : Effort, optional
        How long to draw.
    time : sequence of float, optional
        When each reading was made, on any scale; then each inspector may drift.
    progress : callable, optional
        Told the share done, from 0 to 1; answer ``False`` to stop.

    Returns
    -------
    JointFit
        Draws by body and criterion, seeded from the digest of the readings.

    Raises
    ------
    InputError
        ``time`` is not as long as the readings.
    Cancelled
        ``progress`` answered ``False``.

    Notes
    -----
    Ordered probit with crossed random effects (bodies, inspectors, inspector within body, inspector
    on criterion) and a random effect of body and criterion, which cells read twice tell from noise;
    each inspector sets the edges wider or closer and is more or less steady. Albert & Chib (1993);
    for rated judgments Johnson (1996), JASA 91:42.

    For a reader: it asks, of everything that was read and by whom, what these inspectors on average
    would say of each body, and how sure one can be of it.

    Examples
    --------
    >>> from inspectstats.joint import Effort, fit
    >>> from inspectstats.severity import observations
    >>> data = observations(["A", "A", "B", "B"], [1] * 4, ["x", "y", "x", "y"], [1, 1, 2, 3],
    ...                     scale=[1, 2, 3])
    >>> fit(data, effort=Effort(chains=4, warming=20, piece=20, most=20))
    JointFit(4 readings, 2 cells read twice, 80 draws, ok)
    """
    effort = effort or Effort()
    when = _scaled(time, len(data.grade))
    inputs = [data.input_sha256.encode(), repr(prior).encode(), repr(effort).encode()]
    sha = digest([*inputs, when.tobytes()] if when is not None else inputs)
    reason = "no_readings" if not len(data.grade) else "one_grade" if data.q < 2 else "ok"
    if reason != "ok":
        empty = np.zeros((0, len(data.force.names), len(data.criterion.names)), dtype=np.int8)
        return JointFit(data, prior, effort, empty, None, 0, False, reason, sha)
    at = layout(data, when)
    parts = components(data.force.codes, data.inspector.codes, at.body.count, at.inspector.count)
    key = int.from_bytes(hashlib.sha256(f"joint {sha}".encode()).digest()[:16], "big")
    state = Sampler(at, prior, np.random.Generator(np.random.Philox(key=key)), effort.chains)
    grades, kept = _drawn(state, effort, progress or (lambda _: True))
    return JointFit(
        data,
        prior,
        effort,
        grades,
        kept,
        _read_by_two(data),
        len(np.unique(parts[1])) == 1,
        "ok",
        sha,
        at=at,
    )


def _read_by_two(data: Observations) -> int:
    """How many cells two people or more read: who reads a thing again is no second pair of eyes."""
    cells = data.force.codes * len(data.criterion.names) + data.criterion.codes
    pairs = np.unique(np.stack([cells, data.inspector.codes]), axis=1)
    return int((np.unique(pairs[0], return_counts=True)[1] > 1).sum())


def _scaled(time: Sequence[float] | None, readings: int) -> NDArray[np.float64] | None:
    """Times from -0.5 to 0.5, or none where they do not differ."""
    if time is None:
        return None
    when = np.asarray(time, dtype=np.float64)
    if when.shape != (readings,) or not np.all(np.isfinite(when)):
        raise InputError(
            "is not one number a reading", where="time", mend=f"Give {readings} numbers."
        )
    if not readings or when.max() == when.min():
        return None
    return np.asarray((when - when.min()) / (when.max() - when.min()) - 0.5)


def _drawn(
    state: Sampler, effort: Effort, progress: Callable[[float], bool]
) -> tuple[Grades, Kept]:
    """Warm up, then draw piece by piece until the counts of every criterion are worth enough."""
    keeping, done = Keeping(state), 0
    sweeps = effort.warming + effort.most
    for sweep in range(effort.warming):
        if sweep % _TELL == 0:
            _tell(progress, sweep / sweeps)
        state.sweep(warming=True)
    while done < effort.most:
        for _ in range(min(effort.piece, effort.most - done)):
            if done % _TELL == 0:
                _tell(progress, (effort.warming + done) / sweeps)
            state.sweep()
            keeping.take()
            done += 1
        if done < effort.most and _least(keeping) >= effort.enough:
            break
    _tell(progress, 1.0)
    return np.concatenate(keeping.grades), keeping.kept()


def _tell(progress: Callable[[float], bool], share: float) -> None:
    if progress(share) is False:
        raise Cancelled(f"stopped at {share:.0%}")


def _least(keeping: Keeping) -> float:
    """The fewest effective draws of how many bodies reach a grade, over criteria and grades."""
    counts = np.stack(keeping.counts)
    flat = counts.reshape(*counts.shape[:2], -1)
    return min(effective(flat[:, :, column]) for column in range(flat.shape[2]))
