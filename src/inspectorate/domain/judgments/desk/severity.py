"""Quick severity of inspectors, for the desk: the library's many-facet model on readings as made.

Quick, since it takes readings as independent given the model: where those who judge one cell share
its evidence its limits are too narrow. It prompts a second look and is told as quick wherever it
stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist

from inspectorate.domain.programmes.models import Criterion
from inspectstats.agreement.flags import Rules, false_discovery, inspector_flags
from inspectstats.records import Result
from inspectstats.severity import drift, fit, observations
from inspectstats.severity.measuring import few_inspectors

from .loading import OpenCells


@dataclass(frozen=True, slots=True)
class QuickSeverity:
    """By scale, the severity of each inspector in logits against this inspection's average.

    ``flagged`` are scales and inspectors, by key: harsher or milder there by a size that matters;
    ``drifts`` is how much harsher each grew from the first day to the last, beside all others, and
    ``drifting`` those of whom that is more than chance or a trifle; ``few`` the scales on which so
    few inspectors judge that limits hold less often than they say.
    """

    by_scale: Mapping[int, Mapping[int, Result]]
    flagged: frozenset[tuple[int, int]]
    few: frozenset[int] = frozenset()
    drifts: Mapping[int, Mapping[int, Result]] = field(default_factory=dict)
    drifting: frozenset[tuple[int, int]] = frozenset()

    def drift_of(self, scale: int | None, inspector: int) -> Result | None:
        """How much harsher an inspector grew, where that is more than chance or a trifle."""
        if (scale or 0, inspector) not in self.drifting:
            return None
        return self.drifts[scale or 0][inspector]

    def of(self, scale: int | None, inspector: int) -> Result | None:
        """The severity of an inspector on a scale, None where there is none."""
        found = self.by_scale.get(scale or 0, {}).get(inspector)
        return found if found is not None and found.value is not None else None


NOBODY = QuickSeverity({}, frozenset())
# As the library sets it: what makes a difference is no trifle.
MATERIAL = Rules().material_logits
_DAY = 24 * 60 * 60


def severities(loaded: OpenCells, criteria: Sequence[Criterion]) -> QuickSeverity:
    """Fit one model a scale, on the readings that enter figures of cells open to the reader.

    No query.
    """
    scale_of = {one.pk: one.scale for one in criteria if one.scale is not None}
    rows: dict[int, list[tuple[int, int, int, int, float]]] = defaultdict(list)
    for (body, criterion), given in loaded.complete.items():
        scale = scale_of.get(criterion)
        for one in given if scale is not None else ():
            if scale is not None and one.pk in loaded.entering and one.order is not None:
                when = one.at.timestamp() / _DAY if one.at else 0.0
                rows[scale.pk].append((body, criterion, one.inspector, one.order, when))
    by_scale: dict[int, dict[int, Result]] = {}
    flagged: set[tuple[int, int]] = set()
    few: set[int] = set()
    drifts: dict[int, dict[int, Result]] = {}
    drifting: set[tuple[int, int]] = set()
    for scale in {one.pk: one for one in scale_of.values()}.values():
        if not rows[scale.pk]:
            continue
        *columns, days = zip(*rows[scale.pk], strict=True)
        told = observations(*columns, scale=list(range(len(scale.grades.all()))))
        found = fit(told)
        few |= {scale.pk} if few_inspectors(told) else set()
        by_scale[scale.pk] = {int(name): one for name, one in found.severity.items()}
        flagged |= {(scale.pk, int(one.inspector)) for one in inspector_flags(found)}
        drifts[scale.pk] = {int(name): one for name, one in drift(found, days).items()}
        drifting |= {(scale.pk, who) for who in _drifting(drifts[scale.pk])}
    return QuickSeverity(by_scale, frozenset(flagged), frozenset(few), drifts, frozenset(drifting))


def _drifting(drifts: Mapping[int, Result]) -> set[int]:
    """Those whose change has an interval away from 0 and a size that matters; at most one in ten of
    them is expected to be there by chance.
    """
    known = {who: one for who, one in drifts.items() if one.value is not None and one.se}
    chances = [
        2 * NormalDist().cdf(-abs((one.value or 0) / (one.se or 1))) for one in known.values()
    ]
    adjusted = list(false_discovery(chances)) if known else []
    return {
        who
        for (who, one), p in zip(known.items(), adjusted, strict=True)
        if p <= Rules().false_discovery
        and abs(one.value or 0) >= MATERIAL
        and ((one.low or 0) > 0 or (one.high or 0) < 0)
    }
