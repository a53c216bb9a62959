"""The scenes on one database: ``python -m benchmarks.releasing.scenes FOLDER KILLS``."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.releasing import controls, killing, skewed
from benchmarks.releasing.public import Reader, faults, reading
from benchmarks.releasing.world import DAY, HOUR, MINUTE, World, begun, forked, waited

# Seconds after its moment in which a release is in public, on however busy a machine.
LATEST = 120
# Of a turn: a folder is kept for each of two registers, and there are as many commits.
TIMES = {
    "a folder is kept": 2,
    "the register is kept": 2,
    "the commit": 2,
    "a file of the site": 90,
}


@dataclass(slots=True)
class Drill:
    """What was done, and every fault found."""

    world: World
    short: bool
    reader: Reader | None = None
    found: list[str] = field(default_factory=list)
    kills: int = 0
    held: list[str] = field(default_factory=list)

    def check(self, true: bool, what: str) -> None:
        if not true:
            self.found.append(what)

    def in_public(self, release: Any) -> list[str]:
        """The faults of the public folder, ``release`` being out or not as its rows say."""
        world, slug = self.world, self.world.waits.inspection.slug
        signed = {"shown/1": world.shown.inspection.releases.get().contents.digest}
        is_out = bool(world.out(release))
        if is_out:
            signed[f"{slug}/{release.number}"] = release.contents.digest
        return faults(world.site, signed, b"" if is_out else f"/{slug}/".encode())

    def told(self, scene: str, since: int, words: str) -> None:
        new = self.found[since:]
        line = f"  {scene}: {words}; {'held' if not new else f'{len(new)} FAULTS'}"
        print("\n    ".join([line, *new[:8]]), flush=True)


def now() -> datetime:
    from inspectorate.foundation.ledger.clock import database_clock

    return database_clock()


def today(moment: datetime) -> datetime:
    """``moment``, or the first minute of today in London where it would be of yesterday."""
    from inspectorate.prose.dates import LONDON

    local = now().astimezone(LONDON)
    return max(moment, local.replace(hour=0, minute=0, second=0, microsecond=0))


def plan(kills: int, seed: int = 7) -> Iterator[tuple[str, int]]:
    """Every step before and after, the first time and later ones; then moments by chance."""
    rng, steps = random.Random(seed), [*killing.STEPS]
    for place in range(kills):
        if place % 5 == 4:
            yield "by chance", rng.randrange(1000)
            continue
        step = steps[(place - place // 5) % len(steps)]
        times = TIMES.get(step.partition(" ")[2], 1)
        yield step, 1 if place < len(steps) else rng.randint(1, times)


def killed_at_every_step(drill: Drill, kills: int) -> None:
    """Killed; then stopped by a person or not; then begun again: complete, or never in public."""
    world, since, cut, stopped = drill.world, len(drill.found), 0, 0
    release = world.signed(today(now() - MINUTE))
    world.saved = world.saved.with_name("signed")
    world.save()
    for place, (step, number) in enumerate(plan(kills)):
        world.put_back()
        if drill.reader:
            drill.reader.begin()
        name, code = f"{step} ({number})", _killed(world, step, number)
        cut += code == -signal.SIGKILL
        drill.check(code in (-signal.SIGKILL, 0), f"{name}: the publisher ended with {code}")
        drill.found += [f"{name}, killed: {one}" for one in drill.in_public(release)]
        cancelled = place % 2 == 1 and not world.out(release)
        if cancelled:
            world.cancel(release)
            stopped += 1
        code = forked(world.once)
        drill.check(code == 0, f"{name}: begun again, it ended with {code}")
        drill.found += [f"{name}, begun again: {one}" for one in drill.in_public(release)]
        drill.check(
            world.out(release) == (0 if cancelled else 1), f"{name}: {world.out(release)} rows out"
        )
        _read_throughout(drill, name, cancelled)
    drill.kills += cut
    drill.told("killed at every step", since, f"{cut} kills of {kills}, {stopped} stopped after")


def _killed(world: World, step: str, number: int) -> int:
    if step != "by chance":
        return forked(killing.at_step(step, number, world.once))
    child = begun(world.once)
    time.sleep(number / 1000)
    os.kill(child, signal.SIGKILL)
    return waited(child)


def _read_throughout(drill: Drill, name: str, cancelled: bool) -> None:
    """What a reader got meanwhile: the old inspection always, the stopped one never."""
    if drill.reader is None:
        return
    answers = drill.reader.answers()
    lost = [path for _, path, status in answers if "/waits" not in path and status != 200]
    drill.check(not lost, f"{name}: {lost[:1]} was gone for a reader")
    seen = [path for _, path, status in answers if "/waits" in path and status == 200]
    drill.check(not (cancelled and seen), f"{name}: a reader got {seen[:1]} of what was stopped")
    hidden = [path for path in seen if "bundles" in path]
    drill.check(not hidden, f"{name}: a reader got {hidden[:1]} by guessing")


def killed_while_preparing(drill: Drill) -> None:
    """A prepare that is killed leaves nothing in public, and the next is whole."""
    world, since, cut = drill.world, len(drill.found), 0
    steps = ("after a folder is kept", "before the commit", "before a folder is kept")
    for step in steps[:1] if drill.short else steps:
        world.put_back()
        until = today(now() - MINUTE)
        cut += forked(killing.at_step(step, 1, partial(_prepare, world, until))) == -signal.SIGKILL
        forked(world.once)
        release = world.signed(until)
        drill.found += [f"prepare, {step}: {one}" for one in drill.in_public(release)]
        forked(world.once)
        drill.check(world.out(release) == 1, f"prepare, {step}: the next did not go out")
        drill.found += [f"prepare, {step}: {one}" for one in drill.in_public(release)]
    drill.kills += cut
    drill.told("killed while preparing", since, f"{cut} kills")


def _prepare(world: World, until: datetime) -> None:
    world.signed(until)


def two_at_once(drill: Drill, times: int) -> None:
    """Two publishers at one moment publish once."""
    world, since = drill.world, len(drill.found)
    release = world.signed(today(now() - MINUTE))
    world.saved = world.saved.with_name("signed")
    world.save()
    for turn in range(times):
        world.put_back()
        codes = [waited(one) for one in [begun(world.once), begun(world.once)]]
        drill.check(codes == [0, 0], f"two at once, {turn}: they ended with {codes}")
        drill.check(world.out(release) == 1, f"two at once, {turn}: {world.out(release)} rows out")
        drill.found += [f"two at once, {turn}: {one}" for one in drill.in_public(release)]
    drill.told("two publishers at once", since, f"{times} times")


def dead_at_its_moment(drill: Drill) -> None:
    """Late on its day it goes out and says so; on a later day it waits and alarms."""
    world, since = drill.world, len(drill.found)
    for until, goes_out, words in (
        (today(now() - 3 * HOUR), True, "went out LATE"),
        (now() - DAY, False, "ALARM: "),
    ):
        world.put_back()
        release = world.signed(until)
        said = _said(world)
        drill.check(any(words in line for line in said), f"dead: {words!r} was not said: {said}")
        drill.check(world.out(release) == int(goes_out), f"dead at {until}: out or not, wrongly")
        drill.found += [f"dead: {one}" for one in drill.in_public(release)]
    drill.told("dead at its moment", since, "late on its day, and a day later")


def _said(world: World) -> list[str]:
    from inspectorate.interfaces.publishing.resident import Resident

    said: list[str] = []
    Resident(world.site, say=said.append).once()
    return said


def changed_after_approval(drill: Drill) -> None:
    """A change of facts refuses the release by its name; it never changes a byte."""
    from tests.factories.findings import agreed
    from tests.factories.publishing import frozen, saved, taken_back
    from tests.factories.rooms import a_key

    from inspectorate.domain.evidence import actions as evidence
    from inspectorate.domain.evidence.models import Item
    from inspectorate.foundation.people.roles import Role

    world, since = drill.world, len(drill.found)

    def judged_anew() -> None:
        story = world.waits
        of = taken_back(story.inspection, story.body(0), "1.2")
        agreed(story.inspection, story.body(0), of)

    def withdrawn() -> None:
        item = Item.objects.filter(inspection=world.waits.inspection).first()
        lead = world.waits.who(Role.LEAD)
        evidence.withdraw(by=lead, at=now(), key=a_key(), item=item, reason="Of another force.")

    def written_anew() -> None:
        document = world.waits.report
        text = type(document).objects.get(pk=document.pk).text
        frozen(saved(document, f"{text}\n{{.narrative}}\nMore.\n"))

    changes = (judged_anew, withdrawn, written_anew)
    for change in changes[:1] if drill.short else changes:
        world.put_back()
        release = world.signed(today(now() - MINUTE))
        change()
        said = " ".join(_said(world))
        name = f"changed, {change.__name__}"
        drill.check("did not go out" in said, f"{name}: it was not refused: {said}")
        drill.check(world.out(release) == 0, f"{name}: it is out")
        drill.found += [f"{name}: {one}" for one in drill.in_public(release)]
    done = ", ".join(one.__name__ for one in changes[: 1 if drill.short else 3])
    drill.told("changed after approval", since, done)


def squatted(drill: Drill, ahead: int) -> None:
    """Keys that can be guessed, taken by everybody who can send a form, stop nothing."""
    from tests.factories.rooms import a_body, a_contact, a_request, scope_body

    from inspectorate.foundation.people.models import Person
    from inspectorate.foundation.people.roles import STAFF

    world, since, sent, taken = drill.world, len(drill.found), 0, 0
    world.put_back()
    inspection = world.waits.inspection
    a_request(inspection)
    contact = a_contact(scope_body(inspection).body)
    guesses = [
        guess.format(one)
        for one in range(1, ahead + 1)
        for guess in ("publisher/{}", "internal/publisher/{}", "sweep-waits-{}")
    ]
    guesses += [f"publisher/register/{inspection.pk}/{now():%Y-%m-%d}"]
    # One interest a person and body: as many bodies as guesses.
    bodies = [a_body() for _ in guesses]
    roles = sorted(STAFF)
    for role in roles[:2] if drill.short else roles:
        person = Person.objects.filter(held__role=role, held__ended_at=None).first()
        sends = zip(guesses, bodies, strict=True) if person else ()
        answers = [_posts(person, guess, body) for guess, body in sends]
        sent, taken = sent + len(answers), taken + sum(answers)
    answers = [_posts_in_portal(contact, guess, inspection) for guess in guesses]
    sent, taken = sent + len(answers), taken + sum(answers)
    drill.check(taken == sent, f"squatted: {taken} of {sent} forms were taken")
    release = world.signed(today(now() - MINUTE))
    code = forked(world.once)
    drill.check((code, world.out(release)) == (0, 1), f"squatted: it ended with {code}")
    drill.found += [f"squatted: {one}" for one in drill.in_public(release)]
    drill.told("keys squatted", since, f"{sent} forms, {taken} taken, {ahead} numbers ahead")


def _posts(person: Any, key: str, body: Any) -> bool:
    return _sent(person, "/interests/", {"key": key, "about_code": body.code, "nature": "Served."})


def _posts_in_portal(person: Any, key: str, inspection: Any) -> bool:
    body = inspection.scope.order_by("pk").first()
    address = f"/portal/{inspection.slug}/{body.code}/requests/1/hand-in/"
    return _sent(person, address, {"key": key, "note": "Here it is."})


def _sent(person: Any, address: str, fields: dict[str, str]) -> bool:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return bool(client.post(address, fields).status_code == 302)


def skewed_clocks(drill: Drill, folder: Path) -> None:
    """The clock of the whole process tree is another: at the start, and set while it runs."""
    skew = skewed.built(folder)
    if skew is None:
        return
    world, since, done = drill.world, len(drill.found), []
    at_start = (
        [("an hour", 3600.0)] if drill.short else [("a month", 31 * 86400.0), ("an hour", 3600.0)]
    )
    for name, seconds in at_start:
        release = _due_by(world, seconds)
        skew.set(seconds)
        told = skew.once(world.site)
        _never_out(drill, release, f"{name} ahead at the start")
        drill.check(told.returncode == 2, f"{name} ahead: it ended with {told.returncode}")
        done.append(f"{name} at the start")
    for name, seconds in (
        []
        if drill.short
        else [("an hour ahead", 3600.0), ("a month ahead", 31 * 86400.0), ("a day back", -86400.0)]
    ):
        release = _due_by(world, seconds)
        _set_while_running(drill, skew, folder, seconds)
        _never_out(drill, release, f"{name} while it runs")
        done.append(f"{name} while it runs")
    release = _due_by(world, 3600.0)
    skew.set(3600)
    skew.once(world.site, skewed.CREDULOUS)
    early = world.out(release)
    if not os.environ.get("DATABASE_URL"):
        drill.check(early == 1, "control: a publisher that believes one clock released nothing")
    drill.told("clocks skewed", since, f"{', '.join(done)}; control released early: {early}")


def _due_by(world: World, seconds: float) -> Any:
    """A release that is not due, and is by a clock that many seconds ahead, on its very day."""
    world.put_back()
    ahead = timedelta(seconds=seconds)
    release = world.signed(now() + ahead - 10 * MINUTE if seconds > 0 else now() + ahead - MINUTE)
    world.quiet()
    return release


def _set_while_running(drill: Drill, skew: skewed.Skew, folder: Path, seconds: float) -> None:
    from inspectorate.domain.publication import publisher

    skew.set(0)
    (drill.world.data / publisher.FILE).unlink(missing_ok=True)
    with skew.resident(drill.world.site, folder / "told.txt"):
        drill.check(skewed.until(publisher.read), "the resident publisher did not begin")
        before = publisher.read()
        drill.check(bool(before) and not before.doubts, f"doubts without a reason: {before}")
        skew.set(seconds)
        seen = skewed.until(lambda: (found := publisher.read()) and found.doubts)
        drill.check(seen, f"a clock set by {seconds} s was not seen")
        time.sleep(4)
    skew.set(0)


def _never_out(drill: Drill, release: Any, name: str) -> None:
    drill.check(drill.world.out(release) == 0, f"{name}: it is out")
    drill.found += [f"{name}: {one}" for one in drill.in_public(release)]


def _signed_ahead(world: World, seconds: Sequence[int]) -> tuple[Any, datetime]:
    """A release signed before its moment, and the moment: so many seconds ahead, and more where a
    busy machine came to its moment first.
    """
    from inspectorate.foundation.reasons.reasons import Refused

    for ahead in seconds:
        world.put_back()
        until = (now() + timedelta(seconds=ahead)).replace(microsecond=0)
        with suppress(Refused):
            release = world.signed(until)
            if now() < until:
                return release, until
    raise RuntimeError(f"nothing could be signed in {seconds[-1]} s")


def by_itself(drill: Drill) -> None:
    """A resident publisher, nobody at the keyboard: out at its moment, and not a second early."""
    import subprocess

    world, since = drill.world, len(drill.found)
    release, until = _signed_ahead(world, (6 if drill.short else 12, 30, 120))
    world.quiet()
    if drill.reader:
        drill.reader.begin()
    running = subprocess.Popen(
        [sys.executable, *skewed.MAIN, "publisher", "--site", str(world.site)],
        stderr=subprocess.DEVNULL,
    )
    came = skewed.until(lambda: world.out(release), 240)
    skewed.until(lambda: (world.site / "waits").is_dir())
    running.terminate()
    code = running.wait(timeout=120)
    drill.check(came and code == 0, f"by itself: it ended with {code}")
    answers = drill.reader.answers() if drill.reader else []
    seen = [at for at, path, status in answers if "/waits" in path and status == 200]
    first = min(seen, default=0.0) - until.timestamp()
    drill.check(0 <= first < LATEST, f"by itself: a reader got it {first:.2f} s after its moment")
    drill.found += [f"by itself: {one}" for one in drill.in_public(release)]
    drill.told("by itself at a set second", since, f"in public {first:.1f} s after it")


def old_ways(drill: Drill) -> None:
    """Both must be seen to fail, or nothing above was looked at."""
    world, since = drill.world, len(drill.found)
    world.put_back()
    release = world.signed(today(now() - MINUTE))
    forked(killing.at_step("before the commit", 1, world.once))
    world.cancel(release)
    forked(lambda: controls.listed_folders(world.site))
    listed = len(drill.in_public(release))
    drill.check(listed > 0, "control: the listing of folders put nothing wrong in public")
    world.put_back()
    release = world.signed(today(now() - MINUTE))
    killing.STEPS["after a file is copied"] = "benchmarks.releasing.controls:copied", True
    killing.STEPS["before the switch"] = "inspectorate.interfaces.publishing.turn:switch", False
    forked(killing.at_step("before the switch", 1, world.once))
    forked(killing.at_step("after a file is copied", 45, lambda: controls.file_by_file(world.site)))
    torn = len(drill.in_public(release))
    drill.check(torn > 0, "control: a site built file by file was whole after a kill")
    drill.told("old ways", since, f"folders listed: {listed} faults; file by file: {torn} faults")


def run(folder: Path, kills: int, *, short: bool) -> bool:
    """All scenes; return whether all held."""
    began = time.perf_counter()
    world = World(folder / "data", folder / "public" / "site", folder / "frozen")
    world.make()
    drill = Drill(world, short)
    paths = ["/index.html", "/shown/1/index.html", "/shown/latest/index.html"]
    paths += [
        f"/waits/{one}" for one in ("", "1/index.html", "1/contents.json", "latest/index.html")
    ]
    paths += ["/bundles/waits", "/../bundles/waits", "/.site.lock"]
    world.quiet()
    with reading(world.site, paths, folder / "reader.jsonl") as drill.reader:
        world.save()
        scenes: list[Callable[[], None]] = [
            lambda: killed_at_every_step(drill, kills),
            lambda: killed_while_preparing(drill),
            lambda: two_at_once(drill, 1 if short else 20),
            lambda: dead_at_its_moment(drill),
            lambda: changed_after_approval(drill),
            lambda: squatted(drill, 2 if short else 20),
            lambda: skewed_clocks(drill, folder),
            lambda: by_itself(drill),
            lambda: old_ways(drill),
        ]
        for scene in scenes:
            world.saved = folder / "frozen"
            world.put_back()
            scene()
    kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    seconds = time.perf_counter() - began
    print(f"{kind}: {drill.kills} kills, {len(drill.found)} faults; {seconds:.0f} s", flush=True)
    return not drill.found


if __name__ == "__main__":
    held = run(Path(sys.argv[1]), int(sys.argv[2]), short="short" in sys.argv)
    sys.exit(0 if held else 1)
