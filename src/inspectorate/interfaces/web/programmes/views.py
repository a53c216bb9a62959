"""What is asked and by which yardstick."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.models import Framework, Vocabulary
from inspectorate.domain.programmes.verbs import ProgrammeVerb

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page
from .forms import LoadForm, VocabularyForm

EXAMPLE_N = 46


@require_GET
@staff_page(ProgrammeVerb.SEE)
def programmes(request: StaffRequest) -> HttpResponse:
    """Strategies, frameworks, scales and vocabularies."""
    return page(
        request,
        "programmes/programmes.html",
        None,
        title="Programmes and frameworks",
        strategies=queries.strategies(),
        frameworks=queries.frameworks(),
        vocabularies=queries.vocabularies(),
        scales=queries.scales(),
        may_load=queries.can(request.user, ProgrammeVerb.LOAD_FRAMEWORK),
        may_adopt=queries.can(request.user, ProgrammeVerb.ADOPT_VOCABULARY),
    )


@require_get_or_post
@staff_page(ProgrammeVerb.LOAD_FRAMEWORK)
def load(request: StaffRequest) -> HttpResponse:
    """Load a framework from CSV."""
    return act_page(
        request,
        None,
        LoadForm(request.POST or None, request.FILES or None),
        actions.load_framework,
        title="Load a framework",
        button="Load",
        success_url=reverse("programmes"),
        message="The framework is loaded. It can be used once it is adopted.",
        intro="Columns: framework, version, area, question_id, question, criterion, grade_scale, "
        "grades, graded; "
        "optional: criterion_ref, characteristics, findings.",
    )


@require_GET
@staff_page(ProgrammeVerb.SEE)
def framework_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One framework in full: areas, criteria, what each grade looks like, findings to answer."""
    framework = get_object_or_404(Framework, pk=pk)
    return page(
        request,
        "programmes/framework.html",
        None,
        title=str(framework),
        framework=framework,
        criteria=queries.criteria_in_full(framework),
        reasons=queries.reasons_not_to_adopt(framework),
        may_adopt=queries.can(request.user, ProgrammeVerb.ADOPT_FRAMEWORK),
        form=ActForm(),
    )


@require_POST
@staff_page(ProgrammeVerb.ADOPT_FRAMEWORK)
def adopt(request: StaffRequest, pk: int) -> HttpResponse:
    """Adopt a framework: from then on it never changes."""
    framework = get_object_or_404(Framework, pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST),
        partial(actions.adopt_framework, framework=framework),
        title=f"Adopt {framework}",
        button="Adopt",
        success_url=reverse("programmes-framework", args=[pk]),
        message="The framework is adopted and will not change.",
    )


@require_get_or_post
@staff_page(ProgrammeVerb.ADOPT_VOCABULARY)
def adopt_vocabulary(request: StaffRequest) -> HttpResponse:
    """Adopt a quantity vocabulary."""
    return act_page(
        request,
        None,
        VocabularyForm(request.POST or None),
        actions.adopt_vocabulary,
        title="Adopt a quantity vocabulary",
        button="Adopt",
        success_url=reverse("programmes"),
        message="The vocabulary is adopted.",
        intro="A vocabulary says which word a count may be given in print. Every count has "
        "exactly one word.",
    )


@require_GET
@staff_page(ProgrammeVerb.SEE)
def vocabulary_page(request: StaffRequest, pk: int) -> HttpResponse:
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
