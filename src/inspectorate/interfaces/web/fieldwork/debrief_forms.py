"""The form of a hot debrief: evidence to tick, put into words, and who heard it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from inspectorate.domain.evidence.kinds import Direction
from inspectorate.domain.evidence.models import Arrival, Item
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments.debriefs import queries
from inspectorate.domain.judgments.debriefs.models import LONGEST_HEARD_BY, Telling
from inspectorate.domain.judgments.debriefs.telling import TellableCell
from inspectorate.domain.judgments.models import Submission
from inspectorate.domain.judgments.received.said import DebriefSaid
from inspectorate.foundation.reasons.reasons import Reason

from ...act_forms import ActForm, MarkingField, VersionForm, offer_choices
from .forms import day, text

# The side of an item, as a debrief tells it.
SIDES = {
    Direction.SUPPORTS: "Strengths",
    Direction.CONTRADICTS: "Concerns",
    Direction.NEUTRAL: "Not yet clear",
}
_SHOWN, _SAID = 220, 160


# A debrief note that waits, and what it says.
type OfferedNote = tuple[Arrival, DebriefSaid]
# A judgment of the body, what of it would be told, and why it may not be.
type Offered = tuple[TellableCell, Submission, list[Reason]]


def _choices(tell: Sequence[Offered]) -> list[tuple[str, str]]:
    """The grades that may be told now, each by the key of its submission."""
    return [
        (str(said.pk), f"{cell.criterion}: {said.grade}")
        for cell, said, against in tell
        if not against
    ]


# A grade that was chosen, and is none of those offered any more.
GONE = "A grade that was chosen and may not be told any more"


def _with_gone(tell: Sequence[Offered], sent: Iterable[str]) -> list[tuple[str, str]]:
    """The choices, with those that were ``sent`` and may not be told any more: what was chosen
    stays chosen until its sender takes it out, and the act says why it may not be told.
    """
    offered = _choices(tell)
    known = {str(said.pk): f"{cell.criterion}: {said.grade}" for cell, said, _ in tell}
    there = {value for value, _ in offered}
    return [*offered, *((one, known.get(one, GONE)) for one in sent if one not in there)]


def _chosen(form: ActForm, field: str, body: ScopeBody, sent: Sequence[str]) -> list[Submission]:
    """The submissions that were ``sent``, whether they may be told or not; where one is none of
    this body, that is an error of ``field``.
    """
    keys = [int(one) for one in sent if one.isdecimal() and len(one) < 19]
    found = queries.submissions_of(body, keys)
    if len(found) != len(set(sent)):
        form.add_error(field, "A judgment that was chosen does not exist here. Leave it out.")
    return found


class TellForm(ActForm):
    """A grade that a body was told after its debrief, and the day."""

    submission = forms.ChoiceField(
        widget=forms.RadioSelect, label="Provisional grade that the body was told"
    )
    told_on = day("Day on which it was told")

    def __init__(self, *args: Any, body: ScopeBody, tell: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        sent = [one for one in [self["submission"].data] if self.is_bound and one]
        offer_choices(self, "submission", _with_gone(tell, sent))

    @property
    def offers(self) -> bool:
        """Is there a grade to choose, or one that was chosen?"""
        return bool(self.fields["submission"].choices)  # type: ignore[attr-defined]

    def clean_submission(self) -> Submission | None:
        """What was chosen; whether it may be told, the act says."""
        chosen = _chosen(self, "submission", self.body, [self.cleaned_data["submission"]])
        return chosen[0] if chosen else None


class TellingForm(ActForm):
    """Whether and when provisional grades are told, and why."""

    telling = forms.ChoiceField(
        choices=Telling.choices, widget=forms.RadioSelect, label="Provisional grades are told"
    )
    reason = text("Reason", 2)


class NotToldForm(ActForm):
    """Why a grade was not told after all."""

    reason = text("Why it was not told after all", 2)


class _SourcesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Evidence of the visit, each named by its number, its side and its first words.

    What was sent and is none of it is ``unknown``.
    """

    unknown: Collection[int] = ()

    def clean(self, value: Any) -> Any:
        sent = [one for one in value or () if str(one).isdecimal() and len(str(one)) < 19]
        assert self.queryset is not None
        known = set(self.queryset.values_list("pk", flat=True))
        self.unknown = [int(one) for one in sent if int(one) not in known]
        return super().clean([one for one in sent if int(one) in known])

    def label_from_instance(self, obj: Item) -> str:
        side = SIDES[Direction(obj.direction)].lower()
        return f"{obj.ref} ({side}): {_cut(obj.words, _SHOWN)}"


