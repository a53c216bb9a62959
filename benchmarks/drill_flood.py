"""A flood of wrong passwords: 10,000 tries over 1,000 names, from 2,500 addresses, on the real
server in live mode.

``./run drill flood``, on SQLite and on PostgreSQL. A person whose name is among them signs in from
the browser that is known, every time; a guesser does not, even with the right password. The
security log tells of each try, by itself or counted with others. Two controls must fail: from a
browser that is not known the person stays outside; and counted in a cache of 300 entries, as
before, the guesser is let in.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.browsing import Browser
from benchmarks.worlds import percentiles
from tests.browser import served
from tests.journeys.told import ROOT, environment
from tests.postgres import server as postgres

SECRET = "kept for as long as the flood lasts; " * 2
PASSWORD, NAMED = "a long pass phrase of the drill", "named@drill.example"
PEOPLE = f"""
import django
django.setup()
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from tests.migrated import migrate
migrate()
from inspectorate.foundation.people import actions
now = timezone.now
admin = actions.first_administrator(by=actions.CONSOLE, at=now(), key="first",
    email="admin@drill.example", name="Administrator", password={PASSWORD!r})
one = actions.register(by=admin, at=now(), key="one", email={NAMED!r}, name="Inspector",
    password={PASSWORD!r})
# As at the first sign-in: until then nothing else opens.
actions.set_password(by=one, at=now(), key="own", person=one, password=make_password({PASSWORD!r}))
actions.grant(by=admin, at=now(), key="grant", person=one, role="inspector")
print(one.pk)
"""


@dataclass(slots=True)
class Flood:
    """What came of it: who came in, how often guesses at the named person were looked at."""

    tries: int
    names: int
    came_in: list[bool] = field(default_factory=list)
    unknown_came_in: list[bool] = field(default_factory=list)
    looked_at: int = 0
    pages: list[float] = field(default_factory=list)
    faults: int = 0
    seconds: float = 0.0
    # Tries that were wrong or not looked at; how many of them the security log tells of, one by
    # one or together; its lines and bytes.
    sent: int = 0
    noted: int = 0
    lines: int = 0
    bytes: int = 0

    @property
    def allowed(self) -> int:
        """Guesses that the limit lets through in this time: five, and one more a minute."""
        return 5 + int(self.seconds / 60) + 1

    def __str__(self) -> str:
        p50, p95 = percentiles(self.pages or [0.0])
        return (
            f"{self.tries:,} wrong tries over {self.names:,} names in {self.seconds:.0f} s, "
            f"{self.faults} answered 500; in from the known browser "
            f"{sum(self.came_in)} of {len(self.came_in)}; with the right password from another "
            f"{sum(self.unknown_came_in)} of {len(self.unknown_came_in)}; guesses at the named "
            f"person looked at: {self.looked_at} (at most {self.allowed}); a page meanwhile: p50 "
            f"{p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms; the security log tells of "
            f"{self.noted:,} of {self.sent:,} in {self.lines:,} lines, {self.bytes:,} bytes"
        )


def settings(data: Path, **more: str) -> dict[str, str]:
    """The environment of a live server on this machine, behind one proxy."""
    return {
        "INSPECTORATE_MODE": "live",
        "INSPECTORATE_PROXIES": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": SECRET,
        "DJANGO_SETTINGS_MODULE": "benchmarks.quick_live",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        **more,
    }


def flood(data: Path, tries: int, names: int, **more: str) -> Flood:
    """Make a person who is known in one browser; then let the flood come."""
    data.mkdir(mode=0o700)
    more = settings(data, **more)
    made = subprocess.run(
        [sys.executable, "-c", PEOPLE],
        env=environment(data) | more,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if made.returncode:
        raise RuntimeError(made.stderr[-3000:])
    person, port = int(made.stdout.split()[-1]), served.free_port()
    running = served.start(data, port, served.AS_THE_GUIDE_SAYS, **more)
    told = Flood(tries, names)
    try:
        _flooded(port, told)
    finally:
        # Ending, each worker tells what it has counted and not told yet.
        served.stop(running)
    _read_log(data, person, told)
    return told


def _read_log(data: Path, person: int, told: Flood) -> None:
    text = (data / "security.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    told.lines, told.bytes = len(lines), len(text)
    told.looked_at = sum(
        one["event"] == "sign_in.failed" and one["person"] == person for one in lines
    )
    told.noted = sum(
        one.get("times", 1)
        for one in lines
        if one["event"] in ("sign_in.failed", "sign_in.locked_out")
    )


def _flooded(port: int, told: Flood) -> None:
    known, codes = Browser(port, "198.51.100.1"), _set_up(port)
    if not known.sign_in(NAMED, PASSWORD, codes.pop()):
        raise RuntimeError("the person could not sign in before the flood")
    at_work = Browser(port, "198.51.100.1", known.cookies)
    known.post("/accounts/logout/", {})
    if not at_work.sign_in(NAMED, PASSWORD, codes.pop()):
        raise RuntimeError("the person could not sign in twice before the flood")
    begun = time.perf_counter()
    done = threading.Event()
    looking = threading.Thread(target=_look, args=(at_work, told, done))
    looking.start()
    # Six wrong ones at once, each from an address of its own: from here on the name is locked.
    for number in range(6):
        Browser(port, f"192.0.2.{number + 1}").post_sign_in(NAMED, f"first guess {number}")
    told.sent = 6 + told.tries // 4 * 4
    quarter = told.tries // 4
    for turn in range(4):
        _guess(port, told, turn * quarter, (turn + 1) * quarter)
        # What a minute gave back is used up by a wrong one first, from an address of its own.
        guesser = Browser(port, f"203.0.113.{turn + 1}")
        guesser.post_sign_in(NAMED, "wrong, and then the right one")
        told.unknown_came_in.append(guesser.post_sign_in(NAMED, PASSWORD)[0] == 302)
        told.sent += 1 + (not told.unknown_came_in[-1])
        fresh = Browser(port, "198.51.100.1", known.cookies)
        told.came_in.append(fresh.sign_in(NAMED, PASSWORD, codes.pop()))
        # Where tries are counted in a cache the named person may be kept out, too.
        if told.came_in[-1]:
            fresh.post("/accounts/logout/", {})
    done.set()
    looking.join()
    told.seconds = time.perf_counter() - begun


def _set_up(port: int) -> list[str]:
    """Set up an authenticator app as the person would; the recovery codes it gives."""
    first = Browser(port, "198.51.100.1")
    if first.post_sign_in(NAMED, PASSWORD)[0] != 302:
        raise RuntimeError("the person could not sign in for the first time")
    return first.set_up_app()


def _guess(port: int, told: Flood, first: int, last: int) -> None:
    """Wrong passwords, eight at a time, every fiftieth for the named person."""
    page = Browser(port, "203.0.113.250")
    token = page.token("/accounts/login/")

    def one(number: int) -> int:
        name = NAMED if number % 50 == 0 else f"name-{number % told.names}@drill.example"
        client = number % 2500
        address = f"10.{client // 250}.{client % 250}.7"
        guesser = Browser(port, address, page.cookies)
        return guesser.post_sign_in(name, f"guess {number}", token)[0]

    with ThreadPoolExecutor(8) as pool:
        told.faults += sum(status >= 500 for status in pool.map(one, range(first, last)))


def _look(browser: Browser, told: Flood, done: threading.Event) -> None:
    """Somebody at work opens a page again and again, no faster than a person may."""
    while not done.wait(0.5):
        begun = time.perf_counter()
        if browser.get("/people/")[0] != 200:
            told.faults += 1
        told.pages.append(time.perf_counter() - begun)


def main(*, short: bool = False) -> bool:
    """Run it on both databases, short on SQLite with few tries; return whether all held."""
    tries, names, good = (200, 80, True) if short else (10_000, 1_000, True)
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name, ExitStack() as open_:
        for kind in ("SQLite",) if short else ("SQLite", "PostgreSQL"):
            more = {}
            if kind == "PostgreSQL":
                more["DATABASE_URL"] = _fresh(open_.enter_context(postgres()))
            told = flood(Path(name) / kind, tries, names, **more)
            held = (
                all(told.came_in)
                and not any(told.unknown_came_in)
                and told.looked_at <= told.allowed
                and not told.faults
                and told.noted == told.sent
            )
            print(f"{kind}: {told}: {'good' if held else 'NOT good'}", flush=True)
            good &= held
        # As many names as the cache has no room for.
        control = flood(Path(name) / "cached", 400 if short else 2_000, 400, DRILL_CACHED="1")
        let_in = any(control.unknown_came_in) or control.looked_at > control.allowed
        print(f"counted in a cache of 300 entries: {control}: {'fails' if let_in else 'HOLDS'}")
    return good and let_in


def _fresh(address: str) -> str:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS drill_flood")
        connection.execute("CREATE DATABASE drill_flood")
    return urlsplit(address)._replace(path="/drill_flood").geturl()


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv) else 1)
