"""The PDFs of editions that are about to be frozen, set before the act takes its locks.

To set the PDFs of a long report takes seconds, and no act of the inspection could begin meanwhile.
So they are set before from what an edition is made of then, in a process of their own, and brought
into the store. The act compiles its editions again under its locks and takes the PDF of the very
same data, known by its digest, or is refused: no edition is ever frozen with the PDF of another.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Max
from django.utils.timezone import localdate

from inspectorate.domain.inspections.access import may, reading
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger.acts import done_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .editions.frozen import canonical
from .editions.model import EditionData, EditionKind
from .editions.setting import pdf_apart
from .editions.typesetting import NotSet
from .models import Document
from .permissions import TABLE
from .proof import Proof, proof_of
from .reasons import ReportReason
from .turns import turn
from .verbs import ReportVerb

FROZEN = (EditionKind.FULL, EditionKind.PUBLIC)
# Seconds in which a turn to have them set is waited for: nothing is held meanwhile.
_WAITS = 20


class SetAhead:
    """PDFs that lie in the store, by the digest of the edition they are of, or why there are none.

    It is no part of what was sent, and says so where an act is told by its arguments.
    """

    def __init__(self, files: Mapping[str, StoredFile], fault: str = "") -> None:
        self._files, self._fault = files, fault

    def __str__(self) -> str:
        return "set ahead"

    def of(self, digest: str) -> StoredFile:
        """Return the PDF of the edition with this digest; raises Refused where none was set."""
        if self._fault:
            mend = Mend.words("Change what is named there.")
            raise Refused([Reason(ReportReason.NOT_SET, f"{self._fault}.", mend)])
        if digest not in self._files:
            what = ReportReason.MOVED_ON
            mend = Mend.words("Look at what is to be frozen, and freeze it again.")
            raise Refused([Reason(what, what.sentence, mend)])
        return self._files[digest]


def next_number(document: Document) -> int:
    """Return the number that the next editions of a document have."""
    return (document.editions.aggregate(last=Max("number"))["last"] or 0) + 1


def digest_of(stored: Mapping[str, Any]) -> str:
    """Return the digest of an edition as it is stored, in hexadecimal."""
    return hashlib.sha256(canonical(stored)).hexdigest()


def set_before[**P, R](freeze: Callable[P, R]) -> Callable[P, R]:
    """Have the PDFs set before the act of freezing, which is given them as ``ahead``."""

    @functools.wraps(freeze)
    def frozen(*args: P.args, **kwargs: P.kwargs) -> R:
        given = cast(dict[str, Any], kwargs)
        if given.get("ahead") is None:
            given["ahead"] = _set(
                given["by"],
                given["at"],
                given["key"],
                given["document"],
                given.get("version"),
                given.get("out", ()),
            )
        return freeze(*args, **kwargs)

    return frozen


def _set(
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    version: int | None,
    out: Collection[int],
) -> SetAhead:
    """Set what is to be frozen. Where the act will not come to it, nothing is set: it says why."""
    newest = Document.objects.get(pk=document.pk)
    other = version is not None and version != newest.version
    if other or not may(by, newest.inspection, TABLE, ReportVerb.FREEZE):
        return SetAhead({})
    if done_of(by, key, ReportVerb.FREEZE):
        return SetAhead({})
    return _set_now(by, newest, localdate(at), out)


def _set_now(by: Person, document: Document, on: date, out: Collection[int]) -> SetAhead:
    laid = proof_of(document, on, out=out)
    if not reading(by, document.inspection).may(laid.marking):
        return SetAhead({})
    number = next_number(document)
    editions = [laid.edition(kind, number) for kind in FROZEN]
    try:
        with turn("Freeze it again in a minute.", seconds=_WAITS):
            return SetAhead({digest_of(one.as_json()): _taken(laid, one) for one in editions})
    except NotSet as fault:
        return SetAhead({}, str(fault))


def _taken(laid: Proof, data: EditionData) -> StoredFile:
    """The PDF of an edition, brought into the store."""
    document = laid.document
    name = f"{document.inspection.slug}-{document.slug}-{data.edition}-{data.number}.pdf"
    return store.take(pdf_apart(data), name=name)
