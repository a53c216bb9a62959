"""After a body's check: what changed for it asks an evidence checker, or asks it again by itself;
until then the text is not frozen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.judgments.outcomes.models import (
    OutcomeMove,
    OutcomeWording,
    WrittenOutcome,
)
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.copies import Copies, Copy
from inspectorate.domain.reports.accuracy.outcome import outcome_of
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.accuracy.reminders import claim
from inspectorate.domain.reports.accuracy.rounds import (
    Change,
    Standing,
    changes,
    changes_of,
    identity_of,
    newest_checks,
)
from inspectorate.domain.reports.models import Document, FactCheck
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.publishing import DRAFTED, a_document, a_story, saved
from tests.factories.rooms import (
    a_contact,
    a_key,
    an_inspection,
    criterion,
    member,
    reads_no_more,
    scope_body,
)

DUE = date(2020, 2, 21)
LATER = DRAFTED + timedelta(days=30)


def shown(*texts: str) -> list[dict[str, object]]:
    """Passages as a copy holds them."""
    return [{"number": n, "section": "", "text": one} for n, one in enumerate(texts, 1)]


def a_side(side: str, count: str = "30 of 46") -> dict[str, Any]:
    """A body's side of one count."""
    return {"key": "k", "statement": "Forces train", "count": count, "side": side, "reasons": []}


def found(
    then: list[dict[str, object]],
    now: list[dict[str, object]],
    sides: tuple[list[Any], list[Any]] = ([], []),
    **given: Any,
) -> list[Change]:
    """What a body shown ``then`` has not seen of ``now``."""
    own_then, own_now = given.get("own", ({}, {}))
    figures = {"outcomes": [["1.1", "cause"]], "own": own_then}
    check = FactCheck(shown=then, sides=sides[0], figures=figures)
    return changes_of(
        check,
        Copy(now, sides[1]),
        given.get("outcomes", [["1.1", "cause"]]),
        given.get("settled", set()),
        given.get("answered", {}),
        lambda old, new: old.casefold() == new.casefold(),
        own_now,
    )


OLD, NEW = "Force 01 trains all its staff.", "Force 01 trains few of all its staff."


