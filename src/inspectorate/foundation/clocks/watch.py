"""Looks at the clocks by which something is done at a moment, and keeps what it doubts.

What is looked at: the database's clock, which decides; this process's; the host's own; a time
source where one is set; and seconds since the host began, which nobody can set. A doubt of two
kinds: that clocks differ, which lasts as long as they do; and that the clock was set, began
unkept, or stands behind what the ledger holds already, which lasts until a person confirms day and
hour. It is kept in a file, so that a new process of the same boot knows it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from . import source
from .host import Host, read
from .reasons import DoubtCode

APART = timedelta(seconds=60)
# How often another server is asked for the time, and an unchanged look is written down.
ASKED_EVERY, KEPT_EVERY = 60.0, 10.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the time is not believed: a ``DoubtCode``, and a sentence with its figures."""

    code: str
    text: str


@dataclass(slots=True)
class KeptDoubt:
    """What a doubt that stays is kept as: its sentence, and the clock at which it arose.

    ``known`` is the last confirmation there was then: a clock that was set back stands before
    earlier confirmations, and none of them speaks of it.
    """

    text: str
    clock: str
    known: str = ""


@dataclass(slots=True)
class Memory:
    """The file: the last look (boot, uptime, the database's clock), and the doubts that stay.

    ``forgiven`` is the newest entry of the ledger that a person has confirmed the clock against.
    """

    boot: str = ""
    uptime: float = 0.0
    clock: str = ""
    doubts: dict[str, KeptDoubt] = field(default_factory=dict)
    forgiven: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What is seen at one moment; ``began`` says that it is the first look of this boot."""

    now: datetime
    host: Host
    confirmed: datetime | None
    newest: datetime | None
    before: Memory
    began: bool


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Watch:
    """Looks at the clocks; ``file`` is what it keeps, ``address`` the time source or nothing.

    ``host``, ``process`` and ``ask`` are how it reads them.
    """

    file: Path
    address: str = ""
    host: Callable[[], Host] = read
    process: Callable[[], datetime] = _clock
    ask: Callable[[str], datetime] = source.ask
    silent: str = ""
    _asked: float | None = None
    _ahead: timedelta | None = None

    def look(
        self, now: datetime, *, confirmed: datetime | None, newest: datetime | None
    ) -> list[Doubt]:
        """Return what there is to doubt, ``now`` being what the database's clock says.

        ``confirmed`` is the clock of the confirmation made last, ``newest`` the last moment that
        the ledger recorded.
        """
        host = self.host()
        process = self.process()
        self._ask(host.uptime, process)
        with _alone(self.file):
            memory = _read(self.file)
            began = memory.boot != host.boot or not host.boot
            seen = _Look(now, host, confirmed, newest, memory, began)
            fresh = _with_new(seen)
            _lift(fresh, seen, agrees=self._source_agrees(now, process))
            if _to_be_kept(fresh, seen):
                _write(self.file, fresh)
        stay = [Doubt(code, kept.text) for code, kept in sorted(fresh.doubts.items())]
        return [*stay, *self._differing(now, host, process)]

    def _ask(self, uptime: float, process: datetime) -> None:
        if not self.address or (self._asked is not None and uptime - self._asked < ASKED_EVERY):
            return
        self._asked, self._ahead = uptime, None
        try:
            self._ahead = self.ask(self.address) - process
        except source.SourceSilent as why:
            # Who keeps it from answering must not keep a release from going out.
            self.silent = str(why)
        else:
            self.silent = ""

    def _source_agrees(self, now: datetime, process: datetime) -> bool:
        return self._ahead is not None and abs(process + self._ahead - now) <= APART

    def _differing(self, now: datetime, host: Host, process: datetime) -> Iterator[Doubt]:
        others = [(DoubtCode.PROCESS_DIFFERS, "this process's clock", process)]
        if host.wall:
            others.append((DoubtCode.HOST_DIFFERS, "the host's own clock", host.wall))
        if self._ahead is not None:
            others.append((DoubtCode.SOURCE_DIFFERS, self.address, process + self._ahead))
        for code, whose, said in others:
            if abs(said - now) > APART:
                yield Doubt(
                    code,
                    f"The database's clock says {_words(now)}, {whose} {_words(said)}. Have the "
                    f"wrong one set right.",
                )


def _with_new(seen: _Look) -> Memory:
    """What is to be kept: the doubts there were, and those that this look adds."""
    before, host, now = seen.before, seen.host, seen.now
    known = seen.confirmed.isoformat() if seen.confirmed else ""
    doubts = dict(before.doubts)

    def doubt(code: DoubtCode, text: str) -> None:
        doubts[code] = KeptDoubt(text, now.isoformat(), known)

    if seen.began and not host.synchronised:
        doubt(
            DoubtCode.UNSYNCHRONISED,
            f"This host began and does not report that its clock is kept right; it says "
            f"{_words(now)}.",
        )
    if not seen.began and abs(moved := _moved(seen)) > APART:
        way = "forward" if moved > timedelta(0) else "back"
        doubt(
            DoubtCode.JUMPED,
            f"The clock was set {way} by {_span(moved)} and says {_words(now)}.",
        )
    if seen.newest and seen.newest - now > APART and seen.newest.isoformat() > before.forgiven:
        code = DoubtCode.LEDGER_AHEAD
        if code not in doubts:
            doubt(
                code,
                f"The clock says {_words(now)}; the ledger's newest entry is of "
                f"{_words(seen.newest)}.",
            )
    return Memory(host.boot, host.uptime, now.isoformat(), doubts, before.forgiven)


def _moved(seen: _Look) -> timedelta:
    """By how much the clock went further than the host ran since the last look."""
    ran = timedelta(seconds=seen.host.uptime - seen.before.uptime)
    return seen.now - datetime.fromisoformat(seen.before.clock) - ran


def _lift(memory: Memory, seen: _Look, *, agrees: bool) -> None:
    """Take away what is settled: by a person since, or by a clock that proves to be kept right."""
    for code, kept in list(memory.doubts.items()):
        settled = _confirmed_since(kept, seen.confirmed)
        if code == DoubtCode.UNSYNCHRONISED:
            settled = settled or agrees or seen.host.synchronised
        if settled:
            del memory.doubts[code]
            if code == DoubtCode.LEDGER_AHEAD and seen.newest:
                memory.forgiven = max(memory.forgiven, seen.newest.isoformat())


def _confirmed_since(kept: KeptDoubt, confirmed: datetime | None) -> bool:
    if confirmed is None or confirmed.isoformat() == kept.known:
        return False
    return confirmed > datetime.fromisoformat(kept.clock)


def _to_be_kept(fresh: Memory, seen: _Look) -> bool:
    before = seen.before
    return (
        seen.began
        or (fresh.doubts, fresh.forgiven) != (before.doubts, before.forgiven)
        or fresh.uptime - before.uptime >= KEPT_EVERY
    )


def _read(file: Path) -> Memory:
    """The last look; nothing where there was none, or where the file is not whole."""
    try:
        data: dict[str, Any] = json.loads(file.read_text("utf-8"))
        doubts = {code: KeptDoubt(**one) for code, one in data.pop("doubts").items()}
        memory = Memory(**data, doubts=doubts)
        datetime.fromisoformat(memory.clock)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        # As when a host begins: nothing is known of the time before.
        return Memory()
    return memory


def _write(file: Path, memory: Memory) -> None:
    fresh = file.with_name(f".{file.name}.new")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump(asdict(memory), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Hold the file against other processes that look at the same moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file.with_name(f".{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):
            os.close(handle)


def _words(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %B %Y %H:%M:%S} (UTC)"


def _span(length: timedelta) -> str:
    seconds = abs(int(length.total_seconds()))
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    named = [f"{many} {one}{'' if many == 1 else 's'}" for many, one in parts if many]
    return " ".join(named) or f"{seconds} seconds"
