"""Reads of samples: forms, how far a sample is, its cases, and the shares that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Max, QuerySet

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.queries import criteria_to_judge
from inspectorate.foundation.people.models import Person

from ..models import (
    CaseAnswer,
    CaseDraw,
    CaseList,
    CaseReview,
    CaseSample,
    DrawnCase,
    MissingCase,
    ReviewForm,
    ReviewQuestion,
)
from ..queries import can
from ..verbs import FieldworkVerb
from .drawing import record_of
from .kinds import AnswerCode, DrawRule, Seeding
from .shares import ReadCase, ReadSample, Share, share_of


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case on the page of its sample: to be read, read, not had, or no longer needed."""

    case: DrawnCase
    review: CaseReview | None
    missing: MissingCase | None
    displaced: bool
    ever_read: bool

    @property
    def may_be_missing(self) -> bool:
        """Whether it can still be said that it cannot be had: nobody ever entered a review."""
        return self.waits and not self.ever_read

    @property
    def waits(self) -> bool:
        """Whether it is to be read and nobody has."""
        return self.review is None and self.missing is None and not self.displaced


@dataclass(frozen=True, slots=True)
class SampleState:
    """A sample with its newest list, its draw and how far its review is."""

    sample: CaseSample
    case_list: CaseList | None
    draw: CaseDraw | None
    reviewed: int
    wanted: int

    @property
    def takes_list(self) -> bool:
        """Whether the list may be closed: once alone where the body throws dice."""
        own_dice = Seeding(self.sample.seeding) is Seeding.BODY
        return self.draw is None and not (self.case_list and own_dice)

    @property
    def complete(self) -> bool:
        """Whether every case to be read is."""
        return self.draw is not None and self.reviewed == self.wanted


@dataclass(frozen=True, slots=True)
class QuestionShare:
    """A question with its share; ``body`` is empty where it is over all bodies together."""

    question: ReviewQuestion
    share: Share
    body: str = ""


