"""A publisher whose whole process tree is told another time, by a shim loaded before all others.

Nothing of Python is patched: the C library's clock itself answers otherwise, to SQLite too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.told import ROOT

SOURCE = Path(__file__).with_name("skew.c")
MAIN = ("-m", "inspectorate.interfaces.cli.main")
# The same publisher, which believes the one clock it is told.
CREDULOUS = ("-m", "benchmarks.releasing.credulous")


@dataclass(frozen=True, slots=True)
class Skew:
    """The shim, and the file that holds by how many seconds the clock is ahead."""

    shim: Path
    file: Path

    def set(self, seconds: float) -> None:
        """Set the clock of every process that runs under it."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{int(seconds)}\n", "ascii")
        fresh.replace(self.file)

    def environment(self) -> dict[str, str]:
        """The environment under which processes are told that time."""
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "LD_PRELOAD": str(self.shim),
            "SKEW_FILE": str(self.file),
        }

    def once(self, site: Path, program: tuple[str, ...] = MAIN) -> subprocess.CompletedProcess[str]:
        """One turn of a publisher."""
        return subprocess.run(
            [sys.executable, *program, "publisher", "--once", "--site", str(site)],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def resident(self, site: Path, told: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A resident publisher, whose words go to the file ``told``."""
        with told.open("wb") as words:
            running = subprocess.Popen(
                [sys.executable, *MAIN, "publisher", "--site", str(site)],
                env=self.environment(),
                stderr=words,
            )
            try:
                yield running
            finally:
                running.terminate()
                running.wait(timeout=120)


def built(folder: Path) -> Skew | None:
    """Compile the shim; None, said aloud, on a machine without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        print("SKIPPED: no C compiler here, so no clock is skewed (install gcc)", flush=True)
        return None
    shim = folder / "skew.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-O2", "-o", str(shim), str(SOURCE), "-ldl"], check=True
    )
    made = Skew(shim, folder / "skew.txt")
    made.set(0)
    return made


def until(true: object, seconds: float = 120) -> bool:
    """Wait until ``true`` returns something true; say whether it did in time."""
    assert callable(true)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False
