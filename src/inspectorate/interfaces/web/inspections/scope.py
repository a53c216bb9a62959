"""The scope of an inspection: bodies ticked on the register, and bodies removed with a reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.forms import BoundField
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.inspections.verbs import InspectionVerb

from ...act_forms import ActForm, offer, offer_choices, perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .forms import ReasonForm


class Line(NamedTuple):
    """A body as the form lists it: whether it is ticked, may be unticked, and its pseudonym."""

    body: Body
    ticked: bool
    fixed: bool
    in_scope: bool
    label: BoundField | None


class ScopeForm(ActForm):
    """The register as a list to tick; what is in scope is ticked already.

    Once fieldwork has begun what is in scope stays ticked: it is removed by an act of its own. In a
    rehearsal each body has a field for its pseudonym; where it stays empty a number is given.
    """

    many = forms.MultipleChoiceField(
        required=False,
        label="All bodies of a kind, a region or a group",
        widget=forms.CheckboxSelectMultiple,
        help_text="They are put in scope besides those that you tick one by one.",
    )
    word = forms.CharField(
        required=False,
        max_length=40,
        label="Word for new pseudonyms",
        help_text="A body without a pseudonym is called by this word and a number. Numbers are "
        "given in no order, so that none tells where a body stands in the list.",
    )
    # What was in scope when the page was made.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    bodies = forms.ModelMultipleChoiceField(
        queryset=Body.objects.none(),
        required=False,
        label="Bodies",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        self.inspection = inspection
        self.there = {row.body_id: row for row in queries.scope(inspection)}
        kwargs["initial"] = {
            "bodies": list(self.there),
            "shown": " ".join(map(str, self.there)),
            "word": inspection.noun.capitalize(),
        }
        super().__init__(*args, **kwargs)
        self.offered = _offered(inspection)
        offer(self, "bodies", self.offered)
        offer_choices(self, "many", [(key, label) for key, label, _ in self._many()])
        if not inspection.rehearsal:
            del self.fields["word"]
            return
        for body in self.offered:
            row = self.there.get(body.pk)
            self.fields[_label(body)] = forms.CharField(
                required=False,
                max_length=160,
                label=f"Pseudonym of {body.name}",
                initial=row.label if row else "",
            )

    @property
    def lines(self) -> Iterator[Line]:
        """Each body of the register that may be chosen."""
        chosen = {str(one) for one in self["bodies"].value() or ()}
        fixed = self.inspection.phase != Phase.PLANNED
        for body in self.offered:
            in_scope = body.pk in self.there
            label = self[_label(body)] if self.inspection.rehearsal else None
            held = in_scope and fixed
            yield Line(body, held or str(body.pk) in chosen, held, in_scope, label)

    def clean(self) -> None:
        """Refuse to put back, unasked, what somebody has removed since the page was made."""
        sent = self.cleaned_data.get("shown", "").split()
        for body in self.cleaned_data.get("bodies", ()):
            if str(body.pk) in sent and body.pk not in self.there:
                self.add_error(
                    "bodies",
                    f"{body.name} was removed from the scope since you opened this page. Untick "
                    f"it; or open the page again, and tick it there.",
                )

    def arguments(self) -> dict[str, Any]:
        """The bodies in their order, those in scope first, each with its label.

        Sent twice, the form says the same: what it was made from it brings along. What somebody
        else has put in scope since stays.
        """
        chosen = {body.pk: body for body in self.cleaned_data["bodies"]}
        for key, _, those in self._many():
            if key in self.cleaned_data["many"]:
                chosen |= {body.pk: body for body in those}
        sent = self.cleaned_data["shown"].split()
        shown = [pk for pk in self.there if str(pk) in sent]
        held = shown if self.inspection.phase != Phase.PLANNED else []
        since = [pk for pk in self.there if pk not in shown and pk not in chosen]
        chosen |= {pk: self.there[pk].body for pk in (*held, *since)}
        kept = [pk for pk in shown if pk in chosen]
        labels = {pk: self.there[pk].label for pk in (*kept, *since)}
        new = [body for pk, body in chosen.items() if pk not in labels]
        if self.inspection.rehearsal:
            labels |= {pk: self.cleaned_data[_label(chosen[pk])].strip() for pk in kept}
            labels |= self._pseudonyms(labels, new)
            new.sort(key=lambda body: labels[body.pk])
        else:
            labels |= _names(chosen, new)
        order = [*(chosen[pk] for pk in (*kept, *since)), *new]
        return {"bodies": [(body, labels[body.pk]) for body in order]}

    def _pseudonyms(self, labels: Mapping[int, str], new: Sequence[Body]) -> dict[int, str]:
        """The pseudonyms typed for new bodies; where none was, the word and a free number."""
        typed = {body.pk: self.cleaned_data[_label(body)].strip() for body in new}
        taken = {label.casefold() for label in (*labels.values(), *typed.values())}
        word = self.cleaned_data["word"].strip() or self.inspection.noun.capitalize()
        digits = max(2, len(str(len(labels) + len(new))))
        free = (f"{word} {number:0{digits}}" for number in count(1))
        unused = (label for label in free if label.casefold() not in taken)
        # By the key of this page, which nobody knows beforehand: sent again, the numbers stay.
        key = self.cleaned_data["key"]
        mixed = sorted(new, key=lambda one: hashlib.sha256(f"{key}{one.pk}".encode()).digest())
        return {body.pk: typed[body.pk] or next(unused) for body in mixed}

    def _many(self) -> Iterator[tuple[str, str, list[Body]]]:
        """What may be ticked at once: its key, what it is called, its bodies."""
        offered = list(self.offered)
        yield "all", f"All that are listed ({len(offered)})", offered
        of: dict[tuple[str, str], list[Body]] = {}
        for body in offered:
            of.setdefault((f"kind {body.kind}", body.get_kind_display()), []).append(body)
        for body in sorted(offered, key=lambda one: one.region):
            if body.region:
                of.setdefault((f"region {body.region}", body.region), []).append(body)
        by_key = {body.pk: body for body in offered}
        for group in bodies.groups():
            members = [by_key[one.pk] for one in group.members.all() if one.pk in by_key]
            if members:
                of[f"group {group.code}", group.name] = members
        for (key, name), those in of.items():
            yield key, f"{name} ({len(those)})", those


def _offered(inspection: Inspection) -> Any:
    """Bodies open during fieldwork, and whatever is in scope, by kind and name."""
    opened = Q(opened_on=None) | Q(opened_on__lte=inspection.fieldwork_to)
    open_still = Q(closed_on=None) | Q(closed_on__gt=inspection.fieldwork_from)
    there = Q(pk__in=inspection.scope.values("body"))
    return bodies.on_register().filter((opened & open_still) | there).order_by("kind", "name")


def _label(body: Body) -> str:
    return f"label-{body.pk}"


def _names(chosen: Mapping[int, Body], new: Sequence[Body]) -> dict[int, str]:
    """The name of each new body; with its code where two that are chosen share it."""
    times = Counter(body.name for body in chosen.values())
    return {
        body.pk: body.name if times[body.name] == 1 else f"{body.name} ({body.code})"
        for body in new
    }


@require_get_or_post
@inspection_page(InspectionVerb.SET_SCOPE)
def scope(request: StaffRequest, inspection: Inspection) -> HttpResponse:
    """Tick which bodies are inspected, and say how each is called here."""
    form = ScopeForm(request.POST or None, inspection=inspection)
    if perform(request, form, partial(actions.set_scope, inspection=inspection)) is not None:
        messages.success(request, "The scope is set.")
        return HttpResponseRedirect(reverse("inspections-plan", args=[inspection.slug]))
    return page(
        request,
        "inspections/scope.html",
        inspection,
        title="Set the scope",
        form=form,
        fixed=queries.reasons_scope_is_fixed(inspection),
        may_remove=queries.can(request.user, inspection, InspectionVerb.REMOVE_BODY),
        removals=queries.removals(inspection),
        status=status_of(form),
    )


@require_get_or_post
@inspection_page(InspectionVerb.REMOVE_BODY)
def remove_body(request: StaffRequest, inspection: Inspection, pk: int) -> HttpResponse:
    """Remove one body from the scope, with the reason."""
    body = get_object_or_404(Body, pk=pk)
    row = queries.scope(inspection).filter(body=body).first()
    # Removed or not: the form sent again finds its page, and is answered as the first time.
    gone = inspection.removals.filter(body=body).last()
    label = row.label if row else gone.label if gone else ""
    if not label:
        raise Http404
    left_out = queries.removal_leaves_out(row) if row else 0
    return act_page(
        request,
        inspection,
        ReasonForm(request.POST or None),
        partial(actions.remove_body, inspection=inspection, body=body),
        title=f"Remove {label} from the scope",
        button="Remove",
        success_url=reverse("inspections-scope", args=[inspection.slug]),
        message=lambda made: (
            f"{made.label} is left out of every criterion."
            if made.left_out
            else f"{made.label} is no longer in scope."
        ),
        intro=f"Something is recorded of {label} already. It stays in the list, and is left out "
        f"of every criterion on which it is still inspected ({left_out}), for the reason that "
        f"you give. What is left out can be taken back."
        if left_out
        else f"Nothing is recorded of {label} yet: it leaves the list.",
    )
