"""Forms of evidence: what to record, and what to look for."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from django import forms
from django.db.models import Choices, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from inspectorate.domain.evidence import queries
from inspectorate.domain.evidence.kinds import OF_METHOD, Direction, SourceKind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import Filters
from inspectorate.domain.evidence.recording import Recording, recording_of
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.reasons import refuse_if

from ...act_forms import NONE_OF_THESE, ActForm, offer, stored

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each cleaned by itself; none is fine."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one]


class RecordForm(ActForm):
    """One piece of evidence."""

    needed = ("words",)
    # Whether what the rules refuse can be received from here.
    keepable = False
    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    session = forms.ModelChoiceField(
        queryset=Session.objects.none(), label="Session", required=False
    )
    kind = forms.ChoiceField(choices=SourceKind.choices, label="Kind of source")
    method = forms.ChoiceField(choices=Method.choices, label="Method")
    origin = forms.CharField(
        max_length=160, label="Who or what it comes from, by role", help_text="No person's name."
    )
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        label="What was seen, heard or read",
        help_text="In your own words, now.",
    )
    criteria = forms.ModelMultipleChoiceField(
        queryset=Criterion.objects.none(),
        label="Criteria it is about",
        widget=forms.CheckboxSelectMultiple,
    )
    direction = forms.ChoiceField(
        choices=Direction.choices, label="Which way it points", widget=forms.RadioSelect
    )
    practice = forms.BooleanField(required=False, label="Shows innovative or effective practice")
    rebuilt = forms.BooleanField(
        required=False,
        label="Written again from memory",
        help_text="Tick this where the first words were lost. It is said wherever they are cited.",
    )
    marking = forms.ChoiceField(choices=Marking.choices, label="Marking", initial=Marking.OFFICIAL)
    stub = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        label="If secret: where it is held",
        help_text="Reference, custodian, holding system. Secret text itself is never written here.",
    )
    observed_at = forms.DateTimeField(widget=MOMENT, label="Observed at")
    written_at = forms.DateTimeField(widget=MOMENT, label="Written down at")
    # Django's metaclass takes fields out of the class, so this hides no attribute of forms.Form.
    files = FilesField(  # type: ignore[assignment]
        required=False,
        label="Files",
        help_text="PDF, picture, text, CSV, Word or Excel, up to 50 MB each and 60 MB together.",
    )

    def __init__(
        self, *args: Any, inspection: Inspection, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))
        # One that was cancelled stays with what was recorded from it, and is offered to no more.
        standing = Q(cancellation=None) | Q(pk=getattr(self.initial.get("session"), "pk", None))
        sessions = Session.objects.filter(standing, visit__inspection=inspection).select_related(
            "visit__scope_body"
        )
        if session is not None:
            sessions = sessions.filter(visit=session.visit)
            self.initial.update(
                session=session.pk,
                scope_body=session.visit.scope_body_id,
                method=session.method,
                kind=OF_METHOD[Method(session.method)],
                origin=session.origin,
                observed_at=session.starts_at,
            )
        # Whenever the session was: notes are trusted by how soon after it they were written.
        now = timezone.localtime()
        self.initial.setdefault("observed_at", now)
        self.initial.setdefault("written_at", now)
        offer(self, "session", sessions)
        offer(self, "criteria", _criteria(inspection))
        if self.files:
            # Seen only where the form comes back: then no browser holds the files still.
            files = self.fields["files"]
            files.help_text = f"Choose the files again: they went with the page. {files.help_text}"

    def arguments(self) -> dict[str, Any]:
        """The recording as the action takes it, its files in the store; the reason beside it."""
        sent = super().arguments()
        reason = {"reason": sent.pop("reason")} if "reason" in sent else {}
        # Before a byte lies in the store: what the rules refuse would lie there for a day.
        refuse_if(queries.reasons_against_files(sent["marking"], len(sent["files"])))
        files = [stored(file) for file in sent.pop("files")]
        return {**reason, "recording": Recording(**sent, files=files)}


def _criteria(inspection: Inspection) -> QuerySet[Criterion]:
    return programmes.criteria_offered(inspection.framework_id)


class SupersedeForm(RecordForm):
    """A fuller record of the same thing."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Why it is replaced")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        """Begin with what ``item`` says; its files stay with it."""
        before = recording_of(item)
        initial = {field.name: getattr(before, field.name) for field in fields(before)}
        super().__init__(*args, initial=initial, **kwargs)
        # Beside the choice, so that both marks are seen before it is sent.
        self.fields["marking"].help_text = (
            f"{item.ref} is marked {item.get_marking_display()}. With a lower mark more people may "
            f"read the new record than may read {item.ref}. Choose one only if nothing here needs "
            f"the higher."
        )


