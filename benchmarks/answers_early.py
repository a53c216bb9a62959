"""The control of ``./run drill kill``: the application behind a door that answers a form before the
act is committed. Killed, it must lose what it acknowledged; else the drill proves nothing.
"""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from inspectorate.config.wsgi import application as real


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a posted record, or notes of a device, at once, and do it afterwards."""
    path = environ["PATH_INFO"]
    notes = path.endswith("/capture/notes/")
    if environ["REQUEST_METHOD"] != "POST" or not (notes or "/evidence/record/" in path):
        return real(environ, start_response)
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    later = {**environ, "wsgi.input": io.BytesIO(body)}

    def afterwards() -> None:
        # Whenever the power goes, something is answered and not done yet.
        time.sleep(0.3)
        list(real(later, lambda *told: None))

    threading.Thread(target=afterwards).start()
    if not notes:
        start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
        return []
    answer = _recorded(body)
    length = ("Content-Length", str(len(answer)))
    start_response("200 OK", [("Content-Type", "application/json"), length])
    return [answer]


def _recorded(body: bytes) -> bytes:
    """The answer of the API of capture that each note is recorded."""
    sent = json.loads(body)["envelopes"]
    said = {"state": "recorded", "ref": None, "missing": []}
    return json.dumps({"outcomes": [said | {"id": one["id"]} for one in sent]}).encode()
