"""One act for each of many things, from one press: each has its key, its entry and its answer.

A request does as many as fit into a few seconds and answers how far it is; the page goes on by
itself where scripts run, by a press where not. What was done is known by its key, so that a press
again, or after everything stopped, does nothing twice and goes on where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.acts import used_keys
from inspectorate.foundation.reasons.reasons import Refused

from .act_forms import ActForm, Page, person
from .acts import told
from .in_place import back_to, lead_back

# Seconds after which a request begins no further act; nobody waits longer than five.
AT_MOST = 2.5
# Of things in one list: each is a field of the form.
LISTED = 800


class ChosenField(forms.MultipleChoiceField):
    """The things ticked, each by its name; whether one exists is asked of each."""

    def valid_value(self, value: str) -> bool:
        """Take any name that is one."""
        return bool(value)


class ManyForm(ActForm):
    """A form that does one act for each thing ticked.

    ``find`` gives the act's arguments for a thing by its name and the words that tell of it, or
    None where there is no such thing for this person.
    """

    chosen = ChosenField(
        label="What to do it for",
        error_messages={"required": "Nothing is ticked. Tick at least one."},
    )
    # What was refused in earlier pieces of the same press, with the words.
    refused = forms.JSONField(required=False, widget=forms.HiddenInput)

    def find(self, name: str) -> tuple[str, Mapping[str, Any]] | None:
        """Return what tells of the thing and the act's arguments for it."""
        raise NotImplementedError

    def clean(self) -> None:
        """Look every thing up before the first act is done."""
        self.things = {name: self.find(name) for name in self.cleaned_data.get("chosen", ())}
        unknown = [name for name, found in self.things.items() if found is None]
        if unknown:
            self.add_error("chosen", f"{unknown[0]!r} is not here. Open the page again.")

    def clean_refused(self) -> dict[str, str]:
        """Take what an earlier piece said, and nothing else."""
        said = self.cleaned_data["refused"] or {}
        if not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
            raise forms.ValidationError("Open the page again.")
        return said

    def arguments(self) -> dict[str, Any]:
        """What all the acts are given alike."""
        given = super().arguments()
        return {name: given[name] for name in given if name not in {"chosen", "refused"}}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far many acts are: ``refused`` names each that was refused, with the reasons."""

    total: int
    done: int
    refused: Mapping[str, str]

    @property
    def left(self) -> int:
        """How many are still to be tried."""
        return self.total - self.done - len(self.refused)


def perform_many(request: HttpRequest, form: ManyForm, act: Callable[..., Any]) -> Progress:
    """Do the act for as many things of a valid ``form`` as fit into one request."""
    by, key = person(request), form.cleaned_data["key"]
    keys = {name: f"{key}/{name}" for name in form.things}
    before = used_keys(by, keys.values())
    done = {name for name, one in keys.items() if one in before}
    refused: dict[str, str] = {
        name: said for name, said in form.cleaned_data["refused"].items() if name in keys
    }
    until, tried = time.monotonic() + AT_MOST, False
    for name, found in form.things.items():
        if name in done or name in refused:
            continue
        # Whatever is slow today, each request does one.
        if tried and time.monotonic() > until:
            break
        tried = True
        assert found is not None  # the form is valid
        words, given = found
        try:
            act(by=by, at=timezone.now(), key=keys[name], **given, **form.arguments())
        except Refused as refusal:
            said = " ".join(told(one) for one in refusal.reasons)
            refused[name] = f"{words}: {said}"
        else:
            done.add(name)
    return Progress(len(keys), len(done), refused)


def many_page(
    page: Page,
    request: HttpRequest,
    inspection: Inspection | None,
    form: ManyForm,
    act: Callable[..., Any],
    /,
    *,
    title: str,
    template: str,
    button: str,
    success_url: str,
    message: Callable[[int], str],
    **context: Any,
) -> HttpResponse:
    """A page that lists many things and does one act for each that is ticked.

    ``template`` draws the list with ``form``. Afterwards one stands where one came from, with what
    ``message`` says of so many; where some were refused, each is named first.
    """
    if request.method == "POST" and form.is_valid():
        progress = perform_many(request, form, act)
        if not progress.left and not progress.refused:
            messages.success(request, message(progress.done))
            return lead_back(request, success_url)
        return page(
            request,
            "inspectorate/under_way.html",
            inspection,
            title=title,
            progress=progress,
            going_on=_going_on(form, progress.refused) if progress.left else (),
            back=back_to(request, success_url),
            button=button,
        )
    return page(
        request,
        template,
        inspection,
        title=title,
        form=form,
        button=button,
        back=back_to(request, success_url),
        status=422 if form.is_bound else 200,
        **context,
    )


def _going_on(form: ManyForm, refused: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The fields of the next piece, as they were sent: the same key for the same things."""
    data = cast(QueryDict, form.data)
    sent = [
        (name, value)
        for name in form.fields
        if name != "refused"
        for value in data.getlist(form.add_prefix(name))
    ]
    return [*sent, ("refused", json.dumps(refused))]
