"""The application as it must not be: the control of the drill.

Each form is read whole into memory and held for a moment, as files once were; an address that asks
for it is answered late.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterable
from typing import Any

from benchmarks.limits.held import LATE, SLOW

from inspectorate.config.wsgi import application as honest


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the application does, after reading everything that was sent."""
    if environ["PATH_INFO"] == SLOW:
        time.sleep(LATE)
    held = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(held)
    return honest(environ, start_response)
