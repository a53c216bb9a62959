"""A run of hours that is broken off goes on where it was."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from benchmarks import going_on
from benchmarks.going_on import GoingOn


class Counted:
    """Says how often it was worked out: each time a line in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.__module__, self.__qualname__ = "tests.counted", "Counted"

    def __call__(self, task: int) -> int:
        with self.path.open("a") as file:
            file.write(f"{task}\n")
        return task * task

    @property
    def times(self) -> int:
        return len(self.path.read_text().splitlines())


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "counted")


def run(counted: Counted, kept: Path, tasks: range) -> list[int]:
    with ProcessPoolExecutor(max_workers=1) as workers:
        return list(GoingOn(workers, kept).map(counted, tasks))


def test_run_begun_again_works_out_only_what_is_missing(counted: Counted, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert run(counted, kept, range(3)) == [0, 1, 4]
    assert run(counted, kept, range(5)) == [0, 1, 4, 9, 16]
    assert counted.times == 5


def test_torn_record_is_worked_out_anew_and_what_follows_is_kept(
    counted: Counted, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    run(counted, kept, range(3))
    kept.write_bytes(kept.read_bytes()[:-4])
    assert run(counted, kept, range(3)) == [0, 1, 4]
    assert counted.times == 4
    assert run(counted, kept, range(3)) == [0, 1, 4]
    assert counted.times == 4


def test_changed_sources_are_worked_out_anew(
    counted: Counted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    run(counted, kept, range(2))
    monkeypatch.setattr(going_on, "sources", lambda: "others")
    run(counted, kept, range(2))
    assert counted.times == 4
