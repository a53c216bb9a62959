"""How many bodies the simulated truth gives to each grade and finding (`content/truth.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

GRADES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
FORCES = 46
SPECIAL_FORCES = 3


@dataclass(frozen=True, slots=True)
class CriterionTruth:
    """One criterion: bodies per grade, best first, and bodies for which each finding holds."""

    ref: str
    grades: tuple[int, ...]
    findings: dict[str, int]
    adverse: frozenset[str]
    territorial_first: frozenset[str]
    implies: dict[str, str]


@dataclass(frozen=True, slots=True)
class NotInspected:
    """A cell of the coverage that was not inspected: which body by order of its kind, and why."""

    kind: str
    order: int
    criterion: str
    reason: str


@dataclass(frozen=True, slots=True)
class Truth:
    criteria: tuple[CriterionTruth, ...]
    not_inspected: tuple[NotInspected, ...]

    def criterion(self, ref: str) -> CriterionTruth:
        return next(criterion for criterion in self.criteria if criterion.ref == ref)


def content(name: str) -> str:
    """The text of one file of `content/`; raises FileNotFoundError naming it."""
    return (
        resources.files("inspectorate.demo")
        .joinpath("content", *name.split("/"))
        .read_text(encoding="utf-8")
    )


@cache
def read() -> Truth:
    raw: dict[str, Any] = tomllib.loads(content("truth.toml"))
    criteria = tuple(
        CriterionTruth(
            ref=ref,
            grades=tuple(row["grades"]),
            findings=dict(row["findings"]),
            adverse=frozenset(row.get("adverse", ())),
            territorial_first=frozenset(row.get("territorial_first", ())),
            implies=dict(row.get("implies", {})),
        )
        for ref, row in raw["criteria"].items()
    )
    cells = []
    for row in raw["not_inspected"]:
        kind, order = row["who"].split()
        cells.append(NotInspected(kind, int(order), row["criterion"], row["reason"]))
    return Truth(criteria, tuple(cells))
