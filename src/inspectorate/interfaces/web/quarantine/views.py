"""The quarantine: its list, one note, what is decided on it; and bringing in a rescue file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.arrivals.kinds import Meant
from inspectorate.domain.evidence.arrivals.note import Note
from inspectorate.domain.evidence.models import Quarantined, QuarantineDecision
from inspectorate.domain.evidence.quarantine import actions, queries
from inspectorate.domain.evidence.reasons import EvidenceReason
from inspectorate.domain.evidence.states import QuarantineState
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.foundation.envelopes.keys import KeysFault
from inspectorate.foundation.markings.scheme import BASELINE
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ... import quarantined
from ...act_forms import ActForm, require_get_or_post, status_of
from ...rescue import Brought, NotARescueFile, bring
from ...uploads import refuse_dropped
from ..access import StaffRequest, staff_page
from ..inspection_page import act_page, page

PAGE_SIZE = 50
NOBODYS = "Nobody signed it, so that it is received under your name and not recorded at once;"
# Outcomes of one rescue file on its page; of more the numbers are told.
SHOWN = 500


class SettleForm(ActForm):
    """Why a note in the quarantine is believed, set aside, or taken up again."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why")


class RescueForm(ActForm):
    """The file that a device wrote out."""

    file = forms.FileField(
        label="Rescue file",
        help_text="Its lines are sealed: nobody reads them but the inspectorate. A file of more "
        "than 50 MB is brought in on the server: inspectorate import-outbox.",
    )


@require_GET
@staff_page(EvidenceVerb.ACCEPT_QUARANTINED)
def listed(request: StaffRequest) -> HttpResponse:
    """What is in the quarantine: what waits, unless all is asked for."""
    every = bool(request.GET.get("all"))
    found = Paginator(queries.listed(request.user, waiting=not every), PAGE_SIZE)
    asked = request.GET.get("page", "")
    return page(
        request,
        "quarantine/list.html",
        None,
        title="Quarantine",
        found=found.get_page(asked),
        total=found.count,
        every=every,
    )


@require_GET
@staff_page(EvidenceVerb.ACCEPT_QUARANTINED)
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """One note: where it came from, why it is nobody's, and what was decided on it."""
    found = _found(request, pk)
    note = _note(found)
    return page(
        request,
        "quarantine/one.html",
        None,
        title=found.ref,
        kept=found,
        words=_words(request, found, note),
        private=note is not None and quarantined.is_private(note),
        # Of what nobody can read, nobody can say that it is no judgment.
        files_shown=note is not None and not quarantined.is_private(note),
        waits=found.state is QuarantineState.WAITING,
        aside=found.state is QuarantineState.SET_ASIDE,
        not_accept=[*_not_accept(found), *quarantined.reasons_of_nobody(found, note)],
    )


@require_get_or_post
@staff_page(EvidenceVerb.ACCEPT_QUARANTINED)
def accept(request: StaffRequest, pk: int) -> HttpResponse:
    """Accept a note: it is taken in as every note is."""
    found = _found(request, pk)
    signed = found.signed_by
    whose = f"It is taken in with {signed.person.name} as its author," if signed else NOBODYS
    return _settled(
        request,
        found,
        _accepted,
        title=f"Accept {found.ref}",
        button="Accept it",
        message=_became,
        intro=f"{whose} and you are named beside it. Ask "
        f"whoever wrote it first: {found.get_ground_display().lower()}.",
    )


@require_get_or_post
@staff_page(EvidenceVerb.SET_QUARANTINED_ASIDE)
def set_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Set a note aside; it stays as it came."""
    return _settled(
        request,
        found := _found(request, pk),
        actions.set_quarantined_aside,
        title=f"Set {found.ref} aside",
        button="Set aside",
        message="It is set aside. It stays as it came, and can be taken up again.",
    )


@require_get_or_post
@staff_page(EvidenceVerb.TAKE_UP_QUARANTINED)
def take_up(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a note up again that was set aside."""
    return _settled(
        request,
        found := _found(request, pk),
        actions.take_quarantined_up,
        title=f"Take {found.ref} up again",
        button="Take it up again",
        message="It waits for a decision again.",
    )


@require_get_or_post
@staff_page(EvidenceVerb.BRING_RESCUE)
def rescue(request: StaffRequest) -> HttpResponse:
    """Bring in a rescue file, and see what became of each note in it."""
    form = RescueForm(request.POST or None, request.FILES or None)
    refuse_dropped(request, form)
    brought = _brought(request, form) if request.method == "POST" and form.is_valid() else None
    outcomes = brought.outcomes if brought else []
    context: dict[str, Any] = {"brought": brought, "outcomes": outcomes[:SHOWN]}
    return page(
        request,
        "quarantine/rescue.html",
        None,
        title="Bring in a rescue file",
        form=form,
        more=len(outcomes) - SHOWN,
        may_settle=queries.can_in_house(request.user, EvidenceVerb.ACCEPT_QUARANTINED),
        back=reverse("your-work"),
        status=status_of(form),
        **context,
    )


def _brought(request: StaffRequest, form: RescueForm) -> Brought | None:
    file = form.cleaned_data["file"].file
    try:
        return bring(file, by=request.user, at=timezone.now())
    except NotARescueFile as fault:
        form.add_error("file", str(fault))
    except KeysFault:
        form.add_error(None, "Sealed notes cannot be opened here just now. Tell whoever keeps it.")
    return None


def _settled(
    request: StaffRequest,
    found: Quarantined,
    act: Callable[..., Any],
    *,
    title: str,
    button: str,
    message: str | Callable[[Any], str],
    intro: str = "",
) -> HttpResponse:
    return act_page(
        request,
        None,
        SettleForm(request.POST or None),
        partial(act, quarantined=found),
        title=title,
        button=button,
        success_url=reverse("quarantine-one", args=[found.pk]),
        message=message,
        intro=intro,
    )


def _accepted(**arguments: Any) -> QuarantineDecision:
    try:
        return quarantined.accept(**arguments)
    except KeysFault as fault:
        raise Refused([_key_away()]) from fault


def _not_accept(found: Quarantined) -> list[Reason]:
    try:
        return queries.reasons_not_to_accept(found)
    except KeysFault:
        return [_key_away()]


def _became(made: QuarantineDecision) -> str:
    """What to say once a note is accepted; of a grade, which is its author's alone, no number."""
    if made.arrival is not None and made.arrival.private:
        return "Saved: it lies with its author now."
    took = made.item or made.arrival
    return f"Saved: it is {took.ref} now." if took else "Saved."


def _note(found: Quarantined) -> Note | None:
    try:
        return quarantined.note_of(found)
    except KeysFault:
        return None


def _key_away() -> Reason:
    text = "The key to which it is sealed is not here just now."
    mend = Mend.outside("Tell whoever keeps the server to put the key back.")
    return Reason(EvidenceReason.KEY_AWAY, text, mend, "note")


def _found(request: StaffRequest, pk: int) -> Quarantined:
    found = queries.one(request.user, pk)
    if found is None:
        raise Http404
    return found


def _words(request: StaffRequest, found: Quarantined, note: Note | None) -> str:
    """What a note says, for the lead of its inspection, and only where it is not marked: what is
    marked is read where it is taken in, and so is what may tell of a judgment.
    """
    inspection = found.inspection
    verb = EvidenceVerb.ACCEPT_QUARANTINED
    if inspection is None or not evidence.can(request.user, inspection, verb):
        return ""
    if note is None or note.meant is not Meant.NOTE:
        return ""
    if note.marking not in ("PUBLIC", BASELINE):
        return ""
    return quarantined.words_of(note)
