"""Inspections that a person sees, and what is needed to record on one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpRequest
from ninja import Router, Schema

from inspectorate.domain.evidence.kinds import Direction, SourceKind
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking

from .cursor import Cursor, Limit, Page, after, paged
from .problems import ALWAYS
from .tokens import BearerToken, asked_by, asked_of

router = Router(tags=["inspections"])


class InspectionOut(Schema):
    """One question asked of many bodies; ``slug`` names it in addresses."""

    slug: str
    title: str
    question: str
    phase: str
    rehearsal: bool
    fieldwork_from: date
    fieldwork_to: date

    @staticmethod
    def of(one: Inspection) -> InspectionOut:
        return InspectionOut(
            slug=one.slug,
            title=one.title,
            question=one.question,
            phase=one.phase,
            rehearsal=one.rehearsal,
            fieldwork_from=one.fieldwork_from,
            fieldwork_to=one.fieldwork_to,
        )


class BodyOut(Schema):
    """A body in scope; ``code`` names it in what is sent. In a rehearsal both are made up."""

    code: str
    label: str

    @staticmethod
    def of(one: ScopeBody) -> BodyOut:
        return BodyOut(code=one.code, label=one.label)


class CriterionOut(Schema):
    """A criterion of the framework; ``id`` names it in what is sent, ``ref`` among people."""

    id: int
    ref: str
    name: str
    graded: bool

    @staticmethod
    def of(one: Criterion) -> CriterionOut:
        return CriterionOut(id=one.pk, ref=one.ref, name=one.name, graded=one.scale_id is not None)


class WholeInspection(InspectionOut):
    """An inspection with its bodies, its criteria, and the words that evidence may carry."""

    bodies: list[BodyOut]
    criteria: list[CriterionOut]
    kinds: list[str]
    methods: list[str]
    directions: list[str]
    markings: list[str]


@router.get("/", auth=BearerToken(), response={200: Page[InspectionOut], **ALWAYS})
def list_inspections(
    request: HttpRequest, cursor: Cursor = "", limit: Limit = 100
) -> Page[InspectionOut]:
    """The inspections on whose team the person is, in the order in which they were opened."""
    seen = inspections.visible_to(asked_by(request))
    keys = seen.filter(pk__gt=after(cursor)).order_by("pk").values_list("pk", flat=True)

    def read(some: Sequence[int]) -> Iterable[Inspection]:
        return seen.filter(pk__in=some).order_by("pk")

    return Page[InspectionOut](
        **paged(cursor, limit, list(keys[: limit + 1]), read, InspectionOut.of)
    )


@router.get("/{slug}/", auth=BearerToken(), response={200: WholeInspection, **ALWAYS})
def inspection(request: HttpRequest, slug: str) -> WholeInspection:
    """One inspection, with what may be named when evidence is recorded."""
    found = asked_of(request)
    return WholeInspection(
        **InspectionOut.of(found).model_dump(),
        bodies=[BodyOut.of(one) for one in inspections.scope(found)],
        criteria=[CriterionOut.of(one) for one in programmes.criteria(found.framework)],
        kinds=SourceKind.values,
        methods=Method.values,
        directions=Direction.values,
        markings=[one.value for one in Marking],
    )
