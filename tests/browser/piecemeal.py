"""The server, with time for a few acts in each request: what takes long is seen with a few; and
each answer says how many seconds of computing it cost, which no other work of the machine changes.

``PIECES``: so many requests that send something are answered, and the next is on its way for ever,
as one whose server lost its power in the middle of it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inspectorate.config.wsgi import application as as_it_is
from inspectorate.interfaces import many

many.AT_MOST = 0.05
_PIECES = int(os.environ.get("PIECES", "0"))
_sent = threading.Semaphore(_PIECES)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the server does; a request is answered by one thread."""
    if _PIECES and environ["REQUEST_METHOD"] == "POST":
        _sent.acquire()
    begun = time.thread_time()

    def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [*headers, ("X-Spent", str(time.thread_time() - begun))], *more)

    answer: Iterable[bytes] = as_it_is(environ, started)
    return answer
