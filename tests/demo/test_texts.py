"""The texts: every bound key has a claim, every claim is used, every figure is the plan's, and the
checks have nothing to say.
"""

import dataclasses
import re
import tomllib

import pytest

from inspectorate.demo import reasons, texts, truth
from inspectorate.domain.claims.kinds.registry import kind_of
from inspectorate.domain.programmes.loader import parse_framework
from inspectorate.domain.reports.checks.registry import run
from inspectorate.prose.manuscript import standing
from inspectstats.quantity.shipped import DEFAULT
from tests.demo.facts import CLAIMS, DOCUMENTS, FILLED, NOTES, PLAN, counts_of, facts, manuscripts

KEYS = {
    span.key
    for manuscript in manuscripts().values()
    for block in manuscript.blocks
    for span in block.spans
    if span.kind == "claim"
}
QUOTED = {
    span.attributes.get("source", span.key)
    for manuscript in manuscripts().values()
    for block in manuscript.blocks
    for span in block.spans
    if span.kind == "quotation"
}
ON_EVIDENCE = [claim for claim in CLAIMS.values() if kind_of(claim.kind).pins_items]
COUNTED = [claim for claim in CLAIMS.values() if claim.kind == "counted"]


def test_texts_every_bound_key_has_a_claim_and_every_claim_is_used() -> None:
    assert set(CLAIMS) == KEYS | QUOTED


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_texts_pass_every_check_that_needs_no_database(name: str) -> None:
    made = manuscripts()
    assert [str(problem) for problem in run(made[name], facts(name, made)).problems] == []


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_texts_leave_no_sentence_unbound(name: str) -> None:
    manuscript = manuscripts()[name]
    asked = [
        f"{sentence.line}: {sentence.text}"
        for block in manuscript.prose()
        if block.kind != "heading"
        for sentence in block.sentences
        if standing(block, sentence) == "unbound"
    ]
    assert asked == []
    assert manuscript.coverage().unbound == 0
    assert manuscript.coverage().bound >= {"report": 140, "release": 12, "letter": 5}[name]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_texts_no_narrative_sentence_reports_what_was_seen_or_heard(name: str) -> None:
    reports = re.compile(
        r"\b(?:told us|asked us|we (?:saw|found|heard|met|read|came upon)|we were "
        r"(?:told|struck))\b",
        re.I,
    )
    hidden = [
        sentence.text
        for block in manuscripts()[name].prose()
        for sentence in block.sentences
        if standing(block, sentence) == "narrative"
        and reports.search(sentence.text)
        # A line that only introduces a quotation ends in a colon; one explains what "told us"
        # means.
        and not sentence.text.endswith(":")
        and not sentence.text.startswith("Where we say that")
    ]
    assert hidden == []


def test_texts_a_wrong_figure_is_found() -> None:
    made = manuscripts()
    from inspectorate.prose.reading.markdown import from_markdown

    wrong = from_markdown(
        DOCUMENTS["report"].replace(
            "(38 of the 46 forces inspected)", "(33 of the 46 forces inspected)", 1
        )
    )
    assert run(wrong, facts("report", made)).problems != []


@pytest.mark.parametrize("claim", COUNTED, ids=lambda claim: claim.key)
def test_claims_counted_have_the_counts_of_the_plan(claim: texts.ClaimText) -> None:
    count = counts_of(claim)
    assert (claim.met, claim.inspected) == (count.met, count.inspected)


@pytest.mark.parametrize("claim", ON_EVIDENCE, ids=lambda claim: claim.key)
def test_claims_on_evidence_have_enough_of_it(claim: texts.ClaimText) -> None:
    support = texts.support(claim, NOTES)
    testimony = {"interview", "focus-group", "survey"}
    kinds = {"testimony" if note.source_kind in testimony else note.source_kind for note in support}
    assert len(support) >= claim.predicate["min_items"]
    assert len({note.body for note in support}) >= claim.predicate["min_bodies"]
    assert len(kinds) >= claim.predicate["min_kinds"]
    assert claim.kind != "example" or all(note.practice for note in support)
    assert all(
        re.search(claim.matching, note.text) and note.criterion == claim.criterion
        for note in support
    )


