"""Our own readers under atheris, a fuzzer guided by coverage: ./run drill fuzz.

Each reader of bytes that others wrote (``benchmarks/fuzzing/harnesses.py``) is given what atheris
makes of its seeds; only what it says it refuses with may come out of it, and no run may take more
than five seconds of computing, a minute by the clock or a gigabyte. The control reads a number
carelessly, and must be found out.
Skipped aloud where atheris cannot be had (it comes as a wheel for Linux).
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
RUNS, SHORT = 20_000, 150
SECONDS = 5
AT_ONCE = 2
CONTROL = "control"


def main(*, short: bool = False) -> bool:
    """Fuzz every reader; print runs and what came out; return whether nothing unexpected did and
    the control was found out. Short: a few runs each.
    """
    if importlib.util.find_spec("atheris") is None:
        print("SKIPPED: atheris is not installed here; it has no wheel for this machine")
        return True
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="inspectorate-fuzz-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.drill_fuzz", folder, str(SHORT if short else RUNS)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=os.environ
            | {
                "INSPECTORATE_MODE": "test",
                "INSPECTORATE_DATA": folder,
                "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}:{os.environ.get('PYTHONPATH', '')}",
            },
        )
    found = re.findall(r"^(.+): (\d+) runs, (.+)$", done.stdout, re.M)
    for name, runs, said in found:
        print(f"{name}: {int(runs):,} runs, {said}")
    bad = [name for name, _, said in found if said != "nothing unexpected"]
    if not found or done.returncode:
        print(done.stdout[-2000:], done.stderr[-3000:])
    print(f"{len(found)} readers and the control, {time.monotonic() - begun:.0f} s")
    good = bool(found) and not done.returncode and bad == [CONTROL]
    print("good" if good else f"NOT good: {', '.join(bad)}")
    return good


def _all(folder: Path, runs: int) -> None:
    """In the process that fuzzes: load everything once, then a child for each reader."""
    import atheris

    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()
    with atheris.instrument_imports(include=["inspectorate.prose", "inspectorate.domain.reports"]):
        from benchmarks.fuzzing import harnesses
    every = {**harnesses.HARNESSES, CONTROL: harnesses.CARELESS}
    waiting, at_work = list(every), {}
    while waiting or at_work:
        if waiting and len(at_work) < AT_ONCE:
            name = waiting.pop(0)
            child = os.fork()
            if not child:
                _fuzz(name, every[name], folder, runs)
            at_work[child] = name
            continue
        child, status = os.wait()
        name = at_work.pop(child)
        log = _log(folder, name).read_text("utf-8", "replace")
        said = _said(log) if os.waitstatus_to_exitcode(status) else "nothing unexpected"
        print(f"{name}: {_runs(log)} runs, {said}", flush=True)


def _fuzz(name: str, harness: Any, folder: Path, runs: int) -> NoReturn:
    """In a child: give the reader what atheris makes, until it is done or something comes out."""
    import atheris

    corpus = folder / f"{name.replace(' ', '-')}-seeds"
    corpus.mkdir()
    for place, seed in enumerate(harness.seeds):
        (corpus / str(place)).write_bytes(seed)
    log = os.open(_log(folder, name), os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)

    def one(data: bytes) -> None:
        begun = time.process_time()
        with suppress(harness.refuses):
            harness.run(data)
        # The fuzzer itself knows the clock alone, in which others may have the processor.
        if (took := time.process_time() - begun) > SECONDS:
            raise TimeoutError(f"a run computed for {took:.1f} s")

    bounds = (f"-runs={runs}", "-seed=1", "-timeout=60", "-rss_limit_mb=1024", "-max_len=4096")
    where = f"-artifact_prefix={_log(folder, name)}-"
    atheris.Setup([name, *bounds, where, str(corpus)], one)
    atheris.Fuzz()
    os._exit(0)


def _log(folder: Path, name: str) -> Path:
    return folder / f"{name.replace(' ', '-')}.log"


def _runs(log: str) -> str:
    """The last number of runs that the fuzzer told."""
    return (re.findall(r"^(?:#|Done )(\d+)", log, re.M) or ["0"])[-1]


def _said(log: str) -> str:
    """What came out, in one line, with the bytes that made it."""
    lines = [one for one in log.splitlines() if one.strip()]
    what = [
        one for one in lines if re.match(r"\w*(Error|Exception|Broken|Refused)\b|.*ERROR:", one)
    ]
    made = next((one for one in lines if one.startswith("Base64:")), "")
    return f"{(what or lines or ['nothing'])[0][:200]} {made[:400]}".strip()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _all(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        sys.exit(0 if main(short="short" in sys.argv) else 1)