@dataclass
class SampledCases:
    """The samples of an inspection that stand, each part read once: nine queries at most."""

    inspection: Inspection
    _shares: dict[tuple[int, str], Share] = field(default_factory=dict)

    @cached_property
    def forms(self) -> tuple[ReviewForm, ...]:
        rows = ReviewForm.objects.filter(inspection=self.inspection)
        return tuple(rows.prefetch_related("questions", "pooled__scope_body"))

    @cached_property
    def samples(self) -> tuple[CaseSample, ...]:
        return tuple(one for one in self._begun if not hasattr(one, "given_up"))

    @cached_property
    def _begun(self) -> tuple[CaseSample, ...]:
        """Every sample, those that were given up among them."""
        rows = CaseSample.objects.filter(form__inspection=self.inspection)
        return tuple(rows.select_related("scope_body", "given_up").defer("secret"))

    @cached_property
    def _draws(self) -> dict[int, CaseDraw]:
        rows = CaseDraw.objects.filter(case_list__sample__form__inspection=self.inspection)
        found = rows.select_related("case_list").defer("case_list__cases", "case_list__salt")
        return {one.case_list.sample_id: one for one in found}

    @cached_property
    def _cases(self) -> dict[int, list[DrawnCase]]:
        rows = DrawnCase.objects.filter(draw__case_list__sample__form__inspection=self.inspection)
        found: dict[int, list[DrawnCase]] = defaultdict(list)
        for one in rows.defer("ticket"):
            found[one.draw_id].append(one)
        return found

    @cached_property
    def _missing(self) -> tuple[frozenset[int], frozenset[int]]:
        """The cases that cannot be had, and those that stood in for one that was found."""
        rows = MissingCase.objects.filter(
            case__draw__case_list__sample__form__inspection=self.inspection
        ).values_list("case", "stands_in", "found")
        missing = frozenset(case for case, _, found in rows if found is None)
        # Missing again: what stood in before does so again.
        again = {case for case, one, found in rows if found is None and one is None}
        return missing, frozenset(
            one for case, one, found in rows if found is not None and case not in again and one
        )

    @cached_property
    def _answers(self) -> dict[int, dict[int, str]]:
        """By case, the standing answer to each question."""
        rows = CaseAnswer.objects.filter(
            review__withdrawal=None,
            review__case__draw__case_list__sample__form__inspection=self.inspection,
        )
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for case, question, answer in rows.order_by().values_list(
            "review__case", "question", "answer"
        ):
            found[case][question] = answer
        return found

    @cached_property
    def _newest(self) -> dict[int, int]:
        """By form, the newest review that stands: it rises whenever one is entered."""
        rows = CaseReview.objects.filter(
            withdrawal=None, case__draw__case_list__sample__form__inspection=self.inspection
        ).order_by()
        form = "case__draw__case_list__sample__form"
        return dict(rows.values_list(form).annotate(newest=Max("pk")))

    def question(self, code: str) -> ReviewQuestion | None:
        """The question spelt "2.3": the third of the second form."""
        for form in self.forms:
            for one in form.questions.all():
                if f"{form.number}.{one.number}" == code:
                    return one
        return None

    def called(self, question: ReviewQuestion) -> str:
        """What several of the cases that a question is asked of are called."""
        return next(one.called for one in self.forms if one.pk == question.form_id)

    def bodies_drawn(self, form: ReviewForm) -> dict[str, str]:
        """By code, the label of each body of which a sample is drawn on a form."""
        return {
            one.scope_body.code: one.scope_body.label
            for one in self.samples
            if one.form_id == form.pk and one.pk in self._draws
        }

    def read(self, question: ReviewQuestion, body: str = "") -> list[ReadSample]:
        """What was read on a question of one body, or of every body counted together."""
        form = next(one for one in self.forms if one.pk == question.form_id)
        codes = [body] if body else [one.scope_body.code for one in form.pooled.all()]
        held = {
            one.scope_body.code: one
            for one in self.samples
            if one.form_id == form.pk and one.pk in self._draws
        }
        return [self._read(question, held[code]) for code in codes if code in held]

    def _read(self, question: ReviewQuestion, sample: CaseSample) -> ReadSample:
        draw, code = self._draws[sample.pk], sample.scope_body.code
        to_read = self._to_read(draw)
        answered = [
            ReadCase(
                f"{code}/{case.stratum}",
                Fraction(case.chance),
                AnswerCode(self._answers[case.pk][question.pk]),
            )
            for case in to_read
            if question.pk in self._answers.get(case.pk, {})
        ]
        missing, _ = self._missing
        return ReadSample(
            code,
            DrawRule(draw.case_list.rule),
            dict(draw.populations),
            tuple(answered),
            waiting=len(to_read) - len(answered),
            missing=sum(case.pk in missing for case in self._cases[draw.pk]),
        )

    def _to_read(self, draw: CaseDraw) -> list[DrawnCase]:
        """The cases drawn that can be had, and those that stand in for others."""
        missing, displaced = self._missing
        return [one for one in self._cases[draw.pk] if one.pk not in missing | displaced]

    def share(self, question: ReviewQuestion, body: str = "") -> Share:
        """The share on a question, of one body's cases or of all that are counted together."""
        at = (question.pk, body)
        if at not in self._shares:
            read = self.read(question, body)
            form = next(one for one in self.forms if one.pk == question.form_id)
            wanted = 1 if body else len(form.pooled.all())
            found = share_of(read)
            if wanted > len(read) > 0:
                left = wanted - len(read)
                found = Share(reason=f"Of {left} of the {wanted} bodies nothing is drawn yet.")
            elif not body and not wanted:
                found = Share(reason="The form was not made to be counted over bodies together.")
            elif found.told:
                said = self._beside(question, {one.body for one in read}, of_one=bool(body))
                found = replace(found, warnings=(*found.warnings, *said))
            self._shares[at] = found
        return self._shares[at]

    def _beside(
        self, question: ReviewQuestion, bodies: Collection[str], *, of_one: bool
    ) -> Iterator[str]:
        """What is to be known of other samples that asked the same of the bodies of a share."""
        if given_up := self._given_up(question, bodies):
            drawn = "sample of this body was" if given_up == 1 else "samples of this body were"
            drawn = drawn if of_one else drawn.replace("this body", "these bodies")
            yield f"{given_up} {drawn} drawn and given up before."
        if others := self._stand_beside(question, bodies):
            stand = "sample stands" if others == 1 else "samples stand"
            yield f"{others} other {stand} beside it, on another form that asks the same."

    def _given_up(self, question: ReviewQuestion, bodies: Collection[str]) -> int:
        """How many samples of the bodies that asked the same were drawn and given up."""
        asked = self._asking(question)
        return sum(
            hasattr(one, "given_up")
            and one.pk in self._draws
            and one.form_id in asked
            and one.scope_body.code in bodies
            for one in self._begun
        )

    def _stand_beside(self, question: ReviewQuestion, bodies: Collection[str]) -> int:
        """How many drawn samples of the bodies on other forms ask the same, and stand."""
        asked = self._asking(question) - {question.form_id}
        return sum(
            one.pk in self._draws and one.form_id in asked and one.scope_body.code in bodies
            for one in self.samples
        )

    def _asking(self, question: ReviewQuestion) -> set[int]:
        """The form of a question, and others that ask it in the same words."""
        return {
            form.pk
            for form in self.forms
            for one in form.questions.all()
            if form.pk == question.form_id or same_question(one, question)
        }

    def reviews_behind(self, question: ReviewQuestion, body: str = "") -> str:
        """What the share rests on: a line that no review entered or taken back leaves as it was."""
        read = self.read(question, body)
        cases = sum(len(one.cases) for one in read)
        return f"{cases} reviewed, the newest review number {self._newest.get(question.form_id, 0)}"