class TestWhatChanged:
    def test_changed_passage_asks_an_evidence_checker(self) -> None:
        (one,) = found(shown(OLD), shown(NEW))
        assert (one.standing, one.before, one.now) == (Standing.TO_ANSWER, OLD, NEW)

    def test_editorial_change_asks_nothing(self) -> None:
        assert found(shown(OLD), shown(OLD.upper())) == []

    def test_accepted_point_exempts_no_words_and_its_own_outcome_is_answered_once(self) -> None:
        worse = "Force 01 trains none of all its staff, and hid it."
        (one,) = found(shown(OLD), shown(NEW), settled={OLD})
        assert (one.standing, one.after_point) == (Standing.TO_ANSWER, True)
        answered = {identity_of(OLD, NEW): False}
        given = {"settled": {OLD}, "answered": answered}
        assert [one.standing for one in found(shown(OLD), shown(NEW), **given)] == [
            Standing.NOT_NEW
        ]
        assert [one.standing for one in found(shown(OLD), shown(worse), **given)] == [
            Standing.TO_ANSWER
        ]

    @pytest.mark.parametrize(("new", "standing"), [(True, Standing.NEW), (False, Standing.NOT_NEW)])
    def test_answer_holds_for_the_very_words(self, new: bool, standing: Standing) -> None:
        answered = {identity_of(OLD, NEW): new}
        assert [one.standing for one in found(shown(OLD), shown(NEW), answered=answered)] == [
            standing
        ]
        other = found(shown(OLD), shown(f"{NEW} Again."), answered=answered)
        assert [one.standing for one in other] == [Standing.TO_ANSWER]

    def test_new_passage_and_new_outcome_are_always_new_criticism(self) -> None:
        (came,) = found(shown(OLD), shown(OLD, "Another thing entirely is said here."))
        (outcome,) = found(shown(OLD), shown(OLD), outcomes=[["1.1", "cause"], ["1.2", "cause"]])
        assert [(one.standing, one.of_itself) for one in (came, outcome)] == [
            (Standing.NEW, True)
        ] * 2

    @pytest.mark.parametrize(
        ("before", "after", "standing"),
        [
            (a_side("met"), a_side("not_met", "29 of 46"), Standing.NEW),
            (a_side("not_met"), a_side("not_met", "29 of 46"), Standing.NEW),
            (a_side("not_met"), a_side("not_met", "31 of 46"), Standing.TO_ANSWER),
            (a_side("met"), a_side("met", "29 of 46"), Standing.TO_ANSWER),
            (a_side("not_met"), a_side("met", "31 of 46"), Standing.TO_ANSWER),
        ],
    )
    def test_count_moved_against_the_body_is_always_new_criticism(
        self, before: dict[str, Any], after: dict[str, Any], standing: Standing
    ) -> None:
        moved = found(shown(OLD), shown(OLD), ([before], [after]))
        assert [one.standing for one in moved] == [standing]

    @pytest.mark.parametrize(
        ("before", "after", "standings"),
        [
            (None, a_side("not_met"), [Standing.NEW]),
            # Of one side alone it would tell that side.
            (None, a_side("withheld"), [Standing.NEW]),
            (None, a_side("met"), [Standing.TO_ANSWER]),
            (None, a_side("not_inspected"), []),
            (a_side("not_met"), None, [Standing.TO_ANSWER]),
            (a_side("not_inspected"), None, []),
        ],
    )
    def test_count_that_came_or_is_gone_is_not_passed_over(
        self,
        before: dict[str, Any] | None,
        after: dict[str, Any] | None,
        standings: list[Standing],
    ) -> None:
        then, now = ([one] if one else [] for one in (before, after))
        assert [one.standing for one in found(shown(OLD), shown(OLD), (then, now))] == standings

    @pytest.mark.parametrize(
        ("statement", "standings"),
        [("Forces falsify records", [Standing.TO_ANSWER]), ("FORCES TRAIN", [])],
    )
    def test_statement_of_a_count_that_is_reworded_asks_an_evidence_checker(
        self, statement: str, standings: list[Standing]
    ) -> None:
        sides = ([a_side("not_met")], [{**a_side("not_met"), "statement": statement}])
        assert [one.standing for one in found(shown(OLD), shown(OLD), sides)] == standings

    def test_two_bodies_that_change_sides_while_it_is_withheld_ask_an_evidence_checker(
        self,
    ) -> None:
        sides = ([a_side("withheld")], [a_side("withheld")])
        own = {"k": {"side": "met", "reasons": []}}
        turned = {"k": {"side": "not_met", "reasons": []}}
        assert found(shown(OLD), shown(OLD), sides, own=(own, own)) == []
        (one,) = found(shown(OLD), shown(OLD), sides, own=(own, turned))
        assert one.standing is Standing.TO_ANSWER

    def test_changed_agreed_reasons_that_the_body_was_told_ask_an_evidence_checker(self) -> None:
        told = {**a_side("not_met"), "reasons": ["It has no plan."]}
        own, now = (
            {"k": {"side": "not_met", "reasons": [[7, number, digest]]}}
            for number, digest in ((1, "a"), (2, "b"))
        )
        (one,) = found(shown(OLD), shown(OLD), ([told], [told]), own=(own, now))
        assert one.standing is Standing.TO_ANSWER
        untold = a_side("not_met")
        assert found(shown(OLD), shown(OLD), ([untold], [untold]), own=(own, now)) == []

    def test_outcome_worded_anew_asks_and_one_withdrawn_does_not(self) -> None:
        before, other = ["1.1", "cause", 1, 1], ["1.1", "cause", 2, 1]

        def standings(*now: list[Any]) -> list[Standing]:
            check = FactCheck(shown=[], sides=[], figures={"outcomes": [before]})
            changed = changes_of(check, Copy([], []), now, set(), {}, lambda old, new: False)
            return [one.standing for one in changed]

        assert standings(before) == standings() == []
        assert standings(["1.1", "cause", 1, 2]) == [Standing.TO_ANSWER]
        assert standings(before, other) == [Standing.NEW]


