"""What the last commit wrote before wording was signed opens, says so, and is signed in what it
changes: the set 0006.

``0006/how_it_was_made.py`` says how it was made. One process upgrades the installation and carries
it on (``saying_not_signed``); each test reads what came of one part of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.nodes import NOT_SIGNED
from inspectorate.domain.publication.trace import trace
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.reports.models import Edition, ReferenceDraft, Signature
from tests.factories.binders import read_in
from tests.factories.noting import note_heads
from tests.factories.wording import signed_text
from tests.written.saying_not_signed import TIDIED
from tests.written.test_opens import installation, unpacked

CHANGED = f"Most forces have mandatory training, {TIDIED}."
ON_ITS_PAGE = (
    "Frozen before wording was signed: its claims were referenced, its words were not signed."
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set, unpacked once; nobody writes into it."""
    return unpacked("0006", tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def found(old: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the installation says once upgraded and carried on, once for all tests."""
    with installation(old, tmp_path_factory.mktemp("upgraded")) as environment:
        # It named no contact, and what was prepared says so: another would have moved since.
        environment["INSPECTORATE_CONTACT"] = ""
        command = [sys.executable, "-m", "tests.written.saying_not_signed", str(old)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.drill
@pytest.mark.database
class TestUpgraded:
    def test_verifies_before_and_after_it_goes_on(self, found: dict[str, Any]) -> None:
        assert found["faults"] == []
        assert found["faults after"] == []

    def test_every_edition_of_before_says_on_its_page_that_nobody_signed_its_words(
        self, found: dict[str, Any]
    ) -> None:
        assert [len(one["pages"]) for one in found["before"]] == [6, 4]
        for half in found["before"]:
            assert set(half["signed"]) == {None}
            assert [one for one in half["pages"] if ON_ITS_PAGE not in one] == []
        # A full and a public edition each, of the first press release two of each.
        assert [one["lists"] for one in found["before"]] == [[2, 4], [2, 2]]

    def test_trace_says_so_and_no_signature_was_invented(self, found: dict[str, Any]) -> None:
        for half in found["before"]:
            assert half["trace"] == [NOT_SIGNED]
            assert (half["signatures"], half["drafts"]) == (0, 0)


@pytest.mark.drill
@pytest.mark.database
class TestWaiting:
    def test_next_edition_of_what_is_not_out_is_refused_and_asked_whole(
        self, found: dict[str, Any]
    ) -> None:
        waits = found["waits"]
        assert waits["refused"] == ["wording_not_signed"]
        kinds = [kind for kind, _ in waits["asked"]]
        assert (kinds.count("singly"), kinds.count("section")) == (5, 4)

    def test_release_that_waited_is_approved_and_goes_out_as_it_was_prepared(
        self, found: dict[str, Any]
    ) -> None:
        waits = found["waits"]
        assert waits["as prepared"]
        assert waits["signed"] == [None, None]
        assert waits["phase"] == "published"

    def test_once_it_is_out_its_correction_is_asked_what_it_changes(
        self, found: dict[str, Any]
    ) -> None:
        assert_only_the_change(found["waits"]["asked then"])


@pytest.mark.drill
@pytest.mark.database
class TestCorrection:
    def test_report_that_is_out_is_asked_nothing_until_it_changes(
        self, found: dict[str, Any]
    ) -> None:
        assert found["corrected"]["unchanged"] == []

    def test_correction_is_refused_until_what_it_changes_is_signed(
        self, found: dict[str, Any]
    ) -> None:
        corrected = found["corrected"]
        assert_only_the_change(corrected["asked"])
        assert corrected["refused"] == ["wording_not_signed"]
        # The edition says of itself what was signed of it, and what went out before.
        pinned = corrected["signed"]
        assert (pinned["singly"], pinned["section"], pinned["source"]) == (1, 1, 0)
        assert pinned["before"] > 5

    def test_signature_taken_back_asks_the_change_again(self, found: dict[str, Any]) -> None:
        assert found["corrected"]["after"] == [["singly", CHANGED]]

    def test_words_frozen_and_never_out_are_asked(self, old: Path, found: dict[str, Any]) -> None:
        ((kind, words),) = found["never_out"]
        assert kind == "section"
        assert json.loads((old / "waits.json").read_text("utf-8"))["never_out"] in words


def assert_only_the_change(asked: list[list[str]]) -> None:
    """Of the report, the changed sentence and the section that it stands in."""
    (one, (kind, words)) = asked
    assert one == ["singly", CHANGED]
    assert kind == "section"
    assert words.startswith("Training ")
    assert CHANGED in words


@pytest.mark.django_db
class TestBinder:
    def test_binder_of_format_6_is_read_in_and_says_the_same(
        self, old: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        assert exchange.verify_binder(old / "binder.zip") == []
        with django_capture_on_commit_callbacks(execute=True):
            inspection = read_in(old / "binder.zip")
        note_heads()
        assert verify().faults == ()
        editions = Edition.objects.filter(document__inspection=inspection)
        assert [one.signed for one in editions] == [None] * 4
        nodes = trace("mandatory-training", inspection=inspection)
        assert {one.text for one in nodes if one.kind == "signature"} == {NOT_SIGNED}
        assert not Signature.objects.exists()
        assert not ReferenceDraft.objects.exists()
        # It never went out, so that its next edition is asked whole.
        assert asked(inspection, "report") == 9

    @pytest.mark.parametrize("number", ["0001", "0002"])
    def test_report_that_no_release_moved_is_asked_nothing_until_it_changes(
        self, number: str, tmp_path: Path
    ) -> None:
        inspection = read_in(unpacked(number, tmp_path) / "binder.zip")
        assert inspection.phase == "judging"
        assert asked(inspection, "report") == 0


def asked(inspection: Inspection, slug: str) -> int:
    """How many presses an evidence checker would be asked for a document as it stands."""
    return len(list(signed_text(inspection.documents.get(slug=slug)).left()))
