"""Builds the wheel ``inspectstats`` alone, installs it in an empty environment and runs its tests
there.

python -m benchmarks.drill_wheel

Needs a package index for numpy, scipy and the like. Everything happens in a temporary folder; the
checkout's own ``src`` is never on the path, so a test that passes proves the wheel and not the
checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "packaging" / "inspectstats"


def main(*, short: bool = False) -> int:
    """Build, install, test; 0 when all of it worked. Prints each step with its seconds. Short: up
    to running the command of the installed wheel.
    """
    with tempfile.TemporaryDirectory(prefix="inspectstats-wheel-") as name:
        folder = Path(name)
        environment = {
            key: value
            for key, value in os.environ.items()
            if key not in ("PYTHONPATH", "VIRTUAL_ENV")
        }
        python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        steps = (
            (
                "build the wheel",
                ["uv", "build", "--wheel", "--quiet", "--out-dir", folder / "dist", SOURCE],
            ),
            (
                "make an empty environment",
                ["uv", "venv", "--quiet", "--python", sys.executable, folder / "venv"],
            ),
            (
                "install the wheel alone",
                ["uv", "pip", "install", "--quiet", "--python", python, folder / "dist"],
            ),
            (
                "run its command",
                [python, "-m", "inspectstats.cli.main", "quantity", "most", "36", "46"],
            ),
            (
                "install the test tools",
                [
                    "uv",
                    "pip",
                    "install",
                    "--quiet",
                    "--python",
                    python,
                    "--group",
                    f"{SOURCE}/pyproject.toml:test",
                ],
            ),
            (
                "run its tests",
                [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not drill"],
            ),
        )
        for label, command in steps[: 4 if short else None]:
            if label == "install the wheel alone":
                command[-1] = next((folder / "dist").glob("inspectstats-*.whl"))
            if label == "run its tests":
                _lay_out_tests(folder / "work")
            if not _done(label, [str(part) for part in command], folder / "work", environment):
                return 1
    return 0


def _done(label: str, command: list[str], folder: Path, environment: dict[str, str]) -> bool:
    folder.mkdir(exist_ok=True)
    if command[0] == "uv":
        command[0] = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    print(
        f"{'done' if done.returncode == 0 else 'FAILED'}  {label}  "
        f"{time.perf_counter() - begun:.1f} s",
        flush=True,
    )
    return done.returncode == 0


def _lay_out_tests(folder: Path) -> None:
    """Only the library's tests, the files that find shared data and say how
    far each goes, the guide they read, and pytest's
    settings.
    """
    shutil.copytree(
        ROOT / "tests" / "inspectstats",
        folder / "tests" / "inspectstats",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    for name in ("shared.py", "sizes.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests" / name)
    shutil.copytree(
        ROOT / "docs" / "guide" / "statistics", folder / "docs" / "guide" / "statistics"
    )
    shutil.copy(SOURCE / "pyproject.toml", folder / "pyproject.toml")


if __name__ == "__main__":
    sys.exit(main())
