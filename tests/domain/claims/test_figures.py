"""Figures come from the judgments that stand, in exact integers; what was not inspected is in
neither part of a count.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.evidence_base import EvidenceBase
from inspectorate.domain.claims.figures import Bodies, Figures, Support
from inspectorate.domain.claims.kinds.conditions import Condition
from inspectorate.domain.claims.kinds.counted import KIND, Counted
from inspectorate.domain.claims.kinds.figure import FigureRecipe
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.what_stands import BodyInScope, JudgedCell
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork.models import Session
from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectstats.quantity.shipped import DEFAULT, EDUCATION_SCOTLAND
from tests.factories.findings import a_claim, agreed, an_item, assigned, submitted
from tests.factories.rooms import (
    AT,
    a_body,
    a_key,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)

TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}
COUNTS = ("met", "not_met", "inspected", "scope")
NOBODY: dict[str, Any] = {"bodies_met": []}
COUNTED = Counted((Condition(1, "mandatory-training"),))


def preview(inspection: Inspection, kind: str, structure: object) -> Figures:
    """The figures a claim of the kind would have now."""
    return queries.preview(member(inspection, Role.LEAD), inspection, KINDS[kind], structure)


def _judges(inspection: Inspection) -> tuple[Person, Person]:
    return member(inspection, Role.INSPECTOR), join(inspection, Role.INSPECTOR)


def _ground(met: int, inspected: int, scope: int, vocabulary: Any = DEFAULT) -> EvidenceBase:
    """A ground made by hand: ``scope`` bodies, of which ``inspected`` are judged and ``met`` have
    the finding.
    """
    evidence_base = EvidenceBase(Inspection(noun_plural="forces"))
    evidence_base.__dict__ |= {
        "bodies": tuple(
            BodyInScope(pk, f"Force {pk:02d}", "territorial", frozenset())
            for pk in range(1, scope + 1)
        ),
        "judged": {
            (pk, 1): JudgedCell(
                pk, "Good", 2, True, {"mandatory-training": pk <= met}, False, date(2019, 3, 1), ()
            )
            for pk in range(1, inspected + 1)
        },
        "left_out": frozenset((pk, 1) for pk in range(inspected + 1, scope + 1)),
        "vocabulary": vocabulary,
        "criteria": {},
    }
    return evidence_base


@pytest.mark.parametrize(
    ("met", "inspected", "scope", "word", "identifies"),
    [
        (38, 46, 46, "most", False),
        (25, 46, 46, "a majority of", False),
        (41, 45, 46, "almost all", False),
        (46, 46, 46, "all", False),
        (0, 46, 46, "none", False),
        (1, 46, 46, "very few", True),
        (44, 46, 46, "almost all", True),
        (3, 4, 4, "", True),
        (0, 0, 46, "", False),
    ],
)
def test_counts_word_and_small_number_are_those_of_the_bodies_inspected(
    met: int, inspected: int, scope: int, word: str, identifies: bool
) -> None:
    found = KIND.count(COUNTED, _ground(met, inspected, scope))
    assert (
        found.met,
        found.not_met,
        len(found.bodies.not_inspected),
        found.inspected,
        found.scope,
    ) == (
        met,
        inspected - met,
        scope - inspected,
        inspected,
        scope,
    )
    assert (found.word, found.identifies) == (word, identifies)
    assert len(found.bodies.met) == met


def test_32_of_43_is_decided_as_the_vocabulary_says() -> None:
    assert KIND.count(COUNTED, _ground(32, 43, 43, EDUCATION_SCOTLAND)).word == "majority"
    assert KIND.count(COUNTED, _ground(32, 43, 43)).word == "a majority of"


def test_flips_tell_how_far_the_word_is_from_wrong() -> None:
    found = KIND.count(COUNTED, _ground(36, 44, 46))
    assert found.flips is not None
    assert (found.word, found.flips.down, found.flips.up) == ("most", 4, 4)


@pytest.mark.parametrize(
    ("figures", "stored"),
    [
        (
            Figures(met=2, not_met=1, inspected=3, scope=4, bodies=Bodies(met=("A", "B"))),
            {"met": 2, "not_met": 1, "inspected": 3, "scope": 4, "bodies_met": ["A", "B"]},
        ),
        (Figures(met=0, not_met=0, inspected=0, scope=0), dict.fromkeys(COUNTS, 0) | NOBODY),
        (
            Figures(values={"items": "3", "bodies": "1"}, support=Support(item_count=3)),
            {"values": {"items": "3", "bodies": "1"}},
        ),
        (Figures(source="A speech", quoted="well placed"), {}),
    ],
)
def test_what_a_referencer_signs_is_stored_in_the_same_form(
    figures: Figures, stored: dict[str, Any]
) -> None:
    assert figures.looked_at() == stored


def test_number_that_only_a_room_above_counts_is_shown_and_never_signed() -> None:
    asked = FigureRecipe("recommendations")
    base = EvidenceBase(Inspection())
    figure = KINDS["figure"]
    counted = figure.count(asked, base)
    shown = figure.with_numbers_above(asked, counted, {"recommendations": "8"})
    assert (counted.looked_at(), shown.values) == ({}, {"recommendations": "8"})


def _heard(session: Session, **given: Any) -> Item:
    """An item observed in a session and written at its end."""
    inspection, begun, ended = session.visit.inspection, session.starts_at, session.ends_at
    times = {"observed_at": begun, "written_at": ended, "at": ended}
    return an_item(inspection, session.visit.scope_body, session=session, **times, **given)


@pytest.mark.django_db
class TestFromTheRooms:
    def test_bodies_left_out_or_not_yet_agreed_are_in_neither_part(self) -> None:
        inspection = an_inspection(bodies=4, phase="judging")
        of, lead = criterion(inspection), member(inspection, Role.LEAD)
        agreed(inspection, scope_body(inspection, 0), of, mandatory_training=True)
        agreed(inspection, scope_body(inspection, 1), of, mandatory_training=False)
        left = scope_body(inspection, 2)
        inspections.leave_out(
            by=lead,
            at=AT,
            key=a_key(),
            inspection=inspection,
            scope_body=left,
            criterion=of,
            reason="Low risk",
        )
        found = preview(inspection, "counted", TRAINING)
        assert (
            found.bodies.met,
            found.bodies.not_met,
            found.bodies.not_inspected,
            found.bodies.pending,
        ) == (
            ("Force 01",),
            ("Force 02",),
            ("Force 03",),
            ("Force 04",),
        )
        assert (found.met, found.inspected, found.scope, found.support.newest_judgment_on) == (
            1,
            2,
            4,
            date(2018, 10, 1),
        )

    def test_grades_populations_and_several_conditions_count_as_they_say(self) -> None:
        scope = [
            (a_body("territorial"), "Force 01"),
            (a_body("territorial"), "Force 02"),
            (a_body("special"), "Force 03"),
        ]
        inspection = an_inspection(bodies=scope, phase="judging")
        for number, (one, other) in enumerate(
            (("Good", "Good"), ("Outstanding", "Inadequate"), ("Inadequate", "Good"))
        ):
            agreed(inspection, scope_body(inspection, number), criterion(inspection, "1.1"), one)
            agreed(inspection, scope_body(inspection, number), criterion(inspection, "1.2"), other)
        expected: list[tuple[dict[str, Any], tuple[str, ...]]] = [
            ({"criterion": "1.1"}, ("Force 01", "Force 02")),
            ({"criterion": "1.1", "grades": ["Outstanding"]}, ("Force 02",)),
            ({"criterion": "1.1", "population": {"kind": "special"}}, ()),
            ({"criteria": ["1.1", "1.2"]}, ("Force 01",)),
            (
                {"any_of": [{"criterion": "1.1"}, {"criterion": "1.2"}]},
                ("Force 01", "Force 02", "Force 03"),
            ),
        ]
        assert [
            (raw, preview(inspection, "counted", raw).bodies.met) for raw, _ in expected
        ] == expected

    def test_cause_of_concern_is_counted_where_it_is_recorded_and_nowhere_else(self) -> None:
        inspection = an_inspection(phase="judging")
        for number, grade in enumerate(("Inadequate", "Requires improvement", "Good")):
            agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
        asked = {"criterion": "1.1", "outcome": "cause-of-concern"}
        counted = preview(inspection, "counted", asked)
        assert (counted.met, counted.inspected) == (1, 3)
        assert counted.bodies.met == ("Force 01",)
        recipes = ("causes_of_concern", "bodies_with_cause_of_concern")
        assert [preview(inspection, "figure", {"recipe": one}).values for one in recipes] == [
            {"causes of concern": "1"},
            {"bodies with cause of concern": "1"},
        ]

    def test_agreement_is_of_what_two_submitted_and_says_its_interval(self) -> None:
        inspection = an_inspection(phase="judging")
        for number, grades in enumerate((("Good", "Good"), ("Good", "Requires improvement"))):
            place = scope_body(inspection, number), criterion(inspection)
            for judge, grade in zip(_judges(inspection), grades, strict=True):
                submitted(assigned(inspection, *place, judge, chance="1/5"), grade)
        agreement = preview(inspection, "figure", {"recipe": "agreement"}).values
        assert {name: agreement[name] for name in ("same grade", "judged twice", "per cent")} == {
            "same grade": "1",
            "judged twice": "2",
            "per cent": "50",
        }
        assert agreement["level of the interval"] == "95"
        twice = preview(inspection, "figure", {"recipe": "judged_twice"})
        assert twice.values == {"judged twice": "2"}

    def test_agreement_says_no_share_where_nothing_was_judged_twice(self) -> None:
        inspection = an_inspection(phase="judging")
        agreed(inspection, scope_body(inspection), criterion(inspection))
        found = preview(inspection, "figure", {"recipe": "agreement"}).values
        assert found == {"same grade": "0", "judged twice": "0"}

    def test_moderation_that_moved_a_judgment_is_named(self) -> None:
        inspection = an_inspection(phase="judging")
        agreed(inspection, scope_body(inspection), criterion(inspection))
        agreed(inspection, scope_body(inspection), criterion(inspection), "Outstanding")
        assert preview(inspection, "counted", TRAINING).support.moved == ("Force 01",)

    def test_figures_of_recipes_are_counted_and_dated(self) -> None:
        inspection = an_inspection()
        first = a_visit(inspection)
        a_visit(inspection, 1, starts_on=date(2019, 2, 11), ends_on=date(2019, 2, 15))
        _heard(a_session(first))
        agreed(inspection, scope_body(inspection), criterion(inspection))
        expected = {
            "bodies_inspected": {"bodies inspected": "1"},
            "bodies_in_scope": {"bodies in scope": "3"},
            "visits": {"visits": "2"},
            "sessions": {"sessions": "1"},
            "evidence_items": {"evidence items": "2"},
            "judgments": {"judgments": "1"},
            "visit_dates": {"from": "8 October 2018", "to": "15 February 2019"},
            "recommendations": {},
        }
        assert {
            recipe: preview(inspection, "figure", {"recipe": recipe}).values for recipe in expected
        } == expected
        register = preview(
            inspection, "figure", {"recipe": "register", "register": "territorial police forces"}
        )
        assert register.values == {"territorial police forces": "3"}

    @pytest.mark.parametrize("marking", ["OFFICIAL-SENSITIVE", "SECRET"])
    def test_restricted_evidence_is_in_no_number_a_text_prints_and_in_the_whole_one(
        self, marking: str
    ) -> None:
        inspection = an_inspection()
        visit = a_visit(inspection)
        _heard(a_session(visit))
        words = {"words": "", "stub": "Held elsewhere."} if marking == "SECRET" else {}
        _heard(a_session(visit, method="focus-group"), marking=marking, **words)
        a_session(visit, method="observation")
        found = {
            recipe: preview(inspection, "figure", {"recipe": recipe})
            for recipe in ("sessions", "evidence_items", "visits")
        }
        assert {recipe: (one.values, one.whole) for recipe, one in found.items()} == {
            "sessions": ({"sessions": "1"}, {"sessions, restricted ones too": "3"}),
            "evidence_items": (
                {"evidence items": "1"},
                {"evidence items, restricted ones too": "2"},
            ),
            "visits": ({"visits": "1"}, {}),
        }
        # What a referencer signed, and a text is held to, does not move with restricted evidence.
        assert "3" not in str(found["sessions"].looked_at())

    def test_variation_counts_the_grades_and_those_away_from_the_commonest(self) -> None:
        inspection = an_inspection(phase="judging")
        for number, grade in enumerate(("Good", "Good", "Requires improvement")):
            agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
        assert preview(inspection, "variation", {"criteria": ["1.1"]}).values == {
            "judgments": "3",
            "grades used": "2",
            "away from the commonest grade": "1",
            "graded Good": "2",
            "graded Requires improvement": "1",
        }

    def test_evidence_claim_counts_items_kinds_and_bodies_and_keeps_the_lowest_sufficient_marking(
        self,
    ) -> None:
        inspection = an_inspection()
        for number in range(3):
            an_item(
                inspection,
                scope_body(inspection, number),
                practice=True,
                kind="document" if number else "interview",
            )
        an_item(inspection, practice=True, marking="OFFICIAL-SENSITIVE")
        an_item(inspection, observed_at=AT + timedelta(hours=2), written_at=AT + timedelta(hours=2))
        raw = {"criteria": ["1.1"], "practice": True, "min_items": 3, "min_kinds": 2}
        found = preview(inspection, "example", raw)
        assert (
            len(found.support.items),
            found.support.source_kinds,
            found.support.body_count,
            found.support.marking,
            found.identifies,
        ) == (
            4,
            ("document", "interview"),
            3,
            "OFFICIAL",
            False,
        )
        assert (
            preview(inspection, "example", {**raw, "min_items": 4}).support.marking
            == "OFFICIAL-SENSITIVE"
        )
        an_item(inspection, practice=True, marking="PUBLIC")
        assert (
            preview(inspection, "example", {"criteria": ["1.1"], "practice": True}).support.marking
            == ""
        )

    def test_facts_carry_what_the_checks_of_a_text_ask(self) -> None:
        inspection = an_inspection(phase="judging")
        agreed(inspection, scope_body(inspection), criterion(inspection))
        claim = a_claim(inspection, TRAINING, statement="Training is mandatory")
        a_claim(
            inspection, {"source": "report", "words": "It works"}, kind="quotation", name="quote"
        )
        facts = queries.facts(inspection)
        found, quote = facts[claim.key], facts["quote"]
        assert (
            found.kind.code,
            found.counts,
            found.figures.scope,
            found.figures.bodies.met,
            found.values,
        ) == (
            "counted",
            (1, 1),
            3,
            ("Force 01",),
            {},
        )
        assert (found.referenced, found.drafted_by, found.figures.population) == (
            False,
            member(inspection, Role.LEAD).name,
            "forces",
        )
        assert (quote.counts, quote.figures.quoted, quote.figures.source) == (
            None,
            "It works",
            "report",
        )
