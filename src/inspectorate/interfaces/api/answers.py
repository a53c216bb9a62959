"""What is answered under the door's addresses by others than the door: as a problem too."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .problems import MEDIA_TYPE, no_token, problem
from .tokens import opens_something

PREFIX = "/api/"
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")
_SAID = {
    400: "What was sent cannot be read.",
    403: "This is not opened by what was sent.",
    404: "There is nothing here, or this person may not see it.",
    405: "This address does not take that method.",
    413: "What was sent is too large.",
    415: "Send JSON, as application/json in UTF-8.",
    429: "Slower, please: wait a minute.",
    500: "Something went wrong here. It was noted; nothing of this request was done.",
    503: "Too many write at once. Send the same again, with the same Idempotency-Key.",
    507: "The disk is full. Nothing was done; tell whoever keeps this server.",
}


class Problems:
    """Turns a page that says what went wrong into a problem, for whoever reads no pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        # Before anything takes what was sent for a form.
        if request.method == "POST" and not _is_json(request):
            # Whoever comes with no token is told that first, whatever else is wrong.
            known = opens_something(request.headers.get("Authorization", ""))
            return _unkept(problem(415, _SAID[415]) if known else no_token())
        given = self.get_response(request)
        if 300 <= given.status_code < 400:
            # A program that follows would ask by GET, and take the answer for that of what it sent.
            return _unkept(problem(404, "There is nothing here. An address ends in a slash."))
        if given.status_code < 400:
            return given
        if given["Content-Type"].startswith(MEDIA_TYPE):
            return given
        said = problem(given.status_code, _SAID.get(given.status_code, ""))
        for name in KEPT:
            if name in given:
                said[name] = given[name]
        return _unkept(said)


def _is_json(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "utf-8")
    return request.content_type == "application/json" and charset.casefold() in ("utf-8", "utf8")


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
