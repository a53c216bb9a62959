"""The server, with time for a few acts in each request: what takes long is seen with a few; and
each answer says how many seconds of computing it cost, which no other work of the machine changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from inspectorate.config.wsgi import application as as_it_is
from inspectorate.interfaces import many

many.AT_MOST = 0.05


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the server does; a request is answered by one thread."""
    begun = time.thread_time()

    def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, ("X-Spent", str(time.thread_time() - begun))], *more)

    answer: Iterable[bytes] = as_it_is(environ, started)
    return answer
