"""The third part of the story: judging alone, moderating, agreeing; then the claims.

A claim is drafted by one person and referenced by another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims.asked_of_model import questions
from inspectorate.domain.claims.excerpts import actions as excerpts
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.claims.queries import excerptable_items, reasons_not_to_release
from inspectorate.domain.evidence.models import Item as Evidence
from inspectorate.domain.evidence.queries import relied_on, visible_to
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.judgments.joint import actions as joint
from inspectorate.domain.judgments.joint.answering import work_out
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.judgments.models import Assignment
from inspectorate.domain.judgments.outcomes import actions as outcomes
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.programmes.models import Grade
from inspectorate.foundation.people.models import Person

from . import reasons, texts
from .plan import Cell, Rating
from .story import Story, described, moment
from .texts import ClaimText

# What a judgment records beside a grade, by its words in the plan.
OUTCOMES = {"": "", **{str(one.label).lower(): one.value for one in OutcomeKind}}
CITED = 4
# Of areas for improvement; of promising practices half as many.
IN_WORDS = 12
ENOUGH = 60


def move(story: Story, phase: str, at_day: date, reason: str) -> None:
    """Move the inspection on."""
    story.inspection.refresh_from_db()
    story.inspection = inspections.move(
        by=story.by("lead"),
        at=moment(at_day.year, at_day.month, at_day.day, 17),
        key=story.key("move"),
        inspection=story.inspection,
        to_phase=phase,
        reason=reason,
        version=story.inspection.version,
    )


def judge_everyone(story: Story) -> None:
    """Submit alone what the plan gave out; moderate where two differ; agree."""
    move(story, "judging", date(2019, 3, 8), "Fieldwork is complete.")
    cells = list(story.plan.inspected())
    given = {
        (one.scope_body_id, one.criterion_id, one.inspector_id): one
        for one in Assignment.standing()
        .filter(scope_body__inspection=story.inspection)
        .select_related(
            "scope_body__inspection", "scope_body__body", "criterion__scale", "inspector"
        )
    }
    relied_on = _relied_on(story)
    grades: dict[tuple[int | None, str], Grade] = {
        (one.scale_id, one.name): one for one in Grade.objects.all()
    }
    for place, cell in enumerate(cells, 1):
        for turn, rating in enumerate(cell.ratings):
            assignment = given[
                story.scope[cell.body].pk,
                story.criteria[cell.criterion].pk,
                story.by(rating.inspector).pk,
            ]
            judgments.submit(
                by=story.by(rating.inspector),
                at=moment(2019, 3, 18) + timedelta(hours=place % 500 + turn),
                key=story.key("submit"),
                assignment=assignment,
                grade=grades[story.criteria[cell.criterion].scale_id, rating.grade],
                findings=rating.findings,
                reasons=reasons.of_rating(rating, cell, story.seed),
                cited=_cited(story, cell, rating, relied_on),
            )
        story.report("judgments submitted", place, len(cells))
    for place, cell in enumerate(cells, 1):
        _settle(story, cell, grades, relied_on, place)
        story.report("judgments agreed", place, len(cells))


def _settle(
    story: Story,
    cell: Cell,
    grades: dict[tuple[int | None, str], Grade],
    relied_on: set[int],
    place: int,
) -> None:
    scope_body, criterion = story.scope[cell.body], story.criteria[cell.criterion]
    grade = grades[criterion.scale_id, cell.grade]
    why = reasons.of_agreement(cell, story.seed)
    at = moment(2019, 4, 29) + timedelta(minutes=place * 20)
    submitted = {(rating.grade, tuple(sorted(rating.findings.items()))) for rating in cell.ratings}
    if len(submitted) > 1 or cell.moderated:
        judgments.moderate(
            by=story.by("moderator" if place % 2 else "moderator-2"),
            at=at,
            key=story.key("moderate"),
            scope_body=scope_body,
            criterion=criterion,
            grade=grade,
            findings=cell.findings,
            reasons=why,
        )
    concern = reasons.of_concern(cell)
    judgments.agree(
        by=story.by("lead"),
        at=at + timedelta(days=7),
        key=story.key("agree"),
        scope_body=scope_body,
        criterion=criterion,
        grade=grade,
        findings=cell.findings,
        reasons=f"{why} {concern}".strip(),
        cited=_cited(story, cell, cell.ratings[0], relied_on),
        outcome=OUTCOMES[cell.outcome],
    )


def write_outcomes(story: Story) -> None:
    """Write every cause of concern in words, and some areas for improvement and promising
    practices; what was not shown and what was found against a body are two of one judgment.
    """
    relied_on = _relied_on(story)
    place = 0
    for cell, kind, texts_of in _outcomes(list(story.plan.inspected())):
        for text in texts_of:
            place += 1
            outcomes.write_outcome(
                by=story.by("lead"),
                at=moment(2019, 5, 20) + timedelta(minutes=place * 10),
                key=story.key("outcome"),
                scope_body=story.scope[cell.body],
                criterion=story.criteria[cell.criterion],
                kind=kind,
                text=text,
                cited=_cited(story, cell, cell.ratings[0], relied_on),
            )
    story.report("outcomes written", place, place)


def _outcomes(cells: list[Cell]) -> Iterator[tuple[Cell, OutcomeKind, list[str]]]:
    causes = [one for one in cells if OUTCOMES[one.outcome] == OutcomeKind.CAUSE]
    yield from ((one, OutcomeKind.CAUSE, reasons.in_words(one)[:1]) for one in causes)
    # What else is to improve where there is a cause of concern, and some of the rest.
    yield from (
        (one, OutcomeKind.IMPROVEMENT, more)
        for one in causes
        if (more := reasons.in_words(one)[1:])
    )
    to_improve = [one for one in cells if OUTCOMES[one.outcome] == OutcomeKind.IMPROVEMENT]
    yield from (
        (one, OutcomeKind.IMPROVEMENT, reasons.in_words(one)) for one in to_improve[:IN_WORDS]
    )
    best = [one for one in cells if one.grade == "Outstanding" and reasons.worth_sharing(one)]
    yield from (
        (one, OutcomeKind.PRACTICE, [reasons.worth_sharing(one)]) for one in best[: IN_WORDS // 2]
    )


def _relied_on(story: Story) -> set[int]:
    return set(
        Evidence.objects.filter(
            inspection=story.inspection, withdrawal=None, supersession=None
        ).values_list("pk", flat=True)
    )


def _cited(story: Story, cell: Cell, rating: Rating, relied_on: set[int]) -> list[Evidence]:
    """What one inspector cites: the notes of the cell, own ones first."""
    notes = [
        note for note in story.notes if note.body == cell.body and note.criterion == cell.criterion
    ]
    notes.sort(key=lambda note: (note.inspector != rating.inspector, note.observed_at))
    return [item for note in notes if (item := story.evidence[note.key]).pk in relied_on][:CITED]


def _named(story: Story, row: texts.ClaimText, drafter: Person) -> dict[str, Any]:
    """The numbers of the items that a claim on evidence names, by what they say of it; of a
    quotation the item it is from.

    Of the notes that its content selects those that still stand, and that its drafter may read.
    """
    if row.kind == "quotation":
        (note,) = texts.support(row, story.notes)
        return {"source": story.evidence[note.key].ref}
    if not kind_of(row.kind).pins_items:
        return {}
    open_to = set(relied_on(visible_to(drafter, story.inspection)).values_list("pk", flat=True))
    found = {
        name: sorted(
            item.number for note in notes if (item := story.evidence[note.key]).pk in open_to
        )
        for name, notes in (
            ("says_so", texts.support(row, story.notes)),
            ("says_otherwise", texts.against(row, story.notes)),
        )
    }
    return {name: numbers for name, numbers in found.items() if numbers}


def _source(story: Story, row: texts.ClaimText) -> dict[str, str]:
    """The item that a quotation is taken from, by which its words and its speaker are looked up."""
    return {"source": story.evidence[row.key].ref} if row.kind == "quotation" else {}


def _closed(story: Story, row: texts.ClaimText) -> bool:
    """Does it rest on nothing but what was said in confidence, which the analyst may not read?"""
    return {note.marking for note in texts.support(row, story.notes)} == {"OFFICIAL-SENSITIVE"}


def index_claims(story: Story) -> None:
    """Draft every claim of the texts, have it worked out of the judgments what those of difference
    rest on, and have each referenced by somebody who wrote none of them.
    """
    move(story, "drafting", date(2019, 5, 31), "Every judgment is agreed.")
    rows = texts.claims(texts.values(story.plan, story.notes, described=described(story)))
    drafted = [_drafted(story, row, place) for place, row in enumerate(rows, 1)]
    joint.keep(
        by=story.by("analyst"),
        at=moment(2019, 7, 5),
        key=story.key("joint-figures"),
        inspection=story.inspection,
        worked=work_out(read(story.inspection), questions(story.inspection)),
    )
    for place, claim in enumerate(drafted, 1):
        claims.reference(
            by=story.by("referencer" if place % 2 else "referencer-2"),
            at=moment(2019, 7, 8) + timedelta(hours=place),
            key=story.key("reference"),
            claim=claim,
            supported=True,
        )
        if "says_so" in claim.predicate:
            _release_excerpts(story, claim, place)
        story.report("claims", place, len(rows))


def _drafted(story: Story, row: ClaimText, place: int) -> Claim:
    """One claim of the texts, drafted by the analyst or the editor in turns."""
    drafter = story.by("analyst" if place % 2 and not _closed(story, row) else "editor")
    return claims.draft(
        by=drafter,
        at=moment(2019, 6, 10) + timedelta(hours=place),
        key=story.key("claim"),
        inspection=story.inspection,
        claim_key=row.key,
        kind=row.kind,
        statement=row.statement,
        predicate={
            **row.predicate,
            **_source(story, row),
            **_named(story, row, drafter),
        },
        small_number_decision=row.small_number_decision,
    )


def _release_excerpts(story: Story, claim: Claim, place: int) -> None:
    """Release the first sentence of an item or two behind every sixth claim on evidence.

    Of those that say so and that the rules let go out: no person's name, and no body's.
    """
    if place % 6:
        return
    by, most = story.by("editor"), 1 + place % 12 // 6
    said: dict[str, Evidence] = {}
    for item in excerptable_items(by, claim).filter(number__in=claim.predicate["says_so"]):
        text = f"{item.words.split('. ')[0].rstrip('.')}."
        # A sentence that says enough alone, and quotes nobody in its turn.
        whole = text in item.words and len(text) > ENOUGH and '"' not in text
        if not whole or text in said or len(said) == most:
            continue
        if not reasons_not_to_release(claim, item, "exact", text):
            said[text] = item
    for number, (text, item) in enumerate(said.items()):
        excerpts.release_excerpt(
            by=by,
            at=moment(2019, 7, 22) + timedelta(hours=place, minutes=number),
            key=story.key("excerpt"),
            claim=claim,
            item=item,
            rendering="exact",
            text=text,
        )
