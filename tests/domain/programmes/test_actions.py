"""Strategies, scales, vocabularies, adoption, breaks; each rule refusing and passing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspectorate.domain.programmes import actions, queries
from inspectorate.domain.programmes.models import Framework, ScaleBreak, Vocabulary
from inspectorate.domain.programmes.verbs import ProgrammeVerb
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectstats.quantity.shipped import AS_PRINTED, SHIPPED
from tests.factories import rooms

pytestmark = pytest.mark.django_db
DAY = date(2019, 9, 1)
FOUR = [
    ("Inadequate", "I", False),
    ("Requires improvement", "RI", False),
    ("Good", "G", True),
    ("Outstanding", "O", True),
]


def _act(action: Callable[..., Any], **given: Any) -> Any:
    return action(by=rooms.a_person(Role.LEAD), at=rooms.AT, key=rooms.a_key(), **given)


def _codes(action: Callable[..., Any], **given: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        _act(action, **given)
    return [reason.code for reason in refusal.value.reasons]


def test_strategy_registered_keeps_its_strands_and_objectives_in_order() -> None:
    strands = [
        ("prevent", "Prevent", "Safeguard", ["first", "second"]),
        ("pursue", "Pursue", "", []),
    ]
    _act(
        actions.register_strategy,
        code="contest",
        name="CONTEST",
        co_ordinated_by="Home Office",
        strands=strands,
    )
    strategy = queries.strategies().get()
    assert [
        (one.name, [each.text for each in one.objectives.all()]) for one in strategy.strands.all()
    ] == [
        ("Prevent", ["first", "second"]),
        ("Pursue", []),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"code": "contest"}, "code_taken"),
        ({"code": "No Code"}, "code_malformed"),
        ({"name": ""}, "text_missing"),
        ({"strands": [("a", "A", "", []), ("a", "B", "", [])]}, "strand_twice"),
        ({"strands": [("a", "", "", [])]}, "text_missing"),
    ],
)
def test_strategy_with_a_fault_is_refused(given: dict[str, Any], code: str) -> None:
    _act(actions.register_strategy, code="contest", name="CONTEST")
    assert _codes(actions.register_strategy, **{"code": "other", "name": "Other", **given}) == [
        code
    ]


def test_scale_added_is_listed_with_its_grades() -> None:
    _act(actions.add_scale, code="four", version="1", name="Four grades", grades=FOUR)
    assert [grade.name for grade in queries.scales().get().grades.all()] == [
        grade[0] for grade in FOUR
    ]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"version": "1"}, ["version_taken"]),
        ({"version": ""}, ["text_missing"]),
        ({"grades": FOUR[:1]}, ["grades_missing"]),
        ({"grades": [*FOUR, ("Good", "X", True)]}, ["grade_name_twice"]),
        ({"grades": [*FOUR, ("Superb", "G", True)]}, ["grade_letter_twice"]),
        ({"grades": [*FOUR, ("Superb", "SUPR", True)]}, ["grade_letter_malformed"]),
    ],
)
def test_scale_with_a_fault_is_refused(given: dict[str, Any], codes: list[str]) -> None:
    _act(actions.add_scale, code="four", version="1", name="Four grades", grades=FOUR)
    assert (
        _codes(
            actions.add_scale,
            **{"code": "four", "version": "2", "name": "Four", "grades": FOUR, **given},
        )
        == codes
    )


@pytest.mark.parametrize("code", sorted(SHIPPED))
def test_vocabulary_adopted_is_read_back_exactly(code: str) -> None:
    stored = Vocabulary.objects.get(pk=rooms.a_vocabulary(code).pk)
    words = queries.vocabulary_of(stored)
    assert words == SHIPPED[code]
    assert words.word_for(32, 43) == SHIPPED[code].word_for(32, 43)
    assert list(queries.vocabularies()) == [stored]


def test_vocabulary_unknown_or_adopted_twice_is_refused() -> None:
    rooms.a_vocabulary()
    assert _codes(actions.adopt_vocabulary, code="slang", version="1", name="Slang") == [
        "vocabulary_unknown"
    ]
    assert _codes(actions.adopt_vocabulary, code="eti", version=" ", name="Words") == [
        "text_missing"
    ]
    assert _codes(actions.adopt_vocabulary, code="proposed_default", version="1", name="Words") == [
        "version_taken"
    ]


def test_vocabulary_with_holes_as_printed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SHIPPED, "as-printed", AS_PRINTED["eti"])
    assert _codes(
        actions.adopt_vocabulary, code="as-printed", version="1", name="ETI as printed"
    ) == ["vocabulary_unsound"]


def test_framework_without_a_criterion_is_not_adopted() -> None:
    empty = Framework.objects.create(code="empty", version="1", name="Empty", loaded_at=rooms.AT)
    assert _codes(actions.adopt_framework, framework=empty) == ["framework_empty"]


def test_framework_adopted_once_is_listed_as_adopted() -> None:
    framework = rooms.a_framework(adopted=False)
    assert (list(queries.frameworks(adopted=True)), list(queries.frameworks(adopted=False))) == (
        [],
        [framework],
    )
    assert queries.reasons_not_to_adopt(framework) == []
    _act(actions.adopt_framework, framework=framework)
    assert list(queries.frameworks(adopted=True)) == [framework]
    assert _codes(actions.adopt_framework, framework=framework) == ["adopted_already"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.INSPECTOR, Role.ANALYST, Role.BODY])
def test_framework_and_vocabulary_are_adopted_by_a_lead_or_signing_inspector_only(
    role: Role,
) -> None:
    framework, someone = rooms.a_framework(adopted=False), rooms.a_person(role)
    assert not queries.can(someone, ProgrammeVerb.ADOPT_FRAMEWORK)
    with pytest.raises(Forbidden):
        actions.adopt_framework(by=someone, at=rooms.AT, key=rooms.a_key(), framework=framework)
    with pytest.raises(Forbidden):
        actions.adopt_vocabulary(
            by=someone, at=rooms.AT, key=rooms.a_key(), code="eti", version="1", name="Words"
        )


def test_break_between_two_scales_is_marked_once() -> None:
    old = _act(actions.add_scale, code="four", version="1", name="Four", grades=FOUR)
    new = _act(actions.add_scale, code="four", version="2", name="Four", grades=FOUR)
    said = {"before": old, "after": new, "changed_on": DAY}
    made = _act(actions.mark_break, reason="The yardstick changed.", **said)
    assert ScaleBreak.objects.get() == made
    assert queries.days_of_breaks([new.pk]) == queries.days_of_breaks([old.pk]) == (DAY,)
    assert queries.days_of_breaks([made.pk + 999]) == ()
    assert _codes(actions.mark_break, reason="Again.", **said) == ["break_recorded"]
    assert _codes(actions.mark_break, before=old, after=old, reason=" ", changed_on=DAY) == [
        "text_missing",
        "same_scale",
    ]
