"""Agreed judgments, as far as the person may know of them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.agreed_in_sight import agreed_in_sight
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.tokens.scopes import Scope

from .paging import Cursor, Limit, Page, after, cut
from .problems import ALWAYS
from .seen import inspection_of
from .tokens import Bearer, asked_by

router = Router(tags=["judgments"])


class JudgmentOut(Schema):
    """The agreed judgment that stands of a body on a criterion; ``reasons`` as it may be read."""

    id: int
    body: str
    label: str
    criterion: str
    grade: str | None
    reasons: str
    agreed_at: datetime


def judgments_of(request: HttpRequest, inspection: Inspection) -> list[JudgmentOut]:
    """Every agreed judgment that stands and that the person may know of."""
    return [_judgment(one) for one in agreed_in_sight(asked_by(request), inspection)]


@router.get(
    "/{slug}/judgments/",
    auth=Bearer(Scope.READ_JUDGMENTS),
    response={200: Page[JudgmentOut], **ALWAYS},
)
def list_judgments(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[JudgmentOut]:
    """Agreed judgments that stand, newest last."""
    inspection = inspection_of(request, slug, queries.can, JudgmentVerb.SEE)
    behind = after(cursor)
    rows = [one for one in judgments_of(request, inspection) if one.id > behind]
    kept, following = cut(rows, limit, lambda one: one.id)
    return Page[JudgmentOut](items=kept, next=following)


def _judgment(one: Agreed) -> JudgmentOut:
    return JudgmentOut(
        id=one.pk,
        body=one.scope_body.code,
        label=one.scope_body.label,
        criterion=one.criterion.ref,
        grade=one.grade.name if one.grade is not None else None,
        reasons=str(one.reasons),
        agreed_at=one.at,
    )