@pytest.mark.parametrize("claim", ON_EVIDENCE, ids=lambda claim: claim.key)
def test_claims_on_evidence_name_two_to_forty_items_and_no_voice_twice(
    claim: texts.ClaimText,
) -> None:
    so, otherwise = texts.support(claim, NOTES), texts.against(claim, NOTES)
    assert 2 <= len(so) + len(otherwise) <= 40
    assert not {note.key for note in so} & {note.key for note in otherwise}
    if claim.kind == "balance":
        assert DEFAULT.word_for(len(so), len(so) + len(otherwise)) == claim.predicate["word"]
    else:
        assert {note.body for note in otherwise} <= {note.body for note in so}
    assert all((note.finding, note.holds) == (claim.finding, not claim.holds) for note in otherwise)


def test_claims_on_evidence_share_no_pile_of_items() -> None:
    assert len(ON_EVIDENCE) == 62
    piles = {frozenset(note.key for note in texts.support(claim, NOTES)) for claim in ON_EVIDENCE}
    assert len(piles) == len(ON_EVIDENCE)
    assert sum(bool(texts.against(claim, NOTES)) for claim in ON_EVIDENCE) >= 20


@pytest.mark.parametrize(
    "claim", [c for c in CLAIMS.values() if c.kind == "quotation"], ids=lambda claim: claim.key
)
def test_claims_quotation_rests_on_the_note_that_holds_the_words(claim: texts.ClaimText) -> None:
    (note,) = texts.support(claim, NOTES)
    assert claim.predicate["words"] in note.text
    assert note.marking == "OFFICIAL"  # or the report could not print them


def test_claims_matching_words_no_note_holds_leaves_no_support() -> None:
    claim = dataclasses.replace(CLAIMS["training-wanted"], matching="no note says this")
    assert texts.support(CLAIMS["training-wanted"], NOTES) != ()
    assert texts.support(claim, NOTES) == ()


def test_claims_direction_follows_the_finding_turned_round_where_it_counts_against_a_body() -> None:
    assert CLAIMS["regional-contact"].predicate["direction"] == "supports"
    assert CLAIMS["roles-unclear"].predicate["direction"] == "contradicts"
    assert CLAIMS["events-noticed"].predicate["direction"] == "contradicts"
    assert CLAIMS["shareable-papers"].predicate["direction"] == "supports"


def test_claims_small_numbers_are_decided_with_a_reason() -> None:
    for claim in COUNTED:
        count = counts_of(claim)
        if 0 < min(count.met, count.inspected - count.met) < 5:
            assert claim.small_number_decision, claim.key


def test_report_is_long_enough_for_fifteen_pages() -> None:
    words = len(re.sub(r"\{[^}]*\}", "", DOCUMENTS["report"]).split())
    drawn = DOCUMENTS["report"].count("```chart") + DOCUMENTS["report"].count("```table")
    assert 6000 <= words <= 8500
    # About 480 words to an A4 page of running text, a third of a page to a picture or table.
    assert 15 <= words / 480 + drawn / 3 <= 25


def test_report_asks_eight_things_six_of_published_substance() -> None:
    asked = texts.recommendations(DOCUMENTS["report"])
    assert [one.number for one in asked] == list(range(1, 9))
    assert [one.number for one in asked if one.origin == "rehearsal"] == [3, 8]
    assert {basis for one in asked for _, basis in one.to} == {"asked", "duty"}
    assert all(one.to for one in asked)


def test_texts_leave_no_hole_and_an_unknown_one_is_refused_by_name() -> None:
    assert [name for name, text in DOCUMENTS.items() if "{{" in text] == []
    with pytest.raises(KeyError, match="nobody_knows"):
        texts.fill("{{nobody_knows}}", FILLED)


