"""By what a page knows that nothing moved in an inspection since it computed something.

All that is done stands in the ledger: what was computed under its newest entries holds while they
are the newest (decision 37). Entries are known by their digests: one that was taken back with its
transaction leaves none behind, and a number given twice is told apart.
"""

from __future__ import annotations

from django.db.models import Q, Subquery

from inspectorate.domain.bodies.actions import STREAM as REGISTER
from inspectorate.foundation.ledger.actions import STREAM as LEDGER
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.actions import STREAM as PEOPLE

from .models import Inspection


def newest_entries(inspection: Inspection, *but: str) -> tuple[str, ...]:
    """Return the digests of the newest entries of an inspection and of the house, in one query.

    ``but`` are rooms, or single verbs, whose acts move nothing of what is asked for. With the
    entries come the prefixes of all inspections, by which a source is read as the number of an
    item; nothing else is told of other inspections, whose acts stand in streams of their own.

    Ask before anything is computed: what moves meanwhile then makes it too new, never too old.
    """
    own = Entry.objects.filter(stream=inspection.stream)
    for one in but:
        own = own.exclude(verb=one) if "." in one else own.exclude(verb__startswith=f"{one}.")
    streams = [own, *(Entry.objects.filter(stream=name) for name in (REGISTER, PEOPLE, LEDGER))]
    newest = Q(pk__in=())
    for entries in streams:
        newest |= Q(pk=Subquery(entries.order_by("-number").values("pk")[:1]))
    prefixes = Inspection.objects.order_by().values_list("prefix", flat=True)
    digests = Entry.objects.filter(newest).order_by().values_list("digest", flat=True)
    return tuple(sorted(digests.union(prefixes, all=True).order_by()))
