"""Documents: what bodies hand in and what is attached to evidence, read page by page and cited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from string import ascii_uppercase
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.bodies.delegates.queries import stood_in
from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.documents import Document
from inspectorate.domain.evidence.models import document_key
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.access import cleared_for
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.documents import extracting, layers, scanning
from inspectorate.foundation.documents.finding import blocks
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.models import TextLayer, TextPage
from inspectorate.foundation.documents.places import Page, Part, cell_of
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.jobs.states import UNDER_WAY, state_of

from ...act_forms import require_get_or_post
from ...jobs import documents as reading
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .citing_forms import CiteForm

_SENTENCES = {one.value: one.sentence for one in DocumentReason}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One paragraph, row or page of a document as it is shown: its number, its anchor (empty where
    the cells have theirs), and its cells, each with anchor, name and words.
    """

    number: str
    at: str
    cells: list[tuple[str, str, str]]


def _document(request: StaffRequest, inspection: Inspection, key: str) -> Document:
    found = queries.document(request.user, inspection, key)
    if found is None:
        raise Http404
    return found


def _number(request: StaffRequest) -> int:
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 9 else 1


def _page(layer: TextLayer | None, number: int) -> TextPage | None:
    """The page of a number, or the last where there are fewer."""
    if layer is None:
        return None
    return layer.pages.filter(number__lte=number).order_by("-number").first()


@require_GET
@inspection_page(EvidenceVerb.SEE)
def read(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """One page of a document: its text with anchors, a picture of it, and what was cited of it."""
    document = _document(request, inspection, key)
    if request.GET.get("as") == "picture":
        return _picture(document, _number(request))
    standing = scanning.standing(document.digest)
    layer = layers.newest(document.digest) if standing.openable else None
    shown = _page(layer, _number(request))
    later = queries.newer(request.user, document)
    open_to = cleared_for(request.user, inspection)
    cited = queries.citations_of(request.user, inspection, document)
    number = shown.number if shown else 0
    taken_back = queries.taken_back(document.receipt)
    bodies = [document.scope_body.body_id] if taken_back else []
    return page(
        request,
        "evidence/document.html",
        inspection,
        title=document.name,
        marking=document.marking,
        document=document,
        standing=standing,
        layer=layer,
        why_not=_SENTENCES.get(layer.refused, "") if layer else "",
        under_way=_under_way(document),
        text=shown,
        taken_back=taken_back,
        stood_in=stood_in(request.user, bodies) if taken_back else None,
        not_cited=queries.reasons_not_to_cite(document) if taken_back else [],
        newer=later,
        newer_key=document_key(receipt=later.pk) if later and later.marking in open_to else "",
        cited=[one for one in cited if one.page == number],
        cited_elsewhere=[one for one in cited if one.page != number],
        may_cite=queries.can(request.user, inspection, EvidenceVerb.RECORD),
        **(_of_page(inspection, document, shown) if shown else {}),
    )


def _of_page(inspection: Inspection, document: Document, shown: TextPage) -> dict[str, Any]:
    """What the page of a document is drawn from, where there is one."""
    cite_here = reverse("evidence-cite", args=[inspection.slug, document.key])
    return {
        "rows": rows_of(layers.page_of(shown)),
        "layout": layout_of(shown),
        "pages": shown.layer.pages.count(),
        "drawn": Blob.objects.get(pk=document.digest).media_type == extracting.PDF,
        "cite_url": f"{cite_here}?page={shown.number}",
    }


def _under_way(document: Document) -> str:
    """What to say of a job that has the document, or of how it ended badly; or nothing."""
    job = reading.newest(document.digest)
    if job is None:
        return ""
    if state_of(job, timezone.now()) in UNDER_WAY:
        return "Its text is being read. Ask for this page again in a minute."
    return job.told


def layout_of(text: TextPage) -> str:
    """How a page is shown: "page", "paragraphs", or "table"."""
    first = text.parts[0][0] if text.parts else ""
    if text.sheet or first.startswith("row-"):
        return "table"
    return "page" if first.startswith("page-") else "paragraphs"


def rows_of(read: Page) -> list[ShownRow]:
    """The rows of a page, as every page of ours shows them."""
    if read.sheet:
        rows: dict[str, ShownRow] = {}
        for one in read.parts:
            cell = cell_of(one.at)
            number = cell.lstrip(ascii_uppercase)
            row = rows.setdefault(number, ShownRow(number, "", []))
            row.cells.append((one.at, cell, one.text))
        return list(rows.values())
    return [ShownRow(one.at.rpartition("-")[2], one.at, _cells(one)) for one in read.parts]


def _cells(part: Part) -> list[tuple[str, str, str]]:
    """The paragraphs of a page of a PDF without its line ends, the cells of a row, or the whole."""
    if part.at.startswith("page-"):
        return [("", "", " ".join(one.split())) for one in blocks(part.text)]
    return [("", "", words) for words in part.text.split("\t")]


def _picture(document: Document, number: int) -> HttpResponse:
    """A page as a picture, which carries nothing of the file but what it shows."""
    if scanning.against_opening(document.digest):
        raise Http404
    if Blob.objects.get(pk=document.digest).media_type != extracting.PDF:
        raise Http404
    try:
        return HttpResponse(extracting.picture(document.digest, number), content_type="image/png")
    except Failed as failure:
        raise Http404 from failure


@require_POST
@inspection_page(EvidenceVerb.SEE)
def read_again(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Have a document scanned and its text read: derived from the file, so that no act it is."""
    document = _document(request, inspection, key)
    if reading.waits(document.digest):
        reading.ask(digest=document.digest, by=request.user, at=timezone.now())
        messages.success(request, _under_way(document) or "Its text was read.")
    else:
        messages.info(request, "Its text was read already.")
    return HttpResponseRedirect(reverse("evidence-read", args=[inspection.slug, key]))


@require_get_or_post
@inspection_page(EvidenceVerb.RECORD)
def cite(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Cite words of one page of a document as evidence."""
    document = _document(request, inspection, key)
    number = _number(request)
    openable = scanning.standing(document.digest).openable
    text = _page(layers.newest(document.digest) if openable else None, number)
    form = CiteForm(
        request.POST or None,
        inspection=inspection,
        document=document,
        number=text.number if text else number,
        text=layers.page_of(text) if text else None,
    )
    back = f"{reverse('evidence-read', args=[inspection.slug, key])}?page={number}"
    where = f"{text.title} of " if text else ""
    return act_page(
        request,
        inspection,
        form,
        partial(actions.record, inspection=inspection),
        title=f"Cite {where}{document.name}",
        button="Record as evidence",
        success_url=partial(_item_url, inspection),
        message=_cited,
        back=back,
        intro="The words are quoted exactly as they stand there. The item keeps the place and the "
        "digest of the file, and whoever follows a claim down to it is led to this page.",
    )


def _item_url(inspection: Inspection, made: Any) -> str:
    return reverse("evidence-item", args=[inspection.slug, made.number])


def _cited(made: Any) -> str:
    return f"Saved: {made.citation.said} of {made.citation.name}, as {made.ref}."
