"""Agreed judgments, as far as the person may know of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import queries
from inspectorate.domain.judgments.agreed_in_sight import agreed_in_sight, opened
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.people.tokens.scopes import Scope

from .cursor import Cursor, Limit, Page, after, paged
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
    person = asked_by(request)
    rows = list(agreed_in_sight(person, inspection).values())
    return [_judgment(one) for one in opened(person, inspection, rows)]


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
    person, behind = asked_by(request), after(cursor)
    known = {pk: one for pk, one in agreed_in_sight(person, inspection).items() if pk > behind}

    def read(some: Sequence[int]) -> Iterable[Agreed]:
        return opened(person, inspection, [known[pk] for pk in some])

    numbers = list(known)[: limit + 1]
    return Page[JudgmentOut](**paged(cursor, limit, numbers, read, _judgment))


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
