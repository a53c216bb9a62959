"""Data returns in the portal: of the contact's own bodies, and nobody else's."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.fieldwork.queries import RequestRow
from inspectorate.domain.fieldwork.returns import queries

from .. import returning
from ..act_forms import require_get_or_post
from ..returning import Returning
from . import access
from .access import NumberedRow
from .frame import ContactRequest, contact, page


def door_of(request: ContactRequest, sent: NumberedRow[RequestRow]) -> Returning | None:
    """The return that a request of the contact's body asks for; None where it asks for none."""
    asked = sent.row.request
    found = queries.stood_of(asked)
    if found is None:
        return None

    def to(name: str, *more: object) -> str:
        at = sent.url("portal-return")
        if name == "withdraw-exception":
            return f"{to('except-rows', *more)}back/"
        ways = {
            "return": "",
            "return-faults": "faults/",
            "take-return-back": "back/",
            "return-rows": "rows/",
            "return-file": "file/",
            "except-rows": "rules/",
            "certify": "certify/",
            "withdraw-certificate": "certificate/",
        }
        return f"{at}{ways[name]}{''.join(f'{one}/' for one in more)}"

    stood, template = found
    back = sent.url("portal-request")
    return Returning(request, page, asked, stood, template, True, to, back)


def _door(request: ContactRequest, slug: str, code: str, number: int) -> Returning:
    requests = access.requests(request.user, timezone.localdate())
    found = door_of(request, access.the_row(requests, slug, code, number))
    if found is None:
        raise Http404
    return found


@require_get_or_post
@contact
def hand_in(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Hand in a return."""
    return returning.hand_in(_door(request, slug, code, number))


@require_GET
@contact
def faults(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Every fault of the file that was refused, as CSV."""
    return returning.faults_file(_door(request, slug, code, number))


@require_GET
@contact
def rows(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The rows that stand, as CSV."""
    return returning.rows_file(_door(request, slug, code, number))


@require_GET
@contact
def empty_file(
    request: ContactRequest, slug: str, code: str, number: int, way: str
) -> HttpResponse:
    """An empty file to fill in."""
    return returning.empty_file(_door(request, slug, code, number).template, way)


@require_get_or_post
@contact
def take_back(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Take back what was returned by mistake."""
    return returning.take_back(_door(request, slug, code, number))


@require_get_or_post
@contact
def except_rows(
    request: ContactRequest, slug: str, code: str, number: int, rule: int
) -> HttpResponse:
    """Say why rows that breach a rule are right."""
    return returning.except_rows(_door(request, slug, code, number), rule)


@require_get_or_post
@contact
def withdraw_exception(
    request: ContactRequest, slug: str, code: str, number: int, rule: int
) -> HttpResponse:
    """Take back what said why rows are right."""
    return returning.withdraw_exception(_door(request, slug, code, number), rule)


@require_get_or_post
@contact
def certify(request: ContactRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Certify the rows that the page shows, for an office of the body."""
    return returning.certify(_door(request, slug, code, number))


@require_get_or_post
@contact
def withdraw_certificate(
    request: ContactRequest, slug: str, code: str, number: int
) -> HttpResponse:
    """Take the certificate back."""
    return returning.withdraw_certificate(_door(request, slug, code, number))
