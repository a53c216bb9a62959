"""Forms of samples: what is asked, the list, the draw, the review of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.crypto import salted_hmac

from inspectorate.domain.fieldwork.models import ReviewForm
from inspectorate.domain.fieldwork.samples import queries
from inspectorate.domain.fieldwork.samples.kinds import AnswerCode, DrawRule, Seeding, Unit
from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.spreadsheets import reading
from inspectorate.foundation.spreadsheets.reading import Faults

from ...act_forms import ActForm, offer, offer_choices

Question = tuple[Criterion, str]


def _of_key(form: ActForm, purpose: str) -> str:
    """64 figures that nobody guesses, the same each time where a form is sent twice."""
    key = form.cleaned_data["key"]
    return salted_hmac(f"inspectorate.samples.{purpose}", key, algorithm="sha256").hexdigest()


class ReviewFormForm(ActForm):
    """What is asked of each case: points of the framework, and questions of one's own."""

    title = forms.CharField(max_length=160, label="Name of the review")
    unit = forms.ChoiceField(choices=Unit.choices, widget=forms.RadioSelect, label="What is drawn")
    called = forms.CharField(
        max_length=60,
        label="What several of them are called in print",
        help_text="Such as files, officers or interviews.",
    )
    questions = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Questions from the framework, each answered with yes or no",
    )
    own = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Questions of your own",
        help_text="One a line, with its criterion first: 1.1: Does the file hold a plan?",
    )
    pooled = forms.ModelMultipleChoiceField(
        queryset=ScopeBody.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Counted together over these bodies",
        help_text="Named before anything is drawn. None where each body stands for itself.",
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria_to_judge(inspection.framework_id))
        self.offered: dict[str, Question] = {}
        for criterion in self.criteria:
            for finding in criterion.findings.all():
                self.offered[f"finding-{finding.pk}"] = (criterion, finding.text)
            for one in criterion.characteristics.all():
                self.offered[f"characteristic-{one.pk}"] = (criterion, one.text)
        choices = [(code, f"{of.ref}: {text}") for code, (of, text) in self.offered.items()]
        offer_choices(self, "questions", choices)
        offer(self, "pooled", inspections.scope(inspection))

    def clean_own(self) -> list[Question]:
        """Read each line as a question on a criterion, naming the line that is none."""
        found: list[Question] = []
        for number, line in enumerate(self.cleaned_data["own"].splitlines(), start=1):
            if not line.strip():
                continue
            ref, _, text = line.partition(":")
            named = [one for one in self.criteria if one.ref == ref.strip()]
            if len(named) != 1 or not text.strip():
                refs = ", ".join(one.ref for one in self.criteria)
                what = f"Line {number} does not begin with a criterion and a colon. Use: {refs}."
                self.add_error("own", what)
                continue
            found.append((named[0], text.strip()))
        return found

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        chosen = [self.offered[code] for code in given["questions"]]
        return {
            **{name: given[name] for name in ("title", "unit", "called")},
            "questions": [*chosen, *given["own"]],
            "pooled": list(given["pooled"]),
        }


class BeginForm(ActForm):
    """A sample to begin: of which body, and where its seed comes from."""

    scope_body = forms.ModelChoiceField(queryset=ScopeBody.objects.none(), label="Body")
    seeding = forms.ChoiceField(
        choices=Seeding.choices,
        widget=forms.RadioSelect,
        initial=Seeding.COMMIT,
        label="Where the seed comes from",
    )

    def __init__(self, *args: Any, form: ReviewForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = inspections.scope(form.inspection)
        pooled = [one.scope_body_id for one in form.pooled.all()]
        offer(self, "scope_body", bodies.filter(pk__in=pooled) if pooled else bodies)

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "secret": _of_key(self, "seed")}


class ListForm(ActForm):
    """The list that is drawn from, and how."""

    rule = forms.ChoiceField(
        choices=DrawRule.choices, widget=forms.RadioSelect, label="How cases are drawn"
    )
    wanted = forms.IntegerField(
        label="How many are drawn", widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    references = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        label="References, one a row",
        help_text="Codes alone: no name, day of birth, address or number of a person. Beside each, "
        "after a comma, its stratum or its size where cases are drawn by them.",
    )
    file = forms.FileField(required=False, label="Or a file of them, as text or CSV")
    needed = ("references",)

    def clean(self) -> dict[str, Any]:
        """Take the references from the file where one is sent."""
        given: dict[str, Any] = super().clean() or {}
        file = given.get("file")
        if file is None and not given.get("references", "").strip():
            self.add_error("references", "Paste the references, or choose a file.")
        elif file is not None and given.get("references", "").strip():
            self.add_error("file", "References are pasted and sent as a file. Send one of both.")
        elif file is not None:
            try:
                content = file.read(reading.LIMIT_BYTES)
                given["references"] = reading.decoded(content, Faults(file.name))
            except Refused as refusal:
                for reason in refusal.reasons:
                    self.add_error("file", f"{reason.text} {reason.mend}")
        return given

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given.pop("file")
        return {**given, "salt": _of_key(self, "salt")}


class DrawForm(ActForm):
    """What the body adds of its own."""

    body_number = forms.CharField(
        required=False, max_length=200, label="A number of the body's own"
    )

    def __init__(self, *args: Any, dice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body_number"]
        if dice:
            field.required = True
            field.label = "The dice that the body threw"
            field.help_text = "Twenty figures from 1 to 6 or more, in the order thrown."
        else:
            field.help_text = (
                "Anything the body chooses now that its list is closed; then neither side alone "
                "can know what is drawn."
            )


class CaseForm(ActForm):
    """Every question on a case, each with where the notes on it lie."""

    def __init__(self, *args: Any, form: ReviewForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(form.questions.select_related("criterion"))
        for one in self.questions:
            self.fields[f"answer_{one.number}"] = forms.ChoiceField(
                choices=AnswerCode.choices,
                widget=forms.RadioSelect,
                label=f"{one.number}. {one.text}",
                help_text=f"Criterion {one.criterion.ref}",
            )
            self.fields[f"note_{one.number}"] = forms.CharField(
                required=False, max_length=60, label=f"Where your notes on {one.number} lie"
            )

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        numbers = [one.number for one in self.questions]
        return {
            "answers": {number: given[f"answer_{number}"] for number in numbers},
            "notes": {number: given[f"note_{number}"] for number in numbers},
        }


class WhyForm(ActForm):
    """Why."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="Reason")


def progress(state: queries.SampleState) -> str:
    """How far a sample is, in words."""
    if state.case_list is None:
        return "Waits for the list"
    if state.draw is None:
        return "Waits to be drawn"
    return f"{state.reviewed} of {state.wanted} reviewed"
