"""The second rehearsal: notes, claims and a report the checks accept, whatever the framework."""

import csv
import io

import pytest

from inspectorate.demo import fire
from inspectorate.demo.truth import content
from inspectorate.domain.programmes.loader import parse_framework
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import SIGNED, facts_of
from tests.shared import shared


def criteria(text: str) -> list[fire.PlannedCriterion]:
    rows = csv.DictReader(io.StringIO(text))
    return [
        fire.PlannedCriterion(
            row.get("criterion_ref") or row["question_id"] or f"row-{n}",
            row["area"],
            row["criterion"] or row["question"],
            tuple(row["grades"].split(" > ")) if row["grades"] else (),
        )
        for n, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def plan() -> fire.FirePlan:
    return fire.make(criteria(content("framework_fire.csv")))


def test_fire_framework_has_graded_pillars_and_ungraded_questions() -> None:
    asked = criteria(content("framework_fire.csv"))
    assert len(asked) == 14
    assert [one.ref for one in asked if not one.grades] == ["1.1.1", "1.1.2"]


def test_fire_framework_reads_through_the_loader() -> None:
    draft = parse_framework(
        content("framework_fire.csv").encode(), name="framework_fire.csv", version=""
    )
    assert len(draft.criteria) == 14
    assert [one.ref for one in draft.criteria if not one.grades] == ["1.1.1", "1.1.2"]


def test_fire_notes_are_all_different_and_cover_every_question(plan: fire.FirePlan) -> None:
    assert len({note.text for note in plan.notes}) == len(plan.notes) == 12 * 14 * 2
    assert {note.ref for note in plan.notes} == {one.ref for one in plan.criteria}


def test_fire_report_passes_the_checks(plan: fire.FirePlan) -> None:
    manuscript = from_markdown(fire.report(plan, "Twelve services in rehearsal"))
    claims = {
        one.key: facts_of(
            one.key,
            met=one.met,
            not_met=one.inspected - one.met,
            inspected=one.inspected,
            scope=one.inspected,
            last_word=SIGNED,
        )
        for one in plan.claims()
    }
    known = Facts(
        slug="report",
        claims=claims,
        vocabulary=DEFAULT,
        population="services",
        rehearsal=True,
        edition="full",
    )
    assert [str(problem) for problem in run(manuscript, known).problems] == []


@pytest.mark.parametrize("seed", range(25))
def test_fire_any_seed_words_agree_with_counts(seed: int) -> None:
    made = fire.make(criteria(content("framework_fire.csv")), seed=seed)
    for claim in made.claims():
        word = DEFAULT.word_for(claim.met, claim.inspected)
        assert claim.sentence.lower().startswith(str(word).replace("none", "no")) or word in (
            "half",
            "a majority",
            "a minority",
        )


def test_fire_same_seed_same_plan() -> None:
    asked = criteria(content("framework_fire.csv"))
    assert fire.make(asked, 4) == fire.make(asked, 4)
    assert fire.make(asked, 4) != fire.make(asked, 5)


@pytest.mark.parametrize("name", ["hmicfrs_fire_2018_19.csv", "care_inspectorate_scotland.csv"])
def test_fire_a_published_framework_needs_no_code(name: str) -> None:
    asked = criteria(shared(f"data/frameworks/{name}").read_text(encoding="utf-8"))
    made = fire.make(asked)
    assert len(made.claims()) == sum(bool(one.grades) for one in asked)
    assert len(made.notes) == 12 * len(asked) * 2
