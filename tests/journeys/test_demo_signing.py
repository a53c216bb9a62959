"""The demonstration's report is signed with few presses, and after a change what it changed is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.journeys.told import ROOT, Demo, copy, environment


def test_demo_report_is_signed_in_few_presses_and_a_change_asks_what_it_changed(
    demo: Demo, tmp_path: Path
) -> None:
    data = copy(demo, tmp_path / "data")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.signing_again"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment(data) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["left"] == 0
    assert told["bound"] > 150
    assert told["presses"] <= 2.5 * told["bound"]
    assert told["kinds"] == ["section", "singly", "source"]
    # The sentence, the one that leans on it ("the remainder"), and the section that holds both.
    (_, changed), (_, leaning), (_, section) = told["asked"]
    assert [kind for kind, _ in told["asked"]] == ["singly", "singly", "section"]
    assert "had good arrangements" in changed
    assert leaning.startswith("The remainder")
    assert changed in section
    assert leaning in section
