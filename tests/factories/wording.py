"""Signs the wording of a document as an evidence checker does: passage by passage, each source,
each section, until nothing is left.
"""

from __future__ import annotations

from datetime import UTC, datetime

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.publication.queries import out
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.models import Document, Signature
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.wording import actions
from inspectorate.domain.reports.wording.loading import SignedText, ToSign
from inspectorate.domain.reports.wording.queries import open_draft
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, member, reads_no_more, reads_up_to

DECLARED = datetime(2020, 2, 20, 9, 0, tzinfo=UTC)


@kept
def declared(document: Document, *, by: Person | None = None, at: datetime = DECLARED) -> Document:
    """The document, said to be ready to be signed."""
    current = Document.objects.get(pk=document.pk)
    if open_draft(current) is None:
        by = by or member(current.inspection, Role.EDITOR)
        actions.declare_draft(by=by, at=at, key=a_key(), document=current)
    return current


def signed_text(document: Document) -> SignedText:
    """The newest text beside what was signed of it."""
    return proof_of(Document.objects.get(pk=document.pk), out=out(document.inspection)).signed_text


def sign(
    document: Document, asked: ToSign, *, at: datetime = DECLARED, **given: Person
) -> Signature:
    """One press of the evidence checker."""
    by = given.get("by") or member(document.inspection, Role.REFERENCER)
    both = document.kind == DocumentKind.VARIANT
    return actions.sign(by=by, at=at, key=a_key(), document=document, asked=asked, reads_both=both)


@kept
def signed(document: Document, *, at: datetime = DECLARED, **given: Person) -> Document:
    """The document with every word signed that was not; nothing is done where nothing is left."""
    laid = proof_of(Document.objects.get(pk=document.pk), out=out(document.inspection))
    left, inspection = list(laid.signed_text.left()), document.inspection
    if not left:
        return laid.document
    who = [member(inspection, role) for role in (Role.EDITOR, Role.REFERENCER)]
    unread = [one for one in who if not reading(one, inspection).may(laid.marking)]
    if unread:
        reads_up_to(inspection, laid.marking, *unread)
    current = declared(document, at=at)
    for asked in left:
        sign(current, asked, at=at, **given)
    reads_no_more(*unread)
    return Document.objects.get(pk=document.pk)
