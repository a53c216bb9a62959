"""``inspectorate export``, ``import`` and ``verify --binder``: what they print and how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.binders import elsewhere
from tests.factories.publishing import a_story, released
from tests.factories.rooms import a_person, an_admin
from tests.shared import ROOT
from tests.sizes import drilled

pytestmark = pytest.mark.django_db


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def archive(tmp_path: Path, settings: Any) -> Path:
    """The binder of an inspection of another installation; this one is empty."""
    out = tmp_path / "binder.zip"
    with elsewhere():
        story = a_story()
        released(story)
        result = call("export", story.inspection.slug, "--out", out)
        assert result.exit_code == 0, result.output
    settings.FILES_ROOT, settings.BUNDLES_ROOT = (
        tmp_path / "second/files",
        tmp_path / "second/bundles",
    )
    return out


@pytest.fixture
def tampered(archive: Path) -> Path:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    return archive


def test_export_prints_rows_bytes_and_the_digest_to_keep(tmp_path: Path) -> None:
    story = a_story()
    result = call("export", story.inspection.slug, "--out", tmp_path / "b.zip")
    assert result.exit_code == 0
    assert f"{(tmp_path / 'b.zip').stat().st_size:,} bytes, written and read back" in result.output
    assert "\nBinder " in result.output
    assert "Highest marking: OFFICIAL." in result.output


def test_export_of_an_unknown_inspection_ends_with_2_and_names_those_there_are(
    tmp_path: Path,
) -> None:
    story = a_story()
    result = call("export", "nothing", "--out", tmp_path / "b.zip")
    assert result.exit_code == 2
    assert f"Choose one of: {story.inspection.slug}." in result.output
    assert not (tmp_path / "b.zip").exists()


def test_export_over_a_file_that_is_there_ends_with_2_and_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("mine")
    result = call("export", "any", "--out", tmp_path / "b.zip")
    assert result.exit_code == 2
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_import_into_an_empty_installation_needs_nobody(archive: Path) -> None:
    result = call("import", archive)
    assert result.exit_code == 0, result.output
    assert "read in" in result.output
    assert Inspection.objects.count() == 1


def test_import_where_there_are_people_asks_in_whose_name(archive: Path) -> None:
    an_admin()
    result = call("import", archive)
    assert result.exit_code == 2
    assert "--by" in result.output
    assert not Inspection.objects.exists()


def test_import_by_a_lead_ends_with_2_and_writes_nothing(archive: Path) -> None:
    lead = a_person(Role.LEAD)
    result = call("import", archive, "--by", lead.email)
    assert result.exit_code == 2
    assert not Inspection.objects.exists()


def test_import_of_a_tampered_binder_ends_with_2_and_says_nothing_was_written(
    tampered: Path,
) -> None:
    result = call("import", tampered)
    assert result.exit_code == 2
    assert "Nothing was written." in result.output
    assert not Inspection.objects.exists()


def outside(*words: object) -> subprocess.CompletedProcess[str]:
    """As an outsider runs it: no settings, no data folder, no secret key."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
    words = ("-m", "inspectorate.interfaces.cli.main", *words)
    return subprocess.run(
        [sys.executable, *map(str, words)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_outsider_verifies_a_binder_without_settings_and_reads_its_digest(archive: Path) -> None:
    done = outside("verify", "--binder", archive)
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert "every one as it was written" in done.stdout
    assert "Rehearsal: simulated evidence" in done.stdout
    assert "\nBinder " in done.stdout


def test_outsider_is_told_which_member_was_tampered_with(tampered: Path) -> None:
    done = outside("verify", "--binder", tampered)
    assert done.returncode == 1
    assert "was changed" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("member", "names"),
    [
        ("", "0 faults"),
        (".jsonl", "was changed after it was written"),
        (".digests.jsonl", "the digests of its rows are not those it was written with"),
    ],
)
def test_outsider_walks_the_chain_with_one_file_of_plain_python(
    archive: Path, tmp_path: Path, member: str, names: str
) -> None:
    """In an empty environment; one letter of the stream, or of the digests of rows, is named."""
    with zipfile.ZipFile(archive) as packed:
        contents = {one: packed.read(one) for one in packed.namelist()}
    stream = json.loads(contents["binder.json"])["ledger"]["stream"]
    if member:
        name = f"ledger/{stream}{member}"
        contents[name] = contents[name].replace(b'"digest":"', b'"digest":"0', 1)
    with zipfile.ZipFile(tmp_path / "told.zip", "w") as packed:
        for one, content in contents.items():
            packed.writestr(one, content)
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "deploy/verify_chain.py", tmp_path / "told.zip"],
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (1 if member else 0), done.stderr
    assert names in done.stdout + done.stderr


HEADS: dict[str, tuple[Callable[[int, str], str], int, str]] = {
    "the same": (lambda entries, head: f"{entries}\t{head}", 0, "every one as it was written"),
    "an older one": (
        lambda entries, head: f"{entries - 1}\t{'0' * 64}",
        0,
        "every one as it was written",
    ),
    "further on": (
        lambda entries, head: f"{entries + 1}\t{'0' * 64}",
        1,
        "the heads outside know entry",
    ),
    "another": (lambda entries, head: f"{entries}\t{'0' * 64}", 1, "the chain was rewritten"),
}


@pytest.mark.parametrize("which", drilled(HEADS, 2))
def test_binder_is_held_against_a_copy_of_the_external_heads(
    which: str, archive: Path, tmp_path: Path
) -> None:
    from inspectorate.domain.publication.binder.archive import opened

    with opened(archive) as binder:
        ledger = binder.contents["ledger"]
    line, code, said = HEADS[which]
    (tmp_path / "kept.log").write_text(
        f"{ledger['stream']}\t{line(ledger['entries'], ledger['head'])}\n"
    )
    done = outside("verify", "--binder", archive, "--heads", tmp_path / "kept.log")
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout + done.stderr
