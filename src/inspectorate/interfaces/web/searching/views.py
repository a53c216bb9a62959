"""Search within an inspection and across all one is on; saved searches, stars, what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import read_at_once
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.search import finding, own
from inspectorate.foundation.search.finding import COUNTED, Found

from ...act_forms import require_get_or_post
from ...in_place import back_to, is_in_place
from ..access import StaffRequest, inspection_page, staff
from ..inspection_page import page
from .facets import chosen, facets
from .forms import FACETS, OwnForm, SearchForm, by_kind, number_of

# The page of each kind of thing, by its code; a hit names what completes the address.
PAGES = {
    "item": "evidence-item",
    "agreed": "judgments-cell",
    "submission": "judgments-cell",
    "moderation": "judgments-cell",
    "claim": "claims-claim",
    "request": "fieldwork-request",
    "receipt": "fieldwork-request",
    "return_template": "fieldwork-return-template",
    "page": "evidence-read",
    "visit": "fieldwork-visit",
    "session": "fieldwork-visit",
    "debrief": "fieldwork-visit",
}
# What of an address is no part of what a saved search looks for.
NOT_SAVED = ("page", "counts", "back")


@require_get_or_post
@staff
def everywhere(request: HttpRequest) -> HttpResponse:
    """Search all inspections that one is on."""
    by_staff = cast(StaffRequest, request)
    theirs = list(inspections.visible_to(by_staff.user).order_by("pk"))
    read_at_once(by_staff.user, theirs)
    return _search(by_staff, None, theirs)


@require_get_or_post
@inspection_page(InspectionVerb.SEE)
def within(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Search one inspection."""
    return _search(request, inspection, [inspection])


def _search(
    request: StaffRequest, inspection: Inspection | None, places: Sequence[Inspection]
) -> HttpResponse:
    if request.method != "POST":
        return _page(request, inspection, places, OwnForm(None))
    form = OwnForm(request.POST, saved=own.names(request.user))
    if not form.is_valid():
        return _page(request, inspection, places, form, status=422)
    _keep(request, inspection, places, form)
    where = back_to(request, request.get_full_path())
    anchor = f"#h-{form.named[0].replace(':', '-')}" if len(form.named) == 1 else ""
    return HttpResponseRedirect(f"{where}{anchor}")


def _keep(
    request: StaffRequest,
    inspection: Inspection | None,
    places: Sequence[Inspection],
    form: OwnForm,
) -> None:
    """Do what a person asked to keep; 404 for what they may not see or did not save."""
    do = form.cleaned_data["do"]
    if do == "save":
        query = request.GET.copy()
        for name in NOT_SAVED:
            query.pop(name, None)
        place, name = inspection.pk if inspection else None, form.cleaned_data["name"]
        own.save(request.user, name, place, query.urlencode(), timezone.now())
    elif do == "remove":
        removed = own.remove(request.user, form.cleaned_data["saved"])
        if not removed:
            raise Http404
    else:
        _mark(request.user, places, form)


def _mark(person: Person, places: Sequence[Inspection], form: OwnForm) -> None:
    """Set or take away a person's marks of the things named."""
    now, do = timezone.now(), form.cleaned_data["do"]
    for kind, things in by_kind(form.things).items():
        lie_in = {one.within for one in kind.facts(things)}
        there = [one for one in places if one.pk in lie_in]
        # Whoever could mark what is hidden would learn that it is there.
        if {one.thing for one in kind.shown(person, there, things)} != set(things):
            raise Http404
        if do == "see":
            own.see(person, kind, things, now)
        elif do == "unsee":
            own.unsee(person, kind, things)
        elif do == "star":
            own.star(person, kind, things, now)
        else:
            own.unstar(person, kind, things)


def _page(
    request: StaffRequest,
    inspection: Inspection | None,
    places: Sequence[Inspection],
    form: OwnForm,
    status: int = 200,
) -> HttpResponse:
    asked = SearchForm(request.GET)
    problems, search = asked.problems(), asked.search()
    beside: dict[str, Any] = {"counted_of": COUNTED}
    if "counts" in request.GET:
        counted, those = facets(request.user, places, search, request.GET)
        beside |= {"facets": those, "within": _within(counted.within, places, request.GET)}
        beside |= {"cut": any(more for _, more in counted.kinds.values()), "are_counted": True}
        if is_in_place(request) and request.method == "GET":
            return render(request, "searching/counts.html", beside)
    found = finding.found(request.user, places, search, number_of(request.GET.get("page")))
    return page(
        request,
        "searching/search.html",
        inspection,
        status=status,
        title="Search",
        search_form=asked,
        form_problems=[*problems, *_of_own(form)],
        own_form=form,
        search=search,
        groups=[(one, _rows(one), _more(one, request.GET)) for one in found],
        chosen=chosen(search, places, request.GET, named=any(one.total for one in found)),
        kept=[(name, request.GET[name]) for name in (*FACETS, "visit") if request.GET.get(name)],
        counts_url=_query(request.GET, counts="on"),
        saved=_saved(request, places),
        alone=search.kind != "",
        asked_anything=bool(_query(request.GET, page=None, counts=None) != "?"),
        **beside,
    )


def _of_own(form: OwnForm) -> list[dict[str, str]]:
    """What could not be kept, to stand above the hits."""
    if not form.is_bound:
        return []
    return [
        {"text": str(text), "href": "#id_name" if name == "name" else "#page"}
        for name, texts in form.errors.items()
        for text in texts
    ]


def _rows(found: Found) -> list[tuple[Any, str]]:
    return [
        (hit, reverse(PAGES[hit.kind.code], args=hit.address) + hit.completed) for hit in found.hits
    ]


def _more(found: Found, asked: QueryDict) -> str:
    """Return the address at which all hits of a kind stand, where more are than are shown."""
    more = found.total > len(found.hits) and found.pages > 1
    return _query(asked, what=found.kind.code, page=None, counts=None) if more else ""


def _within(
    counted: Any, places: Sequence[Inspection], asked: QueryDict
) -> list[tuple[str, int, str]]:
    """Return how many hits each inspection has, with the address of the same search there."""
    if len(places) < 2:
        return []
    query = asked.copy()
    # A body or a criterion is of one inspection.
    for name in (*NOT_SAVED, "body", "criterion"):
        query.pop(name, None)
    return [
        (
            one.title,
            counted[one.pk],
            f"{reverse('inspection-search', args=[one.slug])}?{query.urlencode()}",
        )
        for one in places
        if counted[one.pk]
    ]


def _saved(request: StaffRequest, places: Sequence[Inspection]) -> list[tuple[Any, str, str]]:
    """Return the searches a person saved, each with its address and the inspection it looks in."""
    saved = list(own.saved(request.user))
    here = {one.pk for one in places}
    elsewhere = {one.within for one in saved if one.within is not None} - here
    there = {one.pk: one for one in places}
    if elsewhere:
        mine = inspections.visible_to(request.user).filter(pk__in=elsewhere)
        there |= {one.pk: one for one in mine}
    found = []
    for one in saved:
        inspection = there.get(one.within) if one.within is not None else None
        if one.within is not None and inspection is None:
            found.append((one, "", "an inspection that you are not on any more"))
            continue
        url = reverse("inspection-search", args=[inspection.slug]) if inspection else ""
        url = url or reverse("search")
        said = inspection.title if inspection else "all your inspections"
        found.append((one, f"{url}?{one.asked}", said))
    return found


def _query(asked: QueryDict, **changes: str | None) -> str:
    query = asked.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
