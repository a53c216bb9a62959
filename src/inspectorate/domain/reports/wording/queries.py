"""Reads of the signed wording, for pages and for the acts."""

from __future__ import annotations

from ..models import Document, ReferenceDraft


def open_draft(document: Document) -> ReferenceDraft | None:
    """Return the declaration by which a document is ready to be signed; None where none stands."""
    rows = ReferenceDraft.objects.filter(document=document, withdrawal=None)
    return rows.select_related("by").order_by("-at", "-pk").first()
