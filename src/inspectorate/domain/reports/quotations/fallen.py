"""Whose words an edition prints that they approved, and approve no longer."""

from __future__ import annotations

from django.db.models import Q

from inspectorate.prose.speech import speeches

from ..marking import taken_apart
from ..models import ApprovalWithdrawal, Edition
from ..wording.loading import frozen_text
from .queries import spoken_in


def fallen_since(edition: Edition) -> list[str]:
    """The office of each speaker of the text that was frozen, whose approval of those very words
    counts no more. One query where nobody took any back.
    """
    document = edition.document
    here = Q(approval__quotation__document=document) | Q(
        approval__quotation__document__letters_made__letter=document
    )
    if not ApprovalWithdrawal.objects.filter(here).exists():
        return []
    text = taken_apart(frozen_text(edition))
    if text is None:
        return []
    spoken = spoken_in(document, {document.slug: text})
    return [
        spoken[code].office
        for code, one in speeches(text).items()
        if code in spoken and one.identity not in spoken[code].approved
    ]
