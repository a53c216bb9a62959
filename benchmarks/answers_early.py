"""The control of ``./run drill kill``: the application behind a door that answers a form before the
act is committed. Killed, it must lose what it acknowledged; else the drill proves nothing.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

from inspectorate.config.wsgi import application as real


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a posted record at once, and do it afterwards."""
    if environ["REQUEST_METHOD"] != "POST" or "/evidence/record/" not in environ["PATH_INFO"]:
        return real(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": io.BytesIO(body)}
    threading.Thread(target=lambda: list(real(later, lambda *told: None))).start()
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return []
