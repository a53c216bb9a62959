"""The server, its clock moved on by as many seconds as the file ``moved-on`` in its data folder
says: what ends after half an hour is seen at once.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from inspectorate.config.wsgi import application as as_it_is

MOVED_ON = Path(os.environ["INSPECTORATE_DATA"]) / "moved-on"
_now = time.time


def _later() -> float:
    try:
        return _now() + float(MOVED_ON.read_text("utf-8"))
    except FileNotFoundError:
        return _now()


time.time = _later


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the server does at that hour."""
    answer: Iterable[bytes] = as_it_is(environ, start)
    return answer
