"""Translations: opened beside their original, which is shown where one is written or signed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.models import Document, Variant
from inspectorate.domain.reports.variants import actions
from inspectorate.domain.reports.variants.languages import Language
from inspectorate.domain.reports.variants.queries import left_to_open, variant_of, variants_of
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, require_get_or_post, sent
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page
from .document_lookup import for_readers, the_document


class OpenVariantForm(ActForm):
    """In which language, and under which title."""

    language = forms.ChoiceField(widget=forms.RadioSelect, label="Language")
    title = forms.CharField(
        max_length=250, label="Title", help_text="In the language of the translation."
    )

    def __init__(self, *args: Any, original: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = left_to_open(original)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class InLanguages:
    """What the page of a document tells of translations: of which it is one, and which it has."""

    own: Variant | None = None
    others: tuple[Variant, ...] = ()
    may_open: bool = False

    @property
    def code(self) -> str:
        """The code of the language that its words are in."""
        return self.own.language if self.own else ""


def in_languages(person: Person, document: Document) -> InLanguages:
    """Return what is told of the translations of a document."""
    kind = DocumentKind(document.kind).type
    if kind.variant:
        return InLanguages(own=variant_of(document))
    if not kind.translatable:
        return InLanguages()
    may = queries.can(person, document.inspection, ReportVerb.OPEN_VARIANT)
    others = tuple(variants_of(document))
    return InLanguages(others=others, may_open=may and len(others) < len(Language))


def reads_both(variant: Variant) -> str:
    """What whoever signs a translation says of themselves."""
    return f"I read English and {variant.in_words}"


@require_get_or_post
@inspection_page(ReportVerb.OPEN_VARIANT)
@for_readers
def open_variant(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Open the translation of a document into another language."""
    original = the_document(request, inspection, name)
    if not DocumentKind(original.kind).type.translatable:
        raise Http404
    return act_page(
        request,
        inspection,
        OpenVariantForm(sent(request), original=original),
        partial(actions.open_variant, original=original),
        title=f"Open a translation of {original.title}",
        button="Open it",
        success_url=lambda made: reverse("reports-document", args=[inspection.slug, made.slug]),
        back=reverse("reports-document", args=[inspection.slug, name]),
        message="The translation is open, with the words of its original. Write over them.",
        intro="It begins with the words of the original, so that every key and every mark of a "
        "sensitive passage stands where it has to. Each passage is signed against that of the "
        "original by somebody who reads both languages.",
    )
