"""What the last commit before clearances wrote opens, and nobody reads above official in it until
somebody says who may.

``0003/how_it_was_made.py`` says how it was made.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.inspections.access import cleared_for
from inspectorate.domain.inspections.models import TeamMember
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0003", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_after_the_upgrade_nobody_reads_above_official_until_an_act_each_opens_it_to_the_team(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.clearing", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["faults"] == found["faults after"] == []
    assert found["clearances"] == ["OFFICIAL"]
    assert {role: seen for role, seen in found["before"].items() if seen} == {}
    assert found["acts"] == 2
    words = {role: set(seen) for role, seen in found["after"].items()}
    assert words["lead"] == words["moderator"] == {"item", "reasons", "agreed"}
    assert words["editor"] == words["analyst"] == {"item", "agreed"}
    assert words["press"] == set()


@pytest.mark.django_db
def test_old_binder_is_read_in_and_clears_nobody(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    assert verify().faults == ()
    team = TeamMember.objects.filter(inspection=inspection).select_related("person")
    assert team.count() > 8
    # Who came in a binder holds no role here yet, let alone a clearance.
    assert {one.person.clearance for one in team} == {"OFFICIAL"}
    assert not any("OFFICIAL-SENSITIVE" in cleared_for(one.person, inspection) for one in team)
