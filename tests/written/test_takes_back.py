"""What the last commit wrote before anything could be taken back opens, and is taken back in it.

``0004/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.judgments.models import Agreed, Assignment
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0004", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_after_the_upgrade_what_was_left_out_given_and_submitted_is_taken_back(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.taking_back", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["faults"] == found["faults after"] == []
    assert found["again"]
    (left_out, given), after = found["before"], found["after"]
    # One more covered; one given to nobody, one withdrawn and given to the same inspector again.
    assert after == [left_out - 1, given - 1]


@pytest.mark.django_db
def test_binder_of_format_4_is_read_in_with_nothing_ended(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    assert verify().faults == ()
    given = Assignment.objects.filter(scope_body__inspection=inspection)
    assert given.count() > 2
    assert {(one.ended_at, one.ended_reason) for one in given} == {(None, "")}
    agreed = Agreed.objects.filter(scope_body__inspection=inspection)
    assert {one.as_submitted for one in agreed} <= {False}
