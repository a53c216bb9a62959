"""The page of capture and its worker: the same for everybody, with no datum and no token.

Whoever asks gets them, signed in or not: a device sends what is finished long after its person's
session ended, and a page that first asked who one is would ask over the network.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

STYLES = (
    "vendor/govuk-frontend.css",
    "css/type.css",
    "css/tokens.css",
    "css/inspectorate.css",
    "css/capture.css",
)
SCRIPTS = (
    "announce",
    "beside",
    "book",
    "bytes",
    "copies",
    "debrief",
    "documents",
    "drafts",
    "enrol",
    "fields",
    "form",
    "grade",
    "keys",
    "moments",
    "note",
    "outbox",
    "packs",
    "page",
    "papers",
    "reading",
    "rescue",
    "sealing",
    "sha256",
    "store",
    "sync",
    "visit",
)
FILES = (
    *STYLES,
    *(f"capture/{one}.js" for one in SCRIPTS),
    "vendor/hpke.js",
    "img/mark.svg",
)
WORKER = "capture/worker.js"
# On this page alone: the worker that opens it offline, and what was chosen on the device itself.
POLICY: dict[str, list[str]] = {
    **cast(dict[str, list[str]], settings.SECURE_CSP),
    "worker-src": [CSP.SELF],
    "img-src": [CSP.SELF, "blob:"],
    "media-src": ["blob:"],
}
type View = Callable[[HttpRequest], HttpResponse]


def _base() -> str:
    """Where the files lie. By their own names: a module names others so, and the worker keeps all
    of one version together.
    """
    return f"{settings.STATIC_URL}inspectorate/"


def _file(name: str) -> bytes:
    found = finders.find(f"inspectorate/{name}")
    assert isinstance(found, str), name
    return Path(found).read_bytes()


def _page() -> str:
    return render_to_string("capture/shell.html", {"base": _base(), "styles": STYLES})


@cache
def version() -> str:
    """The digest of all that the page is made of: another one and browsers fetch it anew."""
    made = hashlib.sha256(_page().encode())
    for name in (*FILES, WORKER):
        made.update(_file(name))
    return made.hexdigest()[:32]


def _asked_again(view: View) -> View:
    """Let nothing between here and the browser keep it: what it keeps, its worker keeps."""

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        answer = view(request)
        answer["Cache-Control"] = "no-store"
        return answer

    return answered


@require_safe
@_asked_again
@csp_override(POLICY)
def shell(_: HttpRequest) -> HttpResponse:
    """The page."""
    return HttpResponse(_page())


@require_safe
@_asked_again
@csp_override(POLICY)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the page without a network, with what it is to keep."""
    kept = [f"{_base()}{name}" for name in FILES]
    listed = ", ".join(f'"{one}"' for one in (request.path.removesuffix("worker.js"), *kept))
    head = f'const VERSION = "{version()}";\nconst KEPT = [{listed}];\n'
    return HttpResponse(head.encode() + _file(WORKER), content_type="text/javascript")
