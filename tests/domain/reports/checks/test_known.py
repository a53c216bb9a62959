"""What the records know, stated in a text: the record's own words are quiet, any other is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspectorate.domain.claims.figures import Bodies
from inspectorate.domain.claims.what_stands import SeenItem
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS as FLOOD
from tests.factories.claims import facts_of

FACTS = replace(FLOOD, claims={}, recommendation_count=5)
LETTER = "---\nkind: letter\n---\n\n{.narrative}\n"
WRONG = {
    "recommendation_meant": """\
The sixth recommendation is for later.
Recommendation 7 is for later.
See recommendations 1, 4 and 9.
The first recommendation falls to the bodies that oversee forces.
The second falls to the Rivers Agency, and we recommend it to nobody else.
Our recommendations part in two. The first, second and third are old. The third and fifth are new.
It bears on our [third]{#recommendation-2}.
It bears on our [second]{#recommendation-8}.
""",
    "enumeration_adds_up": """\
The plan has four strands: Prepare, Protect and Repair.
Protect is one of four strands; the others are Prepare and Repair.
It has two aims: to warn people early; to move them in time; and to bring them home.
Our question has four areas. The first is warning. The second is rescue. The third is repair.
We asked two questions: how ready are forces for floods?
We keep two things apart: what was planned, what was done, and what was seen.
Two cells are empty: one for weather, one for illness, and one by mistake.
There are three reasons – cost, time, staff and weather.
""",
    "known_number_matches": """\
The framework divides the three areas into ten criteria.
The framework has 13 criteria.
There are four areas.
All eleven criteria were judged.
""",
    "bands_as_adopted": """\
Here *most* means two-thirds or more.
“Almost all” is 95 per cent or more; the words mean what is said here.
*A minority* means from a quarter to just under two-thirds.
*Very few* means less than a fifth.
Words of quantity are fixed: a majority is at least half.
""",
    "names_as_recorded": """\
We thank the Agency of Rivers for its help.
We thank the Home Ofice for its help.
The National Rivers Agency helped us.
The Floods Commission helped us.
Force 99 was kind.
These forces of England and Scotland were kind.
Much of the Repair work was good.
""",
    "lengths_add_up": """\
The fieldwork took place over eight months.
Our visits ran for three weeks.
We came for four days, from 7 to 11 January 2019.
A body must publish its comments before the end of 65 days beginning with the day of publication.
A body must publish comments within 56 weeks of publication.
""",
    "contact_is_known": """\
Telephone the press office on 020 7946 0001.
The press office is at press@flood.example.
The press office answers from 5.00am to 9.00pm.
""",
    "title_is_one": """\
We published our report, *Ready or not: how forces plan for fire*.
We asked: how ready are forces for fire?
""",
}
RIGHT = {
    "recommendation_meant": """\
The fifth recommendation is for later.
Recommendation 4 is for later.
See recommendations 1, 4 and 5.
The fourth recommendation falls to the bodies that oversee forces.
The second falls to the Home Office, and we recommend it to nobody else.
Our recommendations part in two. The first, second and third are old. The fourth and fifth are new.
It bears on our [second]{#recommendation-2}.
In the first place, we recommend care. The second time it rained.
On the third day a plan was recommended to us.
""",
    "enumeration_adds_up": """\
The plan has three strands: Prepare, Protect and Repair.
Protect is one of three strands; the others are Prepare and Repair.
It has three aims: to warn people early; to move them in time; and to bring them home.
Our question has three areas. The first is warning. The second is rescue. The third is repair.
We asked one question: how ready are forces for floods?
We keep three things apart: what was planned, what was done, and what was seen.
Two cells are empty for ordinary reasons: an operation, and bad weather.
There were several reasons: cost, time and staff.
They gave two examples: a boat, which was new, and a pump.
Inspectors wrote down three times: when it was observed, when it was written up and when it came.
We said one thing: plan early.
One said: it rained, it poured and we left.
""",
    "known_number_matches": """\
The framework divides the three areas into twelve criteria.
In two of the twelve criteria there was doubt.
Two areas need more work.
For these four criteria we had less evidence.
""",
    "bands_as_adopted": """\
Here *most* means three-quarters or more.
*A minority* means from a quarter to just under a half.
*Very few* means less than a tenth.
Words of quantity are fixed: a majority is more than a half.
*Most* means 75 to 89 per cent.
Most of this means more work.
""",
    "names_as_recorded": """\
We thank the Rivers Agency for its help.
The Home Office’s plan is public.
Force 07 was kind.
These forces of England and Wales were kind.
Much of the Protect work was good.
The plan has three strands, Prepare, Protect and Repair.
The National Risk Register lists it.
People on the Severn were kind. Good work goes on.
Prepare early, we were told.
""",
    "lengths_add_up": """\
The fieldwork took place over five months.
Our visits ran for 22 weeks.
We came for five days, from 7 to 11 January 2019.
A body must publish its comments before the end of 56 days beginning with the day of publication.
We spent about a week with each force.
The plan was written two years before.
""",
    "contact_is_known": """\
Telephone the press office on 020 7946 0000.
The press office is at press@floods.example.
The press office answers from 9am until 5pm.
People had called 999 from 9am to 11pm.
""",
    "title_is_one": """\
We published our report, *Ready or not: how forces plan for floods*.
We asked: how ready are forces for floods?
They asked: what would you do?
We read their report, *Rain over Wessmouth*.
""",
}


def problems(check: str, text: str, facts: Facts = FACTS) -> list[Problem]:
    return list(run(from_markdown(text), facts, only=(check,)).problems)


def lines(of: dict[str, str]) -> list[tuple[str, str]]:
    return [(check, text) for check, texts in of.items() for text in texts.splitlines()]


@pytest.mark.parametrize(("check", "text"), lines(WRONG))
def test_what_the_record_has_otherwise_is_named_where_it_stands(check: str, text: str) -> None:
    found = problems(check, "{.narrative}\n" + text)
    assert found
    plain = "".join(block.text for block in from_markdown(text).blocks)
    assert all(one.place.excerpt in plain for one in found)


@pytest.mark.parametrize(("check", "text"), lines(RIGHT))
def test_what_the_record_has_is_quiet(check: str, text: str) -> None:
    assert [str(one) for one in problems(check, "{.narrative}\n" + text)] == []


@pytest.mark.parametrize(("check", "text"), lines(WRONG))
def test_mend_of_what_the_record_has_otherwise_leaves_less_wrong(check: str, text: str) -> None:
    found = problems(check, "{.narrative}\n" + text)
    for one in found:
        if one.replacement is not None:
            mended = text.replace(one.place.excerpt, one.replacement, 1)
            assert len(problems(check, "{.narrative}\n" + mended)) < len(found), mended


@pytest.mark.parametrize(
    "text",
    [
        "To the chief officer of Force 08",
        "Dear Force 08",
        "This letter to Norchester Police tells you what we found.",
        "# Letter to Force 99",
    ],
)
def test_letter_names_no_other_body_as_its_addressee(text: str) -> None:
    (found,) = problems("addressee_is_one", LETTER.replace("{.narrative}\n", "") + text)
    assert found.replacement == "Force 07"


@pytest.mark.parametrize(
    "text",
    [
        "To the chief officer of Force 07",
        "Dear Chief Constable",
        '[Force 08 lies upstream.]{.context source="Map"}',
    ],
)
def test_letter_to_its_body_is_quiet(text: str) -> None:
    assert problems("addressee_is_one", LETTER + text) == []


def test_subtitle_of_a_letter_names_its_body_too() -> None:
    text = "---\nkind: letter\nsubtitle: Letter to Force 08\n---\n\nWe write to you."
    assert len(problems("addressee_is_one", text)) == 1


def test_stem_counts_its_items() -> None:
    items = "\n\n* one;\n* two; and\n* three.\n"
    assert problems("enumeration_adds_up", "We saw three things:" + items) == []
    (found,) = problems("enumeration_adds_up", "We saw four things:" + items)
    assert found.place.excerpt == "four"
    (found,) = problems("enumeration_adds_up", "We make the following two recommendations:" + items)
    assert found.place.excerpt == "two"


MADE = "```recommendation\nnumber: {}\nto: home-office (asked)\ntext: Plan.\n```\n\n"


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [((1, 2, 3, 4, 5), 0), ((1, 2, 4, 5), 3), ((1, 2, 2, 3, 4), 2), ((1, 2, 3, 4), 1)],
)
def test_recommendations_are_numbered_once_from_one_and_all_there(
    numbers: tuple[int, ...], wrong: int
) -> None:
    text = "---\nkind: report\n---\n\n" + "".join(MADE.format(one) for one in numbers)
    found = problems("recommendation_meant", text)
    assert bool(found) is bool(wrong)


def test_cross_reference_is_no_claim_and_its_ordinal_is_mended() -> None:
    text = "It bears on our [third]{#recommendation-2}."
    assert problems("claim_exists", text) == []
    (found,) = problems("recommendation_meant", text)
    assert found.replacement == "second"


def test_body_named_in_a_count_is_one_of_those_counted_and_all_are_named() -> None:
    facts = replace(FACTS, printable_names=("Force 07", "Force 08", "Force 09"))
    claim = facts_of(
        "boats", met=1, not_met=2, inspected=3, scope=3, bodies=Bodies(met=("Force 07",))
    )
    claim = replace(claim, statement="The force has boats")
    one = replace(facts, claims={"boats": claim})
    check = "names_as_recorded"
    assert problems(check, "[Only one force (Force 07) had boats]{#boats}.", one) == []
    assert len(problems(check, "[Only one force (Force 08) had boats]{#boats}.", one)) == 1
    unnamed = replace(FACTS.known, labels={7: "Force 07", 8: "Force 08"})
    hidden = replace(one, printable_names=(), known=unnamed)
    assert problems(check, "[Only one force (Force 07) had boats]{#boats}.", hidden) == []
    told = [one.what for one in problems(check, "[Only one (Force 08) had boats]{#boats}.", hidden)]
    assert "the passage names Force 08, on which its claim does not rest." in told
    both = replace(claim, figures=replace(claim.figures, bodies=Bodies(("Force 07", "Force 08"))))
    two = replace(facts, claims={"boats": both})
    assert len(problems(check, "[Force 07 had boats]{#boats}.", two)) == 1
    assert problems(check, "[Forces, among them Force 07, had boats]{#boats}.", two) == []


def test_body_named_in_an_example_is_one_whose_evidence_it_rests_on() -> None:
    item = SeenItem(1, "FLOOD-E0001", 7, "interview", "OFFICIAL", date(2019, 1, 7))
    claim = replace(facts_of("pumps", "example", items=(item,)), statement="Pumps were tried")
    known = replace(FACTS.known, labels={7: "Force 07", 8: "Force 08"})
    facts = replace(
        FACTS, claims={"pumps": claim}, known=known, printable_names=("Force 07", "Force 08")
    )
    assert problems("names_as_recorded", "[In Force 07 pumps were tried]{#pumps}.", facts) == []
    assert len(problems("names_as_recorded", "[In Force 08 pumps were tried]{#pumps}.", facts)) == 1


def test_passage_names_whom_its_claim_names() -> None:
    claim = replace(facts_of("guide", "development"), statement="The Rivers Agency issued a guide")
    facts = replace(FACTS, claims={"guide": claim})
    check = "names_as_recorded"
    assert problems(check, "[Since then the Rivers Agency issued a guide]{#guide}.", facts) == []
    assert len(problems(check, "[Since then the Home Office issued a guide]{#guide}.", facts)) == 1


def test_institution_of_no_record_warns_where_a_source_is_named_and_blocks_elsewhere() -> None:
    for text, severity in (
        ('{.context source="A book"}\nThe Floods Commission met.', "warns"),
        ("{.narrative}\nThe Floods Commission met.", "blocks"),
    ):
        (found,) = problems("names_as_recorded", text)
        assert found.severity == severity


COUNTS = {"police forces": 46, "Home Office forces": 43, "fire and rescue services": 45}


@pytest.mark.parametrize(
    ("inspected", "text", "mend"),
    [
        ({"police forces": 3, "forces": 3}, "We inspected three police forces.", None),
        ({"police forces": 3, "forces": 3}, "Three police forces were inspected.", None),
        ({"police forces": 3, "forces": 3}, "We inspected 46 police forces.", "3"),
        ({"police forces": 46, "forces": 46}, "We inspected three police forces.", "46"),
        ({"police forces": 46, "forces": 46}, "We visited 44 forces.", "46"),
        ({"police forces": 3, "forces": 3}, "There are 46 police forces.", None),
        ({"police forces": 3, "forces": 3}, "There are three police forces.", "46"),
        ({"police forces": 3, "forces": 3}, "We also inspect 45 fire and rescue services.", None),
        ({"police forces": 3}, "The office inspects 44 fire and rescue services.", "45"),
        ({}, "We inspected three police forces.", None),
        ({}, "Three police forces hired boats.", None),
        ({}, "Some 44 police forces hired boats.", "46"),
    ],
)
def test_bodies_inspected_are_counted_by_the_scope_and_bodies_there_are_by_the_register(
    inspected: dict[str, int], text: str, mend: str | None
) -> None:
    known = replace(FACTS.known, inspected=inspected)
    found = problems("counts_match_register", text, replace(FACTS, counts=COUNTS, known=known))
    words = {"46": "forty-six", "3": "three"}
    assert [one.replacement.lower() for one in found if one.replacement] in (
        [[mend], [words.get(mend, mend)]] if mend else [[]]
    )
