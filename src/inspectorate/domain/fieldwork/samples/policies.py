"""May a form be made, a sample be begun, listed, drawn, reviewed now? Each with its reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectstats.records import InputError
from inspectstats.sampling import Case, commitment

from ..models import CaseList, CaseReview, CaseSample, DrawnCase, MissingCase, ReviewForm
from ..reasons import FieldworkReason
from ..verbs import FieldworkVerb
from .drawing import seed_of, sizes_of
from .kinds import AnswerCode, DrawRule, Seeding, Unit
from .references import ReadList, note_tells_of_a_person
from .standing import newest_list, standing_review, stands

MOST_QUESTIONS = 30
MOST_DRAWN = 1_000


def formable(
    inspection: Inspection,
    title: str,
    unit: str,
    called: str,
    questions: Sequence[tuple[Criterion, str]],
    pooled: Sequence[ScopeBody],
) -> list[Reason]:
    """Require a title, what the cases are called, questions on criteria, and bodies in scope."""
    found = [
        *inspections.reasons_over(inspection),
        *storable(title, "title", needed=True, limit=160),
        *storable(called, "called", needed=True, limit=60),
    ]
    if unit not in Unit.values:
        text = f"There is no unit {unit[:40]!r}."
        mend = Mend.words(f"Choose one of: {', '.join(Unit.values)}.")
        found.append(Reason(FieldworkReason.UNIT_UNKNOWN, text, mend, "unit"))
    if not questions:
        text = "The form asks nothing."
        mend = Mend.words("Choose a question, or write one of your own.")
        found.append(Reason(FieldworkReason.QUESTIONS_MISSING, text, mend, "questions"))
    if len(questions) > MOST_QUESTIONS:
        text = f"The form has {len(questions)} questions; at most {MOST_QUESTIONS} are taken."
        mend = Mend.words("Make a second form for the rest.")
        found.append(Reason(FieldworkReason.QUESTIONS_MISSING, text, mend, "questions"))
    for criterion, text in questions:
        found += storable(text, "questions", needed=True, limit=600)
        if criterion.area.framework_id != inspection.framework_id:
            what = "A criterion is not in the framework of this inspection."
            code = FieldworkReason.CRITERION_OF_ANOTHER_FRAMEWORK
            found.append(
                Reason(code, what, Mend.words("Choose criteria of its framework."), "questions")
            )
    if any(body.inspection_id != inspection.pk for body in pooled):
        found.append(_out_of_scope("pooled"))
    return found


def beginnable(form: ReviewForm, scope_body: ScopeBody, seeding: str, secret: str) -> list[Reason]:
    """Require a body in scope without a sample that stands, and a seed that nobody can guess."""
    found = inspections.reasons_over(form.inspection)
    if scope_body.inspection_id != form.inspection_id:
        found.append(_out_of_scope("scope_body"))
    pooled = {one.scope_body_id for one in form.pooled.all()}
    if pooled and scope_body.pk not in pooled:
        text = f"{scope_body.label} is not one of the bodies over which the form counts together."
        mend = Mend.by(FieldworkVerb.MAKE_REVIEW_FORM, "Make a form of its own for this body.")
        found.append(Reason(FieldworkReason.NOT_POOLED, text, mend, "scope_body"))
    if seeding not in Seeding.values:
        text = f"There is no such way to seed a draw: {seeding[:40]!r}."
        mend = Mend.words(f"Choose one of: {', '.join(Seeding.values)}.")
        found.append(Reason(FieldworkReason.SEEDING_UNKNOWN, text, mend, "seeding"))
    if len(secret) < 32:
        text = "The seed is so short that it could be guessed."
        mend = Mend.words("Let the page make it.")
        found.append(Reason(FieldworkReason.SEED_WRONG, text, mend, "seeding"))
    if any(stands(one) for one in form.samples.filter(scope_body=scope_body)):
        text = f"A sample of {scope_body.label} was begun on this form, and stands."
        mend = Mend.by(FieldworkVerb.GIVE_UP_SAMPLE, "Go on with it, or have it given up.")
        found.append(Reason(FieldworkReason.SAMPLE_STANDS, text, mend, "scope_body"))
    return found


def listable(
    sample: CaseSample, rule: str, wanted: int, read: ReadList, cases: list[Case]
) -> list[Reason]:
    """Require a sample that is not drawn yet, a list without a fault, and no more than there are.

    ``read`` is what was pasted, ``cases`` what of it was taken.
    """
    found = [*_standing(sample), *read.reasons]
    if _drawn(sample):
        text = "The sample is drawn, so its list is closed."
        mend = Mend.by(FieldworkVerb.GIVE_UP_SAMPLE, "Give the sample up and begin another.")
        return [*found, Reason(FieldworkReason.ALREADY_DRAWN, text, mend, "references")]
    if Seeding(sample.seeding) is Seeding.BODY and newest_list(sample) is not None:
        # Whoever knows the dice could close it again and again until the draw pleases.
        text = "The list is closed, and the dice of the body may be known."
        mend = Mend.by(FieldworkVerb.GIVE_UP_SAMPLE, "Give the sample up and begin another.")
        return [*found, Reason(FieldworkReason.LIST_CLOSED, text, mend, "references")]
    if rule not in DrawRule.values:
        text = f"There is no rule of drawing {rule[:40]!r}."
        mend = Mend.words(f"Choose one of: {', '.join(DrawRule.values)}.")
        found.append(Reason(FieldworkReason.RULE_UNKNOWN, text, mend, "rule"))
    if not 1 <= wanted <= MOST_DRAWN:
        text = f"{wanted:,} cases cannot be drawn."
        mend = Mend.words(f"Draw at least one and at most {MOST_DRAWN:,}.")
        found.append(Reason(FieldworkReason.SIZE_WRONG, text, mend, "wanted"))
    elif cases and wanted > len(cases):
        text = f"{wanted:,} are wanted, and the list has {len(cases):,}."
        mend = Mend.words("Draw at most all there are.")
        found.append(Reason(FieldworkReason.SIZE_WRONG, text, mend, "wanted"))
    elif cases:
        try:
            sizes_of(cases, wanted)
        except InputError:
            strata = len({case.stratum for case in cases})
            text = f"{wanted} cases cannot give each of {strata} strata two."
            mend = Mend.words(f"Draw {2 * strata} at least, or name fewer strata.")
            found.append(Reason(FieldworkReason.SIZE_WRONG, text, mend, "wanted"))
    return found


def drawable(sample: CaseSample, body_number: str) -> list[Reason]:
    """Require a closed list that is not drawn from yet, and the dice where the body throws them."""
    found = [*_standing(sample), *storable(body_number, "body_number", limit=200)]
    case_list = newest_list(sample)
    if case_list is None:
        text = "The list of cases is not here yet."
        mend = Mend.by(FieldworkVerb.CLOSE_LIST, "Paste the list first.", sample)
        return [*found, Reason(FieldworkReason.LIST_MISSING, text, mend)]
    if _drawn(sample):
        text = "The sample is drawn already."
        mend = Mend.by(FieldworkVerb.REVIEW_CASE, "Review the cases drawn.")
        return [*found, Reason(FieldworkReason.ALREADY_DRAWN, text, mend)]
    if _without_its_seed(sample):
        text = "The seed of which the digest was told is not here: it leaves in no binder."
        told = "Draw where the sample was begun, or give it up here and begin another."
        mend = Mend.by(FieldworkVerb.GIVE_UP_SAMPLE, told)
        return [*found, Reason(FieldworkReason.SEED_ELSEWHERE, text, mend)]
    try:
        seed_of(case_list, body_number.strip())
    except InputError as fault:
        mend = Mend.words(f"{fault.mend} Twenty figures from 1 to 6 at least.")
        if Seeding(sample.seeding) is Seeding.COMMIT:
            mend = Mend.words("Write it without breaks or signs that are not printed.")
        text = "The number of the body cannot be used as it stands."
        found.append(Reason(FieldworkReason.SEED_WRONG, text, mend, "body_number"))
    return found


def reviewable(
    case: DrawnCase, person: Person, answers: Mapping[int, str], notes: Mapping[int, str]
) -> list[Reason]:
    """Require a case that is to be read, an answer to every question, and no interest in the body.

    ``answers`` and ``notes`` are by the number of the question.
    """
    sample = case.draw.case_list.sample
    found = [*_standing(sample), *inspections.conflicts([person], sample.scope_body.body)]
    if not_had(case) is not None:
        text = f"{case.ref} could not be had, and is not read."
        mend = Mend.by(FieldworkVerb.FIND_CASE, "Say that it was found after all.", case)
        found.append(Reason(FieldworkReason.CASE_NOT_HAD, text, mend))
    elif _displaced(case):
        text = f"{case.ref} stood in for a case that was found after all."
        found.append(Reason(FieldworkReason.CASE_NOT_HAD, text, Mend.nothing()))
    if standing_review(case) is not None:
        text = f"{case.ref} is reviewed already."
        mend = Mend.by(FieldworkVerb.TAKE_REVIEW_BACK, "Take that review back first.", case)
        found.append(Reason(FieldworkReason.CASE_REVIEWED, text, mend))
    for question in sample.form.questions.all():
        answer, note = answers.get(question.number, ""), notes.get(question.number, "")
        field = f"answer_{question.number}"
        if answer not in AnswerCode.values:
            text = f"Question {question.number} is not answered."
            mend = Mend.words("Choose yes, no, cannot tell or does not apply.")
            found.append(Reason(FieldworkReason.ANSWER_MISSING, text, mend, field))
        found += storable(note, f"note_{question.number}", limit=60)
        if personal := note_tells_of_a_person(note):
            text = f"The note on question {question.number} reads like {personal}."
            told = (
                "Write where your notes lie and nothing of a person, in small letters: notebook 3."
            )
            mend = Mend.words(told)
            found.append(
                Reason(FieldworkReason.NOTE_PERSONAL, text, mend, f"note_{question.number}")
            )
    return found


def review_returnable(review: CaseReview, reason: str) -> list[Reason]:
    """Require a review that stands, and the reason."""
    sample = review.case.draw.case_list.sample
    found = [*_standing(sample), *storable(reason, "reason", needed=True)]
    if hasattr(review, "withdrawal"):
        text = "This review is taken back already."
        mend = Mend.by(FieldworkVerb.REVIEW_CASE, "Review the case again.", review.case)
        found.append(Reason(FieldworkReason.REVIEW_TAKEN_BACK, text, mend))
    return found


def replaceable(case: DrawnCase, reason: str) -> list[Reason]:
    """Require a case that nobody ever reviewed and that is not replaced yet, and the reason.

    Were a review taken back enough, a case could be exchanged once its answers are known.
    """
    sample = case.draw.case_list.sample
    found = [*_standing(sample), *storable(reason, "reason", needed=True)]
    if case.reviews.exists():
        text = f"{case.ref} was had: a review of it was entered."
        mend = Mend.nothing("It stays among the cases read.")
        if standing_review(case) is None:
            told = "Review it again, with “cannot tell” where it can no longer be told."
            mend = Mend.by(FieldworkVerb.REVIEW_CASE, told, case)
        found.append(Reason(FieldworkReason.CASE_REVIEWED, text, mend))
    if not_had(case) is not None or _displaced(case):
        text = f"{case.ref} is not among the cases to be read."
        mend = Mend.by(FieldworkVerb.FIND_CASE, "Say that it was found after all.", case)
        found.append(Reason(FieldworkReason.CASE_NOT_HAD, text, mend))
    return found


def findable(missing: MissingCase, reason: str) -> list[Reason]:
    """Require a case that could not be had, whose stand-in nobody has reviewed, and the reason."""
    sample = missing.case.draw.case_list.sample
    found = [*_standing(sample), *storable(reason, "reason", needed=True)]
    if hasattr(missing, "found"):
        text = f"{missing.case.ref} is found already."
        mend = Mend.by(FieldworkVerb.REVIEW_CASE, "Review it.", missing.case)
        found.append(Reason(FieldworkReason.CASE_FOUND, text, mend))
    stands_in = stand_in_of(missing)
    for one in [stands_in] if stands_in else []:
        if standing_review(one) is not None:
            text = f"{one.ref}, which stands in for it, is reviewed."
            mend = Mend.by(FieldworkVerb.TAKE_REVIEW_BACK, "Take that review back first.", one)
            found.append(Reason(FieldworkReason.CASE_REVIEWED, text, mend))
        elif not_had(one) is not None:
            text = f"{one.ref}, which stood in for it, could not be had either."
            mend = Mend.by(FieldworkVerb.FIND_CASE, "Say first that this one was found.", one)
            found.append(Reason(FieldworkReason.CASE_NOT_HAD, text, mend))
    return found


def endable(sample: CaseSample, reason: str) -> list[Reason]:
    """Require a sample that stands, and the reason; its draw and reviews stay on record."""
    return [*_standing(sample), *storable(reason, "reason", needed=True)]


def not_had(case: DrawnCase) -> MissingCase | None:
    """The record that a case cannot be had, where it stands."""
    return case.not_had.filter(found=None).first()


def stand_in_of(missing: MissingCase) -> DrawnCase | None:
    """The case that stands in: where the case was missing before, the one that stood in then."""
    first = MissingCase.objects.filter(case=missing.case_id).exclude(stands_in=None).first()
    return missing.stands_in or (first.stands_in if first else None)


def _displaced(case: DrawnCase) -> bool:
    """Whether the case it stood in for was found after all, and is not missing again."""
    if not hasattr(case, "instead_of") or not hasattr(case.instead_of, "found"):
        return False
    again = not_had(case.instead_of.case)
    return again is None or again.stands_in_id is not None


def _without_its_seed(sample: CaseSample) -> bool:
    """Whether ours is the seed, and what lies here is not the one of which the digest was told."""
    ours = Seeding(sample.seeding) is Seeding.COMMIT
    return ours and (not sample.secret or commitment(sample.secret) != sample.commitment)


def _drawn(sample: CaseSample) -> bool:
    return CaseList.objects.filter(sample=sample, draw__isnull=False).exists()


def _standing(sample: CaseSample) -> list[Reason]:
    found = inspections.reasons_over(sample.form.inspection)
    if not stands(sample):
        text = "This sample was given up."
        mend = Mend.by(FieldworkVerb.BEGIN_SAMPLE, "Begin another.", sample.form)
        found.append(Reason(FieldworkReason.SAMPLE_GIVEN_UP, text, mend))
    return found


def _out_of_scope(field: str) -> Reason:
    text = "A body is not in the scope of this inspection."
    mend = Mend.words("Choose a body in scope.")
    return Reason(FieldworkReason.BODY_OUT_OF_SCOPE, text, mend, field)
