"""Whole tables as CSV: what the pages of this door hold, without pages, streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from django.http import Http404, HttpRequest, StreamingHttpResponse
from ninja import Router, Schema

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.tokens.scopes import Scope

from ..cells import csv_lines, guarded
from .evidence import ItemOut, items_of
from .fieldwork import RequestOut, VisitOut, requests_of, visits_of
from .judgments import JudgmentOut, judgments_of
from .problems import ALWAYS
from .tokens import BearerToken, Can, asked_by, asked_of

router = Router(tags=["exports"])


class What(StrEnum):
    """The tables that leave whole."""

    EVIDENCE = "evidence"
    VISITS = "visits"
    REQUESTS = "requests"
    JUDGMENTS = "judgments"


class _Table(NamedTuple):
    can: Can
    verb: object
    row: type[Schema]
    rows: Callable[[HttpRequest, Inspection], Iterable[Schema]]


_TABLES = {
    What.EVIDENCE: _Table(evidence.can, EvidenceVerb.SEE, ItemOut, items_of),
    What.VISITS: _Table(fieldwork.can, FieldworkVerb.SEE, VisitOut, visits_of),
    What.REQUESTS: _Table(fieldwork.can, FieldworkVerb.SEE, RequestOut, requests_of),
    What.JUDGMENTS: _Table(judgments.can, JudgmentVerb.SEE, JudgmentOut, judgments_of),
}


@router.get(
    "/{slug}/exports/{what}.csv",
    auth=BearerToken(Scope.EXPORT),
    response=ALWAYS,
    openapi_extra={
        "responses": {
            200: {
                "description": "The table: RFC 4180, UTF-8, a heading row.",
                "content": {"text/csv": {"schema": {"type": "string"}}},
            }
        }
    },
)
def export(request: HttpRequest, slug: str, what: What) -> StreamingHttpResponse:
    """One table, whole, as the person may read it. A cell that a spreadsheet would take for a
    formula carries one apostrophe in front; take one away to read the exact text.
    """
    table, inspection = _TABLES[what], asked_of(request)
    if not table.can(asked_by(request), inspection, table.verb):
        raise Http404
    # Read here, where what is laid open is noted, and not when the door no longer listens.
    rows = list(table.rows(request, inspection))
    lines = csv_lines(list(table.row.model_fields), _cells(rows), guarded)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{inspection.slug}-{what.value}.csv"'
    answer["X-Row-Count"] = str(len(rows))
    return answer


def _cells(rows: Iterable[Schema]) -> Iterator[list[str]]:
    for row in rows:
        yield [_cell(value) for value in row.model_dump(mode="json").values()]


def _cell(value: object) -> str:
    """A value as text: nothing as nothing, yes and no as true and false, lists as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
