"""The chance that a quantity word holds of what the average inspector would say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inspectstats.joint.fit import ENOUGH, JointFit
from inspectstats.joint.mixing import effective
from inspectstats.joint.sayable import LEAST_PAIRS, more_needed, why_not
from inspectstats.quantity.meanings import Meaning, meaning
from inspectstats.quantity.shipped import DEFAULT
from inspectstats.quantity.vocabulary import Vocabulary
from inspectstats.records import InputError, Record

METHOD = "joint.chance/3"
# Of these no chance is told: that a count is met to the body is nearly always unlikely, and says
# nothing against the sentence.
EXACT = ("half", "exactly")


@dataclass(frozen=True, slots=True)
class Chance(Record):
    """The chance that from ``low`` to ``high`` of ``bodies`` would be placed so, and its neighbour.

    ``value`` is a proportion in [0, 1] or ``None`` with a ``reason``; ``beyond`` is the chance of
    at least ``low``, or, where ``at_most``, of at most ``high``. ``effective`` is how many
    independent draws the figure is worth, ``needed`` how many more double judgments would let it be
    told. ``percent`` and ``beyond_percent`` are what is printed.
    """

    value: float | None
    beyond: float | None
    at_most: bool
    low: int
    high: int
    bodies: int
    pairs: int
    needed: int
    effective: float = 0.0
    reason: str = "ok"
    method: str = METHOD
    input_sha256: str = ""

    @property
    def percent(self) -> int | None:
        """The chance to whole percent."""
        return None if self.value is None else round(100 * self.value)

    @property
    def beyond_percent(self) -> int | None:
        """The chance of at least, or at most, that many, to whole percent."""
        return None if self.beyond is None else round(100 * self.beyond)


def chance(
    fit: JointFit,
    met: NDArray[np.bool_],
    low: int,
    high: int,
    *,
    least: int = LEAST_PAIRS,
    enough: int = ENOUGH,
) -> Chance:
    """The chance that from ``low`` to ``high`` bodies are such as ``met`` says.

    Parameters
    ----------
    fit : JointFit
        The joint fit that ``met`` comes from.
    met : array of bool, shape (draws, bodies)
        Whether each draw places each body so; see :meth:`JointFit.met`. Conditions over several
        criteria are combined draw by draw.
    low, high : int
        The counts at which the word holds, both included.
    least : int
        The fewest double judgments from which a chance is told.
    enough : int
        The fewest effective draws from which a chance is told.

    Returns
    -------
    Chance
        With ``value`` ``None`` and a reason where the design cannot tell.

    Raises
    ------
    InputError
        ``met`` is not one row a draw, or the counts are not within the bodies.

    Notes
    -----
    The event: the number of these bodies that the average of this inspection's inspectors, reading
    the same evidence, would place so lies from ``low`` to ``high``. An error that both judges of
    one piece of evidence share lies outside it. For a reader: had the same things been judged by
    all inspectors, how likely is it that the word would still be right?

    Examples
    --------
    >>> import numpy as np
    >>> from inspectstats.joint import Effort, chance, fit
    >>> from inspectstats.severity import observations
    >>> data = observations(["A", "A", "B", "B"], [1] * 4, ["x", "y", "x", "y"], [1, 1, 3, 3],
    ...                     scale=[1, 2, 3])
    >>> drawn = fit(data, effort=Effort(chains=4, warming=20, piece=20, most=20))
    >>> chance(drawn, drawn.met("1", [2, 3]), 1, 2).reason
    'too_few_double_judgments'
    """
    if met.ndim != 2 or met.shape[0] != len(fit.grades):
        raise InputError(
            f"has shape {met.shape}",
            where="met",
            mend=f"Give one row for each of {len(fit.grades)} draws.",
        )
    bodies = met.shape[1]
    if not 0 <= low <= high <= bodies:
        raise InputError(
            f"{low} to {high} of {bodies} bodies",
            where="low, high",
            mend=f"Give counts from 0 to {bodies}, the lower first.",
        )
    at_most = 2 * high < bodies
    reason = why_not(fit, least) if bodies else "too_few_units"
    found: tuple[float | None, float | None] = (None, None)
    worth = 0.0
    if reason == "ok":
        count = met.sum(axis=1)
        within = (count >= low) & (count <= high)
        beyond = count <= high if at_most else count >= low
        worth = effective(fit.by_chain(within))
        if worth >= enough:
            found = float(within.mean()), float(beyond.mean())
        else:
            reason = "too_few_draws"
    return Chance(
        *found,
        at_most,
        low,
        high,
        bodies,
        fit.pairs,
        more_needed(fit, least),
        worth,
        reason,
        input_sha256=fit.input_sha256,
    )


def chance_of_word(
    fit: JointFit,
    met: NDArray[np.bool_],
    word: str,
    vocabulary: Vocabulary = DEFAULT,
    *,
    least: int = LEAST_PAIRS,
) -> Chance:
    """As :func:`chance`, for the counts at which ``word`` holds in ``vocabulary``.

    ``reason`` is ``unknown_word``, ``exact_word`` for *half*, *exactly* and a bare number, of which
    no chance is told, ``not_one_range`` where its counts have a gap, or what the vocabulary says of
    so few bodies.
    """
    bodies = met.shape[1]
    found = meaning(word, vocabulary)
    counts = [k for k in range(bodies + 1) if found is not None and found.holds(k, bodies)]
    reason = "unknown_word" if found is None else found.reason(bodies)
    if word.strip().lower() in EXACT or (found is not None and _exact(found, counts, bodies)):
        reason = "exact_word"
    elif reason == "ok" and (not counts or counts[-1] - counts[0] + 1 != len(counts)):
        reason = "not_one_range"
    if reason == "ok":
        return chance(fit, met, counts[0], counts[-1], least=least)
    return Chance(
        None,
        None,
        False,
        0,
        0,
        bodies,
        fit.pairs,
        more_needed(fit, least),
        0.0,
        reason,
        input_sha256=fit.input_sha256,
    )


def _exact(found: Meaning, counts: list[int], bodies: int) -> bool:
    """Whether a number, fraction or percentage holds at one count alone, neither none nor all."""
    return found.kind != "band" and len(counts) == 1 and 0 < counts[0] < bodies
