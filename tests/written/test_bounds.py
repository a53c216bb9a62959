"""What the last commit wrote before each inspection had its own bound of small numbers opens, goes
out as it was prepared, and goes on: the set 0007.

``0007/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.claims.models import Excerpt
from inspectorate.domain.inspections.models import Suppression
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.noting import note_heads
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0007", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_upgraded_installation_is_sound_its_release_goes_out_and_an_excerpt_is_released(
    old: Path, tmp_path: Path
) -> None:
    bundle = next(iter(sorted((old / "bundles").glob("*/bundle.json"))))
    with installation(old, tmp_path) as environment:
        # It is reached as it was: another contact would have moved since.
        environment["INSPECTORATE_CONTACT"] = json.loads(bundle.read_text("utf-8"))["contact"]
        command = [sys.executable, "-m", "tests.written.bounding", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {
        "faults": [],
        "bounds": [3, 3],
        "as prepared": True,
        # It says of itself that it was signed before.
        "schema": "inspectorate-bundle/2",
        "bound out": 0,
        "excerpts out": [],
        "released": True,
        "faults after": [],
    }


@pytest.mark.django_db
def test_binder_of_format_7_is_read_in_with_the_usual_bound_and_nothing_invented(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    note_heads()
    assert verify().faults == ()
    assert inspection.small_below == 3
    assert not Excerpt.objects.exists()
    assert not Suppression.objects.exists()
