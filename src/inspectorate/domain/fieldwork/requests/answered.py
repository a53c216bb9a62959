"""Whether a request is answered: something came, and its data return was not taken back since."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from ..models import DataReturn, Receipt


def taken_back() -> Subquery:
    """Of requests: the key of the record by which the last data return of each was taken back.

    Empty where that stands, or none came.
    """
    came = DataReturn.objects.filter(asked__request=OuterRef("pk")).order_by("-number")
    return Subquery(came.values("withdrawal__pk")[:1])


def answered() -> Q:
    """Of requests: those for which something came, and whose data return was not taken back.

    Whatever came beside a return that was taken back, the request asks for it again.
    """
    came = Exists(Receipt.objects.filter(request=OuterRef("pk")).order_by())
    return Q(came) & Q(IsNull(taken_back(), True))
