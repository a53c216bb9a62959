"""What came for a request as its receipt, within the act that takes it."""

from __future__ import annotations

from datetime import datetime

from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
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
    file: StoredFile | None,
    marking: str,
    replaces: Receipt | None,
) -> Receipt:
    """Keep a note, a file or both, with what it replaces, and let it be found."""
    blob = store.put(file, at=at) if file else None
    receipt = Receipt.objects.create(
        request=request,
        by=by,
        at=at,
        note=note.strip(),
        name=file.name if file else "",
        digest=blob.digest if blob else "",
        marking=marking,
    )
    if replaces is not None:
        ReceiptReplacement.objects.create(receipt=receipt, earlier=replaces)
    searched.RECEIPT.keep(receipt)
    keeping.tell(receipt)
    return receipt
