"""Reads of how checks ended."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ..models import Criticism, FactCheck
from .models import CriticismWithdrawal, FinishedCheck, RecalledCopy

_SAID = Subquery(
    FinishedCheck.objects.filter(fact_check=OuterRef("pk"))
    .order_by("-number")
    .values("finished")[:1]
)


def is_recalled(check: FactCheck) -> bool:
    """Was a copy taken back from whom it was sent to?"""
    return RecalledCopy.objects.filter(fact_check=check).exists()


def is_withdrawn(criticism: Criticism) -> bool:
    """Was an answer on new criticism taken back?"""
    return CriticismWithdrawal.objects.filter(criticism=criticism).exists()


def has_finished(check: FactCheck) -> bool:
    """Did its recipient say last that it has nothing more to say?"""
    last = FinishedCheck.objects.filter(fact_check=check).order_by("-number").first()
    return last is not None and last.finished


def unfinished(checks: QuerySet[FactCheck]) -> QuerySet[FactCheck]:
    """Those whose recipient did not say last that it has nothing more to say."""
    # Where nothing was said yet it is null, which no exclusion finds.
    return checks.annotate(said_all=Coalesce(_SAID, False)).filter(said_all=False)


def said_all(check: FactCheck) -> bool:
    """What a read with :func:`with_finished` found."""
    return bool(getattr(check, "said_all", False))


def with_finished(checks: QuerySet[FactCheck]) -> QuerySet[FactCheck]:
    """Annotate ``said_all``: what was said last, None where nothing was."""
    return checks.annotate(said_all=_SAID)


def answers_on(check: FactCheck, identity: str) -> int:
    """How often a change of what a copy showed was answered, those taken back among them."""
    return Criticism.objects.filter(fact_check=check, identity=identity).count()


def answer_of(check: FactCheck, identity: str) -> Criticism | None:
    """The standing answer on a change of what a copy showed; None where there is none."""
    rows = Criticism.objects.filter(fact_check=check, identity=identity, withdrawal=None)
    return rows.order_by("-number").first()
