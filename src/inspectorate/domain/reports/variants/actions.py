"""The only writer of language variants; their text is written as that of any document."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from ..documents.registry import DocumentKind
from ..models import Document, Variant
from ..permissions import TABLE
from ..revising import require_read
from ..sections.keeping import write_revision
from ..verbs import ReportVerb
from . import policies

# Short names of documents have so many characters at most.
_LONGEST = 80


@action(ReportVerb.OPEN_VARIANT, streams=lambda *, original, **_: [original.inspection.stream])
def open_variant(
    *, by: Person, at: datetime, key: str, original: Document, language: str, title: str
) -> Document:
    """Open the variant of a document in a language, under its own title.

    It begins with the original's words, so that every key and every mark stands where it has to:
    they are written over section by section.
    """
    inspection = original.inspection
    require(by, inspection, TABLE, ReportVerb.OPEN_VARIANT)
    slug = f"{original.slug[: _LONGEST - len(language) - 1]}-{language}"[:_LONGEST]
    refuse_if(
        policies.variant_openable(
            translatable=DocumentKind(original.kind).type.translatable,
            written=bool(original.text.strip()),
            language=language,
            there=original.variants.filter(language=language).exists(),
            slug_taken=inspection.documents.filter(slug=slug).exists(),
            title=title,
        )
    )
    require_read(by, original)
    document = Document.objects.create(
        inspection=inspection,
        slug=slug,
        kind=DocumentKind.VARIANT,
        title=title.strip(),
        opened_at=at,
    )
    document = write_revision(by, at, document, original.text)
    made = Variant.objects.create(
        document=document, original=original, language=language, by=by, at=at
    )
    detail = {
        "document": slug,
        "original": original.slug,
        "language": language,
        "original_revision": original.version,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return document