@pytest.fixture
def document(db: None) -> Document:
    """A draft that names one body, which was asked."""
    inspection = an_inspection(bodies=3)
    text = (
        f"# Summary\n\nAll is well.\n\n# Findings\n\n{scope_body(inspection).label} trains all.\n"
    )
    document = a_document(inspection, "report", "report", "T", text)
    asked(document)
    return document


def asked(document: Document, number: int = 0) -> FactCheck:
    """Ask a body, or ask it again."""
    return actions.open_fact_check(
        by=member(document.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=Document.objects.get(pk=document.pk),
        recipient=inspected(scope_body(document.inspection, number)),
        due_on=DUE,
    )


def rewritten(document: Document, old: str, new: str) -> Document:
    """The document with words of it changed."""
    document.refresh_from_db()
    return actions.save(
        by=member(document.inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        document=document,
        text=document.text.replace(old, new),
        version=document.version,
    )


def codes(document: Document) -> set[str]:
    """Why the text is not frozen, of the reasons that this part gives."""
    reasons = queries.reasons_not_to_freeze(proof_of(Document.objects.get(pk=document.pk)))
    return {one.code for one in reasons} & {"ask_again", "criticism_unanswered"}


def warned(document: Document, on: date) -> list[str]:
    """What warns on a day of bodies that were asked again."""
    told = queries.warnings(proof_of(Document.objects.get(pk=document.pk), on))
    return [one.text for one in told if one.code == "bodies_still_answering"]


@pytest.mark.django_db
def test_reminded_is_of_the_newest_copy_alone(document: Document) -> None:
    body = scope_body(document.inspection).body
    contact = a_contact(body)
    rewritten(document, "trains all", "trains few")
    newest = asked(document)
    (told,) = claim(DUE)
    assert (told.person, [one.fact_check for one in told.reminders]) == (contact, [newest])


@pytest.mark.django_db
def test_who_may_not_read_the_text_answers_nothing_about_it(document: Document) -> None:
    checker = member(document.inspection, Role.REFERENCER)
    reads_no_more(checker)
    rewritten(document, "trains all", "trains few")
    (change,) = changes(proof_of(Document.objects.get(pk=document.pk)))
    marked = "[Nobody knows.]{.sensitive marking=OFFICIAL-SENSITIVE ground=Safety}"
    Document.objects.filter(pk=document.pk).update(text=f"{document.text}\n\n{marked}\n")
    with pytest.raises(Refused) as refusal:
        accuracy.answer_criticism(
            by=checker,
            at=DRAFTED,
            key=a_key(),
            fact_check=FactCheck.objects.get(pk=change.check.pk),
            identity=change.identity,
            new=False,
        )
    assert [one.code for one in refusal.value.reasons] == ["not_cleared"]


@pytest.mark.django_db
def test_changed_passage_blocks_until_answered_and_yes_until_the_body_was_asked_again(
    document: Document,
) -> None:
    assert codes(document) == set()
    rewritten(document, "trains all", "trains few")
    assert codes(document) == {"criticism_unanswered"}
    (change,) = changes(proof_of(Document.objects.get(pk=document.pk)))
    given = {"at": DRAFTED, "fact_check": change.check, "identity": change.identity}
    with pytest.raises(Forbidden):
        accuracy.answer_criticism(
            by=member(document.inspection, Role.LEAD), key=a_key(), new=False, **given
        )
    checker = member(document.inspection, Role.REFERENCER)
    accuracy.answer_criticism(by=checker, key=a_key(), new=True, **given)
    with pytest.raises(Refused) as refusal:
        accuracy.answer_criticism(by=checker, key=a_key(), new=False, **given)
    assert [one.code for one in refusal.value.reasons] == ["change_gone"]
    assert codes(document) == {"ask_again"}
    assert warned(document, DUE) == []
    assert asked(document).number == 2
    assert codes(document) == set()
    # It is not frozen a minute later without a word: the body was given time to answer.
    (still,) = warned(document, DUE)
    assert f"{scope_body(document.inspection).label} (until 21 February 2020)" in still
    assert warned(document, DUE + timedelta(days=1)) == []
    assert [one.number for one in newest_checks(document)] == [2]


@pytest.mark.django_db
def test_count_printed_since_asks_the_body_on_its_bad_side_again_and_reworded_outcomes_are_known(
    db: None,
) -> None:
    story = a_story(bodies=12, met=6)
    body, document = story.body(8), story.report
    bare = f"# Summary\n\nWe looked.\n\n# Findings\n\n{body.label} has a plan.\n"
    saved(document, bare)
    check = asked(document, 8)
    assert (check.sides, check.figures["own"], codes(document)) == ([], {}, set())
    saved(document, f"{bare}\n[Half of forces have mandatory training]{{#mandatory-training}}.\n")
    assert codes(document) == {"ask_again"}
    again = asked(document, 8)
    assert again.figures["own"]["mandatory-training"]["side"] == "not_met"
    assert codes(document) == set()
    outcome = WrittenOutcome.objects.create(
        inspection=story.inspection,
        number=1,
        scope_body=body,
        criterion=criterion(story.inspection),
        kind="area-for-improvement",
        by=member(story.inspection, Role.LEAD),
        at=DRAFTED,
    )
    words = {"outcome": outcome, "by": outcome.by, "at": DRAFTED}
    OutcomeWording.objects.create(number=1, text="It should train.", **words)
    assert codes(document) == {"ask_again"}
    assert asked(document, 8).figures["outcomes"] == [["1.1", outcome.kind, 1, 1]]
    OutcomeWording.objects.create(number=2, text="It must train.", reason="Worse.", **words)
    assert codes(document) == {"criticism_unanswered"}
    OutcomeMove.objects.create(number=1, step="withdrawn", reason="Not so.", **words)
    assert codes(document) == set()


@pytest.mark.django_db
def test_no_lets_the_text_go_on(document: Document) -> None:
    rewritten(document, "trains all", "trains nearly all")
    (change,) = changes(proof_of(Document.objects.get(pk=document.pk)))
    accuracy.answer_criticism(
        by=member(document.inspection, Role.REFERENCER),
        at=DRAFTED,
        key=a_key(),
        fact_check=change.check,
        identity=change.identity,
        new=False,
    )
    assert codes(document) == set()


@pytest.mark.django_db
def test_new_passage_asks_the_body_again_and_a_change_for_another_does_not(
    document: Document,
) -> None:
    rewritten(
        document, "# Findings", f"# Findings\n\n{scope_body(document.inspection, 1).label} waits."
    )
    assert codes(document) == set()
    label = scope_body(document.inspection).label
    rewritten(document, "# Findings", f"# Findings\n\nBesides, {label} has not a single plan.")
    assert codes(document) == {"ask_again"}


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["heading", "recommendation", "caption"])
def test_new_heading_recommendation_or_caption_on_the_body_asks_it_again(
    document: Document, sort: str
) -> None:
    body = scope_body(document.inspection)
    came = {
        "heading": f"## {body.label} fails its public\n\nSee above.",
        "recommendation": (
            f"```recommendation\nnumber: 1\ntext: Stop.\nto: {body.code} (asked)\n```"
        ),
        "caption": f"```table\nkind: vocabulary\ncaption: {body.label} is behind\n```",
    }
    rewritten(document, "# Findings", f"# Findings\n\n{came[sort]}")
    assert codes(document) == {"ask_again"}


@pytest.mark.django_db
def test_letter_of_outcome_tells_decision_and_what_became_of_the_words(document: Document) -> None:
    check = document.fact_checks.get()
    point = actions.raise_point(
        by=a_contact(check.scope_body.body),
        at=DRAFTED,
        key=a_key(),
        fact_check=check,
        kind="accuracy",
        about=check.shown[0]["text"],
        text="Not all.",
    )
    actions.decide(
        by=member(document.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        point=point,
        outcome="accepted",
        reason="The record shows it.",
    )
    rewritten(document, "trains all", "trains most")
    now = Document.objects.get(pk=document.pk)
    told = outcome_of(check, [point], Copies(now))
    (one,) = told.points
    assert one.effect is not None
    pieces = [(piece.kind, piece.words.strip()) for d in one.effect.pieces for piece in d.pieces]
    assert ("gone", "all.") in pieces
    assert ("come", "most.") in pieces
    assert (list(told.others), codes(now)) == ([], {"criticism_unanswered"})
