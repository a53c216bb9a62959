"""Claims: each sentence's support, drafted by one person and referenced by another."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inspectorate.domain.claims import actions, queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.registry import CHOICES, KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.states import State
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.claims.what_stands import Stance
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.binding.fitting import LONGEST, short_name
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.domain.reports.wording.carried import carrying
from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ... import act_forms
from ...act_forms import perform, status_of
from ...in_place import says_itself
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page, unread_page
from . import listings
from .figures import detail_rows, numbers
from .forms import DraftForm, EditForm, ReferenceForm, RefreshForm, SupportForm
from .history import looked_at
from .otherwise import Otherwise, told
from .strips import strip_of

# The states in the order in which they are listed, each with the tone of its tag.
TONES = {
    State.STALE: "waiting",
    State.OBJECTED: "problem",
    State.DRAFTED: "quiet",
    State.REFERENCED: "good",
}
# What items say of a claim, in the order in which they are listed, each with its heading.
STANCES = {
    "": "Items of evidence; what each says was not recorded",
    Stance.SAYS_SO.value: "Say so",
    Stance.SAYS_OTHERWISE.value: "Say otherwise",
}
Row = dict[str, Any]
SORTS: dict[str, Callable[[Row], Any]] = {
    "key": lambda row: row["claim"].key,
    "kind": lambda row: row["claim"].kind,
    "word": lambda row: row["figures"].word,
    "state": lambda row: list(TONES).index(row["state"]),
}


def _claim(person: Person, inspection: Inspection, key: str) -> tuple[Claim, ClaimFacts]:
    found = queries.one(person, inspection, key)
    if found is None:
        raise Http404
    return found


@require_GET
@inspection_page(ClaimVerb.SEE)
def claims(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Every claim with its figures and its state."""
    every = [_row(claim, facts) for claim, facts in queries.read_by(request.user, inspection)]
    counts = [(state, state.label, sum(row["state"] == state for row in every)) for state in TONES]
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    rows = [row for row in every if state in ("", row["state"]) and kind in ("", row["claim"].kind)]
    sort = request.GET.get("sort", "key")
    rows.sort(key=SORTS.get(sort.lstrip("-"), SORTS["key"]), reverse=sort.startswith("-"))
    return page(
        request,
        "claims/list.html",
        inspection,
        title="Claims",
        listing=listings.claims(rows, state, kind),
        rows=rows,
        counts=counts,
        total=len(every),
        kinds=CHOICES,
        wanted=state,
        kind=kind,
        marking=highest([BASELINE, *(row["marking"] for row in rows)]),
        may_draft=queries.can(request.user, inspection, ClaimVerb.DRAFT),
        may_reference=queries.can(request.user, inspection, ClaimVerb.REFERENCE),
    )


def _shown(claim: Claim, facts: ClaimFacts) -> str:
    """The marking of what is shown of a claim."""
    return BASELINE if claim.withheld else facts.marking


def _row(claim: Claim, facts: ClaimFacts) -> Row:
    return {
        "claim": claim,
        "figures": facts.figures,
        "marking": _shown(claim, facts),
        "numbers": numbers(facts.figures),
        "state": facts.state,
        "words": facts.state.label,
        "tone": TONES[facts.state],
        "waits": facts.state in {State.DRAFTED, State.OBJECTED},
    }


