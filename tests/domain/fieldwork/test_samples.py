"""Samples of cases: begun before the list is known, drawn again by anybody, reviewed, estimated."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.fieldwork.models import CaseSample, DrawnCase
from inspectorate.domain.fieldwork.samples import actions, drawing, policies, queries
from inspectorate.domain.fieldwork.samples.kinds import AnswerCode, DrawRule
from inspectorate.domain.fieldwork.samples.references import (
    note_tells_of_a_person,
    read_list,
    tells_of_a_person,
)
from inspectorate.domain.fieldwork.samples.shares import ReadCase, ReadSample, share_of
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication.binder.verify import verify_binder
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectstats.estimates import Stratum, stratified_share
from inspectstats.intervals.proportion import proportion
from inspectstats.sampling import Case, commitment, frame_sha256
from inspectstats.sampling import draw as library_draw
from inspectstats.sampling.verifier import main as verifier
from tests.factories.binders import elsewhere, read_in, written_out
from tests.factories.findings import LATER
from tests.factories.rooms import AT, a_key, an_inspection, criterion, member, scope_body
from tests.factories.samples import (
    DICE,
    SALT,
    SECRET,
    a_form,
    a_list,
    a_read_sample,
    a_sample,
    all_reviewed,
    drawn,
    references,
    reviewed,
)

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def inspection() -> Inspection:
    return an_inspection(bodies=3)


@pytest.fixture
def sample(inspection: Inspection) -> CaseSample:
    return a_sample(a_form(inspection))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("", "is empty"),
        ("John Smith", "holds a space"),
        ("Smith", "holds no figure"),
        ("Smith-1", "may be a name"),
        ("SMITH-1", "may be a name"),
        ("john-1", "may be a name"),
        ("j.smith@police.example", "an e-mail address"),
        ("01/02/1980", "a date"),
        ("1980-02-01", "a date"),
        ("01021980", "a date"),
        ("CF-01.02.1980", "a date"),
        ("07700 900123", "a telephone number"),
        ("07700900123", "a telephone number"),
        ("+44 7700 900123", "a telephone number"),
        ("943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("QQ123456C", "a National Insurance number"),
        ("QQ 12 34 56 C", "a National Insurance number"),
        ("SW1A 1AA", "a postcode"),
        ("CF-SW1A1AA", "a postcode"),
        ("CF-01021980", "a date"),
        ("CF-QQ123456C", "a National Insurance number"),
        ("QQ123456C-1", "a National Insurance number"),
        ("KHAN-1", "may be a name"),
        ("LEE1", "may be a name"),
        ("PC.ALI.2", "may be a name"),
        ("CF-0001\tburglary", "has 2 columns"),
        ("CF-0007", "repeats the reference of row 2"),
    ],
)
def test_row_that_holds_no_code_is_refused_by_its_number(row: str, what: str) -> None:
    found = read_list(f"reference\nCF-0007\n{row}\nCF-0009", DrawRule.SIMPLE)
    assert not found.cases
    assert [one.text.startswith("Row 3 ") for one in found.reasons] == [True]
    assert what in found.reasons[0].text
    # What may be a person's is not said again.
    assert not row.strip() or row not in found.reasons[0].text


@pytest.mark.parametrize(
    "ref", ["CF-0123", "42/18374/19", "21A", "case_7", "1234567890", "MG3.12:4", "00012345"]
)
def test_reference_that_is_a_code_is_taken(ref: str) -> None:
    assert [one.id for one in read_list(f"{ref}\nXX-1\n", DrawRule.SIMPLE).cases] == [ref, "XX-1"]


def test_letters_with_which_most_references_begin_are_taken_and_a_name_among_them_is_not() -> None:
    rows = [f"ASB-{number}" for number in range(1, 8)]
    assert len(read_list("\n".join(rows), DrawRule.SIMPLE).cases) == 7
    found = read_list("\n".join([*rows, "LEE-8", "ASB-LEE-9"]), DrawRule.SIMPLE)
    assert [one.text.split(" ")[1] for one in found.reasons] == ["8", "9"]
    assert read_list("KHAN-1", DrawRule.SIMPLE).reasons
    assert read_list("CASE-1\nfile_2\nref3", DrawRule.SIMPLE).cases


@pytest.mark.parametrize("stratum", ["John Smith", "Mrs A Khan", "12 High Street", "SW1A 1AA"])
def test_stratum_that_may_be_a_person_or_an_address_is_refused(stratum: str) -> None:
    found = read_list(f"CF-1,{stratum}\nCF-2,burglary", DrawRule.STRATIFIED)
    assert [one.text.split(" ")[1] for one in found.reasons] == ["1"]
    assert stratum not in found.reasons[0].text


def test_kind_of_case_in_capitals_is_taken_where_it_recurs() -> None:
    rows = [f"CF-{number},Domestic Abuse" for number in range(3)]
    assert len(read_list("\n".join(rows), DrawRule.STRATIFIED).cases) == 3


@pytest.mark.parametrize(
    "note", ["Notebook 3: Mrs Khan", "4 High St, abused", "born 1 February 1980", "CF-QQ123456C"]
)
def test_note_that_tells_of_a_person_is_refused(note: str) -> None:
    assert tells_of_a_person(note)


@pytest.mark.parametrize(
    "note",
    [
        "John Smith",
        "john smith",
        "Whitfield",
        "PC Khan",
        "Notebook 3, Wei Chen",
        "WHITFIELD",
        "Élo",
    ],
)
def test_bare_name_in_a_note_is_refused_and_not_said_again(sample: CaseSample, note: str) -> None:
    a_list(sample)
    case, who = drawn(sample).cases.first(), member(sample.inspection, Role.INSPECTOR)
    assert case is not None
    (reason,) = policies.reviewable(case, who, {1: "yes", 2: "yes"}, {1: note})
    assert (reason.code, reason.field) == ("note_personal", "note_1")
    assert "name" in reason.text
    assert note not in reason.text


@pytest.mark.parametrize(
    "note", ["", "Notebook 3", "notebook 3, page 12", "My green book, page 4", "MG11, CPS folder"]
)
def test_note_on_where_notes_lie_is_taken(note: str) -> None:
    assert note_tells_of_a_person(note) == ""


@pytest.mark.parametrize(
    "stratum", ["John Smith", "Aisha Khan", "aisha khan", "PC Whitfield", "J Smith", "Smith J"]
)
def test_stratum_that_names_somebody_is_refused_however_often_it_recurs(stratum: str) -> None:
    rows = [f"CF-{number},{stratum}" for number in range(6)]
    found = read_list("\n".join([*rows, "CF-7,burglary"]), DrawRule.STRATIFIED)
    assert [one.text.split(" ")[1] for one in found.reasons] == ["1", "2", "3", "4", "5", "6"]
    assert stratum not in found.reasons[0].text


@pytest.mark.parametrize("stratum", ["A Division", "Ward B", "Burglary", "Child Protection"])
def test_stratum_that_is_a_place_or_a_kind_of_case_is_taken_where_it_recurs(stratum: str) -> None:
    rows = [f"CF-{number},{stratum}" for number in range(6)]
    assert len(read_list("\n".join(rows), DrawRule.STRATIFIED).cases) == 6


def test_every_bad_row_is_named_at_once_and_nothing_is_taken() -> None:
    found = read_list("CF-1\n\nCF-1\nAnn\nCF-2\n\n", DrawRule.SIMPLE)
    assert [one.text.split(" ")[1] for one in found.reasons] == ["2", "3", "4"]
    assert found.cases == ()


def test_stratum_and_size_stand_beside_a_reference_where_the_rule_draws_by_them() -> None:
    strata = read_list("case,stratum\nCF-1,burglary\nCF-2,robbery", DrawRule.STRATIFIED)
    assert strata.cases == (Case("CF-1", "burglary"), Case("CF-2", "robbery"))
    sizes = read_list("CF-1;12\nCF-2;0.5", DrawRule.BY_SIZE)
    assert [one.size for one in sizes.cases] == [Fraction(12), Fraction(1, 2)]
    for text, rule in (("CF-1,0", DrawRule.BY_SIZE), ("CF-1,", DrawRule.STRATIFIED)):
        assert read_list(text, rule).reasons


def test_digest_of_the_seed_is_told_before_the_list_and_the_seed_after_the_draw(
    sample: CaseSample,
) -> None:
    assert sample.commitment == commitment(SECRET)
    case_list = a_list(sample)
    assert case_list.frame_sha256 == frame_sha256([f"CF-{n:04d}" for n in range(1, 41)], SALT)
    draw = drawn(sample, "body says 481516")
    assert (draw.revealed, draw.body_number) == (SECRET, "body says 481516")
    assert commitment(draw.revealed) == sample.commitment


def test_drawn_cases_are_those_of_the_library_from_the_seed_and_the_list(
    sample: CaseSample,
) -> None:
    a_list(sample)
    draw = drawn(sample)
    again = library_draw(
        [f"CF-{n:04d}" for n in range(1, 41)], 10, draw.seed, drawing.name_of(sample)
    )
    assert tuple(draw.cases.values_list("ref", flat=True)) == again.ids()
    assert drawing.made_again(draw).ids() == again.ids()


def test_number_of_the_body_changes_which_cases_are_drawn(inspection: Inspection) -> None:
    refs = []
    for number, own in enumerate(("", "481516", "2342")):
        one = a_sample(a_form(inspection), scope_body(inspection, number))
        a_list(one)
        refs.append(drawn(one, own).seed)
    assert len(set(refs)) == 3


@pytest.mark.parametrize("rule", ["simple", "stratified", "by-size"])
def test_body_checks_the_draw_with_the_verifier_alone(
    sample: CaseSample, rule: str, tmp_path: Path, capsys: Any
) -> None:
    more = {"simple": (), "stratified": ("theft", "fraud"), "by-size": ("3", "1", "9")}[rule]
    a_list(sample, references(40, *more), rule=rule)
    draw = drawn(sample, "77")
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "stratum", "size"])
    table.writerows([[ref, stratum, size] for stratum, ref, size in draw.case_list.cases])
    (tmp_path / "list.csv").write_text(out.getvalue(), "utf-8")
    record = dict(queries.record(draw))
    (tmp_path / "record.json").write_text(json.dumps(record), "utf-8")
    sent = [str(tmp_path / "list.csv"), str(tmp_path / "record.json"), "--salt", SALT]
    assert verifier(sent) == 0, capsys.readouterr().out
    record["drawn"] = record["drawn"][1:]
    (tmp_path / "record.json").write_text(json.dumps(record), "utf-8")
    assert verifier(sent) == 1


def test_seed_that_is_not_revealed_leaves_in_no_binder_and_draws_nothing_elsewhere(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    path = tmp_path / "one.zip"
    with elsewhere():
        there = an_inspection(bodies=3)
        for number, secret in enumerate(("a" * 64, "b" * 64)):
            a_list(a_sample(a_form(there), scope_body(there, number), secret=secret))
        drawn(CaseSample.objects.get(secret="a" * 64))
        written_out(there, path)
    with zipfile.ZipFile(path) as packed:
        held = b"".join(packed.read(name) for name in packed.namelist())
    assert b"a" * 64 in held
    assert b"b" * 64 not in held
    assert commitment("b" * 64).encode() in held
    assert verify_binder(path) == []
    with django_capture_on_commit_callbacks(execute=True):
        read_in(path)
    assert verify().faults == ()
    first, second = CaseSample.objects.order_by("pk")
    assert drawing.made_again(first.lists.get().draw).seed
    assert first.lists.get().draw.revealed == "a" * 64
    assert [one.code for one in policies.drawable(second, "")] == ["seed_elsewhere"]
    assert policies.endable(second, "Begun anew here") == []


def test_another_seed_than_the_one_whose_digest_was_told_draws_nothing(sample: CaseSample) -> None:
    a_list(sample)
    sample.secret = "6" * 64
    assert [one.code for one in policies.drawable(sample, "")] == ["seed_elsewhere"]


def test_body_throws_dice_where_the_seed_is_its_own(inspection: Inspection) -> None:
    sample = a_sample(a_form(inspection), seeding="body")
    assert (sample.secret, sample.commitment) == ("", "")
    a_list(sample)
    with pytest.raises(Refused) as refusal:
        drawn(sample, "12345")
    assert codes(refusal) == ["seed_wrong"]
    assert drawn(sample, DICE).revealed == ""


def test_list_is_closed_anew_before_the_draw_and_never_after(sample: CaseSample) -> None:
    a_list(sample)
    a_list(sample, references(30))
    draw = drawn(sample)
    assert (draw.case_list.number, draw.populations) == (2, {"": 30})
    with pytest.raises(Refused) as refusal:
        a_list(sample, references(20))
    assert codes(refusal) == ["already_drawn"]
    with pytest.raises(Refused) as refusal:
        drawn(sample)
    assert codes(refusal) == ["already_drawn"]


def test_list_with_a_bad_row_is_refused_and_nothing_is_stored(sample: CaseSample) -> None:
    with pytest.raises(Refused) as refusal:
        a_list(sample, "CF-1\nJohn Smith\nCF-2", wanted=1)
    assert codes(refusal) == ["list_wrong"]
    assert refusal.value.reasons[0].field == "references"
    assert not sample.lists.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"wanted": 41}, "size_wrong"),
        ({"wanted": 0}, "size_wrong"),
        ({"rule": "by-luck"}, "rule_unknown"),
        (
            {"text": references(9, "a1", "b1", "c1"), "rule": "stratified", "wanted": 4},
            "size_wrong",
        ),
    ],
)
def test_list_is_refused(sample: CaseSample, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        a_list(sample, **given)
    assert codes(refusal) == [code]


def test_one_case_is_drawn_of_a_list_without_strata(sample: CaseSample) -> None:
    a_list(sample, wanted=1)
    assert drawn(sample).cases.count() == 1


def test_draw_without_a_list_is_refused(sample: CaseSample) -> None:
    with pytest.raises(Refused) as refusal:
        drawn(sample)
    assert codes(refusal) == ["list_missing"]


def test_second_sample_of_a_body_waits_until_the_first_is_given_up(sample: CaseSample) -> None:
    with pytest.raises(Refused) as refusal:
        a_sample(sample.form)
    assert codes(refusal) == ["sample_stands"]
    lead = member(sample.inspection, Role.LEAD)
    actions.give_up(by=lead, at=AT, key=a_key(), sample=sample, reason="The list was of 2016.")
    assert a_sample(sample.form).number == 2
    with pytest.raises(Refused) as refusal:
        a_list(CaseSample.objects.get(pk=sample.pk))
    assert codes(refusal) == ["sample_given_up"]


def test_case_that_cannot_be_had_is_replaced_by_the_next_of_the_same_draw(
    sample: CaseSample,
) -> None:
    a_list(sample)
    draw = drawn(sample)
    lead = member(sample.inspection, Role.LEAD)
    order = [f"CF-{n:04d}" for n in range(1, 41)]
    whole = library_draw(order, 40, draw.seed, drawing.name_of(sample)).ids()
    first = draw.cases.get(place=1)
    with pytest.raises(Refused):
        actions.replace(by=lead, at=AT, key=a_key(), case=first, reason=" ")
    missing = actions.replace(by=lead, at=AT, key=a_key(), case=first, reason="With the court.")
    stands_in = missing.stands_in
    assert (stands_in.ref, stands_in.chance) == (whole[10], "1/4")
    gone = actions.replace(by=lead, at=AT, key=a_key(), case=stands_in, reason="Lost.")
    assert gone.stands_in.ref == whole[11]
    with pytest.raises(Refused) as refusal:
        reviewed(first)
    assert codes(refusal) == ["case_not_had"]


def test_case_found_after_all_is_read_and_its_stand_in_is_not(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    lead = member(sample.inspection, Role.LEAD)
    first = draw.cases.get(place=1)
    missing = actions.replace(by=lead, at=AT, key=a_key(), case=first, reason="With the court.")
    stands_in = missing.stands_in
    review = reviewed(stands_in)
    with pytest.raises(Refused) as refusal:
        actions.find(by=lead, at=AT, key=a_key(), missing=missing, reason="It came back.")
    assert codes(refusal) == ["case_reviewed"]
    actions.take_review_back(by=lead, at=AT, key=a_key(), review=review, reason="Not needed.")
    actions.find(by=lead, at=AT, key=a_key(), missing=missing, reason="It came back.")
    assert reviewed(DrawnCase.objects.get(pk=first.pk))
    with pytest.raises(Refused) as refusal:
        reviewed(DrawnCase.objects.get(pk=stands_in.pk))
    assert codes(refusal) == ["case_not_had"]
    rows = queries.cases_of(draw)
    assert sum(one.waits or one.review is not None for one in rows) == 10


def test_by_size_stands_in_the_next_rank_with_its_own_chance(sample: CaseSample) -> None:
    a_list(sample, references(40, "3", "1", "9"), rule="by-size")
    draw = drawn(sample)
    lead = member(sample.inspection, Role.LEAD)
    missing = actions.replace(
        by=lead, at=AT, key=a_key(), case=draw.cases.get(place=2), reason="Lost."
    )
    stands_in = missing.stands_in
    assert stands_in.place == 11
    assert 0 < Fraction(stands_in.chance) < 1


def test_review_answers_every_question_and_stands_once(sample: CaseSample) -> None:
    a_list(sample)
    case = drawn(sample).cases.get(place=1)
    who = member(sample.inspection, Role.INSPECTOR)
    with pytest.raises(Refused) as refusal:
        actions.review(
            by=who, at=LATER, key=a_key(), case=case, answers={1: "yes", 2: "perhaps"}, notes={}
        )
    assert [(one.code, one.field) for one in refusal.value.reasons] == [
        ("answer_missing", "answer_2")
    ]
    with pytest.raises(Refused) as refusal:
        actions.review(
            by=who,
            at=LATER,
            key=a_key(),
            case=case,
            answers={1: "yes", 2: "no"},
            notes={2: "ask 07700 900123"},
        )
    assert codes(refusal) == ["note_personal"]
    reviewed(case)
    with pytest.raises(Refused) as refusal:
        reviewed(case, by=member(sample.inspection, Role.INSPECTOR, 1))
    assert codes(refusal) == ["case_reviewed"]


def test_several_inspectors_review_one_sample(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    for place in (1, 2):
        reviewed(
            draw.cases.get(place=place), by=member(sample.inspection, Role.INSPECTOR, place - 1)
        )
    assert len({one.review.by for one in queries.cases_of(draw) if one.review}) == 2
    assert queries.state_of(sample).reviewed == 2


def test_outsider_and_press_may_not(sample: CaseSample) -> None:
    a_list(sample)
    case = drawn(sample).cases.get(place=1)
    stranger: Person = member(an_inspection(), Role.INSPECTOR)
    with pytest.raises(Forbidden):
        reviewed(case, by=stranger)


def test_share_of_a_simple_sample_is_the_exact_one_of_the_library(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    found = queries.SampledCases(sample.inspection)
    question = sample.form.questions.get(number=1)
    assert "not reviewed yet" in found.share(question, scope_body(sample.inspection).code).reason
    all_reviewed(draw, lambda place: "yes" if place < 6 else "no")
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(question, code)
    expected = proportion(6, 10, population=40)
    assert (share.value, share.low, share.high) == (0.6, expected.low, expected.high)
    assert (share.yes, share.read, share.listed, share.warnings) == (6, 10, 40, ())


def test_share_of_a_stratified_sample_is_that_of_the_library(sample: CaseSample) -> None:
    a_list(sample, references(40, "a1", "a1", "a1", "b1"), rule="stratified", wanted=12)
    draw = drawn(sample)
    assert draw.sizes == {"a1": 8, "b1": 4}
    all_reviewed(draw, lambda place: "yes" if place < 6 else "no")
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(sample.form.questions.get(number=1), code)
    expected = stratified_share(
        [Stratum("a", 30, 8, 6), Stratum("b", 10, 4, 0)], singletons="centre"
    )
    assert share.value == expected.value
    assert (share.low, share.high) == (expected.low, expected.high)


def test_share_of_a_sample_by_size_weighs_each_case_by_its_chance(sample: CaseSample) -> None:
    a_list(sample, references(60, "3", "1", "9"), rule="by-size", wanted=20)
    draw = drawn(sample)
    all_reviewed(draw, lambda place: "yes" if place < 12 else "no")
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(sample.form.questions.get(number=1), code)
    weights = [1 / Fraction(one.chance) for one in draw.cases.order_by("place")]
    assert share.value == pytest.approx(float(sum(weights[:12]) / sum(weights)))
    assert share.low is not None
    assert share.high is not None
    assert share.low < share.value < share.high
    assert any("in proportion to size" in one for one in share.warnings)


def test_case_of_which_it_cannot_be_told_widens_the_limits_both_ways(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    all_reviewed(draw, lambda place: ["yes", "no", "cannot-tell"][min(place // 4, 2)])
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(sample.form.questions.get(number=1), code)
    assert (share.value, share.unsure) == (0.5, 2)
    assert share.low is not None
    assert share.low <= (proportion(4, 10, population=40).low or 0)
    assert share.high is not None
    assert share.high >= (proportion(6, 10, population=40).high or 1)
    assert any("cannot be told" in one for one in share.warnings)


def test_case_to_which_a_question_does_not_apply_is_in_no_base(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    all_reviewed(draw, lambda place: ["yes", "no", "not-applicable"][min(place // 4, 2)])
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(sample.form.questions.get(number=1), code)
    assert (share.value, share.not_applicable) == (0.5, 2)
    assert share.low == proportion(4, 8).low


def test_share_over_bodies_is_told_only_where_the_form_was_made_so_and_all_are_read(
    inspection: Inspection,
) -> None:
    alone, bodies = a_form(inspection), [scope_body(inspection, n) for n in (0, 1)]
    a_read_sample(alone)
    question = alone.questions.get(number=1)
    assert "not made to be counted" in queries.SampledCases(inspection).share(question).reason
    pooled = a_form(inspection, pooled=bodies)
    a_read_sample(pooled, bodies[0], yes=6)
    question = pooled.questions.get(number=1)
    assert "Of 1 of the 2 bodies" in queries.SampledCases(inspection).share(question).reason
    a_read_sample(pooled, bodies[1], yes=2, text=references(120))
    share = queries.SampledCases(inspection).share(question)
    expected = stratified_share(
        [Stratum("a", 40, 10, 6), Stratum("b", 120, 10, 2)], singletons="centre"
    )
    assert (share.value, share.low, share.high) == (expected.value, expected.low, expected.high)
    with pytest.raises(Refused) as refusal:
        a_sample(pooled, scope_body(inspection, 2))
    assert codes(refusal) == ["not_pooled"]


def test_missing_case_warns_and_the_share_is_of_those_read(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    lead = member(sample.inspection, Role.LEAD)
    actions.replace(by=lead, at=AT, key=a_key(), case=draw.cases.get(place=1), reason="Lost.")
    all_reviewed(draw, lambda place: "yes" if place < 6 else "no")
    code = scope_body(sample.inspection).code
    share = queries.SampledCases(sample.inspection).share(sample.form.questions.get(number=1), code)
    assert (share.value, share.missing) == (0.6, 1)
    assert any("could not be had" in one for one in share.warnings)


def test_number_of_queries_is_fixed_however_many_cases(
    inspection: Inspection, django_assert_num_queries: Any
) -> None:
    form = a_form(inspection)
    for number in range(2):
        a_read_sample(form, scope_body(inspection, number))
    question = form.questions.get(number=1)
    bodies = [scope_body(inspection, number).code for number in range(2)]
    with django_assert_num_queries(9):
        found = queries.SampledCases(inspection)
        assert all(found.share(question, code).told for code in bodies)
        assert found.reviews_behind(question, bodies[0])


def test_text_that_tells_of_nobody_is_let_through() -> None:
    assert tells_of_a_person("Notebook 3, page 12") == ""
    assert tells_of_a_person("PREV-E0012") == ""


def missing_again(sample: CaseSample, case: DrawnCase) -> Any:
    lead = member(sample.inspection, Role.LEAD)
    return actions.replace(by=lead, at=LATER, key=a_key(), case=case, reason="Lost.")


def taken_back(sample: CaseSample, case: DrawnCase, answer: str = "no") -> None:
    lead, review = member(sample.inspection, Role.LEAD), reviewed(case, answer)
    actions.take_review_back(by=lead, at=LATER, key=a_key(), review=review, reason="Not so.")


def test_case_once_reviewed_may_not_be_said_to_be_missing(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    first = draw.cases.get(place=1)
    taken_back(sample, first)
    with pytest.raises(Refused) as refusal:
        missing_again(sample, first)
    assert codes(refusal) == ["case_reviewed"]
    assert [one.act for one in refusal.value.reasons[0].mend.verbs] == ["review_case"]
    row = next(one for one in queries.cases_of(draw) if one.case == first)
    assert (row.waits, row.may_be_missing) == (True, False)
    assert reviewed(first)


def test_case_missing_again_has_its_first_stand_in_back(sample: CaseSample) -> None:
    a_list(sample)
    draw = drawn(sample)
    lead, first = member(sample.inspection, Role.LEAD), draw.cases.get(place=1)
    missing = missing_again(sample, first)
    stands_in = missing.stands_in
    for _ in range(3):
        taken_back(sample, DrawnCase.objects.get(pk=stands_in.pk))
        actions.find(by=lead, at=LATER, key=a_key(), missing=missing, reason="It came back.")
        missing = missing_again(sample, DrawnCase.objects.get(pk=first.pk))
    assert draw.cases.count() == 11
    waits = {one.case.pk for one in queries.cases_of(draw) if one.waits}
    assert stands_in.pk in waits
    assert first.pk not in waits
    review = reviewed(DrawnCase.objects.get(pk=stands_in.pk))
    with pytest.raises(Refused) as refusal:
        actions.find(by=lead, at=LATER, key=a_key(), missing=missing, reason="It came back.")
    assert codes(refusal) == ["case_reviewed"]
    assert review.case == stands_in
    all_reviewed(draw, lambda _: "yes")
    question, code = sample.form.questions.get(number=1), sample.scope_body.code
    share = queries.SampledCases(sample.inspection).share(question, code)
    assert (share.yes, share.missing, share.waiting) == (10, 1, 0)


def test_list_is_closed_once_where_the_body_throws_dice(inspection: Inspection) -> None:
    sample = a_sample(a_form(inspection), seeding="body")
    assert queries.state_of(sample).takes_list
    a_list(sample)
    assert not queries.state_of(sample).takes_list
    with pytest.raises(Refused) as refusal:
        a_list(sample, salt="8" * 64)
    assert codes(refusal) == ["list_closed"]
    assert [one.act for one in refusal.value.reasons[0].mend.verbs] == ["give_up_sample"]
    assert drawn(sample, DICE).case_list.number == 1


def test_share_warns_of_samples_that_were_drawn_and_given_up(inspection: Inspection) -> None:
    lead, code = member(inspection, Role.LEAD), scope_body(inspection).code
    form = a_form(inspection)
    for _ in range(2):
        draw = a_read_sample(form)
        actions.give_up(
            by=lead, at=LATER, key=a_key(), sample=draw.case_list.sample, reason="Again."
        )
    # Begun and never drawn: nobody saw anything of it.
    actions.give_up(by=lead, at=LATER, key=a_key(), sample=a_sample(form), reason="Again.")
    a_read_sample(form)
    # Of another body.
    other = a_read_sample(form, scope_body(inspection, 1)).case_list.sample
    actions.give_up(by=lead, at=LATER, key=a_key(), sample=other, reason="Again.")
    said = "2 samples of this body were drawn and given up before."
    for asked in (form, a_form(inspection)):
        if asked != form:
            a_read_sample(asked)
        share = queries.SampledCases(inspection).share(asked.questions.get(number=1), code)
        assert said in share.warnings
    new = a_form(inspection, questions=[(criterion(inspection), "Was it signed?")])
    a_read_sample(new)
    share = queries.SampledCases(inspection).share(new.questions.get(number=1), code)
    assert share.warnings == ()


def read_of(body: str, size: int, said: str) -> ReadSample:
    answers = {"y": AnswerCode.YES, "n": AnswerCode.NO, "-": AnswerCode.NOT_APPLICABLE}
    cases = tuple(ReadCase(f"{body}/", Fraction(1, 4), answers[one]) for one in said)
    return ReadSample(body, DrawRule.SIMPLE, {"": size}, cases)


@pytest.mark.parametrize("said", ["yynny", "yynn-"])
def test_pooled_share_is_not_told_where_no_case_of_a_body_was_read(said: str) -> None:
    share = share_of([read_of("A", 40, ""), read_of("B", 1_000, said)])
    assert not share.told
    assert share.reason.startswith("Too few cases were read")
    assert share_of([read_of("A", 40, "yn"), read_of("B", 1_000, said)]).told


def test_second_sample_of_the_same_question_and_body_is_warned_of_with_what_to_do(
    inspection: Inspection,
) -> None:
    first = a_form(inspection)
    a_read_sample(first, wanted=10)
    of = criterion(inspection)
    second = a_form(inspection, title="Once more", questions=[(of, "does the file  hold a PLAN?")])
    label = scope_body(inspection).label
    (said,) = queries.asked_elsewhere(second)
    assert label in said
    assert "given up with the reason" in said
    assert queries.asked_elsewhere(second, scope_body(inspection, 1)) == []
    draw = a_read_sample(second)
    for form in (first, second):
        (share, *_) = queries.shares(
            member(inspection, Role.LEAD), form, scope_body(inspection).code
        )
        assert any("1 other sample stands beside it" in one for one in share.share.warnings)
    sample = draw.case_list.sample
    assert len(queries.asked_elsewhere(first, sample.scope_body)) == 1
    actions.give_up(
        by=member(inspection, Role.LEAD), at=LATER, key=a_key(), sample=sample, reason="Twice"
    )
    assert queries.asked_elsewhere(first, sample.scope_body) == []
