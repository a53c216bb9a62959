"""One process that collects the tests once, sees which functions each of them runs, and tries every
mutant in a child of its own: ``python -m benchmarks.mutating.running JOB.json``.

A child has the mutant, a copy of the test database and a data folder, runs the tests that reach the
function, the quickest first, and ends with the first that fails. Nothing is written to the tree.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from benchmarks.mutating.applying import NotPut, codes, forget_statements, prepare, put
from benchmarks.mutating.sites import MODULE, ROOT, Mutant, mutants, source

# Seconds that a test may take with a mutant, whatever it takes without; and how many times longer.
LEAST, TIMES = 20.0, 20.0
# Of the tests beside a module's own list so many are tried, the quickest.
FAR = 60
MEMORY = 4 * 1024**3
_TOOL = sys.monitoring.COVERAGE_ID


@dataclass(slots=True)
class Seen:
    """What one test did without any mutant: seconds, functions run, whether it stands on a kept
    world.
    """

    seconds: float = 0.0
    reached: set[tuple[str, str]] = field(default_factory=set)
    kept: bool = False
    passed: bool = True
    told: str = ""
    skipped: bool = False


class _Alone:
    """Stands for the next test of a child's last one: the session stays set up."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


class Loop:
    """A plugin of pytest that tries mutants instead of running the tests one after the other."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.out = Path(job["out"])
        self.seen: dict[str, Seen] = {}
        self.building: set[tuple[str, str]] = set()
        self.now = Seen()
        self.items: list[pytest.Item] = []
        for target in job["targets"]:
            source(target["file"])

    def pytest_collection(self) -> None:
        from hypothesis import HealthCheck, settings

        # The same examples for every mutant; how long one takes says nothing on a busy machine.
        settings.register_profile(
            "mutants",
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=30,
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [one for one in session.items if not self._left_out(one)]
        self._begin_database(session)
        self._look_in_child(session)
        self._tell(
            {"tests": len(self.items), "seconds": sum(x.seconds for x in self.seen.values())}
        )
        bad = {name: one.told for name, one in self.seen.items() if not one.passed}
        self._tell({"failing": bad})
        if not bad:
            self._try_all(session)
        return True

    def _left_out(self, item: pytest.Item) -> bool:
        if self.job["few"] and not any(_is_of(item, one["tests"]) for one in self.job["targets"]):
            return True
        return any(word in item.nodeid for word in self.job["left_out"])

    # What each test reaches

    def _begin_database(self, session: pytest.Session) -> None:
        """Let the first test that needs a database make it, for every child to copy."""
        for item in self.items:
            if item.get_closest_marker("database"):
                last: Any = _Alone(session)
                runtestprotocol(item, log=False, nextitem=last)
                return

    def _look_in_child(self, session: pytest.Session) -> None:
        """Look, in a child: some libraries start threads, and a child of a process with threads
        may wait for one that it has not.
        """
        from django.db import connections
        from tests.factories import keeping

        connections.close_all()
        kept = self.out.parent / "looked"
        pid = os.fork()
        if not pid:
            try:
                self._look(session)
                sys.setrecursionlimit(50_000)  # a state leads to the one before it
                worlds = keeping._roots, keeping.numbers.__dict__, keeping._kept_bytes
                kept.write_bytes(pickle.dumps((self.seen, self.building, *worlds)))
            except BaseException:
                traceback.print_exc(file=sys.__stderr__)
            finally:
                os._exit(0)
        os.waitpid(pid, 0)
        found = pickle.loads(kept.read_bytes())
        self.seen, self.building, keeping._roots, numbers, keeping._kept_bytes = found
        # Whoever goes on in a kept world must use no number that it holds.
        keeping.numbers.__dict__.update(numbers)

    def _look(self, session: pytest.Session) -> None:
        """Run every test once, as they are, and note what it reaches."""
        from tests.factories import keeping

        remember, put_back = keeping._remember, keeping._put_back

        def remembered(*given: Any) -> Any:
            self.building |= self.now.reached
            self.now.kept = True
            return remember(*given)

        def back(*given: Any) -> Any:
            self.now.kept = True
            return put_back(*given)

        keeping._remember, keeping._put_back = remembered, back
        self._watch()
        for at, item in enumerate(self.items):
            self.now = self.seen[item.nodeid] = Seen()
            sys.monitoring.restart_events()
            forget_statements()
            begun = time.perf_counter()
            more = at + 1 < len(self.items)
            following: Any = self.items[at + 1] if more else _Alone(session)
            reports = runtestprotocol(item, log=False, nextitem=following)
            self.now.seconds = time.perf_counter() - begun
            self.now.passed = not any(one.failed for one in reports)
            self.now.told = next((str(one.longrepr)[-600:] for one in reports if one.failed), "")
            self.now.skipped = any(one.skipped for one in reports)
        sys.monitoring.set_events(_TOOL, 0)
        sys.monitoring.free_tool_id(_TOOL)
        keeping._remember, keeping._put_back = remember, put_back

    def _watch(self) -> None:
        sys.monitoring.use_tool_id(_TOOL, "mutants")

        def entered(code: CodeType, _offset: int) -> Any:
            self.now.reached.add((code.co_filename, code.co_qualname))
            return sys.monitoring.DISABLE

        events = sys.monitoring.events.PY_START
        sys.monitoring.register_callback(_TOOL, events, entered)
        for target in self.job["targets"]:
            for code in codes(target["file"]):
                for one in _with_inner(code):
                    sys.monitoring.set_local_events(_TOOL, one, events)

    def _reaching(self, mutant: Mutant) -> tuple[list[pytest.Item], list[pytest.Item]]:
        """The tests that can notice a mutant: those of its own list, and all others; each the
        quickest first.
        """
        target = next(one for one in self.job["targets"] if one["file"] == mutant.file)
        key = (str(ROOT / mutant.file), mutant.function.split(".<locals>.")[0])
        built = self._built(mutant)
        near, far = [], []
        whole = mutant.function == MODULE
        for item in sorted(self.items, key=lambda one: self.seen[one.nodeid].seconds):
            seen, own = self.seen[item.nodeid], _is_of(item, target["tests"])
            reaches = (built and seen.kept) or any(
                file == key[0]
                and (whole or name == key[1] or name.startswith(f"{key[1]}.<locals>"))
                for file, name in seen.reached
            )
            if own and (reaches or whole):
                near.append(item)
            elif reaches:
                far.append(item)
        # What a change of the rest of the house would notice, the quickest of it notice too.
        del far[FAR:]
        return near, far

    def _built(self, mutant: Mutant) -> bool:
        """Whether kept worlds were built by it: they are built anew then, with the mutant."""
        file, whole = str(ROOT / mutant.file), mutant.function == MODULE
        name = mutant.function.split(".<locals>.")[0]
        return any(one == file and (whole or other == name) for one, other in self.building)

    def _strangers(self, mutant: Mutant) -> list[pytest.Item]:
        """Quick tests that never run the function: they must not notice."""
        key = (str(ROOT / mutant.file), mutant.function.split(".<locals>.")[0])
        found = [
            one
            for one in self.items
            if not self.seen[one.nodeid].kept
            and not self.seen[one.nodeid].skipped
            and not any(file == key[0] for file, _ in self.seen[one.nodeid].reached)
        ]
        return sorted(found, key=lambda one: self.seen[one.nodeid].seconds)[:10]

    # Trying

    def _try_all(self, session: pytest.Session) -> None:
        from django.db import connections

        prepare()
        connections.close_all()
        work = list(self._work())
        self._tell({"mutants": sum(one["mutant"] is not None for one in work)})
        running: dict[int, dict[str, Any]] = {}
        waiting = iter(work)
        while True:
            while len(running) < self.job["processes"]:
                one = next(waiting, None)
                if one is None:
                    break
                one["begun"] = time.perf_counter()
                running[self._child(session, one)] = one
            if not running:
                return
            pid, status = os.wait()
            if pid in running:
                self._ended(running.pop(pid), status)

    def _work(self) -> Iterator[dict[str, Any]]:
        """What is tried: the code as it is, then each mutant chosen, some of them with tests taken
        away.
        """
        yield {"mutant": None, "near": self.items, "far": [], "kind": "as it is", "built": False}
        chosen = {tuple(one) for one in self.job["chosen"]} if self.job["chosen"] else None
        control = 0
        for target in self.job["targets"]:
            for mutant in mutants(target["file"], target["only"]):
                if chosen is not None and mutant.name not in chosen:
                    continue
                near, far = self._reaching(mutant)
                tried = {"mutant": mutant, "built": self._built(mutant)}
                yield {**tried, "near": near, "far": far, "kind": "mutant"}
                if mutant.function != MODULE and control % self.job["control_each"] == 0:
                    away = self._strangers(mutant)
                    yield {**tried, "near": away, "far": [], "kind": "control"}
                control += 1

    def _child(self, session: pytest.Session, one: dict[str, Any]) -> int:
        one["folder"] = self.out.parent / f"child-{time.monotonic_ns()}"
        one["folder"].mkdir()
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            return pid
        try:
            os.setpgid(0, 0)
            self._in_child(session, one)
        except BaseException as fault:
            (one["folder"] / "fault").write_text("".join(traceback.format_exception(fault)))
        finally:
            os._exit(0)

    def _in_child(self, session: pytest.Session, one: dict[str, Any]) -> None:
        from django.db import connection
        from tests.factories import keeping

        folder: Path = one["folder"]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        quiet = os.open(folder / "output", os.O_WRONLY | os.O_CREAT)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        copy = folder / "test.sqlite3"
        if Path(connection.settings_dict["NAME"]).exists():  # no test may need one
            shutil.copyfile(connection.settings_dict["NAME"], copy)
        connection.settings_dict["NAME"] = str(copy)
        factory: Any = session.config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = folder / "tmp"
        factory._basetemp.mkdir()
        if one["built"]:
            for root in keeping._roots.values():
                root.after.clear()
        if one["mutant"] is not None:
            try:
                put(one["mutant"])
            except NotPut as fault:
                (folder / "not_put").write_text(str(fault))
                return
            except Exception as fault:  # it cannot even be loaded: anybody would notice
                (folder / "noticed").write_text(f"{fault!r} when it is loaded\nnear")
                return
        for stage in ("near", "far") if self.job["far"] else ("near",):
            for item in one[stage]:
                if told := self._noticed(session, item, folder):
                    (folder / "noticed").write_text(f"{told}\n{stage}")
                    return
        (folder / "survived").write_text("")

    def _noticed(self, session: pytest.Session, item: pytest.Item, folder: Path) -> str:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        (folder / "at").write_text(item.nodeid)
        signal.setitimer(signal.ITIMER_REAL, LEAST + TIMES * self.seen[item.nodeid].seconds)
        last: Any = _Alone(session)
        reports = runtestprotocol(item, log=False, nextitem=last)
        signal.setitimer(signal.ITIMER_REAL, 0)
        bad = next((one for one in reports if one.failed), None)
        if bad is not None:
            (folder / "why").write_text(str(bad.longrepr)[-1500:])
        return item.nodeid if bad is not None else ""

    def _ended(self, one: dict[str, Any], status: int) -> None:
        folder, mutant = one["folder"], one["mutant"]

        def read(name: str) -> str | None:
            return (folder / name).read_text() if (folder / name).exists() else None

        by, stage = "", ""
        if os.WIFSIGNALED(status):
            timed = os.WTERMSIG(status) == signal.SIGALRM
            outcome, by = "timeout" if timed else "crashed", read("at") or ""
        elif (noticed := read("noticed")) is not None:
            outcome, (by, stage) = "killed", noticed.rsplit("\n", 1)
        elif read("survived") is not None:
            outcome = "survived"
        else:
            outcome, by = "not put", read("not_put") or read("fault") or "?"
        self._tell(
            {
                "kind": one["kind"],
                "outcome": outcome,
                "by": by,
                "stage": stage,
                "why": "" if one["kind"] == "mutant" else read("why") or "",
                "tests": [len(one["near"]), len(one["far"])],
                "seconds": round(time.perf_counter() - one["begun"], 2),
                "name": mutant.name if mutant else None,
                "line": mutant.line if mutant else 0,
            }
        )
        shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, what: dict[str, Any]) -> None:
        with self.out.open("a", encoding="utf-8") as out:
            out.write(json.dumps(what) + "\n")


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _with_inner(one)


def _is_of(item: pytest.Item, paths: Sequence[str]) -> bool:
    return any(item.nodeid.startswith(path) for path in paths)


def main(job: dict[str, Any]) -> int:
    """Try what the job says; the outcomes are lines of JSON in its file ``out``."""
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(job["out"]).parent / "examples"))
    base = Path(job["out"]).parent / "tmp"
    words = ["-q", "-p", "no:cacheprovider", "--capture=sys", f"--basetemp={base}"]
    return int(pytest.main([*words, *job["tests"]], plugins=[Loop(job)]))


if __name__ == "__main__":
    raise SystemExit(main(json.loads(Path(sys.argv[1]).read_text("utf-8"))))
