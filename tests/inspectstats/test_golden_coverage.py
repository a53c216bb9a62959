"""Every case of the shared golden files is claimed by a golden test module, and every claim is a
real case.
"""

from __future__ import annotations

import ast
import csv
from pathlib import Path

from tests.shared import shared

HERE = Path(__file__).parent


def _declared(name: str) -> dict[str, str]:
    """Case ids in the module-level sets called ``name`` of all golden test modules, with the file
    that claims each.
    """
    found: dict[str, str] = {}
    for path in sorted(HERE.rglob("test_*golden*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.Assign) and any(
                isinstance(to, ast.Name) and to.id == name for to in node.targets
            ):
                found |= dict.fromkeys(ast.literal_eval(node.value), path.name)
    return found


def test_expected_file_every_case_is_claimed_and_every_claim_exists() -> None:
    with shared("data/stats/expected.csv").open(newline="") as stream:
        cases = {line["case_id"] for line in csv.DictReader(stream)}
    assert set(_declared("COVERED")) == cases


def test_edge_cases_file_every_case_is_claimed_and_every_claim_exists() -> None:
    with shared("data/stats/edge_cases.csv").open(newline="") as stream:
        cases = {line["case"] for line in csv.DictReader(stream)}
    assert set(_declared("EDGES")) == cases


def test_every_edge_case_named_has_a_test_that_names_it() -> None:
    """A claim alone proves nothing: the id of each edge case must stand in the name of a test in
    the file that claims it.
    """
    for case, file in _declared("EDGES").items():
        source = next(HERE.rglob(file)).read_text()
        tests = [
            node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)
        ]
        assert (
            any(case.lower() in name.lower() for name in tests) or source.count(f'"{case}"') > 1
        ), case
