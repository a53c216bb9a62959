"""A section while it is typed: the page's editor asks here what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from json import dumps
from typing import Any, cast

from django.conf import settings
from django.http import JsonResponse
from django.middleware.csp import get_nonce
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.views.decorators.http import require_POST

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports.models import Document, OpenedSection
from inspectorate.domain.reports.remarks import queries as remarks
from inspectorate.domain.reports.sections import presence
from inspectorate.domain.reports.sections.queries import OutlineSection
from inspectorate.domain.reports.sections.typed import TypedProblem, findings_as_typed
from inspectorate.domain.reports.variants.queries import variant_of
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.reasons.texts import UNPRINTABLE

from ..access import StaffRequest, inspection_page
from .desk import length_of, signed_of
from .document_lookup import the_document
from .forms import SectionForm, TypedForm

PLAIN = "plain_text"  # in a session: this person writes without the editor
MOST_NAMED = 5  # who else has a section open
# On the page of a section alone: what the editor writes into a style sheet of its own.
POLICY: dict[str, list[str]] = {
    **cast(dict[str, list[str]], settings.SECURE_CSP),
    "style-src": [CSP.SELF, CSP.NONCE],
}


def with_editor(
    request: StaffRequest,
    form: SectionForm,
    document: Document,
    identity: str,
    now: OutlineSection | None,
) -> SectionForm:
    """Return the form of a section with what its page's editor begins from.

    Words are pointed at as they were saved: where the form holds others, nothing leads there.
    """
    at = [document.inspection.slug, document.slug, identity]
    given = {"data-typed": reverse("reports-typed-section", args=at)}
    if request.session.get(PLAIN, False):
        given["data-plain"] = "yes"
    if now is not None and not form.is_bound and form.initial.get("text") == now.text:
        found = remarks.remarks_on(request.user, document, identity, now.text)
        places = [(one.start, one.end) for one in found.open if one.start is not None]
        given |= {"data-remarks": reverse("reports-remarks", args=at), "data-places": dumps(places)}
    variant = variant_of(document)
    if variant is not None:  # the browser reads it out, and spells it, in its language
        given["lang"] = variant.language
    form.fields["text"].widget.attrs |= given
    form.nonce = str(get_nonce(request))
    return form


@require_POST
@inspection_page(ReportVerb.SAVE_SECTION)
def typed(request: StaffRequest, inspection: Inspection, name: str, identity: str) -> JsonResponse:
    """Say what the checks find in the section as it is typed, and what the record says of claims.

    Nothing of it is kept: the session alone remembers whether its writer wants the plain field.
    """
    document = the_document(request, inspection, name)
    form = TypedForm(request.POST)
    if not form.is_valid() or "text" not in request.POST:
        return _refused(f"Nothing of at most {SectionForm.LONGEST:,} characters was sent.")
    text, plain = form.cleaned_data["text"], form.cleaned_data["plain"]
    if plain != request.session.get(PLAIN, False):
        request.session[PLAIN] = plain
    if UNPRINTABLE.search(text):
        return _refused("It holds a character that cannot be printed, so it was not checked.")
    now = timezone.now()
    try:
        found = findings_as_typed(
            request.user,
            document,
            identity,
            text,
            timezone.localdate(now),
            publication.out(inspection),
        )
    except Refused as refusal:
        return _refused(" ".join(map(str, refusal.reasons)))
    presence.note_open(request.user, document, identity, now)
    return JsonResponse(
        {
            "others": _others(presence.others_in(request.user, document, identity, now)),
            "problems": [_told(one) for one in found.problems],
            "elsewhere": found.elsewhere,
            "figures": dict(found.figures),
            "desk": {
                "here": length_of(found.desk.here),
                "whole": length_of(found.desk.whole),
                "signed": signed_of(found.desk),
                "problems": {
                    one: found.desk.problems.get(place, 0)
                    for place, one in enumerate(found.sections)
                },
                "unsigned": [{"start": one.start, "end": one.end} for one in found.desk.unsigned],
            },
        }
    )


def _others(those: Sequence[OpenedSection]) -> str:
    """Who else has the section open, as a sentence; "" where nobody has."""
    said = [f"{one.person.name}, since {_time(one)}" for one in those[:MOST_NAMED]]
    more = [f"{len(those) - MOST_NAMED} more"] if len(those) > MOST_NAMED else []
    return f"Also open here lately: {'; '.join([*said, *more])}." if said else ""


def _time(one: OpenedSection) -> str:
    return f"{timezone.localtime(one.opened_at):%H:%M}"


def _refused(why: str) -> JsonResponse:
    return JsonResponse({"detail": why}, status=422)


def _told(one: TypedProblem) -> dict[str, Any]:
    problem = one.problem
    return {
        "check": str(problem.check),
        "words": problem.place.excerpt,
        "what": problem.what,
        "mend": str(problem.mend),
        "severity": problem.severity,
        "start": one.start,
        "end": one.end,
        "replacement": one.replacement,
        "offers": [asdict(offer) for offer in one.offers],
    }
