"""Who a staff page is opened to, by the room that answers for its verb, and when it asks again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.sessions.backends.db import SessionStore
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from inspectorate.domain.bodies.verbs import BodyVerb
from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.domain.publication.verbs import PublicationVerb
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.interfaces.web.access import inspection_page, may, signing, staff_page
from tests.factories.rooms import a_person, an_admin, an_inspection, member

pytestmark = pytest.mark.django_db


def asked_by(person: Person, method: str = "GET") -> HttpRequest:
    request = RequestFactory().generic(method, "/somewhere/")
    request.user, request.session = person, SessionStore()
    return request


def opens(view: Callable[..., HttpResponse], person: Person, *args: Any) -> bool:
    """Is the view opened to the person? Whoever may not finds nothing."""
    try:
        return view(asked_by(person), *args).content == b"opened"
    except Http404:
        return False


# One verb of each room: who may do it on an inspection they are on, and who may not.
ON_INSPECTION: list[tuple[Verb, Role, Role]] = [
    (InspectionVerb.SET_SCOPE, Role.LEAD, Role.EDITOR),
    (FieldworkVerb.ASK, Role.LEAD, Role.EDITOR),
    (EvidenceVerb.RECORD, Role.INSPECTOR, Role.PRESS),
    (JudgmentVerb.SUBMIT, Role.INSPECTOR, Role.PRESS),
    (ClaimVerb.REFERENCE, Role.REFERENCER, Role.PRESS),
    (ReportVerb.SAVE, Role.EDITOR, Role.REFERENCER),
    (RecommendationVerb.VERIFY, Role.LEAD, Role.PRESS),
    (PublicationVerb.APPROVE, Role.SIGNING, Role.EDITOR),
]


@pytest.mark.parametrize(("verb", "who", "who_not"), ON_INSPECTION, ids=str)
def test_page_of_an_inspection_is_opened_to_who_may_do_its_verb_there(
    verb: Verb, who: Role, who_not: Role
) -> None:
    given: list[tuple[Inspection, Verb]] = []

    @inspection_page(verb)
    def view(request: Any, inspection: Inspection) -> HttpResponse:
        given.append((inspection, request.verb))
        return HttpResponse("opened")

    inspection = an_inspection()
    assert may(member(inspection, who), inspection, verb)
    assert not may(member(inspection, who_not), inspection, verb)
    assert opens(view, member(inspection, who), inspection.slug)
    assert not opens(view, member(inspection, who_not), inspection.slug)
    assert not opens(view, a_person(who), inspection.slug)
    assert not opens(view, member(inspection, who), "no-such-inspection")
    assert given == [(inspection, verb)]


def test_page_that_shows_an_inspection_asks_nothing_past_finding_it(
    django_assert_num_queries: Any,
) -> None:
    @inspection_page(InspectionVerb.SEE)
    def view(request: Any, inspection: Inspection) -> HttpResponse:
        return HttpResponse("opened")

    inspection = an_inspection()
    lead = member(inspection, Role.LEAD)
    assert not opens(view, a_person(Role.LEAD), inspection.slug)
    # Which roles the person holds, as a member of staff and again in finding it; and the find.
    with django_assert_num_queries(3):
        assert opens(view, lead, inspection.slug)


IN_HOUSE: list[tuple[Verb, Role, Role]] = [
    (PersonVerb.REGISTER, Role.ADMIN, Role.LEAD),
    (BodyVerb.REGISTER, Role.ADMIN, Role.PRESS),
    (ProgrammeVerb.ADOPT_FRAMEWORK, Role.SIGNING, Role.EDITOR),
    (InspectionVerb.OPEN, Role.LEAD, Role.EDITOR),
    (PublicationVerb.CONFIRM_CLOCK, Role.SIGNING, Role.EDITOR),
]


@pytest.mark.parametrize(("verb", "who", "who_not"), IN_HOUSE, ids=str)
def test_page_of_the_house_is_opened_to_who_may_do_its_verb(
    verb: Verb, who: Role, who_not: Role
) -> None:
    given: list[Verb] = []

    @staff_page(verb)
    def view(request: Any) -> HttpResponse:
        given.append(request.verb)
        return HttpResponse("opened")

    assert opens(view, an_admin() if who is Role.ADMIN else a_person(who))
    assert not opens(view, a_person(who_not))
    assert given == [verb]


@pytest.mark.parametrize(
    ("required", "method", "asks"),
    [(True, "POST", True), (True, "GET", False), (False, "POST", False), (False, "GET", False)],
)
def test_act_that_signs_asks_for_a_proof_where_it_is_sent_and_factors_are_required(
    settings: Any, required: bool, method: str, asks: bool
) -> None:
    settings.SECOND_FACTOR_REQUIRED = required
    view = signing(lambda request: HttpResponse("opened"))
    request = asked_by(a_person(Role.LEAD), method)
    if asks:
        with pytest.raises(ReauthenticationRequired):
            view(request)
    else:
        assert view(request).content == b"opened"
