"""Below how many bodies a number is small: one bound an inspection, from 3 to 99, and every rule
that asks takes it from there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.claims.queries import facts
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import actions as publication
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.inspections.acting import open_one
from tests.factories.findings import a_claim, agreed, an_item
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
SRC = Path(__file__).resolve().parents[3] / "src" / "inspectorate"


def amended(inspection: Inspection, below: int) -> Inspection:
    publication.amend(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        changes={"small_below": below},
        reason="The bodies are few, and know each other.",
        version=inspection.amendments.count(),
    )
    inspection.refresh_from_db()
    return inspection


def counted(inspection: Inspection, met: int) -> Inspection:
    """Twelve bodies are judged, and ``met`` of them have mandatory training."""
    for number in range(12):
        held = {} if number < met else {"mandatory_training": False}
        agreed(inspection, scope_body(inspection, number), criterion(inspection), **held)
    a_claim(
        inspection, {"criterion": "1.1", "finding": "mandatory-training"}, name="mandatory-training"
    )
    return inspection


class TestBound:
    def test_inspection_opened_without_one_holds_the_usual_bound_of_three(self) -> None:
        assert open_one().small_below == 3

    def test_inspection_is_opened_with_its_own_and_the_ledger_says_so(self) -> None:
        assert open_one(small_below=5).small_below == 5
        assert Entry.objects.get(verb="inspections.open").detail["small_below"] == 5

    @pytest.mark.parametrize(("below", "why"), [(2, "know each other"), (0, "know"), (100, "any")])
    def test_bound_below_three_or_above_ninety_nine_is_refused_with_the_field(
        self, below: int, why: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            open_one(small_below=below)
        (reason,) = refusal.value.reasons
        assert (reason.code, reason.field) == ("small_out_of_bounds", "small_below")
        assert why in reason.text
        assert reason.mend == "Give a number from 3 to 99."

    def test_database_refuses_what_the_rule_refuses(self) -> None:
        inspection = open_one()
        with pytest.raises(DatabaseError), transaction.atomic():
            Inspection.objects.filter(pk=inspection.pk).update(small_below=2)

    def test_bound_is_amended_with_a_record_of_what_stood_and_is_not_lowered_under_three(
        self,
    ) -> None:
        inspection = amended(an_inspection(), 5)
        made = inspection.amendments.get()
        assert (made.before, made.after) == ({"small_below": "3"}, {"small_below": "5"})
        assert ("below how many bodies a number is small", "3", "5") in made.changes
        with pytest.raises(Refused) as refusal:
            amended(inspection, 2)
        assert [one.code for one in refusal.value.reasons] == ["small_out_of_bounds"]


class TestOneBoundForEveryRule:
    @pytest.mark.parametrize("met", [4, 8])
    def test_count_of_four_or_all_but_four_is_small_below_five_and_not_below_three(
        self, met: int
    ) -> None:
        inspection = counted(an_inspection(bodies=12, phase="judging"), met)
        assert not facts(inspection)["mandatory-training"].figures.identifies
        amended(inspection, 5)
        assert facts(inspection)["mandatory-training"].figures.identifies

    def test_population_by_finding_of_four_is_small_below_five(self) -> None:
        inspection = counted(an_inspection(bodies=12, phase="judging"), 4)
        among: dict[str, Any] = {"criterion": "1.1", "finding": "mandatory-training"}
        a_claim(inspection, {"criterion": "1.1", "population": among}, name="among-them")
        # All four are graded Good: the count is four of four, which leaves nobody.
        assert not facts(inspection)["among-them"].figures.identifies
        amended(inspection, 5)
        assert facts(inspection)["among-them"].figures.identifies

    def test_claim_on_evidence_of_four_bodies_is_small_below_five(self) -> None:
        inspection = an_inspection(bodies=12, phase="fieldwork")
        for number in range(4):
            an_item(inspection, scope_body(inspection, number))
        a_claim(inspection, {"criteria": ["1.1"]}, kind="example", name="said")
        assert not facts(inspection)["said"].figures.identifies
        amended(inspection, 5)
        assert facts(inspection)["said"].figures.identifies


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(SRC.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                yield path.relative_to(SRC).as_posix(), node


def test_no_code_of_the_house_takes_the_usual_bound_but_where_an_inspection_gets_it() -> None:
    importing = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "inspectstats.disclosure.derivations"
        and "K" in [one.name for one in node.names]
    ]
    assert importing == ["domain/inspections/small_numbers.py"]


def test_every_rule_on_small_numbers_is_given_the_bound() -> None:
    few = list(_calls("few"))
    assert len(few) >= 3
    assert [path for path, call in few if len(call.args) != 2] == []
    for name in ("search", "gathered"):
        given = [
            "k" in [one.arg for one in call.keywords]
            for path, call in _calls(name)
            if path == "domain/publication/intruder.py"
        ]
        assert given == [True]