class ReasonForm(ActForm):
    """Why an item is no longer relied on."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="Why it is withdrawn")


def _narrowing(label: str, offered: type[Choices], every: str) -> forms.ChoiceField:
    """A choice that narrows; an address that names none of the choices is told which there are."""
    *labels, last = offered.labels
    none = "“%(value)s” is none of the choices, so it narrows nothing."
    return forms.ChoiceField(
        choices=[("", every), *offered.choices],
        required=False,
        label=label,
        error_messages={"invalid_choice": f"{none} Choose {', '.join(labels)} or {last}."},
    )


class FilterForm(forms.Form):
    """What to look for."""

    narrows = True  # a filter is optional by nature: its label need not say so
    q = forms.CharField(
        required=False, max_length=300, label="Words", help_text='"a phrase", begin*, -without'
    )
    body = forms.ModelChoiceField(
        queryset=ScopeBody.objects.none(),
        required=False,
        label="Body",
        to_field_name="code",
        empty_label="Every body",
        error_messages=NONE_OF_THESE,
    )
    criterion = forms.ModelChoiceField(
        queryset=Criterion.objects.none(),
        required=False,
        label="Criterion",
        empty_label="Every criterion",
        error_messages=NONE_OF_THESE,
    )
    kind = _narrowing("Kind of source", SourceKind, "Every kind")
    method = _narrowing("Method", Method, "Every method")
    direction = _narrowing("Points to", Direction, "Either way")
    marking = _narrowing("Marking", Marking, "Every marking")
    from_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Observed from"
    )
    to_on = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label="Observed to"
    )
    practice = forms.BooleanField(required=False, label="Shows practice")
    mine = forms.BooleanField(required=False, label="Recorded by me")
    standing = forms.BooleanField(required=False, label="Still relied on")

    def __init__(self, data: QueryDict, *, inspection: Inspection) -> None:
        super().__init__(data, label_suffix="")
        offer(self, "body", inspections.scope(inspection))
        offer(self, "criterion", _criteria(inspection))

    def problems(self) -> list[dict[str, str]]:
        """What could not be read of what was asked, to stand above the list."""
        return [
            {"text": f"{self[name].label}: {text}", "href": f"#{self[name].id_for_label}"}
            for name, texts in self.errors.items()
            for text in texts
        ]

    def filters(self) -> Filters:
        """The filters asked for; a field that could not be read narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if name != "q"}
        return Filters(**{name: value for name, value in asked.items() if value not in ("", None)})

    def said(self, words: str) -> list[str]:
        """What is asked, in words: the ``words`` looked for, then a label and its answer each."""
        self.is_valid()
        narrowed = [
            self._told(name, value)
            for name, value in self.cleaned_data.items()
            if name != "q" and value
        ]
        return [*([words.strip()] if words.strip() else []), *narrowed]

    def _told(self, name: str, value: Any) -> str:
        """One filter in words; a tick box is told by its label alone."""
        label = str(self[name].label)
        if value is True:
            return label
        if isinstance(value, date):
            return f"{label}: {value.isoformat()}"
        field = self.fields[name]
        # A row is told by its own name, a code by what it is called.
        choices: Any = field.choices if type(field) is forms.ChoiceField else ()
        return f"{label}: {dict(choices).get(value, value)}"
