"""What the last commit wrote before grades and debrief notes came from devices opens, and each note
that was received then is a note: the set 0011.

``0011/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.noting import note_heads
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0011", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_upgraded_installation_is_sound_its_notes_are_notes_and_the_one_that_waits_is_recorded(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.receiving", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert [one[1:] for one in found.pop("notes")] == [
        ["note", "recorded", 1],
        ["note", "waiting", 1],
    ]
    assert found == {
        "faults": [],
        "decided": [["set aside", None], ["taken up", None], ["recorded", None]],
        "items": 1,
        "items after": 2,
        "faults after": [],
    }


@pytest.mark.django_db
def test_binder_of_format_15_is_read_in_and_every_note_in_it_is_a_note(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    note_heads()
    assert verify().faults == ()
    assert list(Arrival.objects.values_list("meant", flat=True)) == ["note", "note"]
