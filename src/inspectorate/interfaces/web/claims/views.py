"""Claims: each sentence's support, drafted by one person and referenced by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.models import ClaimKind
from inspectorate.domain.claims.queries import Standing
from inspectorate.domain.claims.shapes import Counted
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.reports import queries as reports
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.drawing.strip import Band, State, strip
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import VersionForm, do, person, status_of
from ..act_pages import act_page, staff
from ..inspection_page import page, the_inspection
from .figures import detail_rows, numbers
from .forms import DraftForm, EditForm, ReferenceForm, SupportForm

BOTH = ["GET", "POST"]
STAIR = "Claims"
STATES = {
    "stale": "Stale",
    "objected": "Not supported",
    "drafted": "To be referenced",
    "referenced": "Referenced",
}
TONES = {"stale": "waiting", "objected": "problem", "drafted": "quiet", "referenced": "good"}
SORTS = {
    "key": lambda row: row["claim"].key,
    "kind": lambda row: row["claim"].kind,
    "word": lambda row: row["figures"].word,
    "state": lambda row: list(STATES).index(row["state"]),
}


def state_of(found: Standing) -> str:
    """Stale, objected to, referenced, or drafted only."""
    if found.stale:
        return "stale"
    if found.reference is None:
        return "drafted"
    return "referenced" if found.reference.supported else "objected"


def _may(request: HttpRequest, inspection: Inspection, verb: ClaimVerb) -> None:
    if not queries.can(person(request), inspection, verb):
        raise Http404


def _claim(
    request: HttpRequest, slug: str, key: str, verb: ClaimVerb = ClaimVerb.SEE
) -> tuple[Inspection, Standing]:
    inspection = the_inspection(request, slug)
    _may(request, inspection, verb)
    found = queries.one(person(request), inspection, key)
    if found is None:
        raise Http404
    return inspection, found


@require_GET
@staff
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """Every claim with its figures and where it stands."""
    inspection = the_inspection(request, slug)
    _may(request, inspection, ClaimVerb.SEE)
    every = [
        {
            "claim": one.claim,
            "figures": one.figures,
            "numbers": numbers(one.figures),
            "state": (state := state_of(one)),
            "words": STATES[state],
            "tone": TONES[state],
        }
        for one in queries.standing(inspection, queries.visible_to(person(request), inspection))
    ]
    counts = [
        (name, words, sum(row["state"] == name for row in every)) for name, words in STATES.items()
    ]
    wanted, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    rows = [
        row for row in every if wanted in ("", row["state"]) and kind in ("", row["claim"].kind)
    ]
    sort = request.GET.get("sort", "key")
    rows.sort(key=SORTS.get(sort.lstrip("-"), SORTS["key"]), reverse=sort.startswith("-"))
    return page(
        request,
        "claims/list.html",
        inspection,
        title="Claims",
        stair=STAIR,
        rows=rows,
        counts=counts,
        total=len(every),
        kinds=ClaimKind.choices,
        wanted=wanted,
        kind=kind,
        may_draft=queries.can(person(request), inspection, ClaimVerb.DRAFT),
    )


@require_GET
@staff
def claim_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One claim: the sentence, the bodies behind it, its figures, its support, who looked at it,
    what happened.
    """
    inspection, found = _claim(request, slug, key)
    who, claim = person(request), found.claim
    agreed, items = queries.supporting(claim)
    cited = [row.item for one in agreed for row in one.citations.all()]
    readable = (
        set(evidence.visible_to(who, inspection).values_list("pk", flat=True))
        if cited or items
        else set()
    )
    state = state_of(found)
    return page(
        request,
        "claims/claim.html",
        inspection,
        title=claim.key,
        stair=STAIR,
        claim=claim,
        found=found,
        state=STATES[state],
        tone=TONES[state],
        picture=_strip(inspection, found),
        facts=detail_rows(found),
        agreed=[
            (
                one,
                _answers(found, one),
                [row.item for row in one.citations.all() if row.item_id in readable],
            )
            for one in agreed
        ],
        items=[item for item in items if item.pk in readable],
        out_of_sight=sum(item.pk not in readable for item in (*cited, *items)),
        carried=reports.carrying(who, inspection, claim.key),
        references=queries.references_of(claim),
        happened=queries.happened(claim),
        may={
            verb.act: queries.can(who, inspection, verb)
            for verb in (ClaimVerb.EDIT, ClaimVerb.REFRESH, ClaimVerb.REFERENCE)
        },
        not_now=queries.reasons_not_to_refresh(claim),
        not_reference=queries.reasons_not_to_reference(who, found),
        refresh_form=VersionForm(initial={"version": claim.version}),
    )


def _answers(found: Standing, one: Agreed) -> str:
    """What the judgment says of what is counted: the finding's answer, or the grade."""
    if isinstance(found.predicate, Counted):
        asked = [
            each.finding
            for each in found.predicate.conditions
            if each.criterion == one.criterion_id and each.finding
        ]
        told = [
            {True: "yes", False: "no"}.get(one.findings.get(code, None), "not answered")
            for code in asked
        ]
        if told:
            return ", ".join(told)
    return str(one.grade) if one.grade else "not graded"


