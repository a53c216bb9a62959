"""What is answered where something is not done: problem details (RFC 9457), with the reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from inspectorate.foundation.envelopes.keys import KeysFault
from inspectorate.foundation.envelopes.pieces import OtherBytes
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Reason, Refused

from ..notes import reason_of

MEDIA_TYPE = "application/problem+json"


class SaidReason(Schema):
    """One reason: its code, which never changes; a sentence; how to mend it; the field."""

    code: str
    text: str
    mend: str
    field: str = ""

    @staticmethod
    def all_of(reasons: Iterable[Reason]) -> list[SaidReason]:
        return [
            SaidReason(code=str(one.code), text=one.text, mend=str(one.mend), field=one.field)
            for one in reasons
        ]


class SaidProblem(Schema):
    """Problem details: ``status`` and ``title`` as HTTP has them, ``detail`` for a person."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    reasons: list[SaidReason] = Field(default_factory=list)


# What any operation may answer besides what it is for.
ALWAYS = dict.fromkeys((400, 401, 403, 404, 422, 429), SaidProblem)
# What any act may answer too.
OF_ACTS = ALWAYS | {409: SaidProblem, 413: SaidProblem, 415: SaidProblem}


class NarrowToken(Exception):
    """The token is good, and was not made for this."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(scope)


class TooOften(Exception):
    """A token is used, or one is looked for, faster than any program needs."""


def problem(
    status: int, detail: str = "", *, reasons: Iterable[Reason] = (), **headers: str
) -> HttpResponse:
    """The answer with this status: its title is HTTP's own."""
    said = SaidProblem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        reasons=SaidReason.all_of(reasons),
    )
    text = json.dumps(said.model_dump(), ensure_ascii=False)
    answer = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    for name, value in headers.items():
        answer[name.replace("_", "-")] = value
    return answer


def no_token() -> HttpResponse:
    """The answer to whoever sends no token, or one that opens nothing."""
    said = "Send the token of a person as Authorization: Bearer. This one opens nothing."
    return problem(401, said, WWW_Authenticate='Bearer realm="inspectorate"')


def answer_in_problems(api: NinjaAPI) -> None:
    """Let ``api`` answer each way of not doing something by a problem."""

    no_key = "Sealed notes cannot be opened here just now. They stay on the device."
    other = "Other bytes came under this file and number before. Give the file another id."
    not_there = "There is nothing here, or this person may not see it."

    def on(raised: type[Exception], answer: Callable[[], HttpResponse]) -> None:
        api.add_exception_handler(raised, lambda _request, _raised: answer())

    on(AuthenticationError, no_token)
    on(OtherBytes, lambda: problem(409, other))
    on(KeysFault, lambda: problem(503, no_key, Retry_After="60"))
    on(Http404, lambda: problem(404, not_there))
    on(Forbidden, lambda: problem(404, not_there))
    on(TooOften, lambda: problem(429, "Slower, please: wait a minute.", Retry_After="60"))
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(NarrowToken, _narrow)
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(Conflict, _conflict)
    api.add_exception_handler(ValidationError, _invalid)


def _unreadable(_: HttpRequest, raised: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(raised, HttpError)
    return problem(raised.status_code, "What was sent cannot be read as JSON.")


def _narrow(_: HttpRequest, raised: NarrowToken | type[NarrowToken]) -> HttpResponse:
    assert isinstance(raised, NarrowToken)
    detail = f"This token was not made for {raised.scope}. Make one that is."
    told = f'Bearer error="insufficient_scope", scope="{raised.scope}"'
    return problem(403, detail, WWW_Authenticate=told)


def _refused(_: HttpRequest, raised: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(raised, Refused)
    return problem(422, "It was not done, for the reasons given.", reasons=raised.reasons)


def _conflict(_: HttpRequest, raised: Conflict | type[Conflict]) -> HttpResponse:
    assert isinstance(raised, Conflict)
    return problem(409, str(raised))


def _invalid(_: HttpRequest, raised: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(raised, ValidationError)
    found = [reason_of(one) for one in raised.errors]
    return problem(422, "It was not done, for the reasons given.", reasons=found)
