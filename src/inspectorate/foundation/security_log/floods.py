"""Keeps a flood from filling the security log: more of the same is counted, and told in one line.

Anybody can be refused as often as they like, and each line of it would be theirs to write. So the
first of a kind is written at once and whole; what follows within a minute is counted, and one line
says how often, since when and from where. Of what somebody signed in does only tries that were no
longer looked at are counted so, and no wrong password of a person that was looked at: of those
there are never many.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from .events import SecurityEvent

type Ids = dict[str, int | str | Sequence[int | str] | None]

SECONDS = 60.0
# Of so many who are not known each is told by itself; the others, of that minute, together.
STRANGERS = 60
CLIENTS = 10
# What anybody can bring about, and what only of somebody unknown.
OF_ANYBODY = frozenset({SecurityEvent.LOCKED_OUT})
OF_STRANGERS = frozenset(
    {
        SecurityEvent.SIGN_IN_FAILED,
        SecurityEvent.PROVIDER_NOT_REACHED,
        SecurityEvent.RESET_ASKED,
        SecurityEvent.REFUSED,
    }
)
# By these, and by who was tried, what happened is the same; a client is not among them, since a
# flood has as many as it likes.
_SAME = ("person", "by", "status", "method", "page")


@dataclass(slots=True)
class Flood:
    """What came after the first: how often, since when (UTC), from which clients at first."""

    event: SecurityEvent
    ids: Ids
    times: int = 0
    since: str = ""
    clients: list[str] = field(default_factory=list)

    def more(self, client: object) -> None:
        """Count one more."""
        self.since = self.since or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.times += 1
        if isinstance(client, str) and client not in self.clients and len(self.clients) < CLIENTS:
            self.clients.append(client)


class Floods:
    """All floods of this process; ``write`` appends a line."""

    def __init__(self, write: Callable[[SecurityEvent, Ids], None]) -> None:
        self._write = write
        self._turn = threading.BoundedSemaphore(1)
        self._there: dict[tuple[Hashable, ...], Flood] = {}
        self._timer: threading.Timer | None = None
        atexit.register(self.tell)

    def counted(self, event: SecurityEvent, ids: Ids) -> bool:
        """Say whether this is more of the same and was counted; else it is to be written."""
        stranger = ids.get("person") in (None, "unknown")
        if event not in OF_ANYBODY and not (stranger and event in OF_STRANGERS):
            return False
        with self._turn:
            same: Ids = {name: ids[name] for name in _SAME if name in ids}
            if "tried" in ids and self._told_apart(event, ids["tried"]):
                same["tried"] = ids["tried"]
            kind = (event, *same.items())
            if kind in self._there:
                self._there[kind].more(ids.get("client"))
                return True
            if self._timer or self._begin():
                self._there[kind] = Flood(event, same)
            return False

    def tell(self) -> None:
        """Write what was counted, and count anew."""
        with self._turn:
            there, self._there = self._there, {}
            self._timer = None
        for one in there.values():
            if one.times:
                told: Ids = {"times": one.times, "since": one.since, "clients": one.clients}
                self._write(one.event, {**one.ids, **told})

    def forget(self) -> None:
        """Count anew and tell nothing."""
        with self._turn:
            if self._timer:
                self._timer.cancel()
            self._there, self._timer = {}, None

    def _told_apart(self, event: SecurityEvent, tried: object) -> bool:
        """Is somebody unknown counted by themselves, or is there room for one more?"""
        others = {
            one.ids["tried"]
            for one in self._there.values()
            if one.event == event and "tried" in one.ids
        }
        return tried in others or len(others) < STRANGERS

    def _begin(self) -> bool:
        """Begin a minute; False where nothing would end it, and so nothing may be counted."""
        timer = threading.Timer(SECONDS, self.tell)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError:  # no thread to be had, or the process is ending
            return False
        self._timer = timer
        return True
