"""The desk of a section: the outline beside it, how long it is, what is not signed."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import Story, a_story, saved, signed
from tests.factories.upper import Door, door, entries, words


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    return a_story()


@pytest.fixture
def editor(story: Story) -> Door:
    return door(story.inspection, Role.EDITOR)


def at(story: Story, heading: str = "# Summary") -> tuple[str, str]:
    document = Document.objects.get(pk=story.report.pk)
    one = next(one for one in standing_of(document) if one.text.startswith(heading))
    return f"documents/report/sections/{one.identity}/", one.text


def test_outline_stands_beside_the_section_with_the_one_that_is_open_marked(
    story: Story, editor: Door
) -> None:
    where, _ = at(story)
    html = editor.get(where).content.decode()
    nav = html[html.index('<nav aria-label="Sections of the document"') :].split("</nav>")[0]
    current = re.findall(r'href="([^"]+)"\s+aria-current="page"', nav)
    assert [one.endswith(where) for one in current] == [True]
    count = len(standing_of(Document.objects.get(pk=story.report.pk)))
    assert (nav.count("<li"), nav.count("Being written")) == (count, count)


def test_counts_are_told_on_the_page_as_while_one_types(story: Story, editor: Door) -> None:
    where, text = at(story)
    page = words(editor.get(where))
    desk = editor.post(f"{where}typed/", text=text).json()["desk"]
    for said in (desk["here"], desk["whole"], desk["signed"]):
        assert said in page
    more = editor.post(f"{where}typed/", text=text + "\nThree words more.\n").json()["desk"]
    assert int(more["here"].split()[0]) == int(desk["here"].split()[0]) + 3


def test_problem_is_counted_at_its_section_while_one_types(story: Story, editor: Door) -> None:
    where, text = at(story)
    before = editor.post(f"{where}typed/", text=text).json()["desk"]["problems"]
    wrong = text.replace("[Most forces have", "[Almost all forces have", 1)
    after = editor.post(f"{where}typed/", text="\n" + wrong).json()["desk"]["problems"]
    identity = where.split("/")[-2]
    assert after[identity] == before[identity] + 1
    assert {one: after[one] for one in after if one != identity} == {
        one: before[one] for one in before if one != identity
    }


def test_unsigned_words_are_told_where_they_stand_and_signed_ones_are_not(
    story: Story, editor: Door
) -> None:
    where, text = at(story)
    told = editor.post(f"{where}typed/", text=text).json()["desk"]
    stretches = [text[one["start"] : one["end"]] for one in told["unsigned"]]
    assert any("Most forces have mandatory training" in one for one in stretches)
    assert "What is not signed" in words(editor.get(where))
    signed(Document.objects.get(pk=story.report.pk))
    told = editor.post(f"{where}typed/", text=text).json()["desk"]
    assert (told["unsigned"], told["signed"]) == ([], "Every passage is signed as it stands.")
    typed = text.replace("Most forces", "Almost all forces", 1)
    told = editor.post(f"{where}typed/", text=typed).json()["desk"]
    assert ["Almost all" in typed[one["start"] : one["end"]] for one in told["unsigned"]] == [True]


FRONT = "documents/report/front-matter/"


def text_of(story: Story) -> str:
    return Document.objects.get(pk=story.report.pk).text


def test_front_matter_is_changed_by_its_keys_and_every_other_byte_stays(
    story: Story, editor: Door
) -> None:
    saved(story.report, "---\n# a note\nkind: report\nx-y: z\n---\n" + text_of(story))
    before = text_of(story)
    page = editor.get(FRONT)
    assert "Other lines stay as they are: kind, x-y." in words(page)
    version = page.context["form"].initial["version"]
    answer = editor.post(FRONT, version=version, subtitle="On *training*", headline="")
    assert answer.status_code == 302
    assert text_of(story) == before.replace("x-y: z\n", "x-y: z\nsubtitle: On *training*\n")
    assert entries("reports.save_section") == 1
    same = editor.post(FRONT, version=version + 1, subtitle="On *training*")
    assert "The section has these words already." in words(same)


def test_front_matter_of_a_text_without_one_begins_a_section_and_the_others_keep_theirs(
    story: Story, editor: Door
) -> None:
    saved(story.report, text_of(story).split("---\n", 2)[2].lstrip())
    stands = standing_of(Document.objects.get(pk=story.report.pk))
    before, version = [one.identity for one in stands], stands[0].version
    assert (
        editor.post(FRONT, version=version, title="", published="9 March 2020").status_code == 302
    )
    after = standing_of(Document.objects.get(pk=story.report.pk))
    assert [one.identity for one in after][1:] == before
    assert after[0].text == "---\npublished: 9 March 2020\n---\n\n"


def test_front_matter_that_moved_on_meanwhile_shows_both_texts_and_goes_on_as_a_section(
    story: Story, editor: Door
) -> None:
    saved(story.report, "---\ntitle: Theirs\n---\n\n" + text_of(story))
    first = standing_of(Document.objects.get(pk=story.report.pk))[0]
    saved(story.report, text_of(story).replace("Theirs", "Theirs again"))
    late = editor.post(FRONT, version=first.version, title="Mine")
    assert (late.status_code, "Theirs again" in words(late)) == (409, True)
    assert f"sections/{first.identity}/" in late.content.decode()


def test_straight_quotation_marks_around_a_title_are_refused(story: Story, editor: Door) -> None:
    answer = editor.post(FRONT, version=1, title='"Quoted"')
    assert (answer.status_code, "straight ones around it" in words(answer)) == (422, True)
