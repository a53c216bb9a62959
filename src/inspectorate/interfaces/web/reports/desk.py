"""The page of a section: the outline beside the editor, how long it is, what is not signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports.binding.covered import Covered, section_covered
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.sections.desk import Desk, UnsignedWords, desk_of
from inspectorate.domain.reports.sections.left import left_of
from inspectorate.domain.reports.sections.queries import OutlineSection
from inspectorate.domain.reports.variants.beside import OriginalSection, original_beside
from inspectorate.prose.readability import Readability
from inspectorate.prose.reading.fences import Fence, fences_of

from ...act_forms import Page
from ..access import StaffRequest
from ..inspection_page import page


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page tells beside the editor: each section with its open problems, then the rest.

    ``front`` says that the section may hold front matter: it is the first of the text. ``fences``
    are the pictures and tables of the section as it was saved.
    """

    outline: Sequence[tuple[OutlineSection, int]]
    here: str
    whole: str
    signed: str
    unsigned: Sequence[UnsignedWords]
    front: bool
    covered: Mapping[str, Covered]
    fences: Sequence[Fence]
    original: OriginalSection | None = None


def desk_page(document: Document, identity: str) -> Page:
    """Return how the page of a section is drawn, with what stands beside its form."""

    def drawn(
        request: StaffRequest,
        template: str,
        inspection: Inspection | None,
        /,
        *,
        title: str,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        beside = _beside(request, document, identity)
        if beside:
            template = "reports/section.html"
            context |= {"document": document, "identity": identity, "beside": beside}
            if claims.can(request.user, document.inspection, ClaimVerb.SEE):
                at = [document.inspection.slug, document.slug, identity]
                context["bind_at"] = reverse("reports-section-claims", args=at)
        return page(request, template, inspection, title=title, status=status, **context)

    return drawn


def length_of(read: Readability) -> str:
    """Say how long a text is and for whom it is written."""
    words = f"{read.words:,} word{'' if read.words == 1 else 's'}"
    return f"{words}, reading age {read.age}" if read.age else words


def signed_of(desk: Desk) -> str:
    """Say how many passages of a section are not signed as they stand."""
    if not desk.passages:
        return "No passage to sign."
    if not desk.unsigned:
        return "Every passage is signed as it stands."
    many = len(desk.unsigned)
    return f"{many} of {desk.passages} passages {'is' if many == 1 else 'are'} not signed."


def _beside(request: StaffRequest, document: Document, identity: str) -> Beside | None:
    """What stands beside a section that stands, of what this person has of the text; nothing for
    who may not read the section.
    """
    out = publication.out(document.inspection)
    left = left_of(request.user, document, timezone.localdate(), out)
    outline = sections.outline(document, read=left.read)
    place = next((at for at, one in enumerate(outline) if one.identity == identity), None)
    if place is None or left.read.reasons(identity):
        return None
    lengths = [len(one.text) for one in outline]
    covered = section_covered(left.laid, outline, identity)
    desk = desk_of(left.laid, lengths, place, left.problems())
    return Beside(
        [(one, desk.problems.get(at, 0)) for at, one in enumerate(outline)],
        length_of(desk.here),
        length_of(desk.whole),
        signed_of(desk),
        desk.unsigned,
        place == 0,
        {identity: covered} if covered else {},
        fences_of(outline[place].text),
        original_beside(request.user, document, place),
    )