@require_GET
@inspection_page(ClaimVerb.SEE)
def claim_page(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """One claim: the sentence, the bodies behind it, its figures, its support, who looked at it."""
    claim, facts = _claim(request.user, inspection, key)
    acts = (
        *(ClaimVerb.EDIT, ClaimVerb.REFRESH, ClaimVerb.REFERENCE),
        *(ClaimVerb.RELEASE_EXCERPT, ClaimVerb.WITHDRAW_EXCERPT),
    )
    return page(
        request,
        "claims/claim.html",
        inspection,
        title=claim.key,
        claim=claim,
        found=facts,
        state=facts.state.label,
        tone=TONES[facts.state],
        picture=strip_of(inspection, facts.figures),
        facts=detail_rows(facts, noun=inspection.noun, nouns=inspection.noun_plural),
        otherwise=_otherwise(claim),
        marking=highest([BASELINE, _shown(claim, facts)]),
        **_support(request.user, claim, facts),
        **_said(request.user, claim),
        excerpts=[] if claim.withheld else queries.excerpts_of(claim),
        pins_items=facts.kind.pins_items,
        references=[(one, looked_at(one)) for one in queries.references_of(request.user, claim)],
        may={verb.act: queries.can(request.user, inspection, verb) for verb in acts},
        not_now=queries.reasons_not_to_refresh(request.user, claim, facts),
        not_sign=queries.reasons_not_to_sign(request.user, claim, facts),
        not_reference=queries.reasons_not_to_reference(request.user, claim, facts),
        refresh_form=RefreshForm(claim=claim),
    )


def _otherwise(claim: Claim) -> Otherwise | None:
    """What the claim would count under other choices; nothing where its number is withheld."""
    asked = None if claim.withheld else queries.otherwise_of(claim)
    return told(asked, claim.inspection.vocabulary.name) if asked else None


def _said(person: Person, claim: Claim) -> dict[str, Any]:
    """Where the claim is said, what is signed of it, and which acts on that are this person's."""
    inspection = claim.inspection
    acts = (ReportVerb.WITHDRAW_SIGNATURE, ReportVerb.OBJECT)
    return {
        "carried": carrying(person, inspection, claim.key, publication.out(inspection)),
        "may_sign": {verb.act: reports.can(person, inspection, verb) for verb in acts},
    }


def _support(person: Person, claim: Claim, facts: ClaimFacts) -> dict[str, Any]:
    """What the claim is pinned to, as far as this person may read it."""
    agreed, items, out_of_sight = queries.support_for(person, claim)
    return {
        "agreed": [(one, _judged(facts.figures, one), cited) for one, cited in agreed],
        "items": _by_stance(items, queries.stances(claim)),
        "rests_on": "" if claim.withheld else facts.kind.rests_on(facts.figures),
        "out_of_sight": out_of_sight,
    }


def _by_stance(items: list[Item], stances: dict[int, str]) -> list[tuple[str, list[Item]]]:
    """The items in groups with what they say of the claim, those that go against it last."""
    groups = [
        (heading, [one for one in items if stances.get(one.pk, "") == stance])
        for stance, heading in STANCES.items()
    ]
    return [(heading, found) for heading, found in groups if found]


def _judged(figures: Figures, judgment: Agreed) -> str:
    """What the judgment says of what is counted: the findings' answers, or the grade."""
    asked = figures.asked.get(judgment.criterion_id, ())
    if asked:
        answers = {True: "yes", False: "no"}
        return ", ".join(answers.get(judgment.findings.get(code), "not answered") for code in asked)
    return str(judgment.grade) if judgment.grade else "not graded"


@require_http_methods(["GET", "POST"])
@inspection_page(ClaimVerb.DRAFT)
def draft(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Choose a kind, then say what is asserted and what it rests on."""
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None:
        title = "Draft a claim"
        return page(request, "claims/kinds.html", inspection, title=title, kinds=KINDS.values())
    form = DraftForm(
        request.POST or None,
        by=request.user,
        inspection=inspection,
        kind=kind,
        initial=_of_words(request.user, inspection, request.GET.get("words", "")),
    )
    return _write(
        request,
        inspection,
        form,
        actions.draft,
        title=f"Draft a claim: {kind.label.lower()}",
        button="Draft",
        back=reverse("claims-list", args=[inspection.slug]),
        message="The claim is drafted. Somebody else must now look at its support.",
    )


def _of_words(person: Person, inspection: Inspection, words: str) -> dict[str, str]:
    """What a form begins with where a claim is made of words of a text.

    A short name that is offered tells nothing of claims that are closed to who asks: one of theirs
    that it meets is said when the claim is drafted.
    """
    words = " ".join(words.split())[:LONGEST]
    taken = queries.keys_open_to(person, inspection) if words else set()
    return {"statement": words, "claim_key": short_name(words, taken)} if words else {}


@require_http_methods(["GET", "POST"])
@inspection_page(ClaimVerb.EDIT)
def edit(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Change a claim: it needs referencing again."""
    claim, facts = _claim(request.user, inspection, key)
    unread = queries.reasons_unread(request.user, claim, facts)
    if unread and request.method == "GET":
        return _unread(request, inspection, unread, f"Change {key}", key)
    return _write(
        request,
        inspection,
        EditForm(request.POST or None, by=request.user, claim=claim),
        actions.edit,
        title=f"Change {claim.key}",
        button="Save",
        back=reverse("claims-claim", args=[inspection.slug, key]),
        message="The claim is changed. It needs referencing again.",
    )


def _unread(
    request: StaffRequest, inspection: Inspection, reasons: list[Reason], title: str, key: str
) -> HttpResponse:
    """Nobody is offered a form that will refuse; what was sent is shown again with the reason."""
    back = reverse("claims-claim", args=[inspection.slug, key])
    return unread_page(request, inspection, reasons, title=title, back=back)


def _write(
    request: StaffRequest,
    inspection: Inspection,
    form: SupportForm,
    act: Callable[..., Claim],
    /,
    *,
    title: str,
    button: str,
    back: str,
    message: str,
) -> HttpResponse:
    """The page of a claim's form: shows the figures when asked to look, else does the act."""
    looked: Figures | None = None
    if "look" in request.POST:
        looked = _look(request.user, inspection, form)
    else:
        claim = perform(request, form, act)
        if claim is not None and says_itself(request):
            # Made from the page of a text, which goes on with it.
            made = json.dumps({"ins:made": {"claim": claim.key}})
            return HttpResponse(status=204, headers={"HX-Trigger": made})
        if claim is not None:
            messages.success(request, message)
            url = reverse("claims-claim", args=[inspection.slug, claim.key])
            return HttpResponseRedirect(url)
    return page(
        request,
        "claims/write.html",
        inspection,
        title=title,
        form=form,
        button=button,
        back=back,
        looked=looked,
        numbers=numbers(looked) if looked else "",
        status=status_of(form),
    )


def _look(person: Person, inspection: Inspection, form: SupportForm) -> Figures | None:
    """The figures as they would be; None where the form is not filled in well, with its reasons."""
    if not form.is_valid():
        return None
    try:
        return queries.preview(person, inspection, form.kind, form.structure())
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, str(reason))
        return None


@require_http_methods(["GET", "POST"])
@inspection_page(ClaimVerb.REFERENCE)
def reference(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Say, having looked at the support, that it carries the claim or why not."""
    claim, facts = _claim(request.user, inspection, key)
    unread = queries.reasons_not_to_sign(request.user, claim, facts)
    if unread and request.method == "GET":
        return _unread(request, inspection, unread, f"Reference {key}", key)

    def shown(*given: Any, **more: Any) -> HttpResponse:
        """The page of the act, with every passage that carries the claim."""
        asked, _, *rest = given
        said = _said(request.user, claim)
        return page(asked, "claims/reference.html", *rest, found=facts, **said, **more)

    return act_forms.act_page(
        shown,
        request,
        inspection,
        ReferenceForm(request.POST or None, claim=claim),
        actions.reference,
        title=f"Reference {key}",
        button="Sign",
        success_url=reverse("claims-claim", args=[inspection.slug, key]),
        message="Your signature is recorded with the figures you looked at.",
        intro=f"{claim.statement} ({numbers(facts.figures) or 'no number'}). Signing covers these "
        "words too: they are printed as how we know what is said, and changing them asks for "
        "another reference.",
    )


@require_POST
@inspection_page(ClaimVerb.REFRESH)
def refresh(request: StaffRequest, inspection: Inspection, key: str) -> HttpResponse:
    """Pin a claim to what stands now."""
    claim, _ = _claim(request.user, inspection, key)
    return act_page(
        request,
        inspection,
        RefreshForm(request.POST, claim=claim),
        actions.refresh,
        title=f"Look again at {key}",
        button="Refresh the claim",
        success_url=reverse("claims-claim", args=[inspection.slug, key]),
        message="The claim rests on current judgments and evidence. It needs referencing again.",
    )