def forms(person: Person, inspection: Inspection) -> Sequence[ReviewForm]:
    """The forms of an inspection; none for who is not of its team."""
    return SampledCases(inspection).forms if can(person, inspection, FieldworkVerb.SEE) else ()


def offered_questions(inspection: Inspection) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a form may ask, by criterion: its findings and what its grades look like.

    Each as the value a page sends and its words.
    """
    found = []
    for criterion in criteria_to_judge(inspection.framework_id):
        rows = [(f"f{one.pk}", one.text) for one in criterion.findings.all()]
        rows += [(f"c{one.pk}", one.text) for one in criterion.characteristics.all()]
        found.append((f"{criterion.ref} {criterion.name}", rows))
    return found


def same_question(one: ReviewQuestion, other: ReviewQuestion) -> bool:
    """Whether two questions are asked in the same words, whatever their letters and spaces."""
    return one.text.casefold().split() == other.text.casefold().split()


def asked_elsewhere(form: ReviewForm, scope_body: ScopeBody | None = None) -> list[str]:
    """Warn of samples that stand on other forms and ask the same, of one body or of any.

    Each as a sentence with what to do: whoever has two of one question can choose between them.
    Three queries.
    """
    others = CaseSample.objects.filter(form__inspection=form.inspection_id, given_up=None)
    others = others.exclude(form=form)
    if scope_body is not None:
        others = others.filter(scope_body=scope_body)
    asked = list(form.questions.all())
    return [
        f"A sample of {one.scope_body.label} stands on “{one.form.title}” and asks the same: "
        f"“{shared}” Whoever has two samples of one question can choose the figure that pleases. "
        "Go on with that one, or have it given up with the reason; the share says of each."
        for one in others.select_related("form", "scope_body").prefetch_related("form__questions")
        if (shared := _shared(asked, one.form))
    ]


def _shared(asked: Sequence[ReviewQuestion], form: ReviewForm) -> str:
    """The first question of a form that is among those ``asked``; empty where none is."""
    there = form.questions.all()
    return next((one.text for one in there if any(same_question(one, own) for own in asked)), "")


def states(
    person: Person, inspection: Inspection, form: ReviewForm | None = None
) -> list[SampleState]:
    """Every sample of an inspection, or of one form, given-up ones too, with how far it is."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return []
    rows = CaseSample.objects.filter(form__inspection=inspection)
    rows = rows if form is None else rows.filter(form=form)
    return [_state(one) for one in rows.select_related("form", "scope_body", "given_up")]


