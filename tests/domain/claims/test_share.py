"""Claims of a share: from reviewed samples, held over the whole interval, stale with reviews."""

from __future__ import annotations

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.fieldwork.samples import actions
from inspectorate.domain.fieldwork.samples.queries import SampledCases, cases_of
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.editions.how_we_know import claim_info
from inspectorate.domain.reports.editions.pictures import ChartData
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.findings import LATER, a_claim, referenced
from tests.factories.keeping import kept
from tests.factories.rooms import a_key, an_inspection, member, scope_body
from tests.factories.samples import (
    a_form,
    a_list,
    a_read_sample,
    a_sample,
    drawn,
    references,
    reviewed,
)

pytestmark = pytest.mark.django_db
STATEMENT = "The file holds a plan"
CHECKS = (
    "quantity_word_holds",
    "number_matches",
    "fraction_and_percent_agree",
    "quantity_not_read",
    "coverage_stated",
)


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=3, phase="judging")


def of_body(inspection: Inspection, question: str = "1.1") -> dict[str, str]:
    return {"question": question, "body": scope_body(inspection).code}


@kept
def read_of_60(inspection: Inspection) -> Claim:
    """The claim on a sample of 60 of 600 files, of which 37 hold a plan."""
    a_read_sample(a_form(inspection), yes=37, text=references(600), wanted=60)
    return a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)


def facts_now(inspection: Inspection, key: str = "plans") -> ClaimFacts:
    return queries.facts(inspection)[key]


def told(claim: ClaimFacts, sentence: str) -> list[str]:
    facts = Facts(claims={claim.key: claim}, vocabulary=DEFAULT, population="forces")
    found = run(from_markdown(f"[{sentence}]{{#{claim.key}}}.\n"), facts, only=CHECKS)
    return [one.what for one in found.problems if one.severity == "blocks"]


def test_share_of_one_body_is_claimed_with_its_limits(inspection: Inspection) -> None:
    a_read_sample(a_form(inspection), yes=15, text=references(60), wanted=20)
    a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    claim = facts_now(inspection)
    share = claim.figures.estimate
    assert share is not None
    assert (share.yes, share.answered, share.percent) == (15, 20, 75)
    assert claim.values["per cent"] == "75"
    limits = (claim.values["lower limit"], claim.values["upper limit"])
    assert told(claim, f"75 % of files ({limits[0]} to {limits[1]}) held a plan") == []
    assert told(claim, "75 % of files held a plan")
    assert told(claim, "About 75 % of files held a plan") == []
    assert told(claim, f"At least {limits[0]} % of files held a plan") == []
    assert told(claim, "Most files held a plan")
    assert "15 of 20" in told(claim, "16 of the 20 files held a plan")[0]
    assert "No word holds" in claim.figures.margin
    # The inspection names no body, and this is of one.
    assert claim.figures.identifies


def test_word_holds_and_its_margin_is_told_where_the_whole_interval_lies_in_the_band(
    inspection: Inspection,
) -> None:
    a_read_sample(a_form(inspection), yes=82, text=references(110), wanted=100)
    a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    claim = facts_now(inspection)
    assert claim.figures.word == "most"
    assert claim.figures.margin.startswith("The whole interval lies within “most”")
    assert told(claim, "Most files held a plan") == []
    assert told(claim, "Most files held no plan")


def test_share_over_bodies_is_claimed_of_a_form_made_so_alone(inspection: Inspection) -> None:
    a_read_sample(a_form(inspection))
    with pytest.raises(Refused) as refusal:
        a_claim(inspection, {"question": "1.1"}, name="plans", kind="share", statement=STATEMENT)
    assert refusal.value.reasons[0].field == "predicate.body"
    bodies = [scope_body(inspection, number) for number in (0, 1)]
    pooled = a_form(inspection, pooled=bodies)
    for body in bodies:
        a_read_sample(pooled, body)
    a_claim(inspection, {"question": "2.1"}, name="plans", kind="share", statement=STATEMENT)
    assert facts_now(inspection).values["files listed"] == "80"


def test_share_is_not_claimed_before_every_case_is_reviewed(inspection: Inspection) -> None:
    sample = a_sample(a_form(inspection))
    a_list(sample)
    drawn(sample)
    with pytest.raises(Refused) as refusal:
        a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    assert "not reviewed yet" in refusal.value.reasons[0].text


