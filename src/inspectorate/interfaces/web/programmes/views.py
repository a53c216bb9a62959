"""What is asked and by which yardstick."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.models import Framework, Vocabulary
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectstats.quantity import SHIPPED

from ...act_forms import ActForm, person
from ..act_pages import act_page, staff
from ..inspection_page import page

EXAMPLE_N = 46


class LoadForm(ActForm):
    """A framework to load."""

    file = forms.FileField(label="CSV file")
    question = forms.CharField(
        required=False,
        max_length=500,
        label="The one question",
        help_text="Where the file does not say it.",
    )
    version = forms.CharField(
        required=False, max_length=60, label="Version", help_text="Where the file holds several."
    )


class VocabularyForm(ActForm):
    """A vocabulary to adopt."""

    code = forms.ChoiceField(
        label="Vocabulary",
        choices=[(code, code.replace("_", " ").capitalize()) for code in SHIPPED],
    )
    version = forms.CharField(max_length=40, label="Version", initial="1")
    name = forms.CharField(max_length=160, label="Name in print")


class KeyForm(ActForm):
    """An act that asks nothing."""


def _may(request: HttpRequest, verb: ProgrammeVerb) -> None:
    if not queries.can(person(request), verb):
        raise Http404


@require_GET
@staff
def programmes(request: HttpRequest) -> HttpResponse:
    """Strategies, frameworks, scales and vocabularies."""
    who = person(request)
    return page(
        request,
        "programmes/programmes.html",
        None,
        title="Programmes and frameworks",
        strategies=queries.strategies(),
        frameworks=queries.frameworks(),
        vocabularies=queries.vocabularies(),
        scales=queries.scales(),
        may_load=queries.can(who, ProgrammeVerb.LOAD_FRAMEWORK),
        may_adopt=queries.can(who, ProgrammeVerb.ADOPT_VOCABULARY),
    )


@require_http_methods(["GET", "POST"])
@staff
def load(request: HttpRequest) -> HttpResponse:
    """Load a framework from CSV."""
    _may(request, ProgrammeVerb.LOAD_FRAMEWORK)
    return act_page(
        request,
        None,
        LoadForm(request.POST or None, request.FILES or None),
        actions.load_framework,
        title="Load a framework",
        button="Load",
        to=reverse("programmes"),
        said="The framework is loaded. It can be used once it is adopted.",
        arguments=lambda cleaned: {
            "content": cleaned["file"].read(),
            "name": cleaned["file"].name,
            "question": cleaned["question"],
            "version": cleaned["version"],
        },
        lede="Columns: framework, version, area, question_id, question, criterion, grade_scale, "
        "grades, graded; "
        "optional: criterion_ref, characteristics, findings.",
    )


@require_GET
@staff
def framework_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One framework in full: areas, criteria, what each grade looks like, the findings each
    judgment answers.
    """
    framework = get_object_or_404(Framework, pk=pk)
    return page(
        request,
        "programmes/framework.html",
        None,
        title=str(framework),
        framework=framework,
        criteria=queries.criteria_in_full(framework),
        reasons=queries.reasons_not_to_adopt(framework),
        may_adopt=queries.can(person(request), ProgrammeVerb.ADOPT_FRAMEWORK),
        form=KeyForm(),
    )


@require_http_methods(["POST"])
@staff
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Adopt a framework: from then on it never changes."""
    _may(request, ProgrammeVerb.ADOPT_FRAMEWORK)
    framework = get_object_or_404(Framework, pk=pk)
    return act_page(
        request,
        None,
        KeyForm(request.POST),
        actions.adopt_framework,
        title=f"Adopt {framework}",
        button="Adopt",
        to=reverse("programmes-framework", args=[pk]),
        said="The framework is adopted and will not change.",
        framework=framework,
    )


@require_http_methods(["GET", "POST"])
@staff
def adopt_vocabulary(request: HttpRequest) -> HttpResponse:
    """Adopt a quantity vocabulary."""
    _may(request, ProgrammeVerb.ADOPT_VOCABULARY)
    return act_page(
        request,
        None,
        VocabularyForm(request.POST or None),
        actions.adopt_vocabulary,
        title="Adopt a quantity vocabulary",
        button="Adopt",
        to=reverse("programmes"),
        said="The vocabulary is adopted.",
        lede="A vocabulary says which word a count may be given in print. Every count has "
        "exactly one word.",
    )


@require_GET
@staff
def vocabulary_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One vocabulary: each word, its band, and which counts of 46 it covers."""
    vocabulary = get_object_or_404(Vocabulary, pk=pk)
    words = queries.vocabulary_of(vocabulary)
    rows = [(band.word, words.limits(band.word, EXAMPLE_N), band) for band in words.bands]
    return page(
        request,
        "programmes/vocabulary.html",
        None,
        title=str(vocabulary),
        vocabulary=vocabulary,
        rows=rows,
        example=EXAMPLE_N,
        words=words,
    )
