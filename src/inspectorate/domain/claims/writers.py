"""Who has written on a claim: the ledger knows, whatever was edited since."""

from __future__ import annotations

from inspectorate.foundation.ledger.acts import label
from inspectorate.foundation.ledger.models import Entry

from .models import Claim
from .verbs import ClaimVerb

_WRITING = (ClaimVerb.DRAFT, ClaimVerb.EDIT, ClaimVerb.REFRESH)


def writers(claim: Claim) -> set[int]:
    """Return the keys of everyone who drafted, edited or refreshed any version of ``claim``.

    None of them may reference it.
    """
    entries = Entry.objects.filter(of=label(claim), verb__in=_WRITING).values_list("by", flat=True)
    return {claim.drafted_by_id, *(int(by) for by in entries)}
