"""./run drill disclosure: secrets planted into made releases in every form of
``tests/drills/derivable_forms.py`` are found with a derivation, and gone once suppressed; clean
releases and the demonstration have none; and it is done in time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.drills.derivable import (
    PLANTS,
    REF,
    chart,
    clean,
    derived,
    found,
    openly,
    pick,
    planted,
    spans_only,
    suppressed,
)
from tests.drills.derivable_forms import FAMILIES
from tests.drills.derivable_world import Case, World
from tests.journeys.told import ROOT, environment, told

SEEDS, CLEAN = 5, 100
SHORT_SEEDS, SHORT_CLEAN = 1, 10
LARGE = (300, 46)
DEMO_SECONDS, LARGE_SECONDS = 5, 60


def main(*, short: bool = False, seed: str = "0") -> bool:
    """Run it; print what was found by family, and say whether all held. Short: one seed a form, a
    tenth of the clean releases, no demonstration and a smaller large one. ``seed``: a whole number.
    """
    first = int(seed)
    held = [
        planted_releases(SHORT_SEEDS if short else SEEDS, first),
        clean_releases(SHORT_CLEAN if short else CLEAN, first),
        large(*((100, 12) if short else LARGE)),
    ]
    if not short:
        held.append(demonstration())
    return all(held)


def planted_releases(seeds: int, first: int = 0) -> bool:
    """Plant each form under so many seeds; find it, suppress it, and look with spans alone."""
    tries, named, left, spans = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for form in PLANTS:
        family = form[0]
        for seed in range(first, first + seeds):
            # Another seed for each form, so that no two of one family meet the same bodies.
            case = planted(form, 1000 * seed + len(tries) + sum(map(ord, form[1])))
            every = derived(case)
            tries[family] += 1
            named[family] += found(case, every)
            left[family] += len(derived(suppressed(case, every)))
            spans[family] += spans_only(case)
    print("family             planted  found with how  left after  by spans alone (control)")
    for family in FAMILIES:
        print(
            f"{family:18} {tries[family]:7}  {named[family]:14}  {left[family]:10}  "
            f"{spans[family]:24}"
        )
    print(
        f"{'all':18} {tries.total():7}  {named.total():14}  {left.total():10}  {spans.total():24}"
    )
    return named == tries and not left.total() and not spans.total()


def clean_releases(seeds: int, first: int = 0) -> bool:
    """Search releases that hide a name, a number and a small number, and give none away."""
    wrong = sum(bool(derived(clean(seed))) for seed in range(first, first + seeds))
    print(f"clean releases: {wrong} of {seeds} said to give something away")
    return not wrong


def large(bodies: int, criteria: int) -> bool:
    """Search a release of so many bodies and criteria: nothing derivable, and then much."""
    held = True
    for leaking in (False, True):
        case = _large(bodies, criteria, leaking=leaking)
        begun, computed = time.perf_counter(), time.process_time()
        every = derived(case)
        # Whichever is less: a busy machine makes nothing dearer.
        seconds = min(time.perf_counter() - begun, time.process_time() - computed)
        unsettled = sum(not one.settled for one in every)
        print(
            f"{bodies} bodies x {criteria} criteria, {'leaking' if leaking else 'tight'}: "
            f"{len(every)} derivable, {unsettled} not settled, {seconds:.1f} s"
        )
        held &= bool(every) is leaking and not unsettled and seconds <= LARGE_SECONDS
    return held


def _large(bodies: int, criteria: int, *, leaking: bool) -> Case:
    world = World(5, bodies, criteria)
    world.kind("special", 5)
    world.kind("fire", bodies // 8)
    for ref in world.refs:
        for finding in ("plan", "register", "trained"):
            key = f"{finding}-{ref.replace('.', '-')}"
            if world.rng.random() < 0.4 or (leaking and ref == REF):
                world.find(pick(world, world.rng.choice([1, 2])), finding, ref)
            world.say(key, f"Some did {world.claim(key, ref, finding=finding, holds=True)}")
        key = f"of-kind-{ref.replace('.', '-')}"
        among = {"kind": "territorial"}
        counts = world.claim(key, ref, finding="plan", holds=True, population=among)
        world.say(key, f"Some of one kind did {counts}")
        if leaking:
            world.grade("O", pick(world, 2), "G", ref)
            world.grade("I", pick(world, 1), "R", ref)
    world.text += [chart("distribution", area="one"), chart("grid", area="one")]
    openly(world)
    world.paged = True
    return world.case()


def demonstration() -> bool:
    """Tell the demonstration and search its release; then with the grades by body put back."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        demo = told(Path(name) / "demonstration")
        if demo.code:
            print(demo.errors[-3000:])
            return False
        command = [sys.executable, "-m", "benchmarks.disclosing"]
        settings = {"DJANGO_SETTINGS_MODULE": "inspectorate.config.settings"}
        done = subprocess.run(
            command,
            env={**environment(demo.data), **settings},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        print(done.stderr[-3000:])
        return False
    said = json.loads(done.stdout)
    print(
        f"demonstration: {said['secrets']} secrets, {len(said['derived'])} derivable, "
        f"{said['seconds']} s; with grades by body put back: {said['put back']}"
    )
    return (
        said["secrets"] > 0
        and not said["derived"]
        and bool(said["put back"])
        and said["seconds"] <= DEMO_SECONDS
    )
