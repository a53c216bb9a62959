"""How harsh inspectors are, apart from how good bodies are, and what their grades mean.

Owns: the many-facet rating-scale model, connectivity, the chance that a verdict is true, drift over
time, error matrices per inspector, and generalizability. Pure: arrays in, frozen records out. May
use ``inspectstats.records``, the ratings of ``inspectstats.agreement``, numpy and scipy.
"""

from inspectstats.severity.confusion import (
    ErrorMatrices,
    ErrorRow,
    error_matrices,
    error_matrices_of,
)
from inspectstats.severity.drifting import drift
from inspectstats.severity.generalizability import Component, GStudy, g_study
from inspectstats.severity.measuring import fit
from inspectstats.severity.observations import Observations, from_ratings, from_rows, observations
from inspectstats.severity.record import Fit, SeverityFit
from inspectstats.severity.simulating import World, simulate
from inspectstats.severity.verdicts import meets, meets_draws

__all__ = [
    "Component",
    "ErrorMatrices",
    "ErrorRow",
    "Fit",
    "GStudy",
    "Observations",
    "SeverityFit",
    "World",
    "drift",
    "error_matrices",
    "error_matrices_of",
    "fit",
    "from_ratings",
    "from_rows",
    "g_study",
    "meets",
    "meets_draws",
    "observations",
    "simulate",
]
