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

from inspectorate.domain.programmes.models import Criterion, Scale
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
# An interval at 95 in 100 lies away from 0 where p is below this.
_ALPHA = 0.05


def severities(loaded: OpenCells, criteria: Sequence[Criterion]) -> QuickSeverity:
    """Fit one model a scale, on the readings that enter figures of cells open to the reader.

    No query.
    """
    scale_of = {one.pk: one.scale for one in criteria if one.scale is not None}
    rows = _rows(loaded, scale_of)
    by_scale: dict[int, dict[int, Result]] = {}
    flagged: set[tuple[int, int]] = set()
    few: set[int] = set()
    drifts: dict[int, dict[int, Result]] = {}
    drifting: set[tuple[int, int]] = set()
    for scale in {one.pk: one for one in scale_of.values()}.values():
        if scale.pk not in rows:
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


def _rows(
    loaded: OpenCells, scale_of: Mapping[int, Scale]
) -> dict[int, list[tuple[int, int, int, int, float]]]:
    """The readings that enter figures, by scale: body, criterion, inspector, grade and day."""
    rows: dict[int, list[tuple[int, int, int, int, float]]] = defaultdict(list)
    for (body, criterion), given in loaded.complete.items():
        scale = scale_of.get(criterion)
        if scale is None:
            continue
        for one in given:
            if one.pk in loaded.entering and one.order is not None:
                when = one.at.timestamp() / _DAY if one.at else 0.0
                rows[scale.pk].append((body, criterion, one.inspector, one.order, when))
    return rows


def _drifting(drifts: Mapping[int, Result]) -> set[int]:
    """Those whose change has an interval away from 0 and a size that matters; at most one in ten of
    them is expected to be there by chance.
    """
    known = {who: one for who, one in drifts.items() if one.value is not None and one.se}
    if not known:
        return set()
    adjusted = false_discovery([_p(one) for one in known.values()])
    told = {who for who, p in zip(known, adjusted, strict=True) if p <= Rules().false_discovery}
    return {who for who in told if _p(known[who]) < _ALPHA and abs(_value(known[who])) >= MATERIAL}


def _p(one: Result) -> float:
    """Of as large a change, either way, where there is none."""
    return 2 * NormalDist().cdf(-abs(_value(one)) / (one.se or 1.0))


def _value(one: Result) -> float:
    return one.value or 0.0
