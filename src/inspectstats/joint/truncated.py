"""The normal law between two edges, to many digits of either tail."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Beyond this many spreads an edge is no edge.
FAR = 40.0
_LEAST = 1e-300
# So many numbers are worked at once: more leave the processor's own memory, and take twice as long.
_BLOCK = 16_384
# P(Z < -x) = exp(-x^2/2) over/under for x >= 0: Hart (1968), Computer Approximations, 5666, as West
# (2005, Wilmott, May, 70) prints it; the ratio goes as 1/x, so that it holds in the tail as well.
_OVER = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
_UNDER = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)
# The inverse to seven digits: Wichura (1988), Appl. Stat. 37:477, algorithm AS 241, PPND7.
_MIDDLE = (59.10937472, 159.29113202, 50.434271938, 3.3871327179)
_MIDDLE_UNDER = (67.1875636, 78.757757664, 17.895169469, 1.0)
_TAIL = (0.17023821103, 1.3067284816, 2.75681539, 1.4234372777)
_TAIL_UNDER = (0.12021132975, 0.7370016425, 1.0)
# Below this share the third part of AS 241 would begin.
_DEEP = 1.4e-11


class Ends(NamedTuple):
    """Intervals turned about 0 where ``turned``, so that they lie in the lower tail, where
    differences keep their digits; the law ``below`` and ``above`` their ends, and ``logs``, the
    logarithm of P(low <= Z < high) of a standard normal Z.
    """

    turned: Flags
    below: Floats
    above: Floats
    logs: Floats

    def draw(self, rng: np.random.Generator) -> Floats:
        """One standard normal number in each interval, by inversion."""
        share = self.below + rng.random(self.below.shape) * (self.above - self.below)
        found = inverse(np.clip(share, _LEAST, 1 - 1e-16))
        return np.where(self.turned, -found, found)

    def where(self, other: Flags, ends: Ends) -> Ends:
        """These intervals, and those of ``ends`` where ``other``."""
        return Ends(*(np.where(other, new, old) for new, old in zip(ends, self, strict=True)))


def ends(low: Floats, high: Floats) -> Ends:
    """The :class:`Ends` of intervals from ``low`` to ``high``, both (things, chains)."""
    if low.size <= 2 * _BLOCK:
        return _ends(low, high)
    found = Ends(np.empty(low.shape, dtype=np.bool_), *np.empty((3, *low.shape)))
    rows = max(_BLOCK // low.shape[1], 1)
    for begin in range(0, len(low), rows):
        some = slice(begin, begin + rows)
        for whole, part in zip(found, _ends(low[some], high[some]), strict=True):
            whole[some] = part
    return found


def _ends(low: Floats, high: Floats) -> Ends:
    turned = (low + high) > 0
    # Turned, the lower end lies below 0.
    below, above = _tail(np.where(turned, high, -low)), law(np.where(turned, -low, high))
    # Never 0, so that the logarithm exists.
    return Ends(turned, below, above, np.log(np.maximum(above - below, _LEAST)))


def law(value: Floats) -> Floats:
    """P(Z < value); a thing of numpy alone takes half the time of the special function."""
    tail = _tail(np.abs(value))
    return np.where(value > 0, 1 - tail, tail)


def _tail(far: Floats) -> Floats:
    """P(Z < -far), for ``far`` not below 0."""
    found = far * far
    found *= -0.5
    np.exp(found, out=found)
    found *= _polynomial(far, _OVER)
    found /= _polynomial(far, _UNDER)
    return found


def inverse(share: Floats) -> Floats:
    """The number below which a standard normal one lies with probability ``share``."""
    apart = share - 0.5
    near = 0.180625 - apart * apart
    found = apart * _ratio(near, _MIDDLE, _MIDDLE_UNDER)
    least = np.minimum(share, 1 - share)
    tail = _ratio(np.sqrt(-np.log(least)) - 1.6, _TAIL, _TAIL_UNDER)
    found = np.where(near >= 0, found, np.copysign(tail, apart))
    deep = least < _DEEP
    if deep.any():
        found[deep] = ndtri(share[deep])
    return found


def _ratio(value: Floats, over: tuple[float, ...], under: tuple[float, ...]) -> Floats:
    return _polynomial(value, over) / _polynomial(value, under)


def _polynomial(value: Floats, factors: tuple[float, ...]) -> Floats:
    """Horner's scheme, the highest power first."""
    found = value * factors[0]
    for factor in factors[1:-1]:
        found += factor
        found *= value
    found += factors[-1]
    return found
