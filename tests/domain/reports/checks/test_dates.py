"""Dates of a text against the days on record, in every form an editor writes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.known_facts import KnownFacts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories.claims import facts_of

FACTS = Facts(
    claims={},
    inspection_from=date(2018, 10, 1),
    inspection_to=date(2019, 2, 28),
    published_on=date(2020, 3, 9),
    known=KnownFacts(
        visits=((date(2019, 1, 7), date(2019, 1, 11)),),
        visited=(date(2018, 10, 1), date(2019, 2, 28)),
    ),
)
WRONG = """\
We visited forces between November 2018 and February 2019.
We visited forces between October 2018 to February 2019.
Fieldwork ran from 1 October 2018 to 28 March 2019.
Fieldwork ran from 2 October 2018 to 28 February 2019.
Fieldwork took place from Oct 2018 to Mar 2019.
Fieldwork was carried out in autumn 2017.
The inspection took place in spring 2019.
We inspected 46 forces in March 2019.
Between October 2018 and January 2019, we visited 46 forces.
The visits were made between October and March.
The fieldwork began in November 2018.
Our fieldwork ended in March 2019.
This is the inspection of 2017 and 2018.
We visited your force from 7 to 12 January 2019.
Thank you for your help during the visit of 8 to 11 January 2019.
Our visit on 14 January 2019 was short, and we thank you for your help.
Inspectors visited from 1/10/2018 to 28/3/2019.
We inspected between 1st October 2018 and 28th March 2019.
This report was published on 10 March 2020.
This report was published on March 10, 2020.
This report was published on 10/3/2020.
This report was published on 2020-03-10.
On 10th March 2020 the inspectorate published its report.
This report was published in April 2020.
The report is published on Tuesday 10 March 2020.
We publish this report on Tuesday 9 March 2020.
Published 10 March 2020.
This summary was released on 8 March.
We have published our report in 2019.
From October 2018 and February 2019 we visited forces.
Interviews took place in September 2018.
Between February 2019 and October 2018 we visited forces.
The report is due by 31 April 2020.
We spoke to staff in June 2018.
Embargoed until 00:01 on 10 March 2020.
The report, which appears on 11 March, is the first.
Our report was made public in April 2020.
This report came out on 10 March 2020.
We published this report on Friday.
The visit that ended on 14 January 2019 was short.
We thank you for your help in the week of 14 January 2019, when we visited.
""".splitlines()
RIGHT = """\
We visited forces between October 2018 and February 2019.
Fieldwork ran from 1 October 2018 to 28 February 2019.
Fieldwork took place from Oct 2018 to Feb 2019.
Fieldwork was carried out in autumn 2018 and winter 2018-19.
The inspection took place over the winter of 2018–19.
In 2018 and 2019 we inspected 46 forces.
We inspected 46 forces in 2018/19.
We inspected forces in November 2018.
The visits were made between October and February.
The fieldwork began in October 2018 and ended in February 2019.
This is the inspection of 2018 and 2019.
We visited your force from 7 to 11 January 2019.
Thank you for your help during the visit of 7 to 11 January 2019.
On 8 January 2019 we visited your headquarters.
This report was published on 9 March 2020.
On Monday 9 March 2020 the inspectorate published its report.
We published our last report on 10 May 2015.
The strategy, published in June 2018, has four strands.
The report builds on guidance published on 4 April 2017.
We will visit again in autumn 2021.
Since 2015 specified authorities must have due regard.
The force was last inspected in 2016.
Officers we interviewed had been trained in 2017.
We inspected how forces had used the plan of March 2017.
Recommendations fall due by 31 December 2020.
Forces adopted the strategy of June 2018 before we visited.
The law changed in 2013, and forces were inspected on it.
Population figures are for mid-2018.
We visited forces that had merged in April 2017.
We inspected 46 forces, which employ 120,000 officers as at 31 March 2018.
The report of 2013 on the same subject was published by others.
This release is embargoed until 9 March 2020.
The third survey, in May 2017, was earlier.
We met people who had been referred in 2017.
Inspectors reviewed files opened between April 2017 and March 2018.
The report, which appears on 9 March, is the first.
We published this report on Monday.
We publish a report on Friday each week of the year.
In this rehearsal forces appear under pseudonyms.
The visit that ended on 11 January 2019 was short.
We thank you for your help in the week of 7 January 2019, when we visited.
""".splitlines()


def problems(text: str, facts: Facts = FACTS) -> list[Problem]:
    found = run(from_markdown("{.narrative}\n" + text), facts, only=("dates_agree",))
    return list(found.problems)


@pytest.mark.parametrize("text", WRONG)
def test_date_that_is_not_the_one_on_record_is_named_with_it(text: str) -> None:
    found = problems(text)
    assert found
    assert all(one.place.excerpt in text for one in found)


@pytest.mark.parametrize("text", RIGHT)
def test_date_on_record_or_of_something_else_is_quiet(text: str) -> None:
    assert [str(one) for one in problems(text)] == []


@pytest.mark.parametrize("text", WRONG)
def test_mend_of_a_date_makes_the_sentence_quiet(text: str) -> None:
    for one in problems(text):
        if one.replacement is not None:
            assert problems(text.replace(one.place.excerpt, one.replacement)) == []


def test_mend_keeps_the_precision_written() -> None:
    (found,) = problems("We visited your force from 7 to 12 January 2019.")
    assert found.replacement == "7 to 11 January 2019"
    (found,) = problems("This report was published in April 2020.")
    assert found.replacement == "March 2020"


def test_words_that_join_two_dates_wrongly_are_put_right() -> None:
    (found,) = problems("They came between [October 2018 to February 2019]{#dates}.")
    assert found.replacement == "October 2018 and February 2019"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("figure", {"values": {"from": "1 October 2018", "to": "28 February 2019"}}),
        ("development", {"newest_item_on": date(2019, 11, 4)}),
    ],
)
def test_dates_of_a_bound_passage_are_those_of_its_claim(
    kind: str, more: dict[str, object]
) -> None:
    facts = Facts(claims={"days": facts_of("days", kind, **more)})
    wrong, right = {
        "figure": ("October 2018 to March 2019", "October 2018 to February 2019"),
        "development": ("in December 2019", "in November 2019"),
    }[kind]
    assert len(problems(f"It was so [{wrong}]{{#days}}.", facts)) == 1
    assert problems(f"It was so [{right}]{{#days}}.", facts) == []


@pytest.mark.parametrize(
    ("meta", "wrong"),
    [
        ("stamp: 2020-03-09T00:01+00:00", False),
        ("stamp: 2020-03-08T23:59+00:00", True),
        ("stamp: 10 March 2020, 00.01", True),
        ("published: 2020-03-10", True),
        ("published: 2020-03-09", False),
    ],
)
def test_day_of_front_matter_is_the_day_of_publication(meta: str, wrong: bool) -> None:
    text = f"---\nkind: release\n{meta}\n---\n\nIt is out."
    assert len(run(from_markdown(text), FACTS, only=("dates_agree",)).problems) == wrong


def test_documents_of_one_inspection_name_one_day() -> None:
    other = from_markdown("---\nkind: report\npublished: 2020-03-10\n---\n\nIt is out.")
    facts = replace(FACTS, slug="release", documents={"report": other})
    text = "---\nkind: release\nstamp: 2020-03-09T00:01+00:00\n---\n\nIt is out."
    (found,) = run(from_markdown(text), facts, only=("dates_agree",)).problems
    assert "`report` says 10 March 2020" in found.what


def of_source(said: str) -> list[Problem]:
    return list(run(from_markdown(ADOPTED.format(said)), FACTS, only=("dates_agree",)).problems)


ADOPTED = '{{.context source="Record: the words, adopted on 21 May 2018"}}\nThe words were {}.'


@pytest.mark.parametrize("said", ["adopted on 21 June 2018", "adopted in June 2018"])
def test_day_on_which_something_was_done_is_that_of_its_source(said: str) -> None:
    (found,) = of_source(said)
    assert found.what == f"the text says {said[11:]}; its source says 21 May 2018."


@pytest.mark.parametrize(
    "said", ["adopted on 21 May 2018", "adopted in May 2018", "printed on 4 June 2018"]
)
def test_day_of_the_source_or_of_something_else_is_quiet(said: str) -> None:
    assert of_source(said) == []
