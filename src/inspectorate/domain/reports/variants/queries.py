"""Which documents are variants of which, and how each stands to its original."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from inspectorate.foundation.reasons.reasons import Reason

from ..documents.registry import DocumentKind
from ..facts import Facts
from ..models import Document, Variant
from ..wording.loading import frozen_text
from . import policies
from .languages import Language


def variant_of(document: Document) -> Variant | None:
    """Return of which document another is a variant; None where it is none. No query then."""
    if not DocumentKind(document.kind).type.variant:
        return None
    rows = Variant.objects.select_related("original__inspection")
    return rows.filter(document=document).first()


def with_translated(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Annotate ``translated``: whether there is a variant of each."""
    return documents.annotate(translated=Exists(Variant.objects.filter(original=OuterRef("pk"))))


def variants_of(original: Document) -> list[Variant]:
    """Return the variants of a document in the order of their languages; no query where it was read
    with :func:`with_translated` and there is none.
    """
    if not getattr(original, "translated", True):
        return []
    return list(original.variants.select_related("document"))


def left_to_open(original: Document) -> list[tuple[str, str]]:
    """The languages in which a document has no variant yet, each by code and name."""
    there = set(original.variants.values_list("language", flat=True))
    return [(one.value, f"{one.label} ({one.own_name})") for one in Language if one not in there]


def reasons_behind(document: Document, facts: Facts) -> list[Reason]:
    """Why a variant may not be frozen beside its original as that stands; none of another.

    Its figures are held to the original's words, so that these must still be the record's.
    """
    found = variant_of(document)
    if found is None:
        return []
    newest = found.original.editions.filter(kind="public").order_by("-number")
    edition = newest.select_related("document__inspection").defer("data", "facts", "signed").first()
    claims, pinned = facts.claims or {}, facts.pinned.get(found.original.slug, {})
    return policies.freezable(
        original=found.original.title,
        frozen=edition is not None,
        same=edition is not None and frozen_text(edition) == found.original.text,
        moved=[
            key
            for key, one in sorted(pinned.items())
            if key not in claims or not one.still_says(claims[key])
        ],
    )
