"""Outcomes in words in the open data: what the documents of a release print, and nothing else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.publication import queries
from inspectorate.domain.publication.schema import TableInfo, read_bundle
from inspectorate.foundation.markings.scheme import Marking
from tests.factories.outcomes import an_outcome
from tests.factories.publishing import REPORT, Story, a_story, released
from tests.factories.rooms import criterion

# What goes into a file is of Python; the rows it is made of are asked for on both elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

BLOCK = "\n# What we found\n\n```table\nkind: outcomes\nof: area-for-improvement\n```\n"
ONE, OTHER, THIRD = "Risk is assessed late.", "Nobody reads the files.", "Cases are shown to all."


def a_told(block: str, **given: bool) -> Story:
    """Three outcomes, of which a report prints two: one of them is marked above its reader."""
    story = a_story(report=REPORT + block, **given)
    inspection, of = story.inspection, criterion(story.inspection)
    an_outcome(inspection, story.body(), of, text=ONE)
    an_outcome(inspection, story.body(1), of, text=OTHER, marking=Marking.SENSITIVE)
    an_outcome(inspection, story.body(2), of, OutcomeKind.PRACTICE, text=THIRD)
    return story


def folder(story: Story) -> Path:
    return queries.folder_of(released(story))


def outcomes_of(root: Path) -> TableInfo | None:
    return next((one for one in read_bundle(root).tables if one.slug == "outcomes"), None)


def test_open_data_hold_the_outcomes_that_are_printed_and_no_word_that_is_removed() -> None:
    story = a_told(BLOCK, names_bodies=True)
    root = folder(story)
    table = outcomes_of(root)
    assert table is not None
    prefix, of = story.inspection.prefix, criterion(story.inspection).ref
    one, other = (story.body(number).code for number in (0, 1))
    kind, ground = "area for improvement", "what it rests on is marked above this edition"
    assert table.rows == (
        ("1", f"{prefix}-O1", one, of, kind, "1", ONE, ""),
        ("2", f"{prefix}-O2", other, of, kind, "1", "", ground),
    )
    with (root / "data" / "outcomes.csv").open(encoding="utf-8-sig") as lines:
        assert [row["text"] for row in csv.DictReader(lines)] == [ONE, ""]
    everything = "".join(path.read_text("utf-8") for path in root.rglob("*.json"))
    assert OTHER not in everything
    assert THIRD not in everything


def test_open_data_of_an_inspection_that_names_no_body_tell_no_body_and_no_number() -> None:
    story = a_told(BLOCK.replace("of:", "bodies: unnamed\nof:"), names_bodies=False)
    table = outcomes_of(folder(story))
    assert table is not None
    assert [row[1:3] for row in table.rows] == [("", ""), ("", "")]
    assert f"{story.inspection.prefix}-O1" not in json.dumps(table.rows)


def test_open_data_hold_no_table_of_outcomes_where_no_document_prints_one() -> None:
    assert outcomes_of(folder(a_told("", names_bodies=True))) is None


@pytest.mark.drill
def test_open_data_tell_two_outcomes_of_which_the_words_are_removed_as_two() -> None:
    story = a_story(
        report=REPORT + BLOCK.replace("of:", "bodies: unnamed\nof:"), names_bodies=False
    )
    inspection, of = story.inspection, criterion(story.inspection)
    for number, text in enumerate((ONE, OTHER)):
        an_outcome(inspection, story.body(number), of, text=text, marking=Marking.SENSITIVE)
    table = outcomes_of(folder(story))
    assert table is not None
    assert [row[5:7] for row in table.rows] == [("1", ""), ("1", "")]
