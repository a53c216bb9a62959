"""Which claims wait to be referenced or looked at again, without working out any figure.

Every page shows how much waits on its reader, so this is cheap: it sees a judgment agreed anew and
evidence that fell. A claim whose figures changed in another way is found when claims are listed and
when a document is frozen.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.judgments.models import Agreed, AgreedCitation

from .models import Claim, Pin, Reference

_FALLEN = Q(item__withdrawal__isnull=False) | Q(item__supersession__isnull=False)


def _now(inspection: Inspection) -> QuerySet[Claim]:
    return Claim.objects.filter(inspection=inspection).order_by("key")


def to_look_at(inspection: Inspection) -> QuerySet[Claim]:
    """Return claims that rest on a judgment agreed anew or left out, or on withdrawn evidence.

    One query.
    """
    later = Agreed.objects.filter(
        scope_body=OuterRef("agreed__scope_body"),
        criterion=OuterRef("agreed__criterion"),
        number__gt=OuterRef("agreed__number"),
    )
    cited = AgreedCitation.objects.filter(_FALLEN, agreed=OuterRef("agreed"))
    left_out = NotInspected.standing().filter(
        scope_body=OuterRef("agreed__scope_body"), criterion=OuterRef("agreed__criterion")
    )
    pins = Pin.objects.filter(claim=OuterRef("pk"), claim_version=OuterRef("version"))
    fell = Exists(later) | Exists(cited) | Exists(left_out)
    # Two subqueries and no join: a claim with many fallen pins would come as often.
    return _now(inspection).filter(Exists(pins.filter(_FALLEN)) | Exists(pins.filter(fell)))


def to_reference(inspection: Inspection) -> QuerySet[Claim]:
    """Claims on whose version of now no referencer has said a word. One query."""
    said = Reference.objects.filter(claim=OuterRef("pk"), claim_version=F("claim__version"))
    return _now(inspection).filter(~Exists(said))
