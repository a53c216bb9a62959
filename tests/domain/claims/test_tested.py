"""Claims that bodies differ, that more of some than of others meet, that some stand lowest: each is
held to what the joint model says of the independent judgments, and says so in print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from inspectorate.domain.claims import asked_of_model, queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.joint import actions as joint
from inspectorate.domain.judgments.joint.answering import Worked
from inspectorate.domain.judgments.joint.questions import Compared, Ranked, Spread, stored
from inspectorate.domain.judgments.joint.readings import read
from inspectorate.domain.programmes.definition import read_back, written
from inspectorate.domain.reports.checks import difference_is_borne
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.findings import LATER, a_claim, agreed, assigned, referenced, submitted
from tests.factories.forging import unguarded
from tests.factories.keeping import kept
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, an_inspection, criterion, member, scope_body

pytestmark = pytest.mark.django_db
GRADES = ("Good", "Good", "Good", "Inadequate", "Inadequate", "Inadequate")


@pytest.fixture
@kept
def judged() -> Inspection:
    """Six bodies agreed on 1.1: three good, three inadequate."""
    inspection = an_inspection(bodies=6)
    of = criterion(inspection)
    for number, grade in enumerate(GRADES):
        agreed(inspection, scope_body(inspection, number), of, grade)
    return inspection


def answered(inspection: Inspection, **answer: Any) -> None:
    """What the model would say of every claim that stands, kept of the readings of now."""
    readings = read(inspection)
    told = [
        {"question": stored(one), "answer": {"reason": "ok", "pairs": 109, "needed": 0, **answer}}
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


def spread(*, differ: bool, alike: bool = False, p: float = 0.004) -> dict[str, Any]:
    return {
        "differ": differ,
        "p": p,
        "dispersion": 0.61,
        "expected": 0.4,
        "two_grades": ["1/1.1"],
        "alike": alike,
        "apart": [0.1, 0.05, 0.15] if alike else [0.3, 0.22, 0.38],
    }


def facts_of(claim: Claim) -> ClaimFacts:
    ((_, found),) = queries.with_facts(
        claim.inspection, claim.inspection.claims.filter(pk=claim.pk)
    )
    return found


def said(claim: Claim) -> str:
    found = facts_of(claim)
    return found.kind.told_by_test(found.figures, noun="force", nouns="forces")


def problems(claim: Claim, words: str) -> list[str]:
    """What the check says of these words, bound to the claim."""
    manuscript = from_markdown(f"[{words}]{{#{claim.key}}}.", "report")
    facts = Facts(claims={claim.key: facts_of(claim)})
    found = difference_is_borne.check(manuscript, facts)
    return [one.what for one in found if one.severity == "blocks"]


def a_variation(inspection: Inspection) -> Claim:
    return a_claim(inspection, {"criteria": ["1.1"]}, name="differ", kind="variation")


class TestVariation:
    def test_says_that_it_is_not_tested_until_it_is_worked_out(self, judged: Inspection) -> None:
        claim = a_variation(judged)
        assert said(claim) == (
            "Not tested: whether forces differ by more than two inspectors of one force would is "
            "not known."
        )
        assert problems(claim, "There is some inconsistency") == []

    def test_tested_and_held_prints_how_often_inspectors_alone_would_do_it(
        self, judged: Inspection
    ) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=True))
        assert "as far apart in fewer than one of 100 inspections" in said(claim)
        assert problems(claim, "There is some inconsistency") == []
        # Three of six on each side of the edge that meets.
        assert problems(claim, "The picture is mixed") == []

    def test_tested_and_not_held_stops_the_words(self, judged: Inspection) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=False, p=0.23))
        assert "in 23 of 100 inspections" in said(claim)
        for words in ("There is some inconsistency", "It is inconsistent", "They are mixed"):
            assert len(problems(claim, words)) == 1, words

    @pytest.mark.parametrize(
        ("words", "held"),
        [
            ("Forces are consistent", False),
            ("Forces act consistently", False),
            ("Forces do not act consistently", True),
            ("There is a lack of consistency", True),
            ("Forces are inconsistent", True),
        ],
    )
    def test_consistent_needs_its_own_test_and_a_denial_of_it_is_a_difference(
        self, judged: Inspection, words: str, held: bool
    ) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=True))
        assert (problems(claim, words) == []) is held

    def test_nothing_found_is_not_read_as_alike_and_alike_is_held_by_its_limit(
        self, judged: Inspection
    ) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=False, p=0.4))
        assert problems(claim, "Forces are consistent") != []
        other = a_claim(judged, {"criteria": ["1.1"]}, name="alike", kind="variation")
        assert facts_of(other).figures.tested == facts_of(claim).figures.tested

    def test_mixed_needs_a_quarter_on_each_side_of_the_edge(self) -> None:
        inspection = an_inspection(bodies=6)
        for number in range(6):
            grade = "Inadequate" if number == 0 else "Good"
            agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
        claim = a_variation(inspection)
        answered(inspection, **spread(differ=True))
        assert problems(claim, "There is some inconsistency") == []
        (told,) = problems(claim, "The picture is mixed")
        assert "on no criterion do so many bodies stand on each side" in told

    def test_vocabulary_sets_its_own_margins_of_mixed_and_consistent(self) -> None:
        inspection = an_inspection(bodies=6)
        for number in range(6):
            grade = "Inadequate" if number == 0 else "Good"
            agreed(inspection, scope_body(inspection, number), criterion(inspection), grade)
        words = inspection.vocabulary
        own = {**words.definition, "version": "2", "mixed_share": "1/10", "alike_below": "2/5"}
        unguarded(type(words)).filter(pk=words.pk).update(definition=own)
        inspection = Inspection.objects.get(pk=inspection.pk)
        claim = a_variation(inspection)
        answered(inspection, **spread(differ=True))
        assert problems(claim, "The picture is mixed") == []
        assert problems(claim, "Forces are consistent") == []

    def test_vocabulary_adopted_before_it_had_margins_has_the_usual_ones(self) -> None:
        told = written(DEFAULT)
        older = {key: told[key] for key in told if key not in ("mixed_share", "alike_below")}
        assert read_back(older) == DEFAULT
        assert read_back(told) == DEFAULT

    def test_judgment_that_came_in_since_leaves_it_untested_and_its_reference_stale(
        self, judged: Inspection
    ) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=True))
        referenced(claim)
        assert facts_of(claim).stale == ()
        # On another criterion: the model reads all of them together.
        of, body = criterion(judged, "1.2"), scope_body(judged, 5)
        submitted(assigned(judged, body, of, member(judged, Role.INSPECTOR)), "Good")
        assert said(claim).startswith("Not tested: judgments came in since")
        assert [one.code for one in facts_of(claim).stale] == ["figures_changed"]

    def test_failed_test_stops_the_words_until_it_is_worked_out_anew(
        self, judged: Inspection
    ) -> None:
        claim = a_variation(judged)
        answered(judged, **spread(differ=False, p=0.3))
        of, body = criterion(judged, "1.2"), scope_body(judged, 5)
        submitted(assigned(judged, body, of, member(judged, Role.INSPECTOR)), "Good")
        assert said(claim).startswith("Not tested: judgments came in since")
        assert problems(claim, "There is some inconsistency") != []

    def test_why_the_readings_cannot_tell_is_said_with_how_many_more_would(
        self, judged: Inspection
    ) -> None:
        claim = a_variation(judged)
        answered(judged, reason="too_few_double_judgments", pairs=27, needed=73)
        assert said(claim) == (
            "Not tested: of the judgments 27 were made twice by a draw, and a test needs 73 more."
        )


def comparing(**given: Any) -> dict[str, Any]:
    """The condition that the grade of 1.1 meets, of those of a finding and of the others."""
    found = {"criterion": "1.1", "more": {"criterion": "1.1", "grades": ["Good"]}, **given}
    return {name: value for name, value in found.items() if value is not None}


class TestComparison:
    def test_counts_both_groups_and_asks_the_model_of_them(self, judged: Inspection) -> None:
        claim = a_claim(judged, comparing(), name="more", kind="comparison")
        assert dict(facts_of(claim).figures.values) == {
            "met of the first group": "3",
            "judged of the first group": "3",
            "met of the other group": "0",
            "judged of the other group": "3",
        }
        (asked,) = asked_of_model.questions(judged)
        assert isinstance(asked, Compared)
        codes = [scope_body(judged, number).code for number in range(6)]
        assert (list(asked.more), list(asked.than)) == (codes[:3], codes[3:])
        meets = [one.order for one in criterion(judged).scale.grades.all() if one.meets]
        assert list(asked.grades) == meets

    @pytest.mark.parametrize("holds", [True, False])
    def test_words_stand_where_it_holds_and_not_where_it_does_not(
        self, judged: Inspection, holds: bool
    ) -> None:
        claim = a_claim(judged, comparing(), name="more", kind="comparison")
        answered(judged, holds=holds, chance=0.97 if holds else 0.8, difference=[0.4, -0.01, 0.7])
        assert (problems(claim, "More of the one than of the other meet") == []) is holds
        assert f"{97 if holds else 80} of 100 times" in said(claim)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"than": {"criterion": "1.1", "grades": ["Good"]}}, "predicate.than"),
            ({"more": None}, "predicate.more"),
            ({"finding": "trained"}, "predicate.finding"),
            ({"more": {"group": "nowhere"}}, "predicate.population.group"),
        ],
    )
    def test_what_cannot_be_compared_is_refused_by_its_field(
        self, judged: Inspection, given: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            a_claim(judged, comparing(**given), name="more", kind="comparison")
        assert field in {one.field for one in refused.value.reasons}


def ranking(inspection: Inspection, numbers: Sequence[int], **given: Any) -> dict[str, Any]:
    codes = [scope_body(inspection, number).code for number in numbers]
    return {"named": codes, "criteria": ["1.1"], **given}


class TestRanking:
    def test_asks_of_the_set_named_and_words_stand_where_it_holds(self, judged: Inspection) -> None:
        claim = a_claim(
            judged,
            ranking(judged, (3, 4, 5)),
            name="lowest",
            kind="ranking",
            small_number_decision="They are named in the terms.",
        )
        (asked,) = asked_of_model.questions(judged)
        assert isinstance(asked, Ranked)
        assert (asked.named, asked.highest) == (
            tuple(scope_body(judged, number).code for number in (3, 4, 5)),
            False,
        )
        ranks = {code: [1, 3] for code in asked.named}
        answered(judged, holds=False, chance=0.6, ranks=ranks)
        assert "60 of 100 times, and it may be said from 95" in said(claim)
        assert "not sure enough" in problems(claim, "The three lowest")[0]
        for words in ("The three highest", "The four lowest", "No force stood lowest"):
            assert "not sure" not in problems(claim, words)[0], words
        numbers = facts_of(claim).figures.tested
        assert numbers is not None
        assert set(numbers.numbers.values()) == {"rank 1 to 3"}

    @pytest.mark.parametrize("numbers", [(), (0, 0), range(6)])
    def test_no_body_one_twice_or_all_of_them_are_refused(
        self, judged: Inspection, numbers: Sequence[int]
    ) -> None:
        with pytest.raises(Refused) as refused:
            a_claim(judged, ranking(judged, numbers), name="lowest", kind="ranking")
        assert "predicate_wrong" in codes_of(refused)


def test_kinds_that_ask_the_model_are_these_and_each_question_is_asked_once(
    judged: Inspection,
) -> None:
    assert set(asked_of_model.asking_kinds()) == {"variation", "comparison", "ranking", "counted"}
    assert asked_of_model.tested_kinds() == ["variation", "comparison", "ranking"]
    a_variation(judged)
    a_claim(judged, {"criteria": ["1.1"]}, name="again", kind="variation")
    (asked,) = asked_of_model.questions(judged)
    assert isinstance(asked, Spread)