@pytest.mark.parametrize("question", ["1.9", "9.1", "", "x"])
def test_share_of_a_question_that_nobody_asks_is_refused(
    inspection: Inspection, question: str
) -> None:
    a_read_sample(a_form(inspection))
    with pytest.raises(Refused) as refusal:
        KINDS["share"].read({"question": question}, queries.known(inspection))
    assert refusal.value.reasons[0].field == "predicate.question"


def test_claim_is_stale_once_a_review_is_taken_back_or_entered_otherwise(
    inspection: Inspection,
) -> None:
    draw = a_read_sample(a_form(inspection))
    claim = a_claim(
        inspection,
        of_body(inspection),
        name="plans",
        kind="share",
        statement=STATEMENT,
        small_number_decision="The body agrees that its share is printed.",
    )
    referenced(claim)
    assert facts_now(inspection).stale == ()
    row = next(one for one in cases_of(draw) if one.review is not None)
    lead = member(inspection, Role.LEAD)
    actions.take_review_back(
        by=lead, at=LATER, key=a_key(), review=row.review, reason="The wrong file was read."
    )
    assert [one.code for one in facts_now(inspection).stale] == ["figures_changed"]
    answers = {one.question.number: one.answer for one in row.review.answers.all()}
    actions.review(by=lead, at=LATER, key=a_key(), case=row.case, answers=answers, notes={})
    # The same sums again, from another review: somebody looks at it again.
    assert (
        SampledCases(inspection)
        .share(draw.case_list.sample.form.questions.get(number=1), scope_body(inspection).code)
        .told
    )
    assert [one.code for one in facts_now(inspection).stale] == ["figures_changed"]


def test_number_of_bodies_in_a_sentence_on_files_is_not_read_as_a_share(
    inspection: Inspection,
) -> None:
    a_read_sample(a_form(inspection), yes=82, text=references(110), wanted=100)
    a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    claim = facts_now(inspection)
    facts = Facts(claims={claim.key: claim}, vocabulary=DEFAULT, population="forces")
    found = run(from_markdown("[Most forces held a plan]{#plans}.\n"), facts, only=CHECKS)
    assert "the claim counts none" in " ".join(one.what for one in found.problems)


@pytest.mark.parametrize(
    "sentence",
    [
        "All 60 files held a plan",
        "The 60 files held a plan",
        "All of the 60 files held a plan",
        "The 60 files held no plan",
        "62 per cent of files held a plan, in 49 stations over 73 days",
        "62 per cent of files held a plan, in 49 to 73 days",
        "62 per cent of files held a plan; 49 to 73 stations were seen",
    ],
)
def test_number_of_all_and_numbers_of_other_things_do_not_pass_as_the_share(
    inspection: Inspection, sentence: str
) -> None:
    read_of_60(inspection)
    claim = facts_now(inspection)
    assert claim.values["lower limit"] == "49"
    assert told(claim, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "37 of the 60 files held a plan",
        "Of the 60 files, 37 held a plan",
        "We read the 60 files",
        "The 60 files were read, and about 62 % held a plan",
        "62 % of files held a plan, 49 to 73",
        "62 % (49 to 73) of files held a plan",
        "62 per cent of files held a plan (49–73 per cent)",
        "62 per cent of files held a plan, between 49 and 73 per cent",
    ],
)
def test_count_of_the_read_and_share_with_its_range_pass(
    inspection: Inspection, sentence: str
) -> None:
    read_of_60(inspection)
    assert told(facts_now(inspection), sentence) == []


def test_all_of_the_files_is_true_where_every_one_says_yes(inspection: Inspection) -> None:
    a_read_sample(a_form(inspection), yes=10, text=references(10), wanted=10)
    a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    assert told(facts_now(inspection), "All 10 files held a plan") == []


def test_what_is_to_be_known_beside_a_share_is_printed_with_its_method(
    inspection: Inspection,
) -> None:
    draw = a_read_sample(a_form(inspection), yes=15, text=references(60), wanted=20)
    lead = member(inspection, Role.LEAD)
    review = draw.cases.first().reviews.get()
    actions.take_review_back(by=lead, at=LATER, key=a_key(), review=review, reason="Read again")
    reviewed(draw.cases.first(), "cannot-tell")
    a_claim(inspection, of_body(inspection), name="plans", kind="share", statement=STATEMENT)
    claim = facts_now(inspection)
    (caution,) = claim.figures.cautions
    assert "it cannot be told" in caution
    facts = Facts(claims={"plans": claim}, vocabulary=DEFAULT)
    assert caution in claim_info("plans", facts, ChartData()).method
    assert caution not in claim_info("plans", facts, ChartData(), withheld=True).method
