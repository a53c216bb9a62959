"""What is installed to run is what the code uses: each run-time package is imported by ``src`` or
used by name for a reason that stands here, and nothing else is imported.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST = 40
# Run-time packages that no line imports, and who loads them.
BY_NAME = {
    "psycopg": "Django's backend for PostgreSQL loads it where DATABASE_URL names one",
    "gunicorn": "the server, started by its name (docs/guide/running.md, interfaces/cli/serve.py)",
    "whitenoise": "named in the settings: middleware, storage, and an app",
}


def normal(name: str) -> str:
    """A distribution's name as every tool writes it: small, with hyphens."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def listed() -> list[str]:
    """The direct dependencies of a run, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [normal(re.split(r"[\[<>=~! ;]", one)[0]) for one in project["dependencies"]]


@functools.cache
def imported(root: Path) -> set[str]:
    """The names at the top of every import below ``root`` that are neither Python's nor ours."""
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.split(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"inspectorate", "inspectstats"}


def faults(direct: Iterable[str], modules: Iterable[str]) -> list[str]:
    """A sentence for each package that nothing uses, and each import that nothing lists."""
    of = packages_distributions()
    used = {module: {normal(name) for name in of.get(module, [])} for module in modules}
    direct = set(direct)
    every = set().union(*used.values())
    return [
        *(f"{name}: nothing in src imports it" for name in sorted(direct - every - set(BY_NAME))),
        *(
            f"{module}: imported, and no run-time package of ours"
            for module, names in sorted(used.items())
            if not names & direct
        ),
    ]


def test_each_run_time_package_is_used_and_nothing_else_is() -> None:
    direct = listed()
    assert faults(direct, imported(ROOT / "src")) == []
    assert len(direct) == len(set(direct)) <= MOST
    assert set(BY_NAME) <= set(direct), "BY_NAME names packages that are gone"


@pytest.mark.parametrize(
    ("direct", "modules", "fault"),
    [
        (["click", "pypdfium2"], ["click"], "pypdfium2: nothing in src imports it"),
        (["click"], ["click", "yaml"], "yaml: imported, and no run-time package of ours"),
        (["python-docx"], ["docx"], ""),
    ],
)
def test_package_unused_and_import_unlisted_are_told(
    direct: list[str], modules: list[str], fault: str
) -> None:
    assert faults(direct, modules) == ([fault] if fault else [])


@pytest.mark.parametrize("name", BY_NAME)
def test_package_used_by_name_is_imported_nowhere(name: str) -> None:
    assert name not in imported(ROOT / "src"), "imported: take it out of BY_NAME"