class EndForm(VersionForm):
    """The hot debrief of a visit: the evidence it is made from, what was said, who heard it."""

    debrief = text(
        "Hot debrief",
        10,
        help_text="What was said on the day. The body sees it, marked provisional.",
    )
    heard_by = forms.CharField(
        max_length=LONGEST_HEARD_BY,
        label="Who of the body heard it, by role",
        help_text="As “Chief officer and two heads of department”. No person's name.",
    )
    said_on = day("Day on which it was said")
    marking = MarkingField(
        "Marking of the debrief", "Marked above Official it is not shown to the body."
    )
    note = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        body: ScopeBody,
        evidence: QuerySet[Item],
        tell: Sequence[Offered],
        gone: Callable[[Collection[int]], Sequence[str]],
        notes: Sequence[Arrival] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items, self.body, self.gone = list(evidence), body, gone
        self.notes = {one.number: one for one in notes}
        cited = _SourcesField(
            queryset=evidence,
            label="Evidence of the visit that it rests on",
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields = {"cited": cited, **self.fields}
        sent = forms.CheckboxSelectMultiple().value_from_datadict(
            self.data, self.files, self.add_prefix("told")
        )
        before = sent if self.is_bound else self.initial.get("told", ())
        # What was ticked is never dropped: where it may not be told any more, that is said.
        if choices := _with_gone(tell, dict.fromkeys(before)):
            self.fields["told"] = forms.MultipleChoiceField(
                choices=choices,
                label="Provisional grades that the body was told",
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean_cited(self) -> list[Item]:
        """The evidence that was ticked; of what is no longer relied on, it is said what became."""
        field, cited = self.fields["cited"], list(self.cleaned_data["cited"])
        assert isinstance(field, _SourcesField)
        if field.unknown:
            said = "; ".join(self.gone(field.unknown)) or "Evidence that was ticked is not here"
            self.add_error(
                "cited",
                f"{said}. It is ticked no more: take it out of the words, and send them again.",
            )
        return cited

    def clean_told(self) -> list[Submission]:
        """The judgments that were ticked; whether their grades may be told, the act says."""
        return _chosen(self, "told", self.body, self.cleaned_data["told"])

    def clean_note(self) -> Arrival | None:
        """The debrief note that it was written from: one that waits, or that this visit was ended
        with, where the same is sent again. Where it waits no more otherwise, that is said.
        """
        number = self.cleaned_data["note"]
        if number is None or number in self.notes:
            return self.notes.get(number)
        text = "The debrief note that was chosen does not wait any more. Send it again without it."
        self.add_error(None, text)
        # What was typed stays; sent again, it is sent without the note.
        assert isinstance(self.data, QueryDict)
        sent = self.data.copy()
        sent[self.add_prefix("note")] = ""
        self.data = sent
        return None

    def arguments(self) -> dict[str, Any]:
        sent = super().arguments()
        note = sent.pop("note", None)
        return {**sent, "told": sent.get("told", []), **({"note": note} if note else {})}

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The tick boxes by the criterion that their evidence speaks to first."""
        by_key = {str(one.pk): one for one in self.items}
        found: dict[str, list[Any]] = defaultdict(list)
        for box in self["cited"]:
            found[_about(by_key[str(box.data["value"])])].append(box)
        return sorted(found.items())


def _about(item: Item) -> str:
    criteria = sorted(item.criteria.all(), key=lambda one: (one.area.order, one.order))
    return str(criteria[0]) if criteria else "On no criterion"


def in_words(words: str, ticked: Iterable[Item]) -> str:
    """``words`` with a line for each ticked item that they do not name yet, under its side.

    What was typed stays as it was typed; a heading that stands already is not written again.
    """
    told = words.rstrip()
    for side, heading in SIDES.items():
        lines = [_line(one) for one in ticked if one.direction == side and one.ref not in words]
        if lines:
            told = _under(told, heading, lines)
    return told


def _under(told: str, heading: str, lines: Sequence[str]) -> str:
    """Put lines at the end of what stands under a heading, or under it at the end of all."""
    rows = told.splitlines()
    if heading not in rows:
        return "\n".join([*([*rows, ""] if rows else []), heading, *lines])
    at = rows.index(heading) + 1
    while at < len(rows) and rows[at].strip():
        at += 1
    return "\n".join([*rows[:at], *lines, *rows[at:]])


def _line(item: Item) -> str:
    return f"- {item.ref}: {_cut(item.words, _SAID)}"


def _cut(words: str, longest: int) -> str:
    plain = " ".join(words.split())
    return f"{plain[:longest]}…" if len(plain) > longest else plain
