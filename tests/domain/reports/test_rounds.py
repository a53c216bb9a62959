"""After a body's check: what changed for it asks an evidence checker, or asks it again by itself;
until then the text is not frozen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.copies import Copies, Copy
from inspectorate.domain.reports.accuracy.outcome import outcome_of
from inspectorate.domain.reports.accuracy.recipients import inspected
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
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_contact, a_key, an_inspection, member, scope_body

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
    check = FactCheck(shown=then, sides=sides[0], figures={"outcomes": [["1.1", "cause"]]})
    return changes_of(
        check,
        Copy(now, sides[1]),
        given.get("outcomes", [["1.1", "cause"]]),
        given.get("settled", set()),
        given.get("answered", {}),
        lambda old, new: old.casefold() == new.casefold(),
    )


OLD, NEW = "Force 01 trains all its staff.", "Force 01 trains few of all its staff."


class TestWhatChanged:
    def test_changed_passage_asks_an_evidence_checker(self) -> None:
        (one,) = found(shown(OLD), shown(NEW))
        assert (one.standing, one.before, one.now) == (Standing.TO_ANSWER, OLD, NEW)

    @pytest.mark.parametrize("given", [{"settled": {OLD}}, {}])
    def test_outcome_of_its_own_point_and_an_editorial_change_ask_nothing(
        self, given: dict[str, Any]
    ) -> None:
        assert found(shown(OLD), shown(NEW if given else OLD.upper()), **given) == []

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
    assert asked(document).number == 2
    assert codes(document) == set()
    assert [one.number for one in newest_checks(document)] == [2]


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
    assert (list(told.others), codes(now)) == ([], set())
