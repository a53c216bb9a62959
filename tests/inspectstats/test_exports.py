"""What the library offers: every room by name, every name documented, every example run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from types import FunctionType

import pytest

import inspectstats

SECTIONS = ("Parameters", "Returns", "Raises", "Examples")
# Modules whose public functions have all sections of numpydoc. A module is added, never taken out.
WRITTEN = {
    "inspectstats.agreement.breakdown",
    "inspectstats.agreement.counts",
    "inspectstats.agreement.crossing",
    "inspectstats.agreement.difference",
    "inspectstats.agreement.needed",
    "inspectstats.agreement.ratings",
    "inspectstats.agreement.reading",
    "inspectstats.agreement.tables",
    "inspectstats.design.expected_agreement",
    "inspectstats.intervals.difference",
    "inspectstats.intervals.finite",
    "inspectstats.intervals.proportion",
    "inspectstats.ordering.bradley_terry",
    "inspectstats.ordering.comparing",
    "inspectstats.ordering.contradicting",
    "inspectstats.quantity.multiverse",
    "inspectstats.records",
    "inspectstats.severity.drifting",
    "inspectstats.severity.observations",
    "inspectstats.tables.cells",
    "inspectstats.tables.names",
    "inspectstats.tables.opening",
    "inspectstats.variation.between",
    "inspectstats.variation.control_limits",
    "inspectstats.variation.funnel",
    "inspectstats.variation.multiplicity",
    "inspectstats.variation.pooling",
}


def modules() -> Iterator[str]:
    """Every module of the library but the standalone verifier's doors and the command line."""
    for found in pkgutil.walk_packages(inspectstats.__path__, "inspectstats."):
        if ".cli" not in found.name:
            yield found.name


def offered() -> dict[str, object]:
    """Every name that a room offers, by room and name."""
    rooms = {name: getattr(inspectstats, name) for name in inspectstats.ROOMS}
    return {
        f"{name}.{each}": getattr(room, each)
        for name, room in rooms.items()
        for each in room.__all__
    }


def test_every_room_is_offered_and_offers_names() -> None:
    rooms = {
        name.removeprefix("inspectstats.")
        for name in modules()
        if name.count(".") == 1 and name not in ("inspectstats.plain", "inspectstats.products")
    }
    assert set(inspectstats.ROOMS) == rooms
    assert [room for room in rooms if not getattr(inspectstats, room).__all__] == []


def test_every_name_offered_is_a_thing_with_a_docstring_and_no_module() -> None:
    found = offered()
    assert len(found) > 150
    assert [name for name, each in found.items() if inspect.ismodule(each)] == []
    things = {n: e for n, e in found.items() if isinstance(e, FunctionType | type)}
    assert [name for name, each in things.items() if not inspect.getdoc(each)] == []


def test_rooms_are_opened_only_when_asked_for() -> None:
    code = "import inspectstats, sys; assert not {'numpy', 'scipy', 'polars'} & set(sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(modules()))
def test_examples_in_docstrings_print_what_they_say(name: str) -> None:
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module)
    assert failed == 0


def test_functions_of_written_modules_have_every_section() -> None:
    lacking = {
        name: [section for section in SECTIONS if not _has(each, section)]
        for name, each in offered().items()
        if isinstance(each, FunctionType) and each.__module__ in WRITTEN
    }
    assert {name: sections for name, sections in lacking.items() if sections} == {}


def test_written_modules_are_there_and_offer_functions() -> None:
    of = {each.__module__ for each in offered().values() if isinstance(each, FunctionType)}
    assert set() == WRITTEN - of


def _has(function: FunctionType, section: str) -> bool:
    lines = (inspect.getdoc(function) or "").splitlines()
    return any(one == section and two == "-" * len(section) for one, two in pairwise(lines))
