"""What was written before two people signed contents opens and goes on: the set 0002.

``0002/how_it_was_made.py`` says how it was made. One process upgrades the installation and carries
it on (``going_on``); each test reads what came of one part of it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from inspectorate.domain.publication.binder import exchange, tables
from inspectorate.domain.publication.models import Contents, PublishedRegister, ReleaseApproval
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.ledger.models import Disposal, Entry
from tests.domain.publication.binder.conftest import fresh
from tests.factories.binders import (
    elsewhere,
    read_in,
    written_out,
)
from tests.factories.forging import unguarded
from tests.factories.noting import note_heads
from tests.interfaces.public.pages import broken_links
from tests.written.pages import read_site
from tests.written.test_opens import LIVING, installation, says_as_before, unpacked

__all__ = ["fresh"]
FIRST = "inspection-1"
# Once a register is published anew, its pages in the inspection's folder say how things stand.
GOING_ON = re.compile(rf"{LIVING.pattern}|^[^/]+/recommendations[./]")
NOT_SIGNED = "This release was approved before contents were signed."


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The set as it was written; nobody writes into it."""
    return unpacked("0002", tmp_path_factory.mktemp("two"))


class WentOn:
    """The installation's folder after it went on, and what was found on the way."""

    def __init__(self, folder: Path, found: dict[str, Any]) -> None:
        self.folder, self.found = folder, found


@pytest.fixture(scope="module")
def went_on(two: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WentOn]:
    """The installation upgraded and carried on, once for all tests."""
    folder = tmp_path_factory.mktemp("upgraded")
    with installation(two, folder) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.written.going_on"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        yield WentOn(folder, json.loads(done.stdout))


@pytest.mark.drill
@pytest.mark.database
class TestUpgraded:
    def test_verifies_and_its_pages_of_releases_read(self, went_on: WentOn) -> None:
        assert went_on.found["faults"] == []
        assert set(went_on.found["pages"].values()) == {200}
        assert went_on.found["faults_after"] == []

    def test_release_approved_before_is_refused_with_its_reason(self, went_on: WentOn) -> None:
        (refused,) = went_on.found["turned"]["refused"]
        assert "Inspection 1, release 4 did not go out." in refused
        assert f"{NOT_SIGNED} Stop it, prepare another and have that approved." in refused
        assert went_on.found["turned"]["out"] == []
        assert went_on.found["refused"] == {"release": ["not_signed"], "approve": ["not_signed"]}

    def test_it_is_stopped_and_prepared_anew_and_registers_go_out_under_a_mandate(
        self, went_on: WentOn
    ) -> None:
        release, register = went_on.found["then"]["out"]
        assert release == "Inspection 1, release 6 is out."
        assert register.endswith(": the register is out.")
        assert went_on.found["then"]["refused"] == []

    def test_forged_words_and_a_forged_signature_are_named(self, went_on: WentOn) -> None:
        rows = {one.partition("/")[0] for one in went_on.found["forged"] if "was changed" in one}
        assert rows == {"publication.releaseapproval", "recommendations.response"}


@pytest.mark.drill
@pytest.mark.database
class TestSite:
    @pytest.mark.parametrize(
        ("built", "living"), [("before", LIVING), ("after", GOING_ON)], ids=["before", "after"]
    )
    @pytest.mark.parametrize("given", ["site.json", "site_of_two.json"])
    def test_every_address_given_stands_with_its_words(
        self, two: Path, went_on: WentOn, built: str, living: re.Pattern[str], given: str
    ) -> None:
        before = json.loads((two / given).read_text("utf-8"))
        site = went_on.folder / built
        assert says_as_before(before, read_site(site), living=living) > 20
        assert broken_links(site) == []

    def test_new_release_stands_signed_beside_the_old_and_the_register_marks_one_person(
        self, went_on: WentOn
    ) -> None:
        site = went_on.folder / "after"
        manifest = json.loads((site / "manifest.json").read_text("utf-8"))
        assert list(manifest["signed"]) == [f"{FIRST}/6"]
        assert (site / FIRST / "2/press-release.html").is_file()
        register = read_site(site)[f"{FIRST}/recommendations/t1-r1.html"]
        assert "Confirmed by one person" in str(register["words"])


@pytest.mark.django_db
class TestBinder:
    def test_binder_of_format_2_is_taken_over_and_leaves_as_the_format_of_today_byte_for_byte(
        self, two: Path, tmp_path: Path, fresh: Callable[[], Path]
    ) -> None:
        assert exchange.verify_binder(two / "binder.zip") == []
        with elsewhere():
            inspection = read_in(two / "binder.zip")
            note_heads()
            assert verify().faults == ()
            assert Disposal.objects.count() == 1
            assert set(ReleaseApproval.objects.values_list("digest", flat=True)) == {""}
            (taken,) = Entry.objects.filter(stream=inspection.stream, verb="ledger.take_over")
            assert taken.rows == sum(one._base_manager.count() for one in younger())
            written_out(inspection, tmp_path / "one.zip")
        assert schema_of(tmp_path / "one.zip") == f"inspectorate-binder/{tables.FORMAT}"
        comes_out_the_same(tmp_path / "one.zip", tmp_path, fresh)

    @pytest.mark.drill
    def test_binder_of_the_upgraded_installation_comes_out_the_same_elsewhere(
        self, went_on: WentOn, tmp_path: Path, fresh: Callable[[], Path]
    ) -> None:
        comes_out_the_same(went_on.folder / "again.zip", tmp_path, fresh)
        assert (Contents.objects.count(), PublishedRegister.objects.count()) == (1, 1)

    def test_signature_forged_after_reading_in_is_named(self, two: Path) -> None:
        """The column is younger than the binder: taking over proves it."""
        read_in(two / "binder.zip")
        unguarded(ReleaseApproval).filter(release__number=4).update(digest="0" * 64)
        note_heads()
        (fault,) = [one for one in verify().faults if "trigger" not in one]
        assert fault.startswith("publication.releaseapproval/")


def younger() -> list[type[models.Model]]:
    """The tables that gained a column after format 2, whose rows are therefore taken over."""
    since = {"digest", "marking", "debrief_marking", "ended_at", "number", "stance", "signed"}
    since |= {"small_below", "rebuilt", "layout"}
    return [one for one in apps.get_models() if since & set(getattr(one, "ADDED", ()))]


def schema_of(binder: Path) -> str:
    """The schema that a binder names."""
    with zipfile.ZipFile(binder) as packed:
        return str(json.loads(packed.read("binder.json"))["schema"])


def comes_out_the_same(binder: Path, tmp_path: Path, fresh: Callable[[], Path]) -> None:
    """Read a binder in, verify, write it out again: the same bytes."""
    fresh()
    inspection = read_in(binder)
    note_heads()
    assert verify().faults == ()
    written_out(inspection, tmp_path / "again.zip", key="another export")
    assert (tmp_path / "again.zip").read_bytes() == binder.read_bytes()
