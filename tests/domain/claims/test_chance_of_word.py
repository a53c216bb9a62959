"""How likely the word of a count is to hold: told where such chances are known to come true, where
the judgments bear it, and never of a number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from inspectorate.domain.claims import asked_of_model, queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import ChanceReading, WordChance
from inspectorate.domain.claims.kinds import chance_of_word
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint import actions as joint
from inspectorate.domain.judgments.joint.answering import Worked
from inspectorate.domain.judgments.joint.questions import SoMany, named, stored
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.judgments.models import JointFigures
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.web.claims.figures import detail_rows
from inspectstats.joint import Calibrated
from tests.factories import calibrations
from tests.factories.findings import LATER, a_claim, agreed, assigned, submitted
from tests.factories.forging import unguarded
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

# A chance is worked out and told in Python, of claims that other tests make on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]
GRADES = (*["Good"] * 10, *["Inadequate"] * 2)
BODIES = len(GRADES)


@pytest.fixture
@kept
def judged() -> Inspection:
    """Twelve bodies agreed on 1.1: ten good, two inadequate."""
    inspection = an_inspection(bodies=BODIES)
    of = criterion(inspection)
    for number, grade in enumerate(GRADES):
        agreed(inspection, scope_body(inspection, number), of, grade)
    return inspection


@pytest.fixture
def bearing(judged: Inspection, monkeypatch: pytest.MonkeyPatch) -> Calibrated:
    """A result of the drill by which chances of the method of now may be told; put in place once
    the judgments are made, which are made anew where anything stands in the product's place.
    """
    held = calibrations.bearing()
    monkeypatch.setattr(chance_of_word, "calibrated", lambda: held)
    return held


def good(inspection: Inspection, name: str = "good") -> Claim:
    return a_claim(inspection, {"criterion": "1.1", "grades": ["Good", "Outstanding"]}, name=name)


def answered(inspection: Inspection, **answer: Any) -> None:
    """What the model would say of every claim that stands, kept of the readings of now."""
    readings = read(inspection)
    ok = {"reason": "ok", "pairs": 109, "needed": 0, "at_most": False}
    told = [
        {"question": stored(one), "answer": {**ok, **answer}}
        for one in asked_of_model.questions(inspection)
    ]
    worked = Worked(readings.sha256, readings.count, readings.cells, (), tuple(told))
    joint.keep(
        by=member(inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        inspection=inspection,
        worked=worked,
    )


def facts_of(claim: Claim) -> ClaimFacts:
    ((_, found),) = queries.with_facts(
        claim.inspection, claim.inspection.claims.filter(pk=claim.pk)
    )
    return found


def chance_of(claim: Claim) -> WordChance:
    found = facts_of(claim).figures.chance
    assert found is not None
    return found


def said(claim: Claim) -> str:
    found = facts_of(claim)
    return found.kind.told_by_test(found.figures, noun="force", nouns="forces")


class TestAsked:
    @pytest.mark.usefixtures("bearing")
    def test_count_asks_of_the_bodies_counted_and_of_the_counts_at_which_its_word_holds(
        self, judged: Inspection
    ) -> None:
        claim = good(judged)
        (asked,) = asked_of_model.questions(judged)
        assert isinstance(asked, SoMany)
        of = criterion(judged)
        codes = tuple(scope_body(judged, number).code for number in range(BODIES))
        assert asked.conditions == ((named(of.area.code, "1.1"), (2, 3)),)
        assert (asked.bodies, asked.any_of) == (codes, False)
        limits = queries.word_holds_for(judged, facts_of(claim).figures)
        assert (asked.low, asked.high) == limits
        assert asked.low <= 10 <= asked.high

    @pytest.mark.usefixtures("bearing")
    def test_finding_asks_of_its_two_answers(self, judged: Inspection) -> None:
        finding = criterion(judged).findings.earliest("code").code
        a_claim(judged, {"criterion": "1.1", "finding": finding, "holds": False}, name="no")
        (asked,) = asked_of_model.questions(judged)
        assert isinstance(asked, SoMany)
        assert asked.conditions == ((named(criterion(judged).area.code, "1.1", finding), (0,)),)

    @pytest.mark.usefixtures("bearing")
    def test_outcome_asks_nothing_and_says_why(self, judged: Inspection) -> None:
        claim = a_claim(judged, {"criterion": "1.1", "outcome": "cause-of-concern"}, name="concern")
        assert asked_of_model.questions(judged) == []
        assert "None is told of outcomes" in chance_of(claim).why

    @pytest.mark.usefixtures("bearing")
    def test_half_asks_nothing_and_says_why(self, judged: Inspection) -> None:
        assert chance_of_word.unaskable((), "half").startswith("None is told of “half”")
        assert chance_of_word.unaskable((), "most") == ""

    def test_nothing_is_asked_or_told_while_such_chances_did_not_come_true(
        self, judged: Inspection, bearing: Calibrated, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claim = good(judged)
        answered(judged, percent=86, beyond=99)
        assert chance_of(claim).percent == 86
        one, *rest = bearing.designs
        short = replace(bearing, holds=False, designs=(replace(one, held=False), *rest))
        monkeypatch.setattr(chance_of_word, "calibrated", lambda: short)
        assert asked_of_model.questions(judged) == []
        assert (chance_of(claim).percent, said(claim)) == (None, "")
        of = len(short.designs)
        assert f"in 1 of {of} kinds of made-up inspections such chances" in chance_of(claim).why

    def test_part_of_a_trial_that_held_says_that_it_was_a_part(
        self, judged: Inspection, bearing: Calibrated, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chance_of_word, "calibrated", lambda: replace(bearing, holds=False))
        assert "was tried in part only" in chance_of(good(judged)).why

    @pytest.mark.parametrize("which", ["fit", "chance", "none"])
    def test_result_of_another_method_or_none_lets_none_be_told(
        self,
        judged: Inspection,
        bearing: Calibrated,
        monkeypatch: pytest.MonkeyPatch,
        which: str,
    ) -> None:
        other = None if which == "none" else replace(bearing, **{which: "another/1"})
        monkeypatch.setattr(chance_of_word, "calibrated", lambda: other)
        assert "was not tried for this method" in chance_of(good(judged)).why


@pytest.mark.usefixtures("bearing")
class TestTold:
    def test_both_chances_in_a_sentence_with_what_they_leave_out(self, judged: Inspection) -> None:
        claim = good(judged)
        answered(judged, percent=86, beyond=99)
        assert said(claim) == (
            f"The chance that “{facts_of(claim).figures.word}” holds, had the average of these "
            "inspectors judged everything on the same evidence, is 86 %; that at least as many "
            "do, 99 %. An error that both judges of one piece of evidence would make is outside it."
        )

    def test_nothing_is_certain_and_nothing_impossible(self, judged: Inspection) -> None:
        claim = good(judged)
        answered(judged, percent=0, beyond=100)
        assert "is under 1 %; that at least as many do, over 99 %." in said(claim)

    def test_same_chance_is_said_once_and_of_low_words_at_most(self, judged: Inspection) -> None:
        claim = good(judged)
        answered(judged, percent=86, beyond=86)
        assert "as many do" not in said(claim)
        low = WordChance("few", 60, 70, at_most=True)
        assert "; that at most as many do, 70 %." in low.said

    def test_page_says_what_it_means_and_what_to_do(self, judged: Inspection) -> None:
        claim = good(judged)
        answered(judged, percent=61, beyond=99)
        rows = {one["label"]: one["value"] for one in detail_rows(facts_of(claim), **NOUNS)}
        assert "is 61 %" in rows["Chance that the word holds"]
        assert rows["What the chance means"] == ChanceReading.OPEN.means
        assert rows["What to do"] == ChanceReading.OPEN.next

    @pytest.mark.parametrize(
        ("reason", "why"),
        [
            ("too_few_double_judgments", "of the judgments 27 were made twice by a draw, and 73"),
            ("not_connected", "no chain of common forces joins the inspectors"),
            ("not_on_one_scale", "not all graded on one scale"),
            ("one_grade", "every judgment said the same"),
            ("too_few_draws", "the judgments cannot tell"),
        ],
    )
    def test_page_says_why_none_is_told_and_print_says_nothing(
        self, judged: Inspection, reason: str, why: str
    ) -> None:
        claim = good(judged)
        answered(judged, reason=reason, percent=None, beyond=None, pairs=27, needed=73)
        rows = {one["label"]: one["value"] for one in detail_rows(facts_of(claim), **NOUNS)}
        assert why in rows["Chance that the word holds"]
        assert "{" not in rows["Chance that the word holds"]
        assert said(claim) == ""

    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            ({"reason": "not_on_one_scale"}, "not all graded on one scale"),
            ({"reason": "not_read", "unread": ["a", "b"]}, "of 2 that it counts there are no"),
        ],
    )
    def test_answer_that_tells_nothing_but_its_reason_is_said(
        self, judged: Inspection, answer: dict[str, Any], why: str
    ) -> None:
        claim = good(judged)
        answered(judged, percent=86, beyond=99)
        kept = judged.joint_figures.get()
        rows = [{**one, "answer": answer} for one in kept.answers]
        unguarded(JointFigures).filter(pk=kept.pk).update(answers=rows)
        assert why in chance_of(claim).why

    def test_not_worked_out_yet_or_judged_since_is_said(self, judged: Inspection) -> None:
        claim = good(judged)
        assert "was not worked out of these judgments yet" in chance_of(claim).why
        answered(judged, percent=86, beyond=99)
        inspector = member(judged, Role.INSPECTOR)
        other = criterion(judged, "1.2")
        submitted(assigned(judged, scope_body(judged), other, inspector), "Good")
        assert "judgments came in since" in chance_of(claim).why

    def test_chance_that_moves_changes_nothing_that_was_signed(self, judged: Inspection) -> None:
        claim = good(judged)
        before = facts_of(claim).figures.looked_at()
        answered(judged, percent=86, beyond=99)
        assert facts_of(claim).figures.looked_at() == before


NOUNS = {"noun": "force", "nouns": "forces"}


@pytest.mark.parametrize(
    ("percent", "read"),
    [
        (100, ChanceReading.FIRM),
        (95, ChanceReading.FIRM),
        (94, ChanceReading.LIKELY),
        (80, ChanceReading.LIKELY),
        (79, ChanceReading.OPEN),
        (50, ChanceReading.OPEN),
        (49, ChanceReading.DOUBTFUL),
        (0, ChanceReading.DOUBTFUL),
    ],
)
def test_each_chance_is_read_one_way_with_what_it_means_and_what_to_do(
    percent: int, read: ChanceReading
) -> None:
    assert ChanceReading.of(percent) is read
    assert read.means.endswith(".")
    assert read.next.endswith(".")
