"""What the last commit wrote before documents had sections opens, and its report is written by
sections: the set 0012.

``0012/how_it_was_made.py`` says how it was made.
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
from inspectorate.domain.reports.models import Document, Revision, Section
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.actions import CONSOLE
from tests.factories.noting import note_heads
from tests.factories.rooms import AT
from tests.written.test_opens import installation, unpacked


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0012", tmp_path_factory.mktemp("written"))


@pytest.mark.drill
@pytest.mark.database
def test_upgraded_installation_is_sound_and_a_section_of_its_report_is_written(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.writing_on", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) == {
        "faults": [],
        "sections": [["3-1", 1], ["3-2", 1], ["3-3", 1]],
        "whole": True,
        "rows": 0,
        "sections after": [["3-1", 1], ["3-2", 2], ["3-3", 1]],
        "rows after": 3,
        "history": [[4, 2], [3, 1]],
        "faults after": [],
    }


@pytest.mark.django_db
def test_binder_of_format_16_is_read_in_and_its_report_has_its_sections(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert exchange.verify_binder(old / "binder.zip") == []
    with django_capture_on_commit_callbacks(execute=True):
        exchange.read(old / "binder.zip", by=CONSOLE, at=AT, key="read-in")
    note_heads()
    assert verify().faults == ()
    assert list(Revision.objects.values_list("layout", flat=True)) == [None, None]
    assert not Section.objects.exists()
    waits = json.loads((old / "waits.json").read_text("utf-8"))
    found = standing_of(Document.objects.get(slug="report"))
    assert [one.text for one in found] == waits["sections"]
