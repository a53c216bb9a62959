"""The control of ``./run drill kill``: the application behind a door that answers a form before the
act is committed. Killed, it must lose what it acknowledged; else the drill proves nothing.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inspectorate.config.wsgi import application as real


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a posted record at once, and do it afterwards."""
    if environ["REQUEST_METHOD"] != "POST" or "/evidence/record/" not in environ["PATH_INFO"]:
        return real(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": io.BytesIO(body)}

    def afterwards() -> None:
        # Whenever the power goes, something is answered and not done yet.
        time.sleep(0.3)
        list(real(later, lambda *told: None))

    threading.Thread(target=afterwards).start()
    start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
    return []
