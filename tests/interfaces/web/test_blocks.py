"""A picture or table is put into a section by a form, and one that stands there is changed."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from inspectorate.domain.reports.editions.pictures import ChartData, DrawingData, chart
from inspectorate.domain.reports.editions.tables import table
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.models import Document, Revision
from inspectorate.domain.reports.sections.blocks import BLOCKS, RECOMMENDATIONS
from inspectorate.domain.reports.sections.standing import StandingSection, standing_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_story
from tests.factories.upper import Door, door, words

STRIP = {"block": "chart:strip", "claim": "mandatory-training", "caption": "Who has it"}
IN_PLACE = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def section(story: Story, heading: str = "# Training") -> tuple[str, StandingSection]:
    document = Document.objects.get(pk=story.report.pk)
    one = next(one for one in standing_of(document) if one.text.startswith(heading))
    return f"documents/report/sections/{one.identity}/", one


def hidden(answer: Any, name: str) -> str:
    """What the form that puts the block in carries under a name."""
    form = answer.content.decode().rpartition('<form method="post"')[2]
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', form)
    return unescape(found[1]) if found else ""


def test_block_that_is_looked_at_is_saved_as_the_text_that_was_shown(
    story: Story, editor: Door
) -> None:
    at, was = section(story)
    page = editor.get(f"{at}block/?{urlencode(STRIP)}")
    assert "Who has it" in words(page)
    assert "<svg" in page.content.decode()
    sent = {name: hidden(page, name) for name in ("source", "version")}
    line = re.search(r'<option value="(\d+)">After “# Training”', unescape(page.content.decode()))
    assert line is not None
    editor.post(f"{at}block/", **sent, after=line[1])
    block = "```chart\nkind: strip\nclaim: mandatory-training\ncaption: Who has it\n```"
    assert section(story)[1].text == was.text.replace("# Training\n", f"# Training\n\n{block}\n")


def test_block_of_the_text_is_changed_in_its_place_and_nothing_else_is(
    story: Story, editor: Door
) -> None:
    at, was = section(story)
    (link,) = re.findall(
        rf'{at}block/(\?line=\d+)">Change the\s+picture\s+“How forces were graded”',
        editor.get(at).content.decode(),
    )
    form = editor.get(f"{at}block/{link}").content.decode()
    assert 'value="How forces were graded"' in form
    asked = {"block": "chart:distribution", "area": "capability", "caption": "How many"}
    asked |= {"line": link.partition("=")[2]}
    page = editor.get(f"{at}block/?{urlencode(asked)}")
    sent = {name: hidden(page, name) for name in ("source", "version", "line", "old")}
    answer = editor.post(f"{at}block/", **sent)
    assert answer.status_code == 302
    assert section(story)[1].text == was.text.replace("How forces were graded", "How many")


def test_block_that_was_changed_meanwhile_is_not_overwritten(story: Story, editor: Door) -> None:
    at, was = section(story)
    sent = {"source": "```table\nkind: methods\n```", "version": str(was.version)}
    answer = editor.post(f"{at}block/", **sent, line="5", old="```chart\nkind: grid\n```")
    assert answer.status_code == 422
    assert "was changed since you opened it" in words(answer)
    assert section(story)[1].text == was.text


def test_section_that_moved_on_shows_both_texts(story: Story, editor: Door) -> None:
    at, was = section(story)
    editor.post(at, text=f"{was.text}More.\n", version=was.version)
    source = "```table\nkind: methods\n```"
    answer = editor.post(f"{at}block/", source=source, version=was.version)
    assert answer.status_code == 409
    assert "kind: methods" in answer.content.decode()


@pytest.mark.parametrize("source", ["Words.", "```chart\nkind: grid\n```\n\n# Other", "```chart"])
def test_what_is_no_block_is_not_put_in(story: Story, editor: Door, source: str) -> None:
    at, was = section(story)
    before = Revision.objects.count()
    answer = editor.post(f"{at}block/", source=source, version=was.version)
    assert answer.status_code == 422
    assert Revision.objects.count() == before


def test_beside_the_editor_a_block_is_a_part_of_the_page_and_nothing_is_written(
    story: Story, editor: Door
) -> None:
    at, _ = section(story)
    before = Revision.objects.count()
    old = "```chart\nkind: strip\nclaim: mandatory-training\nmine: stays\n```"
    asked = urlencode({**STRIP, "old": old})
    answer = editor.client.get(f"{editor.root}{at}block/?{asked}", **IN_PLACE)
    html = answer.content.decode()
    assert "<html" not in html
    assert 'method="post"' not in html
    shown = re.search(r"data-source>(.*?)</pre>", html, re.S)
    assert shown is not None
    assert unescape(shown[1]) == old.replace("stays\n", "stays\ncaption: Who has it\n")
    assert Revision.objects.count() == before


def test_block_that_cannot_be_drawn_says_why_in_its_preview(story: Story, editor: Door) -> None:
    at, _ = section(story)
    asked = {"block": "chart:strip", "caption": '<script>alert("a")</script>'}
    page = editor.get(f"{at}block/?{urlencode(asked)}")
    assert "there is no claim" in words(page)
    assert "<script>alert" not in page.content.decode()
    assert "Choose a picture or table." in words(editor.get(f"{at}block/?block=chart:nothing"))


def test_every_kind_of_picture_and_table_has_its_form() -> None:
    drawn = DrawingData(ChartData(), Facts(), public=False)
    known = []
    for draw in (lambda: chart(drawn, {}, "c"), lambda: table(drawn, {})):
        with pytest.raises(ValueError, match="kind") as found:
            draw()
        said = str(found.value).rpartition("choose ")[2].removeprefix("one of ")
        known += said.replace(" and ", ", ").split(", ")
    # A picture of our own is drawn from a file and has no kind.
    assert {one.kind for one in BLOCKS.values()} == {*known, ""}
    assert RECOMMENDATIONS in known
