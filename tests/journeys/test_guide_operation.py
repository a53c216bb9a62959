"""The guide's set-up, backup and restore, as printed, in live mode, on both databases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guide_lines import (
    Installation,
    asked,
    block,
    blocks,
    postgres_tools,
)
from tests.migrated import laid
from tests.postgres import guarded

KINDS = ["SQLite", *(pytest.param(one, marks=pytest.mark.drill) for one in ("empty", "PostgreSQL"))]


@pytest.fixture(params=KINDS)
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A checkout with nothing set up yet, and an empty database; ``SQLite`` is one that was
    migrated before, so that the printed line finds little to do: from nothing takes 18 s.
    """
    if request.param != "PostgreSQL":
        found = Installation(tmp_path)
        if request.param == "SQLite":
            found.data.mkdir(mode=0o700)
            laid(found.data)
        yield found
        return
    if not postgres_tools():
        pytest.skip("no pg_dump of the tests' PostgreSQL was found")
    with guarded() as server:
        yield Installation(tmp_path, server)


# As a browser that somebody signed in by leaves it.
SIGNED_IN = (
    "from django.contrib.sessions.backends.db import SessionStore; "
    "from inspectorate.foundation.people.models import Person; "
    "store = SessionStore(); "
    'store["_auth_user_id"] = str(Person.objects.get().pk); '
    "store.create()"
)


def serves(installation: Installation) -> None:
    """Health, the page to sign in, and everything that page is made with."""
    with installation.serving() as port:
        assert asked(port, "/healthz") == (200, "ok\n")
        status, page = asked(port, "/accounts/login/")
        assert (status, "Sign in" in page) == (200, True)
        made_with = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        assert len(made_with) >= 2
        assert {path: asked(port, path)[0] for path in made_with} == dict.fromkeys(made_with, 200)


def test_lines_of_the_guide_set_up_serve_back_up_and_restore_as_printed(
    installation: Installation,
) -> None:
    installation.set_up()
    people = "./run inspectorate people list"
    before = installation.run(people).stdout
    assert "administrator@example.org" in before
    serves(installation)
    installation.run(f"./run manage shell -c '{SIGNED_IN}'")
    installation.back_up()
    installation.destroy()
    with pytest.raises(RuntimeError, match="not migrated"):
        installation.run("./run inspectorate verify")
    # That refused command made the folder again, empty, as a restore may find it.
    shutil.rmtree(installation.data)
    assert "1 sessions ended." in installation.restore()
    assert installation.run(people).stdout == before
    serves(installation)
    if not installation.database:  # the same four commands on either
        lines = installation.of_this_database(block("Upgrading", "migrate"))
        upgraded = installation.run(lines)
        assert "every one as it was written" in upgraded.stdout


def test_backup_into_a_folder_that_holds_something_is_refused_aloud(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.settings()
    installation.data.mkdir(mode=0o700)
    (tmp_path / "backup/monday").mkdir(parents=True)
    (tmp_path / "backup/monday/older").write_text("a backup", "utf-8")
    done = installation.run("".join(blocks("Backing up")), check=False)
    assert (done.returncode, "ALARM: the backup was not finished" in done.stderr) == (1, True)
    assert [one.name for one in (tmp_path / "backup/monday").iterdir()] == ["older"]


def test_backup_of_what_is_not_there_is_refused_aloud(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.settings()
    installation.data.mkdir(mode=0o700)
    done = installation.run("".join(blocks("Backing up")), check=False)
    assert (done.returncode != 0, "ALARM:" in done.stderr) == (True, True)
    assert not (tmp_path / "backup/monday/SHA256SUMS").exists()