def sample(person: Person, inspection: Inspection, pk: int) -> CaseSample | None:
    """One sample; None where it is not seen."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return None
    rows = CaseSample.objects.filter(form__inspection=inspection, pk=pk)
    return rows.select_related("form__inspection", "scope_body__body", "given_up").first()


def case(person: Person, inspection: Inspection, pk: int) -> DrawnCase | None:
    """One case drawn; None where it is not seen."""
    if not can(person, inspection, FieldworkVerb.SEE):
        return None
    rows = DrawnCase.objects.filter(draw__case_list__sample__form__inspection=inspection, pk=pk)
    return rows.select_related(
        "draw__case_list__sample__form__inspection", "draw__case_list__sample__scope_body__body"
    ).first()


def _state(sample: CaseSample) -> SampleState:
    lists = sample.lists.select_related("draw").defer("cases", "salt").order_by("-number")
    case_list = lists.first()
    draw = getattr(case_list, "draw", None)
    if draw is None:
        return SampleState(sample, case_list, None, 0, case_list.wanted if case_list else 0)
    rows = [one for one in cases_of(draw) if not one.displaced and one.missing is None]
    return SampleState(
        sample, case_list, draw, sum(one.review is not None for one in rows), len(rows)
    )


def state_of(sample: CaseSample) -> SampleState:
    """How far one sample is."""
    return _state(sample)


def cases_of(draw: CaseDraw) -> list[CaseRow]:
    """The cases of a draw, those that stand in for others among them, in the order of the draw."""
    rows = list(draw.cases.select_related("instead_of__case", "instead_of__found"))
    missing = {
        one.case_id: one
        for one in MissingCase.objects.filter(case__draw=draw, found=None).select_related("by")
    }
    reviews = CaseReview.objects.filter(case__draw=draw).select_related("by", "withdrawal")
    entered = list(reviews.prefetch_related("answers__question"))
    by_case = {one.case_id: one for one in entered if not hasattr(one, "withdrawal")}
    ever_read = {one.case_id for one in entered}
    return [
        CaseRow(
            one,
            by_case.get(one.pk),
            missing.get(one.pk),
            _displaced(one, missing),
            one.pk in ever_read,
        )
        for one in rows
    ]


def _displaced(one: DrawnCase, missing: Mapping[int, MissingCase]) -> bool:
    """Whether the case that ``one`` stood in for was found, and is not missing again."""
    if not hasattr(one, "instead_of") or not hasattr(one.instead_of, "found"):
        return False
    again = missing.get(one.instead_of.case_id)
    return again is None or again.stands_in_id is not None


def shares(person: Person, form: ReviewForm, body: str = "") -> list[QuestionShare]:
    """Each question of a form with its share of one body's cases, or of all counted together."""
    if not can(person, form.inspection, FieldworkVerb.SEE):
        return []
    found = SampledCases(form.inspection)
    return [QuestionShare(one, found.share(one, body), body) for one in form.questions.all()]


def record(draw: CaseDraw) -> Mapping[str, Any]:
    """What a body checks the draw with on its own list."""
    return record_of(draw)


def waiting_cases(draw: CaseDraw) -> QuerySet[DrawnCase]:
    """The cases of a draw that nobody has reviewed, in order, for the next to be offered."""
    keys = [one.case.pk for one in cases_of(draw) if one.waits]
    return draw.cases.filter(pk__in=keys)
