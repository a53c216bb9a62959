"""``inspectorate sweep-files`` removes what was sent and never recorded, and says so."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inspectorate.foundation.files import store
from inspectorate.interfaces.cli.main import main
from tests.factories.findings import an_item
from tests.factories.rooms import an_inspection


@pytest.mark.django_db
def test_old_file_no_record_names_is_removed_and_one_that_is_recorded_stays(settings: Any) -> None:
    item = an_item(an_inspection(), files=[("notes.txt", b"What was said.\n")])
    kept = store.path_of(item.attachments.get().blob_id)
    gone = store.path_of(store.take(b"sent, never recorded", name="a.txt").digest)
    then = time.time() - 25 * 60 * 60
    for path in (kept, gone):
        os.utime(path, (then, then))
    strange = Path(settings.FILES_ROOT) / "notes.odt"
    strange.write_text("put here by hand")

    said = CliRunner().invoke(main, ["sweep-files", "--dry-run"])
    assert (said.exit_code, gone.exists()) == (0, True)
    assert f"file {gone.name} is named by no record: would be removed." in said.output

    done = CliRunner().invoke(main, ["sweep-files"])
    assert (done.exit_code, gone.exists(), kept.exists(), strange.exists()) == (
        0,
        False,
        True,
        True,
    )
    assert done.stdout == (
        f"file {gone.name} is named by no record: removed.\n"
        "Older than a day and removed: 1; strange names: 1.\n"
    )
    assert done.stderr == f"file {strange} is nothing the store puts there: look at it yourself.\n"
