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

from .cursor import Cursor, Limit, Page, after, cut
from .problems import ALWAYS
from .tokens import BearerToken, asked_by, asked_of

router = Router(tags=["judgments"])
OPENS = BearerToken(Scope.READ_JUDGMENTS, can=queries.can, verb=JudgmentVerb.SEE)


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
    auth=OPENS,
    response={200: Page[JudgmentOut], **ALWAYS},
)
def list_judgments(
    request: HttpRequest, slug: str, cursor: Cursor = "", limit: Limit = 100
) -> Page[JudgmentOut]:
    """Agreed judgments that stand, newest last."""
    inspection = asked_of(request)
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
