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
from inspectorate.prose.style.house import HouseStyle as Style

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page
from .forms import BreakForm, CalendarForm, LoadForm, ScaleForm, StrategyForm, VocabularyForm
from .style_form import RULE_LABELS, StyleForm

EXAMPLE_N = 46
_OFFERED = (
    ProgrammeVerb.REGISTER_STRATEGY,
    ProgrammeVerb.ADD_SCALE,
    ProgrammeVerb.LOAD_FRAMEWORK,
    ProgrammeVerb.ADOPT_VOCABULARY,
    ProgrammeVerb.MARK_BREAK,
    ProgrammeVerb.LOAD_CALENDAR,
    ProgrammeVerb.ADOPT_STYLE,
)


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
        breaks=queries.breaks(),
        calendars=queries.calendars(),
        style=queries.house_styles().first(),
        may={verb.act: queries.can(request.user, verb) for verb in _OFFERED},
    )


@require_get_or_post
@staff_page(ProgrammeVerb.REGISTER_STRATEGY)
def register_strategy(request: StaffRequest) -> HttpResponse:
    """Register a strategy with its strands and objectives."""
    return act_page(
        request,
        None,
        StrategyForm(request.POST or None),
        actions.register_strategy,
        title="Register a strategy",
        button="Register",
        success_url=reverse("programmes"),
        message="The strategy is registered.",
        intro="A strategy whose working is inspected. Once registered it does not change: what "
        "replaces it is registered under another code.",
    )


@require_get_or_post
@staff_page(ProgrammeVerb.ADD_SCALE)
def add_scale(request: StaffRequest) -> HttpResponse:
    """Add a version of a grading scale."""
    return act_page(
        request,
        None,
        ScaleForm(request.POST or None),
        actions.add_scale,
        title="Add a scale",
        button="Add the scale",
        success_url=reverse("programmes"),
        message="The scale is added.",
        intro="A version of a scale does not change: a change is another version. A framework "
        "that names this scale with the same grades is graded on it.",
    )


@require_get_or_post
@staff_page(ProgrammeVerb.MARK_BREAK)
def mark_break(request: StaffRequest) -> HttpResponse:
    """Mark that no trend may be told across two scales."""
    return act_page(
        request,
        None,
        BreakForm(request.POST or None),
        actions.mark_break,
        title="Mark a break between two scales",
        button="Mark the break",
        success_url=reverse("programmes"),
        message="The break is marked.",
        intro="Grades of the two scales show no trend from then on. A break is not taken back: "
        "what was printed under it stands.",
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
        message=lambda made: (
            f"The framework is loaded. {queries.taken(made)} It can be used once it is adopted."
        ),
        intro="Columns: area, and question or criterion; optional: framework, version, "
        "question_id, criterion_ref, grade_scale, grades, meets, graded, characteristics, "
        "findings. The column source_url is read over.",
    )


@require_get_or_post
@staff_page(ProgrammeVerb.LOAD_CALENDAR)
def load_calendar(request: StaffRequest) -> HttpResponse:
    """Load a calendar of days that are no working days."""
    return act_page(
        request,
        None,
        CalendarForm(request.POST or None, request.FILES or None),
        actions.load_calendar,
        title="Load a calendar",
        button="Load",
        success_url=reverse("programmes"),
        message=lambda made: f"The calendar is loaded: {made}. Working days are counted by it.",
        intro="Days that are no working days beside Saturdays and Sundays. A CSV file with the "
        "columns day (as 2026-12-25) and name. It stands in place of an earlier calendar of the "
        "same name; days that were counted by that one stay as they are.",
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


@require_GET
@staff_page(ProgrammeVerb.SEE)
def house_style(request: StaffRequest) -> HttpResponse:
    """How the house writes: the rules that are on, its lists, and the versions before."""
    versions = list(queries.house_styles())
    style = Style.of(versions[0].definition) if versions else Style()
    return page(
        request,
        "programmes/style.html",
        None,
        title="House style",
        style=style,
        versions=versions,
        rules=[(label, style.has(rule)) for rule, label in RULE_LABELS],
        may={"adopt_style": queries.can(request.user, ProgrammeVerb.ADOPT_STYLE)},
    )


@require_get_or_post
@staff_page(ProgrammeVerb.ADOPT_STYLE)
def adopt_style(request: StaffRequest) -> HttpResponse:
    """Adopt a house style, from the one in force."""
    in_force = queries.style_in_force() or Style()
    return act_page(
        request,
        None,
        StyleForm(request.POST or None, in_force=in_force),
        actions.adopt_style,
        title="Adopt a house style",
        button="Adopt",
        success_url=reverse("programmes-style"),
        message="The house style is adopted. What is written from now on is held to it.",
        intro="Rules of style warn and keep nothing from being published. What is off is not told.",
    )
