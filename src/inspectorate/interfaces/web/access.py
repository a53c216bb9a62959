"""Who may open a staff page. Whoever may not finds nothing at its address: 404, never 403."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.quarantine import queries as quarantine
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments import queries as judgments
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations import queries as recommendations
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports import queries as reports
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import STAFF
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb

from ..act_forms import holding
from ..signing import signing as signing


class StaffRequest(HttpRequest):
    """A request by a signed-in member of staff; ``verb`` is what its page was opened for, and
    ``inspection`` of which inspection, where it is of one.
    """

    user: Person
    verb: Verb
    inspection: Inspection


# Each room answers for its own verbs: about one inspection, or about the house.
_ON_INSPECTION: Mapping[type[Verb], Callable[[Person, Inspection, Any], bool]] = {
    InspectionVerb: inspections.can,
    FieldworkVerb: fieldwork.can,
    EvidenceVerb: evidence.can,
    JudgmentVerb: judgments.can,
    ClaimVerb: claims.can,
    ReportVerb: reports.can,
    RecommendationVerb: recommendations.can,
    PublicationVerb: publication.can,
}
_IN_HOUSE: Mapping[type[Verb], Callable[[Person, Any], bool]] = {
    PersonVerb: people.can,
    BodyVerb: bodies.can,
    ProgrammeVerb: programmes.can,
    FieldworkVerb: fieldwork.can_in_house,
    EvidenceVerb: quarantine.can_in_house,
    InspectionVerb: lambda person, _verb: inspections.can_open(person),
    PublicationVerb: lambda person, _verb: publication.may_confirm_clock(person),
}

staff = holding(STAFF)


def may(person: Person, inspection: Inspection, verb: Verb) -> bool:
    """May ``person`` do ``verb`` on this inspection?"""
    return _ON_INSPECTION[type(verb)](person, inspection, verb)


def may_in_house(person: Person, verb: Verb) -> bool:
    """May ``person`` do ``verb`` of the house, which is of no inspection?"""
    return _IN_HOUSE[type(verb)](person, verb)


def inspection_page[**P](
    verb: Verb,
) -> Callable[
    [Callable[Concatenate[StaffRequest, Inspection, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponse],
]:
    """Open the view to staff who may do ``verb`` on the inspection that ``slug`` names.

    The view is given the inspection.
    """

    def decorate(
        view: Callable[Concatenate[StaffRequest, Inspection, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
        # Outermost: whoever is not staff finds nothing before any inspection is looked up.
        @staff
        @functools.wraps(view)
        def opened(
            request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            by_staff = cast(StaffRequest, request)
            inspection = get_object_or_404(inspections.visible_to(by_staff.user), slug=slug)
            # That the inspection was found says already that this person may see it.
            if verb is not InspectionVerb.SEE and not may(by_staff.user, inspection, verb):
                raise Http404
            by_staff.verb, by_staff.inspection = verb, inspection
            return view(by_staff, inspection, *args, **kwargs)

        return opened

    return decorate


def staff_page[**P](
    verb: Verb,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """Open the view, which belongs to no inspection, to staff who may do ``verb``."""

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @staff
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            by_staff = cast(StaffRequest, request)
            if not may_in_house(by_staff.user, verb):
                raise Http404
            by_staff.verb = verb
            return view(by_staff, *args, **kwargs)

        return opened

    return decorate
