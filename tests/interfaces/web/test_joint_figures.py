"""What all judgments tell together is asked for on the page of agreement, and told there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from inspectorate.domain.claims.asked_of_model import questions
from inspectorate.domain.claims.kinds import chance_of_word
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint.actions import keep
from inspectorate.domain.judgments.joint.answering import Worked
from inspectorate.domain.judgments.joint.questions import METHODS, stored
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.judgments.models import JointFigures, JointSeverity
from inspectorate.foundation.jobs import asking
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.jobs import joint_figures
from tests.factories.calibrations import bearing
from tests.factories.findings import LATER, a_claim, agreed, assigned, submitted
from tests.factories.forging import unguarded
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, join, member, scope_body
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db
PAGE, ACT, STOP = (f"judgments/agreement/{one}" for one in ("", "work-out/", "stop/"))


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
@kept
def judged() -> Inspection:
    """Three bodies, each read twice by a draw."""
    inspection = an_inspection(phase="judging", bodies=3)
    first, second = member(inspection, Role.INSPECTOR), member(inspection, Role.INSPECTOR, 1)
    for number in range(3):
        cell = (inspection, scope_body(inspection, number), criterion(inspection))
        for one in (
            assigned(*cell, first),
            assigned(*cell, second, second=True, chance="1"),
        ):
            submitted(one, "Good" if number else "Outstanding")
    return inspection


def test_lead_has_it_worked_out_in_one_press_and_reads_what_it_means(judged: Inspection) -> None:
    lead = door(judged, Role.LEAD)
    assert "It was not worked out yet." in words(lead.get(PAGE))
    assert lead.post(ACT).status_code == 302
    figures = JointFigures.objects.get()
    assert (figures.by, figures.readings) == (member(judged, Role.LEAD), 6)
    said = words(lead.get(PAGE))
    for part in (
        "None came in or went since.",
        "No inspector is shown to be harsher or milder than the others.",
        "Where the line crosses 0, no difference is shown.",
    ):
        assert part in said, part


def test_names_of_inspectors_are_told_to_the_lead_alone(judged: Inspection) -> None:
    door(judged, Role.LEAD).post(ACT)
    name = member(judged, Role.INSPECTOR).name
    assert name in words(door(judged, Role.LEAD).get(PAGE))
    analyst = words(door(judged, Role.ANALYST).get(PAGE))
    assert name not in analyst
    assert "None came in or went since." in analyst
    assert door(judged, Role.INSPECTOR).get(PAGE).status_code == 404


def test_pressed_again_it_says_that_all_is_worked_out_and_a_new_claim_asks_anew(
    judged: Inspection,
) -> None:
    lead = door(judged, Role.LEAD)
    for status in (302, 422):
        answer = lead.post(ACT)
        assert answer.status_code == status
    assert "worked out of these judgments already" in words(answer)
    agreed(judged, scope_body(judged, 1), criterion(judged), "Good")
    a_claim(judged, {"criteria": ["1.1"]}, name="spread", kind="variation")
    assert lead.post(ACT).status_code == 302
    assert "of the judgments 3 were made twice by a draw, and a test needs 97 more" in words(
        lead.get(PAGE)
    )


def test_nothing_judged_is_refused_before_a_worker_is_asked() -> None:
    inspection = an_inspection(phase="judging", bodies=2)
    assert door(inspection, Role.LEAD).post(ACT).status_code == 422
    assert not Job.objects.exists()


def test_under_way_it_says_how_far_and_is_stopped_with_a_press(judged: Inspection) -> None:
    lead = door(judged, Role.LEAD)
    subject = f"inspection:{judged.pk}"
    asked = {"kind": joint_figures.KIND, "subject": subject, "by": member(judged, Role.LEAD)}
    job = asking.ask(**asked, at=database_clock())
    Job.objects.filter(pk=job.pk).update(begun_at=database_clock(), share=0.4)
    said = words(lead.get(PAGE))
    assert "Running, asked for by" in said
    assert "40 % done" in said
    assert lead.post(STOP).status_code == 302
    assert "Asked to stop" in words(lead.get(PAGE))
    # Its worker is no more: one may ask again.
    Job.objects.update(heard_at=database_clock() - timedelta(hours=1))
    assert "Work it out" in words(lead.get(PAGE))


def test_judgment_that_came_in_since_is_told_beside_what_was_worked_out(judged: Inspection) -> None:
    lead = door(judged, Role.LEAD)
    lead.post(ACT)
    cell = (judged, scope_body(judged), criterion(judged, "1.2"))
    submitted(assigned(*cell, member(judged, Role.INSPECTOR)), "Good")
    assert "Judgments came in or went since: work it out again" in words(lead.get(PAGE))


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ((35, 10, 60), ("0.35 grades harsher than the average (0.10 to 0.60)", "a lower grade")),
        ((-35, -60, -10), ("0.35 grades milder than the average (0.10 to 0.60)", "a higher grade")),
        ((5, -10, 20), ("(-0.10 to 0.20)", "no difference is shown", "Go on by")),
        ((None, None, None), ("Not told", "Too few judgments link you with others")),
    ],
)
def test_inspector_is_told_their_own_severity_and_never_a_colleagues(
    judged: Inspection, told: tuple[int | None, ...], parts: tuple[str, ...]
) -> None:
    mine = door(judged, Role.INSPECTOR)
    assert "Your severity" not in words(mine.get("judgments/mine/"))
    figures = JointFigures.objects.create(
        inspection=judged,
        number=1,
        read_sha256="0" * 64,
        readings=6,
        by=member(judged, Role.LEAD),
        at=LATER,
    )
    scale = criterion(judged).scale
    third = join(judged, Role.INSPECTOR)
    for person, ends in (
        (member(judged, Role.INSPECTOR), told),
        (member(judged, Role.INSPECTOR, 1), (77, 66, 88)),
        (third, (-42, -52, -32)),
    ):
        if person == third:
            # Of two inspectors each would read the other's from their own.
            of_two = words(mine.get("judgments/mine/"))
            assert "Two of you judge by these grades" in of_two
            assert "grades harsher" not in of_two
            assert "grades milder" not in of_two
        JointSeverity.objects.create(
            figures=figures,
            scale=scale,
            person=person,
            **dict(zip(("value", "low", "high"), ends, strict=True)),
        )
    said = words(mine.get("judgments/mine/"))
    for part in (*parts, "Worked out on", "it is not of any made since", "by an earlier method"):
        assert part in said, part
    unguarded(JointFigures).filter(pk=figures.pk).update(method=METHODS)
    assert "by an earlier method" not in words(mine.get("judgments/mine/"))
    assert member(judged, Role.INSPECTOR, 1).name not in said
    for other in ("0.77", "0.66", "0.88"):
        assert other not in said


def test_words_that_hang_on_who_read_what_are_listed_least_likely_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chance_of_word, "calibrated", bearing)
    inspection = an_inspection(bodies=12)
    of = criterion(inspection)
    for number in range(12):
        agreed(inspection, scope_body(inspection, number), of, "Good" if number else "Inadequate")
    counted = {"good": ["Good"], "low": ["Inadequate"], "upper": ["Good", "Outstanding"]}
    for name, grades in counted.items():
        a_claim(inspection, {"criterion": "1.1", "grades": grades}, name=name)
    readings = read(inspection)
    percents = iter((79, 95, 12))
    told = [
        {
            "question": stored(one),
            "answer": {"reason": "ok", "percent": next(percents), "beyond": 99, "at_most": False},
        }
        for one in questions(inspection)
    ]
    worked = Worked(readings.sha256, readings.count, readings.cells, (), tuple(told))
    lead = member(inspection, Role.LEAD)
    keep(by=lead, at=LATER, key=a_key(), inspection=inspection, worked=worked)
    page = words(door(inspection, Role.LEAD).get(PAGE))
    assert "A chance is told of 3 counted claims." in page
    listed = page[page.index("Words that hang on who read what") :]
    assert listed.index("12 %") < listed.index("79 %")
    assert "95 %" not in listed
