"""Binding words to a claim: which claims fit, which evidence speaks of them. Nothing is written.

Asked by the page of a section, it is a part of that page; opened by itself, a page of its own.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.registry import DEFAULT, of_values
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.searched import ITEM
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.binding.fitting import LONGEST, Fit, telling_words
from inspectorate.domain.reports.binding.offers import figure_of
from inspectorate.domain.reports.binding.queries import fitting_claims
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.search import finding
from inspectorate.foundation.search.finding import Search

from ...in_place import is_in_place
from ..access import StaffRequest, inspection_page
from ..claims.figures import numbers
from ..claims.strips import strip_of
from ..inspection_page import page
from .document_lookup import for_section_readers, the_document

MOST = 6  # claims shown at once, each with its picture
MOST_ITEMS = 8
# Words are taken off the end until an item holds the others, so many times.
TRIES = 5
# Kinds of claim that a section is mostly made of; the others are behind "another kind".
KINDS = (
    ("counting judgments", DEFAULT.code),
    ("a figure", of_values(named=True).code),
    ("another kind", ""),
)
FITS, NEAR = ("good", "Fits"), ("waiting", "Speaks of it")
BEARS, OTHER = ("quiet", "Has the number"), ("quiet", "Other")


class AskedForm(forms.Form):
    """The words to be bound, and what is looked for; ``q`` is absent where nothing was asked."""

    words = forms.CharField(required=False, max_length=LONGEST)
    q = forms.CharField(required=False, max_length=300)

    def asked(self) -> tuple[str, str | None]:
        """Return both as they were asked; nothing of what is too long."""
        self.is_valid()
        given = self.cleaned_data
        sent = given.get("q", "") if "q" in self.data else None
        return " ".join(given.get("words", "").split()), sent


@require_GET
@inspection_page(ReportVerb.SAVE_SECTION)
@for_section_readers
def claims_for(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """The claims that words may be bound to, those that fit them first."""
    document = _with_section(request, inspection, name, identity)
    words, asked = AskedForm(request.GET).asked()
    fitting = fitting_claims(request.user, inspection, words, asked or "", MOST)
    back = reverse("reports-place", args=[inspection.slug, name])
    rows = [
        _row(claim, fit, f"{back}?{urlencode({'excerpt': words, 'claim': claim.key})}", number)
        for number, (claim, fit) in enumerate(fitting.found)
    ]
    return _panel(
        request,
        document,
        identity,
        "claims",
        words=words,
        asked=asked or "",
        rows=rows,
        more=fitting.more,
        bindable=fitting.bindable,
        makes=_makes(request, inspection, words),
        search_label="Words of a claim",
        marking=highest([BASELINE, *(row["marking"] for row in rows)]),
    )


@require_GET
@inspection_page(ReportVerb.SAVE_SECTION)
@for_section_readers
def evidence_for(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """The items of evidence that speak of what words say, found by the search of the house."""
    if not evidence.can(request.user, inspection, EvidenceVerb.SEE):
        raise Http404
    document = _with_section(request, inspection, name, identity)
    words, asked = AskedForm(request.GET).asked()
    telling = asked.split() if asked is not None else telling_words(words)
    hits, held = _found(request, inspection, telling)
    return _panel(
        request,
        document,
        identity,
        "evidence",
        words=words,
        asked=" ".join(telling),
        hits=[(hit, reverse("evidence-item", args=hit.address)) for hit in hits.hits[:MOST_ITEMS]],
        total=hits.total,
        held=held if held != " ".join(telling) else "",
        search_label="Words of evidence",
    )


def _found(
    request: StaffRequest, inspection: Inspection, telling: list[str]
) -> tuple[finding.Found, str]:
    """The items that hold these words, or as many of the first of them as any item holds."""
    for left in range(len(telling), max(len(telling) - TRIES, 0), -1):
        text = " ".join(telling[:left])
        (hits,) = finding.found(request.user, [inspection], Search(text=text, kind=ITEM.code))
        if hits.total:
            return hits, text
    text = " ".join(telling)
    (hits,) = finding.found(request.user, [inspection], Search(text=text or "-", kind=ITEM.code))
    return hits, text


def _with_section(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> Document:
    """The document, where it has this section as it stands."""
    document = the_document(request, inspection, name)
    if sections.section_of(document, identity) is None:
        raise Http404
    return document


def _panel(
    request: StaffRequest, document: Document, identity: str, what: str, /, **shown: Any
) -> HttpResponse:
    inspection, words = document.inspection, shown["words"]
    at = {
        one: reverse(f"reports-section-{one}", args=[inspection.slug, document.slug, identity])
        for one in ("claims", "evidence")
    }
    theirs = ["claims"]
    if evidence.can(request.user, inspection, EvidenceVerb.SEE):
        theirs.append("evidence")
    asked = urlencode({"words": words})
    shown |= {
        "at": at[what],
        "ways": [(one.capitalize(), f"{at[one]}?{asked}", one == what) for one in theirs],
        "inspection": inspection,
        "document": document,
        "identity": identity,
    }
    panel = f"reports/_bind_{what}.html"
    if is_in_place(request):
        return render(request, panel, shown)
    shown |= {"panel": panel, "words_field": True}
    return page(
        request, "reports/bind.html", shown.pop("inspection"), title="Find a claim", **shown
    )


def _row(claim: Claim, fit: Fit, place: str, number: int) -> dict[str, Any]:
    """A claim as the list shows it."""
    found, figures = fit.claim, fit.claim.figures
    ways = ((fit.exactly, FITS), (fit.nearly, NEAR), (fit.bears and not fit.wrong, BEARS))
    tone, fits = next((said for holds, said in ways if holds), OTHER)
    return {
        "key": claim.key,
        "statement": found.statement,
        "figure": figure_of(found),
        "tone": tone,
        "fits": fits,
        "meant": fit.nearly,
        "wrong": fit.wrong,
        "said": [one for one in (numbers(figures), *_behind(figures), found.state.label) if one],
        "marking": highest([BASELINE, found.marking]),
        "page": reverse("claims-claim", args=[claim.inspection.slug, claim.key]),
        "place": place,
        "picture": strip_of(claim.inspection, figures, f"fit-{number}", linked=False),
    }


def _behind(figures: Figures) -> list[str]:
    """The sides of what is counted, and how many items of evidence stand behind it."""
    said = []
    if figures.counts is not None:
        left_out = len(figures.bodies.not_inspected)
        said.append(f"{figures.met} met it, {figures.not_met} did not")
        said += [f"{left_out} {figures.words.left_out}"] if left_out else []
    items = figures.support.item_count
    if items:
        said.append(f"{items} item{'' if items == 1 else 's'} of evidence")
    return said


def _makes(request: StaffRequest, inspection: Inspection, words: str) -> list[tuple[str, str]]:
    """Where a claim is made of these words, by what it rests on."""
    if not claims.can(request.user, inspection, ClaimVerb.DRAFT):
        return []
    at = reverse("claims-draft", args=[inspection.slug])
    return [(label, f"{at}?{urlencode({'kind': kind, 'words': words})}") for label, kind in KINDS]
