"""How many remarks are open on each section, counted by the database beside its row."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Comment, CommentResolution, Suggestion


def open_on_section() -> Any:
    """Return how many remarks are open on a section, as a column of its row."""
    here = Q(document=OuterRef("document"), identity=OuterRef("identity"))
    stand = CommentResolution.objects.filter(reopening=None).values("comment")
    begun = Comment.objects.filter(here, answers_to=None).exclude(pk__in=stand)
    return _number(Suggestion.objects.filter(here, answer=None)) + _number(begun)


def _number(rows: QuerySet[Any]) -> Coalesce:
    number = rows.order_by().values("document").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number), Value(0))