def _strip(inspection: Inspection, found: Standing) -> Picture | None:
    """The counted set as squares that name their bodies, with the word's band over them."""
    counted = found.figures
    if not isinstance(found.predicate, Counted) or not counted.scope:
        return None
    members: list[tuple[str, State]] = [
        *((label, "met") for label in counted.bodies_met),
        *((label, "not met") for label in counted.bodies_not_met),
        *((label, "not inspected") for label in counted.bodies_not_inspected),
    ]
    limits = queries.word_holds_for(inspection, counted)
    criterion = found.predicate.conditions[0].criterion
    links = {
        one.label: reverse("judgments-cell", args=[inspection.slug, one.code, criterion])
        for one in inspections.scope(inspection)
    }
    band = Band(counted.word, *limits) if limits else None
    title = f"The {len(members)} bodies counted, one square each"
    return strip(
        members,
        prefix="claim",
        title=title,
        band=band,
        links={label: links[label] for label, _ in members},
    )


@require_http_methods(BOTH)
@staff
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a kind, then say what is asserted and what it rests on; look at the figures before
    drafting it.
    """
    inspection = the_inspection(request, slug)
    _may(request, inspection, ClaimVerb.DRAFT)
    kind = request.GET.get("kind", "")
    if kind not in ClaimKind.values:
        return page(
            request,
            "claims/kinds.html",
            inspection,
            title="Draft a claim",
            stair=STAIR,
            kinds=ClaimKind.choices,
        )
    form = DraftForm(request.POST or None, inspection=inspection, kind=kind)
    return _write(
        request,
        inspection,
        form,
        actions.draft,
        title=f"Draft a claim: {ClaimKind(kind).label.lower()}",
        button="Draft",
        back=reverse("claims-list", args=[slug]),
        said="The claim is drafted. Somebody else must now look at its support.",
        kind=kind,
        inspection=inspection,
    )


@require_http_methods(BOTH)
@staff
def edit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a claim: it needs referencing again."""
    inspection, found = _claim(request, slug, key, ClaimVerb.EDIT)
    claim = found.claim
    first = {
        name: getattr(claim, name)
        for name in ("statement", "small_number_decision", "withhold_count", "version")
    }
    form = EditForm(request.POST or None, inspection=inspection, kind=claim.kind, initial=first)
    form.start_from(claim.predicate)
    return _write(
        request,
        inspection,
        form,
        actions.edit,
        title=f"Change {claim.key}",
        button="Save",
        back=reverse("claims-claim", args=[slug, key]),
        said="The claim is changed. It needs referencing again.",
        claim=claim,
    )


def _write(
    request: HttpRequest,
    inspection: Inspection,
    form: SupportForm,
    act: Any,
    /,
    *,
    title: str,
    button: str,
    back: str,
    said: str,
    **given: Any,
) -> HttpResponse:
    """The page of a claim's form: shows the figures when asked to look, else drafts or changes the
    claim.
    """
    looked: Figures | None = None
    if request.method == "POST" and form.is_valid():
        if "look" in request.POST:
            looked = _look(inspection, form)
        else:
            named = ("claim_key", "version", "statement", "small_number_decision", "withhold_count")
            told = {name: form.cleaned_data[name] for name in named if name in form.cleaned_data}
            made = do(request, form, act, predicate=form.predicate(), **told, **given)
            if made is not None:
                messages.success(request, said)
                return HttpResponseRedirect(
                    reverse("claims-claim", args=[inspection.slug, made.key])
                )
    return page(
        request,
        "claims/write.html",
        inspection,
        title=title,
        stair=STAIR,
        form=form,
        button=button,
        back=back,
        looked=looked,
        numbers=numbers(looked) if looked else "",
        status=status_of(form),
    )


def _look(inspection: Inspection, form: SupportForm) -> Figures | None:
    try:
        return queries.preview(inspection, form.kind, form.predicate())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, str(reason))
        return None


@require_http_methods(BOTH)
@staff
def reference(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say, having looked at the support, that it carries the claim or why not."""
    inspection, found = _claim(request, slug, key, ClaimVerb.REFERENCE)

    def arguments(cleaned: dict[str, Any]) -> dict[str, Any]:
        return {"supported": cleaned["supported"] == "yes", "reasons": cleaned["reasons"]}

    return act_page(
        request,
        inspection,
        ReferenceForm(request.POST or None),
        actions.reference,
        title=f"Reference {key}",
        button="Sign",
        to=reverse("claims-claim", args=[slug, key]),
        said="Your signature is recorded with the figures you looked at.",
        lede=f"{found.claim.statement} ({numbers(found.figures) or 'no number'})",
        stair=STAIR,
        arguments=arguments,
        claim=found.claim,
    )


@require_POST
@staff
def refresh(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Pin a claim anew to what stands now."""
    inspection, found = _claim(request, slug, key, ClaimVerb.REFRESH)
    return act_page(
        request,
        inspection,
        VersionForm(request.POST),
        actions.refresh,
        title=f"Look again at {key}",
        button="Pin to what stands now",
        to=reverse("claims-claim", args=[slug, key]),
        said="The claim rests on what stands now. It needs referencing again.",
        stair=STAIR,
        claim=found.claim,
    )
