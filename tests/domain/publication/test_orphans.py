"""Folders of contents that a kill left without a row: named after a day, and swept."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inspectorate.domain.publication import folder, orphans, queries, verify
from inspectorate.interfaces.cli.main import main
from tests.factories.publishing import a_story, prepared, released

FILES = {"index.html": b"<main>what nobody recorded</main>"}


def aged(path: Path) -> Path:
    then = time.time() - 25 * 60 * 60
    os.utime(path, (then, then))
    return path


def made(name: str) -> Path:
    """An empty folder of this name among them, a day old."""
    (queries.root() / name).mkdir()
    return aged(queries.root() / name)


@pytest.mark.django_db
class TestSwept:
    def test_contents_without_a_row_are_swept_after_a_day_and_named_ones_stay(self) -> None:
        waits, out = prepared(a_story()), released(a_story())
        young = queries.root() / folder.keep(queries.root(), FILES)
        old = aged(queries.root() / folder.keep(queries.root(), {"a.html": b"old"}))
        half, strange = (made(name) for name in (f"{folder.TEMPORARY}x7", "by-hand"))
        for name in (waits.contents.digest, out.folder, *queries.folders_of()):
            aged(queries.root() / name)
        said = CliRunner().invoke(main, ["sweep-files", "--dry-run"]).output
        assert f"contents {old.name}: would be removed.\n" in said
        assert old.exists()
        done = CliRunner().invoke(main, ["sweep-files"]).output
        assert f"contents {old.name}: removed.\n" in done
        assert (young.exists(), old.exists(), half.exists()) == (True, False, False)
        assert strange.exists()
        assert list(verify.bundle_faults()) == []

    def test_contents_kept_anew_begin_their_day_anew(self) -> None:
        digest = folder.keep(queries.root(), FILES)
        aged(queries.root() / digest)
        assert folder.keep(queries.root(), FILES) == digest
        assert orphans.sweep() == []
        assert (queries.root() / digest).is_dir()

    def test_contents_whose_row_came_meanwhile_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        digest = folder.keep(queries.root(), FILES)
        aged(queries.root() / digest)
        found = orphans.removable()
        monkeypatch.setattr(orphans, "removable", lambda: found)
        monkeypatch.setattr(orphans, "folders_of", lambda: {digest: digest})
        assert orphans.sweep() == []
        assert (queries.root() / digest).is_dir()


@pytest.mark.django_db
class TestNamed:
    def test_verify_names_contents_without_a_row_once_they_are_a_day_old(self) -> None:
        digest = folder.keep(queries.root(), FILES)
        assert list(verify.strange_folders()) == []
        aged(queries.root() / digest)
        assert list(verify.strange_folders()) == [f"bundle {digest}: no record names this folder"]


def test_two_that_keep_contents_at_once_do_not_sweep_each_other_s_unfinished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever begins sweeps what others left unfinished: not what another is at."""
    writes = folder._write
    begun = threading.Event()

    def slow(target: Path, content: bytes) -> None:
        begun.set()
        time.sleep(0.05)
        writes(target, content)

    monkeypatch.setattr(folder, "_write", slow)
    made: list[Any] = []

    def keep(word: str) -> None:
        made.append(folder.keep(tmp_path, {f"{word}-{n}.html": word.encode() for n in range(4)}))

    both = [threading.Thread(target=keep, args=(word,)) for word in ("one", "other")]
    for one in both:
        one.start()
        begun.wait(60)
    for one in both:
        one.join(60)
    assert len(made) == 2
    assert [list(folder.faults(tmp_path / digest, digest)) for digest in made] == [[], []]
