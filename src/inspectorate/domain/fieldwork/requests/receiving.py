"""What came for a request as its receipt, within the act that takes it."""

from __future__ import annotations

from datetime import datetime

from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search import keeping

from .. import searched
from ..models import Receipt, Request
from .models import ReceiptReplacement


def keep_receipt(
    request: Request,
    *,
    by: Person,
    at: datetime,
    note: str,
    name: str,
    blob: Blob | None,
    marking: str,
    replaces: Receipt | None,
) -> Receipt:
    """Keep a note, a file of this name or both, with what it replaces, and let it be found."""
    receipt = Receipt.objects.create(
        request=request,
        by=by,
        at=at,
        note=note.strip(),
        name=name,
        digest=blob.digest if blob else "",
        marking=marking,
    )
    if replaces is not None:
        ReceiptReplacement.objects.create(receipt=receipt, earlier=replaces)
    searched.RECEIPT.keep(receipt)
    keeping.tell(receipt)
    return receipt
