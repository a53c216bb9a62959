"""Forms of notes that were received, and the record form as it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from inspectorate.domain.evidence.arrivals.mending import WORDS, printable
from inspectorate.domain.evidence.arrivals.models import Arrival
from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.received.queries import GradeBeside
from inspectorate.foundation.markings.scheme import Marking

from ...act_forms import ActForm, VersionForm
from .forms import RecordForm

_TIMES = ("observed_at", "written_at")
# Lists of which a browser would send the first, where none is chosen.
_CHOSEN = {"kind": SourceKind.choices, "method": Method.choices, "marking": Marking.choices}


class DecideForm(RecordForm):
    """What is recorded of a note: it begins with what was sent. Its files go with it.

    Only its author is offered its words; for others they stay as they came.
    """

    def __init__(self, *args: Any, arrival: Arrival, own: bool, **kwargs: Any) -> None:
        given = arrival.given if isinstance(arrival.given, dict) else {}
        self.sent_times = {name: moment_of(given.get(name)) for name in _TIMES}
        self.sent_times["written_at"] = self.sent_times["written_at"] or timezone.localtime(
            arrival.received_at
        )
        self.said = {name: printable(given.get(name)) for name in WORDS}
        super().__init__(*args, initial=self._begun(arrival, given), **kwargs)
        del self.fields["files"]
        self.own = own
        self.by_author = given.get("rebuilt") is True
        # Whoever decides may fill in who an origin is where none was sent.
        kept = [name for name in WORDS if name != "origin" or given.get("origin")]
        for name in () if own else (*kept, "rebuilt"):
            del self.fields[name]
        self._leave_open(given, marked=arrival.marked)

    def _leave_open(self, given: Mapping[str, Any], *, marked: bool) -> None:
        """Where what was sent is none of the choices, nobody but a person says what was meant."""
        for name, offered in _CHOSEN.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            sent = given.get(name, "" if name != "marking" else Marking.OFFICIAL)
            known = any(sent == value for value, _ in offered)
            if not known or (name == "marking" and not marked):
                field.choices = [("", "Choose one"), *offered]

    def _begun(self, arrival: Arrival, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields hold at first, as far as what was sent says it."""
        bodies = {one.code: one.pk for one in inspections.scope(arrival.inspection)}
        criteria = given.get("criteria")
        begun: dict[str, Any] = {
            name: given[name]
            for name in ("kind", "method", "direction", "marking", "session")
            if isinstance(given.get(name), str | int)
        }
        return (
            begun
            | self.said
            | {
                "scope_body": bodies.get(str(given.get("body"))),
                "criteria": criteria if isinstance(criteria, list) else [],
                "practice": given.get("practice") is True,
                "rebuilt": given.get("rebuilt") is True,
                "observed_at": self.sent_times["observed_at"],
                "written_at": self.sent_times["written_at"],
            }
            | ({} if arrival.marked else {"marking": ""})
        )

    def arguments(self) -> dict[str, Any]:
        """The recording as the action takes it: a time that was left alone keeps its seconds."""
        sent = ActForm.arguments(self)
        for name, was in self.sent_times.items():
            if was is not None and sent[name] == was.replace(second=0, microsecond=0):
                sent[name] = was
        if not self.own:
            sent["rebuilt"] = self.by_author
            # Where nothing is SECRET there is nothing whose place could be told.
            if sent["marking"] != Marking.SECRET:
                sent["stub"] = ""
        return {"recording": Recording(**self.said | sent)}


class WhyForm(ActForm):
    """Why a note is set aside, or taken up again."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why")


def moment_of(text: object) -> datetime | None:
    """The moment a note says, in the time of this place; None where it says none."""
    try:
        found = datetime.fromisoformat(str(text))
        return timezone.localtime(found) if timezone.is_aware(found) else found
    except (ValueError, OverflowError):
        return None


class TakeForm(VersionForm):
    """That a received grade is taken into the draft as it was shown."""


def take_form(beside: GradeBeside | None) -> TakeForm | None:
    """The form by which a grade is taken in with one press; None where it may not be."""
    if beside is None or beside.loaded is None or beside.against:
        return None
    return TakeForm(initial={"version": beside.loaded.version})


def as_sent(form: RecordForm, inspection: Inspection) -> dict[str, Any]:
    """The record form as it was sent, as a note; what is unreadable stays as it is."""
    data = form.data
    assert isinstance(data, QueryDict)
    codes = {str(one.pk): one.code for one in inspections.scope(inspection)}
    plain = ("kind", "method", "origin", "words", "stub", "direction", "marking")
    said: dict[str, Any] = {name: data.get(name, "") for name in plain}
    said["body"] = codes.get(data.get("scope_body", ""), data.get("scope_body", ""))
    said["session"] = _number(data.get("session", "")) or None
    said["criteria"] = [_number(one) for one in data.getlist("criteria")]
    said |= {name: name in data for name in ("practice", "rebuilt")}
    return said | {name: _moment(data.get(name, "")) for name in _TIMES}


def key_of(form: RecordForm) -> str:
    """The key that came with the page, or a new one where it cannot be kept."""
    key: str = form.data.get("key", "")
    fine = 0 < len(key) <= 100 and key.isascii() and key.isprintable()
    return key if fine else uuid.uuid4().hex


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and len(text) < 19 else text


def _moment(text: str) -> str:
    try:
        found = forms.DateTimeField().clean(text)
        return str(timezone.localtime(found).isoformat())
    except (ValidationError, OverflowError, ValueError):
        return text
