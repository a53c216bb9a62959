"""What the last commit wrote before gates stood opens, and meets them: the set 0005.

``0005/how_it_was_made.py`` says how it was made.
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
from inspectorate.domain.reports.models import Edition, PassedGate
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0005", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_release_that_was_prepared_before_gates_stood_opens_and_is_told_what_is_missing(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.meeting_gates", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert found["page"] == 200
    assert found["told"], "the release waits in an inspection that is not judged"


@pytest.mark.django_db
def test_binder_of_format_5_is_read_in_with_no_gate_gone_past(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    assert verify().faults == ()
    assert Edition.objects.filter(document__inspection=inspection).exists()
    assert not PassedGate.objects.exists()
