"""Forms of documents."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.reports.documents.registry import choices
from inspectorate.domain.reports.models import Decision
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.states import SectionStatus
from inspectorate.foundation.people.models import Person

from ...act_forms import ActForm, VersionForm, offer


def _area(label: str, rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


class OpenForm(ActForm):
    """A document to begin."""

    kind = forms.ChoiceField(choices=choices, widget=forms.RadioSelect, label="Kind")
    title = forms.CharField(max_length=250, label="Title")
    slug = forms.SlugField(
        max_length=80, label="Short name", help_text="Used in addresses: report, press-release."
    )
    scope_body: forms.ModelChoiceField[ScopeBody] = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Body written to",
        help_text="Only for a letter.",
        empty_label="None",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))


class TextForm(VersionForm):
    """The whole text, from the version the page was made from."""

    LONGEST = 500_000  # about 250 pages

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 32, "spellcheck": "true"}),
        label="Text",
        strip=False,
        required=False,
        help_text="Markdown. A bound passage is written [words]{#claim}; a sentence that reports "
        "no finding carries its source.",
    )


class SectionForm(VersionForm):
    """The text of one section, from the version of it that the page was made from."""

    LONGEST = TextForm.LONGEST
    scripts = ("inspectorate/editor/start.js",)
    styles = ("inspectorate/css/editor.css",)

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        label="Text of the section",
        strip=False,
        required=False,
        help_text="Markdown, with the heading. A second heading of level 1 or 2 begins a section "
        "of its own; without its heading the section joins the one before it.",
    )


class TypedForm(forms.Form):
    """The text of a section as it is being typed; ``plain`` where its writer wants no editor."""

    text = forms.CharField(strip=False, required=False, max_length=SectionForm.LONGEST)
    plain = forms.BooleanField(required=False)


class AssignSectionForm(ActForm):
    """Who writes a section."""

    to: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        queryset=None, required=False, label="Who writes it", empty_label="Nobody"
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", sections.writers(inspection))


class MarkSectionForm(ActForm):
    """How far a section is."""

    status = forms.ChoiceField(
        choices=SectionStatus.choices, widget=forms.RadioSelect, label="How far it is"
    )


class RestoreSectionForm(VersionForm):
    """An earlier text of a section is brought back, from the page that compared it."""


class BackForm(forms.Form):
    """Which paragraph of an earlier text is put into the text as it stood when it was compared."""

    revision = forms.IntegerField(min_value=1)
    paragraph = forms.IntegerField(min_value=0)
    version = forms.IntegerField(min_value=1)


class ClaimChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A claim, named by its key and what it says."""

    def label_from_instance(self, obj: Claim) -> str:
        """Return the key, and the statement where it is not too long."""
        return f"{obj.key}: {obj.statement[:110]}{'…' if len(obj.statement) > 110 else ''}"


class PlaceForm(VersionForm):
    """A passage and the claim it rests on."""

    excerpt = _area(
        "The words",
        3,
        help_text="Exactly as they are in the text, where they must occur only once.",
        strip=True,
    )

    def __init__(self, *args: Any, person: Person, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Of a claim marked above the person not even the key is offered: it could not be bound.
        named = [one.pk for one in claims.named_to(person, inspection) if not one.withheld]
        self.fields["claim"] = ClaimChoice(
            queryset=claims.visible_to(person, inspection).filter(pk__in=named),
            label="The claim they rest on",
            empty_label="Choose a claim",
        )


class PassageForm(ActForm):
    """One problem, named by its check and its passage."""

    check = forms.CharField(widget=forms.HiddenInput, max_length=60)
    excerpt = forms.CharField(widget=forms.HiddenInput, strip=False, required=False)


class MendForm(VersionForm, PassageForm):
    """Take the mend a check offers."""


class WaiveForm(PassageForm):
    """Why a problem may stand."""

    reason = _area(
        "Why this exception is right",
        3,
        help_text="Kept with your name, and printed in the binder.",
    )


class FreezeForm(VersionForm):
    """The text that is frozen, and why it goes on where something warns (``warned``)."""

    reason = _area(
        "Why it is frozen all the same",
        3,
        help_text="Kept with your name, printed in the binder, and shown to whoever approves the "
        "release: write nothing marked above Official.",
    )

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, warned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["reason"]


class DecideForm(ActForm):
    """How a point is decided."""

    outcome = forms.ChoiceField(
        choices=Decision._meta.get_field("outcome").choices or [],
        widget=forms.RadioSelect,
        label="Decision",
    )
    reason = _area("Reason", 4, help_text="The body reads it: write nothing marked above Official.")
