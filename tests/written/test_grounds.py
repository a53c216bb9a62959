"""What the last commit wrote before an assignment said why its reading was chosen opens, and no
ground and no chance is made up for it: the set 0008.

``0008/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.judgments import queries, readings
from inspectorate.domain.judgments.models import Assignment, ModeChoice, PlanOfJudging, Submission
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.noting import note_heads
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0008", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_upgraded_installation_is_sound_and_its_double_judgments_count_as_they_did(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.grounding", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {
        "faults": [],
        "grounds": ["not recorded"],
        "chances": [""],
        # Three cells were judged twice and are complete: as before, two of them alike.
        "pairs": [3, 2],
        "unrecorded": 4,
        "in figures": 5,
        "given": ["drawn", "1/5"],
        "faults after": [],
    }


@pytest.mark.django_db
def test_binder_of_format_8_is_read_in_with_no_ground_and_no_chance_made_up(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    note_heads()
    assert verify().faults == ()
    assert set(Assignment.objects.values_list("ground", "chance", "made_from", "plan")) == {
        ("", "", "", None)
    }
    assert not Submission.objects.filter(borderline=True).exists()
    assert not ModeChoice.objects.exists()
    assert not PlanOfJudging.objects.exists()
    found = queries.agreement(inspection)
    assert found is not None
    assert [one.counts.pairs for _, one in found.overall] == [3]
    assert readings.unrecorded(inspection) == 4
