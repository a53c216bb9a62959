"""The only writers of samples: form, begin, close the list, draw, review, replace, give up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if
from inspectstats.sampling import commitment

from ..models import (
    CaseAnswer,
    CaseDraw,
    CaseList,
    CaseReview,
    CaseReviewWithdrawal,
    CaseSample,
    DrawnCase,
    FoundCase,
    MissingCase,
    PooledBody,
    ReviewForm,
    ReviewQuestion,
    SampleEnd,
)
from ..permissions import TABLE
from ..verbs import FieldworkVerb
from . import drawing, policies
from .kinds import DrawRule, Seeding
from .references import ReadList, read_list
from .standing import newest_list


@action(FieldworkVerb.MAKE_REVIEW_FORM, streams=lambda *, inspection, **_: [inspection.stream])
def make_form(
    *,
    by: Person,
    at: datetime,
    key: str,
    inspection: Inspection,
    title: str,
    unit: str,
    called: str,
    questions: Sequence[tuple[Criterion, str]],
    pooled: Sequence[ScopeBody] = (),
) -> ReviewForm:
    """Say what is asked of each case, each question on a criterion, before anything is drawn.

    ``pooled`` are the bodies over whose cases it is counted together; none where each body stands
    for itself.
    """
    require(by, inspection, TABLE, FieldworkVerb.MAKE_REVIEW_FORM)
    refuse_if(policies.formable(inspection, title, unit, called, questions, pooled))
    form = ReviewForm.objects.create(
        inspection=inspection,
        number=inspection.review_forms.count() + 1,
        title=title.strip(),
        unit=unit,
        called=called.strip(),
        by=by,
        at=at,
    )
    ReviewQuestion.objects.bulk_create(
        [
            ReviewQuestion(form=form, number=number, text=text.strip(), criterion=criterion)
            for number, (criterion, text) in enumerate(questions, start=1)
        ]
    )
    PooledBody.objects.bulk_create([PooledBody(form=form, scope_body=one) for one in pooled])
    detail = {"number": form.number, "questions": len(questions), "pooled": len(pooled)}
    write(of=form, stream=inspection.stream, detail=detail)
    return form


@action(FieldworkVerb.BEGIN_SAMPLE, streams=lambda *, form, **_: [form.inspection.stream])
def begin(
    *,
    by: Person,
    at: datetime,
    key: str,
    form: ReviewForm,
    scope_body: ScopeBody,
    seeding: str,
    secret: str,
) -> CaseSample:
    """Begin a sample of a body before its list is known.

    ``secret`` is the seed as the door made it; only its digest is told until the draw.
    """
    require(by, form.inspection, TABLE, FieldworkVerb.BEGIN_SAMPLE)
    refuse_if(policies.beginnable(form, scope_body, seeding, secret))
    ours = Seeding(seeding) is Seeding.COMMIT
    sample = CaseSample.objects.create(
        form=form,
        scope_body=scope_body,
        number=form.samples.filter(scope_body=scope_body).count() + 1,
        seeding=seeding,
        commitment=commitment(secret) if ours else "",
        secret=secret if ours else "",
        by=by,
        at=at,
    )
    detail = {"form": form.number, "scope_body": scope_body.pk, "seeding": sample.seeding}
    write(of=sample, stream=form.inspection.stream, detail=detail)
    return sample


@action(FieldworkVerb.CLOSE_LIST, streams=lambda *, sample, **_: [sample.inspection.stream])
def close_list(
    *,
    by: Person,
    at: datetime,
    key: str,
    sample: CaseSample,
    references: str,
    rule: str,
    wanted: int,
    salt: str,
) -> CaseList:
    """Close the list that a sample is drawn from: ``wanted`` of it, by a rule.

    Before the draw it may be listed anew, but where the body throws dice; what was closed before
    stays on record. ``salt`` is made
    by the door, so that nobody guesses references from the digest.
    """
    require(by, sample.inspection, TABLE, FieldworkVerb.CLOSE_LIST)
    known = rule in DrawRule.values
    read = read_list(references, DrawRule(rule)) if known else ReadList()
    cases = list(read.cases)
    refuse_if(policies.listable(sample, rule, wanted, read, cases))
    made = CaseList.objects.create(
        sample=sample,
        number=sample.lists.count() + 1,
        rule=rule,
        wanted=wanted,
        cases=drawing.stored(cases),
        salt=salt,
        frame_sha256=drawing.digest_of(cases, salt),
        by=by,
        at=at,
    )
    detail = {"cases": len(cases), "wanted": wanted, "rule": rule}
    write(of=made, stream=sample.inspection.stream, detail=detail)
    return made


@action(FieldworkVerb.DRAW_CASES, streams=lambda *, sample, **_: [sample.inspection.stream])
def draw(
    *, by: Person, at: datetime, key: str, sample: CaseSample, body_number: str = ""
) -> CaseDraw:
    """Draw the cases: the seed is revealed, and follows from the list and what came after it.

    ``body_number`` is what the body adds of its own, or the dice it threw.
    """
    require(by, sample.inspection, TABLE, FieldworkVerb.DRAW_CASES)
    refuse_if(policies.drawable(sample, body_number))
    case_list = newest_list(sample)
    assert case_list is not None  # the policy asked
    given = body_number.strip()
    seed = drawing.seed_of(case_list, given)
    drawn = drawing.drawn_from(
        case_list, seed, drawing.sizes_of(drawing.cases_of(case_list), case_list.wanted)
    )
    made = CaseDraw.objects.create(
        case_list=case_list,
        revealed=sample.secret,
        body_number=given,
        seed=seed,
        method=drawn.method,
        sizes=dict(drawn.sizes),
        populations=dict(drawn.populations),
        by=by,
        at=at,
    )
    DrawnCase.objects.bulk_create(
        [
            DrawnCase(
                draw=made,
                stratum=one.stratum,
                place=one.place,
                ref=one.id,
                ticket=one.ticket,
                chance=str(one.chance),
                certain=one.certain,
            )
            for one in drawn.drawn
        ]
    )
    detail = {"drawn": len(drawn.drawn), "of": len(case_list.cases)}
    write(of=made, stream=sample.inspection.stream, detail=detail)
    return made


@action(FieldworkVerb.REVIEW_CASE, streams=lambda *, case, **_: [_stream(case)])
def review(
    *,
    by: Person,
    at: datetime,
    key: str,
    case: DrawnCase,
    answers: Mapping[int, str],
    notes: Mapping[int, str],
) -> CaseReview:
    """Answer every question on a case; ``notes`` refer to where one's notes lie.

    Both are by the number of the question.
    """
    inspection = case.draw.case_list.sample.inspection
    require(by, inspection, TABLE, FieldworkVerb.REVIEW_CASE)
    refuse_if(policies.reviewable(case, by, answers, notes))
    made = CaseReview.objects.create(case=case, by=by, at=at)
    CaseAnswer.objects.bulk_create(
        [
            CaseAnswer(
                review=made,
                question=question,
                answer=answers[question.number],
                note=notes.get(question.number, "").strip(),
            )
            for question in case.draw.case_list.sample.form.questions.all()
        ]
    )
    write(of=made, stream=inspection.stream, detail={"case": case.pk})
    return made


@action(FieldworkVerb.TAKE_REVIEW_BACK, streams=lambda *, review, **_: [_stream(review.case)])
def take_review_back(
    *, by: Person, at: datetime, key: str, review: CaseReview, reason: str
) -> CaseReviewWithdrawal:
    """Take a review back, with the reason; the case waits to be reviewed again."""
    inspection = review.case.draw.case_list.sample.inspection
    require(by, inspection, TABLE, FieldworkVerb.TAKE_REVIEW_BACK)
    refuse_if(policies.review_returnable(review, reason))
    made = CaseReviewWithdrawal.objects.create(review=review, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=inspection.stream, detail={"case": review.case_id})
    return made


@action(FieldworkVerb.REPLACE_CASE, streams=lambda *, case, **_: [_stream(case)])
def replace(*, by: Person, at: datetime, key: str, case: DrawnCase, reason: str) -> MissingCase:
    """Say that a case cannot be had, and why; the next in the order of the draw stands in.

    Where the list has no other, nothing does, and one case fewer is read. A case that was found and
    is missing again has the same stand-in as before, so that nobody chooses among several.
    """
    inspection = case.draw.case_list.sample.inspection
    require(by, inspection, TABLE, FieldworkVerb.REPLACE_CASE)
    refuse_if(policies.replaceable(case, reason))
    taken = set(case.draw.cases.values_list("ref", flat=True))
    spare = (one for one in drawing.in_order(case.draw, case.stratum) if one.id not in taken)
    before = case.not_had.exclude(stands_in=None).exists()
    stands_in = None if before else next(spare, None)
    row = stands_in and DrawnCase.objects.create(
        draw=case.draw,
        stratum=stands_in.stratum,
        place=stands_in.place,
        ref=stands_in.id,
        ticket=stands_in.ticket,
        chance=str(stands_in.chance),
    )
    made = MissingCase.objects.create(case=case, stands_in=row, reason=reason.strip(), by=by, at=at)
    detail = {"case": case.pk, "replaced": before or stands_in is not None}
    write(of=made, stream=inspection.stream, detail=detail)
    return made


@action(FieldworkVerb.FIND_CASE, streams=lambda *, missing, **_: [_stream(missing.case)])
def find(*, by: Person, at: datetime, key: str, missing: MissingCase, reason: str) -> FoundCase:
    """Say that a case which could not be had was found: it is read, and what stood in is not."""
    inspection = missing.case.draw.case_list.sample.inspection
    require(by, inspection, TABLE, FieldworkVerb.FIND_CASE)
    refuse_if(policies.findable(missing, reason))
    made = FoundCase.objects.create(not_had=missing, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=inspection.stream, detail={"case": missing.case_id})
    return made


@action(FieldworkVerb.GIVE_UP_SAMPLE, streams=lambda *, sample, **_: [sample.inspection.stream])
def give_up(*, by: Person, at: datetime, key: str, sample: CaseSample, reason: str) -> SampleEnd:
    """Give a sample up, with the reason; it stays, drawn or not, and counts for nothing."""
    require(by, sample.inspection, TABLE, FieldworkVerb.GIVE_UP_SAMPLE)
    refuse_if(policies.endable(sample, reason))
    made = SampleEnd.objects.create(sample=sample, reason=reason.strip(), by=by, at=at)
    write(of=made, stream=sample.inspection.stream, detail={"form": sample.form.number})
    return made


def _stream(case: DrawnCase) -> str:
    return case.draw.case_list.sample.inspection.stream
