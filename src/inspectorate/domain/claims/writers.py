"""Who has written on a claim: the ledger knows, whatever was edited since."""

from __future__ import annotations

from collections.abc import Collection

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person

from .models import Claim
from .verbs import ClaimVerb

_WRITING = (ClaimVerb.DRAFT, ClaimVerb.EDIT, ClaimVerb.REFRESH)


def writers(claim: Claim) -> set[int]:
    """Return the keys of everyone who drafted, edited or refreshed any version of ``claim``.

    None of them may reference it.
    """
    entries = Entry.objects.filter(of=label(claim), verb__in=_WRITING).values_list("by", flat=True)
    return {claim.drafted_by_id, *(int(by) for by in entries)}


def written_by(person: Person, inspection: Inspection, keys: Collection[str]) -> tuple[str, ...]:
    """Return which of these claims of an inspection a person drafted, edited or refreshed."""
    if not keys:
        return ()
    rows = Claim.objects.filter(inspection=inspection, key__in=keys)
    known = {label(one): one for one in rows.only("pk", "key", "drafted_by")}
    own = {one.key for one in known.values() if one.drafted_by_id == person.pk}
    entries = Entry.objects.filter(of__in=list(known), verb__in=_WRITING, by=person.pk)
    return tuple(sorted(own | {known[of].key for of in entries.values_list("of", flat=True)}))