def test_report_names_a_force_only_where_the_public_edition_leaves_it_out() -> None:
    named = re.sub(
        r"\[[^\[\]]*\]\{\.sensitive [^}]*\}", "", DOCUMENTS["report"] + DOCUMENTS["release"]
    )
    assert re.findall(r"Force \d\d", named) == []
    assert re.findall(r"Force \d\d", DOCUMENTS["report"]) != []


def test_release_headline_words_stand_in_the_report() -> None:
    quoted = re.findall("“([^”]+)”", manuscripts()["release"].meta["headline"])
    assert quoted == ["a sound foundation"]
    assert quoted[0] in DOCUMENTS["report"].lower()


def test_release_gives_hours_and_only_numbers_kept_for_stories() -> None:
    assert "9.00am to 5.00pm" in DOCUMENTS["release"]
    given = re.findall(r"\b0\d{2,4}[ \d]{6,}\d", DOCUMENTS["release"])
    # Ofcom keeps 01632 960000 to 960999 for drama: nobody is ever rung at one of them.
    assert given
    assert all(re.fullmatch(r"01632 960 \d{3}", one) for one in given)


def test_framework_reads_through_the_loader_with_its_findings_and_characteristics() -> None:
    draft = parse_framework(
        truth.content("framework_prevent.csv").encode(), name="framework_prevent.csv", version=""
    )
    assert set(draft.areas.values()) == set(texts.AREAS.values())
    assert [one.ref for one in draft.criteria] == [
        criterion.ref for criterion in truth.read().criteria
    ]
    assert all(set(one.characteristics) == set(truth.GRADES) for one in draft.criteria)
    assert all(
        set(one.findings) == set(truth.read().criterion(one.ref).findings) for one in draft.criteria
    )


def test_framework_has_twelve_criteria_whose_findings_are_the_truths() -> None:
    criteria = truth.read().criteria
    assert len(criteria) == 12
    assert set(reasons.statements()) == {
        code for criterion in criteria for code in criterion.findings
    }


def test_reasons_are_given_for_every_judgment_and_differ_between_two_judges() -> None:
    for cell in PLAN.inspected():
        written = [reasons.of_rating(rating, cell, PLAN.seed) for rating in cell.ratings]
        assert all(len(text) > 40 for text in written)
        assert reasons.of_agreement(cell, PLAN.seed)
        assert bool(reasons.of_concern(cell)) is (
            cell.grade in ("Requires improvement", "Inadequate")
        )


def test_reasons_turn_a_finding_that_counts_against_a_body_against_it() -> None:
    for cell in PLAN.inspected():
        if cell.criterion == "3.1" and cell.ratings[0].findings["vetting-barrier"]:
            written = reasons.of_rating(cell.ratings[0], cell, PLAN.seed)
            favour = written.split("Counts against it")[0].split("To its cost")[0]
            assert "vetting levels" in written
            assert "vetting levels" not in favour


def test_responses_tell_one_refusal_one_closure_one_moved_date() -> None:
    told = texts.responses()
    assert [row["recommendation"] for row in told["response"] if "why_none" in row] == [3]
    assert {row["recommendation"] for row in told["response"]} == set(range(1, 9))
    assert len(told["closure"]) == 1
    assert told["moved"][0]["to_due"] > told["moved"][0]["from_due"]
    assert {row["body"] for row in told["accuracy"]} == {
        "territorial 5",
        "territorial 17",
        "territorial 31",
    }
    assert {row["kind"] for row in told["accuracy"]} == {"accuracy", "judgment"}
    confirmed = [
        row["recommendation"] for row in told["verification"] if row["finding"] == "confirmed"
    ]
    assert confirmed == [told["closure"][0]["recommendation"]]


def test_claims_file_reads_as_toml_with_unique_keys() -> None:
    assert set(tomllib.loads(truth.content("claims.toml"))["claims"]) == set(CLAIMS)
