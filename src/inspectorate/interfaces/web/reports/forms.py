"""Forms of documents."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.reports.documents.registry import to_begin
from inspectorate.domain.reports.models import Decision
from inspectorate.domain.reports.remarks import queries as remarks
from inspectorate.domain.reports.sections import queries as sections
from inspectorate.domain.reports.states import SectionStatus
from inspectorate.foundation.people.models import Person

from ...act_forms import AMONG_OTHERS, ActForm, MarkingField, VersionForm, offer


def _area(label: str, rows: int = 4, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), label=label, **given)


class OpenForm(ActForm):
    """A document to begin; sent without saying how, it begins empty."""

    needed = ("begin",)

    kind = forms.ChoiceField(choices=to_begin, widget=forms.RadioSelect, label="Kind")
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
    begin = forms.ChoiceField(
        choices=[
            ("template", "From the template of its kind"),
            ("empty", "With an empty text"),
        ],
        initial="template",
        required=False,
        widget=forms.RadioSelect,
        label="Begin",
        help_text="A template has the usual headings, and what the record says of the inspection: "
        "its question, its bodies, its fieldwork, its criteria.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scope_body", inspections.scope(inspection))

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; what the text begins with as yes or no."""
        given = super().arguments()
        given["from_template"] = given.pop("begin") == "template"
        return given


class TextForm(VersionForm):
    """The whole text, from the version the page was made from."""

    LONGEST = 500_000  # about 250 pages
    needed = ("text",)

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
    needed = ("text",)
    scripts = ("inspectorate/editor/start.js",)
    styles = ("inspectorate/css/editor.css",)

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        label="Text of the section",
        strip=False,
        required=False,
        help_text="Markdown, with the heading. A second heading of level 1 or 2 begins a section "
        "of its own; without its heading the section joins the one before it. Saved empty, it is "
        "taken out of the document.",
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

    def choose(self, key: str) -> None:
        """Begin with the claim of this key, where it may be chosen."""
        claim = self.fields["claim"]
        assert isinstance(claim, ClaimChoice)
        if key and claim.queryset is not None:
            claim.initial = claim.queryset.filter(key=key).first()


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


class RemarkForm(VersionForm):
    """Words of a section as they stood in a version of it; ``start`` where they were selected."""

    LONGEST = AMONG_OTHERS
    # But for words that come between others, which the editor points at.
    needed = ("quote",)

    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    quote = _area(
        "The words",
        3,
        help_text="Exactly as they are in the text, with its marks.",
        strip=False,
        required=False,
    )

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; words that were not selected are sought without the blanks
        around them.
        """
        given = super().arguments()
        quote = given["quote"].replace("\r\n", "\n")
        return {**given, "quote": quote if given["start"] is not None else quote.strip()}


class SuggestForm(RemarkForm):
    """Words in the place of others."""

    replacement = _area(
        "The words in their place",
        3,
        help_text="Nothing, where the words are to go. To add words, write those beside them too.",
        strip=False,
        required=False,
    )


class _SaidForm(ActForm):
    """What is said, how high it is marked, and to whom it is put."""

    LONGEST = AMONG_OTHERS

    text = _area("Your comment", 4, help_text="For the team alone: it leaves with no edition.")
    marking = MarkingField("Marking of the comment")
    mentions: forms.ModelMultipleChoiceField[Person] = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Put it to",
        help_text="It waits on them under “Your work”, and a mail tells them that something does.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mentions", remarks.readers(inspection))


class CommentForm(_SaidForm, RemarkForm):
    """A comment on words of a section."""

    field_order = ("key", "version", "start", "quote", "text", "marking", "mentions")


class AnswerForm(_SaidForm):
    """An answer to a comment, about the same words."""


class DeclineForm(ActForm):
    """Why suggested words are not taken."""

    LONGEST = AMONG_OTHERS

    reason = _area("Why not", 3, help_text="For whoever made the suggestion.", required=False)
