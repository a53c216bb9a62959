"""The public method page tells agreement as measured, where it bears a figure, and what was
tested.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint import actions as joint
from inspectorate.domain.judgments.joint.answering import work_out
from inspectorate.domain.judgments.joint.questions import Spread
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.judgments.models import Assignment, JointFigures
from inspectorate.domain.publication import contents, queries
from inspectorate.domain.publication.measured import measured, trials_in_words
from inspectorate.domain.publication.policies import day
from inspectorate.domain.publication.schema import bundle_of
from inspectorate.foundation.people.roles import Role
from tests.domain.judgments.test_plans import accepted, to_plan
from tests.factories.calibrations import bearing
from tests.factories.findings import LATER, assigned, submitted
from tests.factories.forging import unguarded
from tests.factories.publishing import a_story, prepared
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]


def judged(bodies: int, share: int) -> Inspection:
    """An inspection with so large a share read twice, drawn by chance; some differ."""
    inspection = to_plan(bodies=bodies, phase="judging")
    accepted(inspection, share=share)
    for number, one in enumerate(Assignment.objects.order_by("scope_body", "criterion", "second")):
        alike = "Good" if (number // 2) % 2 else "Outstanding"
        submitted(one, "Requires improvement" if number % 5 == 3 else alike)
    return inspection


def test_scale_with_pairs_enough_tells_its_figures_with_limits() -> None:
    found = measured(judged(12, 100))
    overall = found[0]
    assert overall.name.startswith("All criteria graded on")
    assert overall.pairs >= 25
    assert re.fullmatch(r"\d+ % \(\d+ to \d+\)", overall.same)
    assert re.fullmatch(r"\d+ % \(\d+ to \d+\)", overall.near)
    assert re.fullmatch(r"-?\d\.\d\d \(-?\d\.\d\d to \d\.\d\d\)", overall.beyond_chance)
    assert all(one.pairs >= 25 for one in found[1:])


@pytest.mark.drill
def test_second_judgments_of_which_no_ground_is_recorded_are_said_beside_the_figure() -> None:
    inspection = judged(12, 100)
    assert all("not recorded" not in one.reading for one in measured(inspection))
    given = Assignment.objects.filter(scope_body__inspection=inspection, second=True)
    unguarded(Assignment).filter(pk__in=given.values("pk")[:1]).update(ground="", chance="")
    assert measured(inspection)[0].reading.startswith("It is not recorded why")


def test_too_few_pairs_say_so_and_tell_no_figure() -> None:
    (found,) = measured(judged(4, 50))
    assert 0 < found.pairs < 25
    assert (found.same, found.near, found.beyond_chance) == ("", "", "")
    assert found.reading == "Too few for a figure, which needs 25."


def test_inspection_judged_once_tells_nothing() -> None:
    inspection = an_inspection(bodies=2, phase="judging")
    assert measured(inspection) == ()
    assert trials_in_words(inspection) == ""


@pytest.mark.drill
def test_statement_tested_twice_counts_once_and_one_that_cannot_tell_not_at_all() -> None:
    inspection = judged(4, 50)
    ref = f"{criterion(inspection).area.code}/{criterion(inspection).ref}"
    for asked in ([Spread((ref,))], [Spread((ref,)), Spread(("9/9.9",))]):
        joint.keep(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            inspection=inspection,
            worked=work_out(read(inspection), asked),
        )
    told = [one["answer"]["reason"] for one in JointFigures.objects.last().answers]
    assert trials_in_words(inspection) == ""  # under a hundred pairs nothing is tested
    for figures in JointFigures.objects.all():
        rows = [{**one, "answer": {**one["answer"], "reason": "ok"}} for one in figures.answers]
        unguarded(JointFigures).filter(pk=figures.pk).update(answers=rows)
    assert trials_in_words(inspection).startswith(
        f"{len(told)} statements that bodies differ were tested"
    )
    assert "let one or more of them hold in 10 of 100" in trials_in_words(inspection)


def test_agreement_is_told_to_nobody_while_anybody_has_still_to_judge() -> None:
    inspection = judged(4, 50)
    body, of = scope_body(inspection), criterion(inspection)
    # Somebody new: whom the plan drew changes with who is in the team.
    assigned(inspection, body, of, join(inspection, Role.INSPECTOR), second=True)
    assert measured(inspection) == ()


def kept_answers(inspection: Inspection, *questions: dict[str, object]) -> None:
    rows = [{"question": one, "answer": {"reason": "ok"}} for one in questions]
    JointFigures.objects.create(
        inspection=inspection,
        number=inspection.joint_figures.count() + 1,
        read_sha256="0" * 64,
        readings=2,
        answers=rows,
        by=member(inspection, Role.LEAD),
        at=LATER,
    )


def test_comparisons_and_rankings_are_counted_by_themselves_whoever_is_in_scope() -> None:
    inspection = an_inspection(bodies=2)
    ranked = {"asked": "ranked", "criteria": ["1/1.1"], "named": ["a"], "highest": False}
    kept_answers(inspection, {**ranked, "among": ["a", "b"]}, {**ranked, "among": ["a"]})
    assert trials_in_words(inspection) == (
        "Comparisons and rankings that were tested: 1. One is said only where its chance is 95 % "
        "or more."
    )
    kept_answers(inspection, {"asked": "spread", "criteria": ["1/1.1"]})
    assert "let it hold in 5 of 100 such inspections" in trials_in_words(inspection)


def test_chances_are_counted_by_claim_and_how_such_chances_came_true_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inspection = an_inspection(bodies=2)
    asked = {"asked": "so_many", "conditions": [["1/1.1", [2, 3]]], "any_of": False}
    now = {**asked, "bodies": ["a", "b"], "low": 1, "high": 2}
    kept_answers(inspection, now, {**now, "bodies": ["a"], "high": 1})
    shut = trials_in_words(inspection)
    assert shut.startswith("How likely a word is to hold was told of one count.")
    held = bearing()
    monkeypatch.setattr("inspectorate.domain.publication.measured.calibrated", lambda: held)
    kinds = len({one.name for one in held.designs})
    assert f"were tried on {kinds} kinds of made-up inspections" in trials_in_words(inspection)


def test_release_is_not_moved_by_what_is_tested_after_it_was_signed() -> None:
    story = a_story()
    release = prepared(story)
    kept_answers(story.inspection, {"asked": "spread", "criteria": ["1/1.1"]})
    assert trials_in_words(story.inspection)
    assert contents.moved(release, release.contents.digest, day(release.embargo_until)) == []


def test_release_signed_before_it_was_told_has_not_moved_by_it() -> None:
    story = a_story()
    release = prepared(story)
    digest = release.contents.digest
    path = Path(settings.BUNDLES_ROOT) / digest / "bundle.json"
    signed = json.loads(path.read_text("utf-8"))
    assert "agreement" in signed
    assert contents.moved(release, digest, day(release.embargo_until)) == []
    older = {name: one for name, one in signed.items() if name not in ("agreement", "tested")}
    assert bundle_of(older) == replace(bundle_of(signed), agreement=(), tested="")
    assert queries.digest_of(release) == digest
