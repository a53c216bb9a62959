"""What the last commit wrote before copies of a draft were recalled opens, and is gone on with: the
set 0013.

``0013/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.reports.accuracy.rounds import Standing, changes
from inspectorate.domain.reports.models import Criticism, Document
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.noting import note_heads
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0013", tmp_path_factory.mktemp("written"))


@pytest.mark.database
def test_upgraded_installation_is_sound_and_its_answers_and_copies_are_taken_back(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.ending_checks", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {
        "faults": [],
        "number": 1,
        "standing": ["not_new"],
        "taken back": ["to_answer"],
        "anew": ["new"],
        "recalled": [],
        "faults after": [],
    }


@pytest.mark.django_db
def test_binder_of_format_18_is_read_in_and_its_answer_stands(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    note_heads()
    assert verify().faults == ()
    assert Criticism.objects.get().number == 1
    (change,) = changes(proof_of(Document.objects.get(slug="report")))
    assert change.standing is Standing.NOT_NEW
