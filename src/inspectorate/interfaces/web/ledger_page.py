"""The ledger page: who did what to which thing, day by day, as far as the reader may know it."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections import last_look
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ReadersMark, ScopeBody
from inspectorate.domain.inspections.verbs import InspectionVerb
from inspectorate.domain.judgments.what_happened import what_happened
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import queries as people
from inspectorate.foundation.people.models import Person

from ..act_forms import NONE_OF_THESE, offer, offer_choices, require_get_or_post
from .access import StaffRequest, inspection_page
from .history import asked_for, deeds_of
from .inspection_page import STEPS, page
from .things import about, named

ROOMS = {step.see.room: step.label for step in STEPS} | {"ledger": "The ledger itself"}


class LedgerFilterForm(forms.Form):
    """What of the ledger to read. Offers only what stands in entries that the reader may see."""

    narrows = True
    person = forms.ChoiceField(required=False, label="Who", error_messages=NONE_OF_THESE)
    room = forms.ChoiceField(required=False, label="Kind of act", error_messages=NONE_OF_THESE)
    body = forms.ModelChoiceField(
        queryset=ScopeBody.objects.none(),
        required=False,
        label="Body",
        to_field_name="code",
        empty_label="Every body",
        error_messages=NONE_OF_THESE,
    )
    from_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="From"
    )
    to_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="To"
    )
    new = forms.BooleanField(required=False, label="Since I last looked")

    def __init__(
        self, data: QueryDict, *, inspection: Inspection, told: QuerySet[Entry], marked: bool
    ) -> None:
        super().__init__(data, label_suffix="")
        offer(self, "body", inspections.scope(inspection))
        offer_choices(self, "person", [("", "Everybody"), *_actors(told)])
        rooms = {verb.partition(".")[0] for verb in told.values_list("verb", flat=True).distinct()}
        offered = [(room, label) for room, label in ROOMS.items() if room in rooms]
        offer_choices(self, "room", [("", "Every kind"), *offered])
        if not marked:
            del self.fields["new"]

    def narrowed(
        self,
        person: Person,
        inspection: Inspection,
        told: QuerySet[Entry],
        mark: ReadersMark | None,
    ) -> QuerySet[Entry]:
        """Those of ``told`` that fit; what is filled in wrongly narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        fits = Q()
        if "person" in asked:
            fits &= Q(by=asked["person"])
        if "room" in asked:
            fits &= Q(verb__startswith=f"{asked['room']}.")
        if "from_on" in asked:
            fits &= Q(at__date__gte=asked["from_on"])
        if "to_on" in asked:
            fits &= Q(at__date__lte=asked["to_on"])
        if "body" in asked:
            fits &= about(person, inspection, asked["body"])
        found = told.filter(fits)
        return last_look.since(mark, found) if mark and "new" in asked else found

    def problems(self) -> list[dict[str, str]]:
        """What could not be read of what was asked, to stand above the list."""
        return [
            {"text": f"{self[name].label}: {text}", "href": f"#{self[name].id_for_label}"}
            for name, texts in self.errors.items()
            for text in texts
        ]


def _actors(told: QuerySet[Entry]) -> list[tuple[str, str]]:
    """Everybody who did one of these, each key with the name, by name."""
    keys = told.order_by().values_list("by", "by_name").distinct()
    named_so = people.who_acted([Entry(by=by, by_name=name) for by, name in keys])
    return sorted({entry.by: name for entry, name in named_so}.items(), key=lambda one: one[1])


# Before it nothing was written here.
FIRST_YEAR = 2000


class LookedForm(forms.Form):
    """That the reader has looked at all that was there when the page was made."""

    until = forms.DateTimeField(widget=forms.HiddenInput)

    def clean_until(self) -> datetime:
        """Refuse a moment that no page of ours was made at."""
        until: datetime = self.cleaned_data["until"]
        if until.year < FIRST_YEAR:
            raise forms.ValidationError("Open the page again.")
        return until


@require_get_or_post
@inspection_page(InspectionVerb.SEE)
def ledger(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """What happened, newest first; blindness and markings hold here too."""
    told = what_happened(request.user, inspection)
    now = timezone.now()
    if request.method != "POST":
        return _page(request, inspection, told)
    form = LookedForm(request.POST)
    if not form.is_valid():
        return _page(request, inspection, told, status=422)
    last_look.looked(
        person=request.user,
        inspection=inspection,
        seen=told,
        until=min(form.cleaned_data["until"], now),
        at=now,
    )
    return HttpResponseRedirect(reverse("ledger", args=[inspection.slug]))


def _page(
    request: StaffRequest, inspection: Inspection, told: QuerySet[Entry], status: int = 200
) -> HttpResponse:
    thing = asked_for(inspection, request.GET["thing"]) if request.GET.get("thing") else None
    entries = thing.among(request.user, told) if thing else told
    mark = last_look.last_look(request.user, inspection)
    form = LedgerFilterForm(request.GET, inspection=inspection, told=told, marked=mark is not None)
    found = form.narrowed(request.user, inspection, entries, mark).order_by("-number")
    listed = Paginator(found, 100).get_page(request.GET.get("page"))
    return page(
        request,
        "home/ledger.html",
        inspection,
        status=status,
        title="What happened",
        filter_form=form,
        form_problems=form.problems(),
        thing=thing,
        listed=listed,
        deeds=deeds_of(listed, named(request.user, inspection, listed)),
        looked_at=mark.at if mark else None,
        new=last_look.since(mark, told).count() if mark else 0,
        looked_form=LookedForm(initial={"until": timezone.now().isoformat()}),
    )
