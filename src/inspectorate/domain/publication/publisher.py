"""How the resident publisher says that it lives: a file that pages read and nothing relies on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from inspectorate.foundation.clocks import host

FILE = "publisher.json"
# It writes every few seconds; building a large site takes longer.
ALIVE = 120.0


@dataclass(slots=True)
class PublisherStatus:
    """What the publisher last said; moments in ISO with their zone, "" where there is none.

    ``boot`` and ``uptime`` are the host's when it last wrote: they say how long ago that is
    whatever became of the clocks. ``waiting`` is what a doubt keeps back, ``late`` what went out
    late on its day, ``failed`` what went wrong and is tried again at once.
    """

    since: str
    seen: str = ""
    boot: str = ""
    uptime: float = 0.0
    site: str = ""
    turned: str = ""
    next: str = ""
    doubts: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    ended: bool = False


def write(status: PublisherStatus) -> None:
    """Keep the status, whole or not at all."""
    file = Path(settings.DATA) / FILE
    fresh = file.with_name(f".{FILE}.new")
    fresh.write_text(json.dumps(asdict(status), ensure_ascii=False, indent=1), "utf-8")
    fresh.replace(file)


def read() -> PublisherStatus | None:
    """What the publisher last said; None where it never ran here, or left no whole file."""
    try:
        data: dict[str, Any] = json.loads((Path(settings.DATA) / FILE).read_text("utf-8"))
        return PublisherStatus(**data)
    except (OSError, ValueError, TypeError):
        return None


def alive(status: PublisherStatus | None) -> bool:
    """Is it at work? It is not where it said that it ends, or has said nothing for two minutes."""
    if status is None or status.ended:
        return False
    now = host.read()
    return status.boot == now.boot and now.uptime - status.uptime < ALIVE
