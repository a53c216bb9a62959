"""Readings made up by a rule with numbers of its own, so that what is true of them is known."""

from __future__ import annotations

import numpy as np

from inspectorate.domain.judgments.joint.readings import Read, Readings

CRITERIA = ("1/1.1", "1/1.2", "2/1.1", "2/1.2")
SCALE = 1


def readings(
    *, apart: float, bodies: int = 30, inspectors: int = 12, severity: float = 0.0, seed: int = 4
) -> Readings:
    """Every cell of ``bodies`` read by two inspectors on a scale of four grades.

    The quality of the first half lies ``apart`` above that of the others, in spreads of a reading;
    the first inspector is harsher by ``severity``.
    """
    rng = np.random.default_rng(seed)
    found = []
    for body in range(bodies):
        for place, criterion in enumerate(CRITERIA):
            quality = apart * (body < bodies / 2) - apart / 2
            first = (body * len(CRITERIA) + place) % inspectors
            second = (first + 1 + body % (inspectors - 1)) % inspectors
            for inspector in (first, second):
                seen = quality - severity * (inspector == 0) + rng.normal()
                grade = int(np.digitize(seen, [-1.2, 0.0, 1.2]))
                one = Read(f"B{body:02}", criterion, inspector, grade, inspector == first)
                found.append(one)
    return Readings({SCALE: tuple(found)}, {SCALE: 4}, tuple(range(100, 100 + inspectors)))
