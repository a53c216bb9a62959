"""Publication: contents that two people sign, the register, and the trace of any sentence."""

from __future__ import annotations

from functools import partial
from mimetypes import guess_type
from pathlib import Path

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import actions, approving, embargo, intruder, queries, trace
from inspectorate.domain.publication.models import Release
from inspectorate.domain.publication.queries import ReleaseStatus
from inspectorate.domain.publication.states import State
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.foundation import typefaces

from ...act_forms import ActForm, require_get_or_post
from ..access import StaffRequest, inspection_page, signing
from ..inspection_page import act_page, page
from . import listings, publisher
from .forms import CancelForm, EndMandateForm, PrepareForm, SignForm
from .press import press_ways

FACES = frozenset(one.name for one in Path(typefaces.__path__[0]).glob("*.woff2"))
TONES = {
    State.PREPARED: "waiting",
    State.APPROVED: "accent",
    State.RELEASED: "good",
    State.CANCELLED: "quiet",
}


def _release(request: StaffRequest, inspection: Inspection, number: int) -> ReleaseStatus:
    """The release of this number, with where it stands, if this person may see it."""
    visible = queries.visible_to(request.user, inspection)
    for found in queries.releases(inspection):
        if found.release.number == number and visible.filter(pk=found.release.pk).exists():
            return found
    raise Http404


