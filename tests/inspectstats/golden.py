"""Rows of the shared golden file, for tests that run every one of them and name its case."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.shared import ROOT


@dataclass(frozen=True, slots=True)
class Row:
    """One expected value; ``params`` is split at semicolons, ``name=value`` into ``given``."""

    case: str
    dataset: str
    statistic: str
    params: str
    expected: str
    tolerance: float
    given: dict[str, str]

    def __str__(self) -> str:
        return re.sub(r"[^\w.=+-]+", "_", f"{self.case}-{self.statistic}-{self.params}")[:90]

    def number(self, name: str) -> int:
        """A parameter as a whole number."""
        return int(self.given[name])


def rows(cases: Iterable[str]) -> list[Row]:
    """Every row of the named cases; empty where the shared data are absent (the typed-in values
    then stand alone).
    """
    wanted = set(cases)
    for parent in (ROOT.parent, ROOT):
        path = parent / "shared" / "data" / "stats" / "expected.csv"
        if path.exists():
            with path.open(newline="") as stream:
                return [_row(line) for line in csv.DictReader(stream) if line["case_id"] in wanted]
    return []


def _row(line: dict[str, str]) -> Row:
    given = dict(
        part.split("=", 1) for part in line["params"].split(";") if "=" in part and "==" not in part
    )
    return Row(
        line["case_id"],
        line["dataset"],
        line["statistic"],
        line["params"],
        line["expected"],
        float(line["tol_abs"] or 0),
        given,
    )
