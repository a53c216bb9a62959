"""How sure a verdict is: the chance that a body truly meets a grade, one by one and jointly."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from inspectstats.agreement.ratings import Floats
from inspectstats.records import InputError, seed_text
from inspectstats.severity.fitting import Posterior
from inspectstats.severity.model import probabilities
from inspectstats.severity.record import SeverityFit


def threshold(steps: Floats, grade: int) -> float:
    """Return the eta, in logits, at which an average inspector gives ``grade`` or better half of
    the time.
    """

    def over(eta: float) -> float:
        return float(probabilities(np.array([eta]), steps)[grade:, 0].sum() - 0.5)

    # Logits that no data reach: the sign always changes between them.
    return float(optimize.brentq(over, -60.0, 60.0, xtol=1e-12))


def _lean_of_threshold(steps: Floats, grade: int) -> Floats:
    """How the threshold moves with each step: Cov(1[Y >= j], 1[Y >= grade])/Cov(Y, 1[Y >= grade]);
    sums to 1.
    """
    p = probabilities(np.array([threshold(steps, grade)]), steps)[:, 0]
    above = np.cumsum(p[::-1])[::-1][1:]
    shared = np.array(
        [min(above[j], above[grade - 1]) - above[j] * above[grade - 1] for j in range(len(steps))]
    )
    return np.asarray(shared / shared.sum())


def _place(fit: SeverityFit, grade: str | int) -> tuple[Posterior, int]:
    if fit.posterior is None:
        raise InputError(
            f"nothing was fitted ({fit.reason})", where="fit", mend="Give more ratings."
        )
    scale = fit.data.scale
    label = str(grade)
    if label not in scale[1:]:
        raise InputError(
            f"{label!r} is not a grade above the lowest",
            where="grade",
            mend=f"Use one of {', '.join(scale[1:])}.",
        )
    return fit.posterior, scale.index(label)


def _direction(fit: SeverityFit, post: Posterior, criterion: str | None, grade: int) -> Floats:
    """Weights on the small vector of eta less its threshold."""
    layout = post.layout
    vector = np.zeros(layout.size)
    vector[0] = 1.0
    vector[layout.inspector] = -1.0 / layout.inspectors
    vector[layout.step] = -_lean_of_threshold(post.small[layout.step], grade)
    if criterion is None:
        vector[layout.criterion] = -1.0 / layout.criteria
    elif criterion in fit.data.criterion.names:
        vector[layout.criterion.start + fit.data.criterion.names.index(criterion)] = -1.0
    else:
        raise InputError(
            f"{criterion!r} was not judged",
            where="criterion",
            mend="Use a criterion of the ratings.",
        )
    return vector


def meets(fit: SeverityFit, grade: str | int, criterion: str | None = None) -> dict[str, float]:
    """P(body truly meets ``grade``) for each body, a proportion in [0, 1].

    For a person who is not a statistician: how sure one can be that another team of average
    strictness would, more often than not, give this grade or a better one.

    Notes
    -----
    "Truly meets" means that an average inspector gives ``grade`` or better with probability at
    least one half: eta >= eta*, with P(Y >= grade | eta*) = 1/2. eta = mu + theta_f - delta_c is
    normal on the Laplace posterior, so P = Phi((eta - eta*)/se), the error of the steps included.
    Without ``criterion`` the average criterion stands for the whole. Feed the values to a
    Poisson-binomial, or use :func:`meets_draws`, which keeps what bodies share.
    """
    post, place = _place(fit, grade)
    vector = _direction(fit, post, criterion, place)
    lean = vector[None, :] - post.slope
    se = np.sqrt(post.own + ((lean @ post.covariance) * lean).sum(axis=1))
    p = stats.norm.cdf(_margin(post, vector, place) / se)
    return {
        name: round(float(value), 9)
        for name, value in zip(fit.data.force.names, p.tolist(), strict=True)
    }


def meets_draws(
    fit: SeverityFit,
    grade: str | int,
    criterion: str | None = None,
    *,
    draws: int = 1000,
    seed: str = "",
) -> NDArray[np.bool_]:
    """Joint draws of which bodies truly meet ``grade``, (draws, n_bodies), in the order of
    ``fit.data.force.names``.

    Bodies judged by the same inspectors rise and fall together; counting each draw's row gives the
    spread of "how many meet" without pretending that they are independent. The same seed gives the
    same draws.
    """
    post, place = _place(fit, grade)
    vector = _direction(fit, post, criterion, place)
    key = int.from_bytes(hashlib.sha256(f"meets {seed_text(seed)}".encode()).digest()[:16], "big")
    rng = np.random.Generator(np.random.Philox(key=key))
    # A hair is added: rounding may leave the covariance not quite positive.
    root = np.linalg.cholesky(post.covariance + 1e-12 * np.eye(post.layout.size))
    moved = rng.standard_normal((draws, post.layout.size)) @ root.T
    own = rng.standard_normal((draws, post.layout.forces)) * np.sqrt(post.own)
    return np.asarray(
        _margin(post, vector, place) + moved @ (vector[None, :] - post.slope).T + own >= 0
    )


def _margin(post: Posterior, vector: Floats, grade: int) -> Floats:
    """How far each body lies above the threshold, in logits."""
    steps = post.small[post.layout.step]
    # The weights on the steps carry the error of the threshold; its value itself comes from solving
    # for it.
    level = float(vector @ post.small) - float(vector[post.layout.step] @ steps)
    return np.asarray(post.theta + level - threshold(steps, grade))