@require_GET
@inspection_page(PublicationVerb.SEE)
def releases(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Every release with its state, newest first."""
    rows = [(found, TONES[found.state]) for found in reversed(queries.releases(inspection))]
    return page(
        request,
        "publication/releases.html",
        inspection,
        title="Publication",
        listing=listings.releases(rows),
        rows=rows,
        may_prepare=queries.can(request.user, inspection, PublicationVerb.PREPARE),
        newest=next(reversed(queries.released(inspection)), None),
        register=queries.register_of(inspection),
        site=queries.site(),
        publishable=queries.publishable(inspection),
        mandate=queries.mandate_of(inspection),
        may={
            verb.act: queries.can(request.user, inspection, verb)
            for verb in (
                PublicationVerb.REFRESH,
                PublicationVerb.MANDATE,
                PublicationVerb.END_MANDATE,
            )
        },
        not_refresh=queries.reasons_not_to_refresh(inspection),
        forms={"refresh": ActForm(), "mandate": ActForm(auto_id=False)},
        publisher=publisher.shown(),
        may_confirm_clock=queries.may_confirm_clock(request.user),
    )


@require_get_or_post
@inspection_page(PublicationVerb.PREPARE)
def prepare(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Prepare a release or a correction."""
    out = [found.release.pk for found in queries.released(inspection)]
    planned = embargo.planned(queries.publishable(inspection))
    form = PrepareForm(
        request.POST or None,
        inspection=inspection,
        out=Release.objects.filter(pk__in=out),
        initial={"embargo_until": planned} if planned else None,
    )
    return act_page(
        request,
        inspection,
        form,
        partial(actions.prepare, inspection=inspection),
        title="Prepare a release",
        button="Prepare",
        success_url=reverse("publication-releases", args=[inspection.slug]),
        message="The release is prepared. Another person must approve it.",
        intro="Frozen public editions, published together. All that the public will get is built "
        "now, and you sign it by preparing it. A second person looks at it and signs it too; "
        "nothing goes out before the embargo ends.",
    )


@require_GET
@inspection_page(PublicationVerb.SEE)
def release_page(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """One release: what will go out, who signed it, where it stands, what can be done now."""
    found = _release(request, inspection, number)
    release = found.release
    verbs = (PublicationVerb.APPROVE, PublicationVerb.RELEASE, PublicationVerb.CANCEL)
    digest, may = (
        queries.digest_of(release),
        {verb.act: queries.can(request.user, inspection, verb) for verb in verbs},
    )
    # Only for whoever may sign it now: whether the records still say it takes a while.
    signs = may["approve"] and found.state == State.PREPARED
    # After the second signature too: it can still be stopped.
    waits = found.state in (State.PREPARED, State.APPROVED)
    warnings = approving.warnings(release) if waits and any(may.values()) else []
    return page(
        request,
        "publication/release.html",
        inspection,
        title=f"Release {number}",
        release=release,
        found=found,
        tone=TONES[found.state],
        state=found.state.label,
        standing=queries.standing_editions(inspection, release),
        may=may,
        not_approve=approving.reasons_not_to_approve(request.user, release, digest)
        if signs
        else [],
        warnings=warnings,
        derivable=intruder.told(request.user, release) if waits and any(may.values()) else [],
        least=inspection.small_below,
        signs=signs,
        passed=approving.passed(request.user, release),
        saw=approving.told(release.approval) if hasattr(release, "approval") else None,
        not_release=queries.reasons_not_to_release(release, timezone.now()),
        not_cancel=queries.reasons_not_to_cancel(release),
        # On one page only one form's hidden fields may have ids.
        forms={
            "approve": SignForm(
                initial={"digest": digest, "seen": approving.seen(release) if signs else ""},
                warned=bool(warnings),
            ),
            "release": ActForm(auto_id=False),
        },
        digest=digest,
        press=press_ways(request.user, found),
        files=queries.contents_of(release),
        to_open=queries.to_open(release),
        publisher=publisher.shown() if found.state == State.APPROVED else None,
        may_confirm_clock=queries.may_confirm_clock(request.user),
    )


# Pages of the public site as they will be, and nothing that could act on the staff application.
@csp_override(
    {
        "default-src": [CSP.NONE],
        "style-src": [CSP.SELF],
        "img-src": [CSP.SELF],
        "font-src": [CSP.SELF],
        "base-uri": [CSP.NONE],
        "form-action": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    }
)
@require_GET
@inspection_page(PublicationVerb.SEE)
def content(request: StaffRequest, inspection: Inspection, number: int, path: str) -> HttpResponse:
    """One file of what will go out, byte for byte as the public will get it."""
    made = queries.content(_release(request, inspection, number).release, path)
    if made is None:
        raise Http404
    kind = guess_type(path)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return HttpResponse(made, content_type=f"{kind}; charset=utf-8" if text else kind)


@require_GET
@inspection_page(PublicationVerb.SEE)
def face(_request: StaffRequest, _inspection: Inspection, name: str) -> HttpResponse:
    """A typeface of the pages shown by ``content``; the public site has them once for all."""
    if name not in FACES:
        raise Http404
    return HttpResponseRedirect(static(f"inspectorate/type/{name}"))


@require_POST
@inspection_page(PublicationVerb.APPROVE)
@signing
def approve(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Sign what another person prepared."""
    found = _release(request, inspection, number)
    release = found.release
    warnings = approving.warnings(release) if found.state == State.PREPARED else []
    return act_page(
        request,
        inspection,
        # A reason that was sent stays, whatever came between.
        SignForm(request.POST, warned=bool(warnings or request.POST.get("reason"))),
        partial(actions.approve, release=release),
        title=f"Approve release {number}",
        button="Approve",
        success_url=reverse("publication-release", args=[inspection.slug, number]),
        message="Signed. Exactly this goes out once the embargo ends.",
        intro=" ".join(one.text for one in warnings),
    )


@require_get_or_post
@inspection_page(PublicationVerb.CANCEL)
def cancel(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Stop a release that is not out."""
    return act_page(
        request,
        inspection,
        CancelForm(request.POST or None),
        partial(actions.cancel, release=_release(request, inspection, number).release),
        title=f"Stop release {number}",
        button="Stop the release",
        success_url=reverse("publication-release", args=[inspection.slug, number]),
        message="The release is stopped. It stays in the list, marked.",
        intro="A stopped release cannot be taken up again; prepare a new one.",
    )


@require_POST
@inspection_page(PublicationVerb.RELEASE)
@signing
def carry_out(request: StaffRequest, inspection: Inspection, number: int) -> HttpResponse:
    """Publish now; refused before the embargo ends."""
    return act_page(
        request,
        inspection,
        ActForm(request.POST),
        partial(actions.release, release=_release(request, inspection, number).release),
        title=f"Publish release {number}",
        button="Publish now",
        success_url=reverse("publication-release", args=[inspection.slug, number]),
        message=f"It is out, and its recommendations are open. {publisher.who_switches()}",
    )


@require_POST
@inspection_page(PublicationVerb.REFRESH)
@signing
def refresh(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Publish the register as it stands now."""
    return act_page(
        request,
        inspection,
        ActForm(request.POST),
        partial(actions.refresh, inspection=inspection),
        title="Publish the register",
        button="Publish the register",
        success_url=reverse("publication-releases", args=[inspection.slug]),
        message=f"The register is out. {publisher.who_switches()}",
    )


@require_POST
@inspection_page(PublicationVerb.MANDATE)
@signing
def give_mandate(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Let the register go out each day by itself."""
    return act_page(
        request,
        inspection,
        ActForm(request.POST),
        partial(actions.give_mandate, inspection=inspection),
        title="Let the register go out daily",
        button="Give the mandate",
        success_url=reverse("publication-releases", args=[inspection.slug]),
        message="The register goes out each day from now on.",
    )


@require_get_or_post
@inspection_page(PublicationVerb.END_MANDATE)
def end_mandate(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """End the mandate that stands."""
    mandate = queries.mandate_of(inspection)
    if mandate is None:
        raise Http404
    return act_page(
        request,
        inspection,
        EndMandateForm(request.POST or None),
        partial(actions.end_mandate, mandate=mandate),
        title="End the daily register",
        button="End the mandate",
        success_url=reverse("publication-releases", args=[inspection.slug]),
        message="The register goes out by hand only from now on.",
    )


@require_GET
@inspection_page(PublicationVerb.SEE)
def trace_page(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """From a published sentence down to files, or from evidence up to print."""
    ident = request.GET.get("id", "").strip()[:200]
    nodes, unknown = [], ""
    if ident:
        try:
            nodes = trace.trace(ident, inspection=inspection, reader=request.user)
        except trace.Unknown as nothing:
            unknown = str(nothing)
    return page(
        request,
        "publication/trace.html",
        inspection,
        title="Trace",
        ident=ident,
        nodes=nodes,
        unknown=unknown,
    )
