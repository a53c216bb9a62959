"""What the records know of one inspection, read for the checks of one document."""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.programmes import actions as programmes
from inspectorate.domain.programmes import queries as frameworks
from inspectorate.domain.programmes.models import Framework, Strand
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.fact_loading import load_facts, published_day
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories import rooms
from tests.factories.findings import scope_body
from tests.factories.publishing import Story, a_document, a_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return a_story()


def test_letter_knows_its_addressee_its_visit_and_the_others() -> None:
    inspection = rooms.an_inspection()
    rooms.a_visit(inspection, 1)
    rooms.a_visit(inspection, 2, starts_on=date(2018, 11, 5), ends_on=date(2018, 11, 6))
    body = scope_body(inspection, 1)
    text = (
        "---\nkind: letter\n---\n\n{.narrative}\nTo the chief officer of Force 01\n\n"
        "{.narrative}\nThank you for your help during the visit of 8 to 12 October 2018."
    )
    letter = a_document(inspection, "l", "letter", "To one", text, scope_body=body)
    known = load_facts(inspection, document=letter).known
    assert known.addressee == ("Force 02",)
    assert "Force 01" in known.others
    assert known.visits == ((date(2018, 10, 8), date(2018, 10, 10)),)
    assert known.visited == (date(2018, 10, 8), date(2018, 11, 6))
    found = {one.check: one.replacement for one in queries.problems(letter).problems}
    assert found["addressee_is_one"] == "Force 02"
    assert found["dates_agree"] == "8 to 10 October 2018"


def test_report_knows_its_recommendations_the_register_and_the_framework(story: Story) -> None:
    known = load_facts(story.inspection, document=story.report).known
    assert known.addressee == ()
    assert known.inspected["forces"] == known.inspected["police forces"] == 12
    assert "College of Examples" in known.names
    assert not any("Force" in name for name in known.names)
    criteria = frameworks.criteria(story.inspection.framework)
    assert known.numbers["criteria"] == len(criteria)
    assert known.question == story.inspection.question
    assert known.labels[scope_body(story.inspection, 0).pk] == "Force 01"
    assert {name for one in known.asked.values() for name in one.to} == {"Body A"}


def test_report_knows_its_strategy_and_the_words_of_its_framework() -> None:
    programmes.register_strategy(
        by=rooms.a_person(Role.LEAD),
        at=rooms.AT,
        key=rooms.a_key(),
        code="levee",
        name="LEVEE",
        co_ordinated_by="the Rivers Agency",
        strands=[("warn", "Warn", "Warn people.", ["Early."]), ("keep", "Keep", "Keep out.", [])],
    )
    inspection = rooms.an_inspection()
    framework = inspection.framework
    strand = Strand.objects.get(code="warn")
    Framework.objects.filter(pk=framework.pk).update(strand=strand)
    known = load_facts(inspection).known
    assert (known.strategy, known.co_ordinated_by) == ("LEVEE", "Rivers Agency")
    assert known.aims == {"Warn": "Warn people.", "Keep": "Keep out."}
    (criterion, *_) = frameworks.criteria(framework)
    assert criterion.area.name in known.listed["areas"]
    assert {criterion.name, criterion.findings.all()[0].text} <= set(known.phrases)


def test_trend_across_a_break_of_the_scale_in_use_is_stopped(story: Story) -> None:
    text = (
        '{.context source="Our website"}\nGrades have improved since 2015: more forces were good '
        "in 2019."
    )
    document = a_document(story.inspection, "s", "summary", "In short", text)
    check = "no_trend_across_scale_change"
    assert check not in {one.check for one in queries.problems(document).problems}
    said = {"by": rooms.a_person(Role.LEAD), "at": rooms.AT}
    old = programmes.add_scale(
        key=rooms.a_key(),
        code="old",
        version="0",
        name="Old",
        grades=[("Poor", "P", False), ("Good", "G", True)],
        **said,
    )
    scale = next(
        one.scale
        for one in frameworks.criteria(story.inspection.framework)
        if one.scale is not None
    )
    programmes.mark_break(
        key=rooms.a_key(),
        before=old,
        after=scale,
        reason="Good means more now.",
        changed_on=date(2017, 4, 1),
        **said,
    )
    (found,) = [one for one in queries.problems(document).problems if one.check == check]
    assert "1 April 2017" in found.what


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("stamp: 2020-03-09T00:01+00:00", date(2020, 3, 9)),
        ("stamp: 2020-06-08T23:30:00Z", date(2020, 6, 9)),
        ("stamp: 9 March 2020, 2.30pm", date(2020, 3, 9)),
        ("published: 2020-03-09\nstamp: 2020-03-08", date(2020, 3, 9)),
        ("title: none", None),
    ],
)
def test_day_of_publication_is_read_from_a_day_or_a_moment(meta: str, day: date | None) -> None:
    assert published_day(from_markdown(f"---\n{meta}\n---\n\nOut.")) == day
