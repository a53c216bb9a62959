"""Which claims wait to be referenced or looked at again, without working out any figure.

Every page shows how much waits on its reader, so this is cheap: it sees a judgment agreed anew and
evidence that fell. A claim whose figures changed in another way is found when claims are listed and
when a document is frozen.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.domain.judgments.models import Agreed, AgreedCitation

from .kinds.registry import KINDS, kind_of
from .models import Claim, Pin, Reference

_NAMING = [code for code, kind in KINDS.items() if kind.names_claims]
_FALLEN = Q(item__withdrawal__isnull=False) | Q(item__supersession__isnull=False)


def _now(inspection: Inspection) -> QuerySet[Claim]:
    return Claim.objects.filter(inspection=inspection).order_by("key")


def to_look_at(inspection: Inspection) -> list[Claim]:
    """Return claims that rest on a judgment agreed anew or left out, or on withdrawn evidence.

    With them come those that name one of them, as a cause names what it explains. One query.
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
    again = Exists(later) | Exists(cited) | Exists(left_out)
    # Two subqueries and no join: a claim with many fallen pins would come as often.
    fell = Exists(pins.filter(_FALLEN)) | Exists(pins.filter(again))
    rows = _now(inspection).annotate(fell=fell).filter(Q(fell=True) | Q(kind__in=_NAMING))
    fallen = {one.key for one in rows if one.fell}
    return [one for one in rows if one.fell or not fallen.isdisjoint(_named(one))]


def _named(claim: Claim) -> list[str]:
    """The keys of the claims that one names."""
    return kind_of(claim.kind).claims_named(claim.predicate)


def to_reference(inspection: Inspection) -> QuerySet[Claim]:
    """Claims on whose version of now no referencer has said a word. One query."""
    said = Reference.objects.filter(claim=OuterRef("pk"), claim_version=F("claim__version"))
    return _now(inspection).filter(~Exists(said))
