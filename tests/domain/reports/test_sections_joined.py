"""Sections that were joined or taken out: nothing of them goes unseen, and each is found again."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.reports.models import Document, Revision, Section
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections import queries
from inspectorate.domain.reports.sections.standing import standing_of, text_at
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.publishing import DRAFTED, a_document, saved
from tests.factories.rooms import a_key, an_inspection, member
from tests.factories.upper import door, words

pytestmark = pytest.mark.django_db

ONE = "# One\n\nNine of the twelve forces train their call handlers.\n\n"
TWO = "## Two\n\nThe plans were looked at in the spring.\n\n"
THREE = "## Three\n\nSupervisors read each case file.\n"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def document() -> Document:
    """Three sections of version 2."""
    return a_document(an_inspection(bodies=2), "report", "report", "A report", ONE + TWO + THREE)


def now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def write(document: Document, identity: str, text: str, version: int) -> Document:
    return sections.save_section(
        by=member(document.inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        document=now(document),
        identity=identity,
        text=text,
        version=version,
    )


def restore(document: Document, identity: str, revision: int) -> Document:
    standing = {one.identity: one.version for one in standing_of(now(document))}
    return sections.restore_section(
        by=member(document.inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        document=now(document),
        identity=identity,
        revision=revision,
        version=standing[identity],
    )


def refusal(document: Document, identity: str, revision: int) -> str:
    with pytest.raises(Refused) as found:
        restore(document, identity, revision)
    (reason,) = found.value.reasons
    assert reason.code == "section_joined"
    return str(reason)


class TestBringingBack:
    def test_section_to_which_another_was_joined_since_is_not_brought_back(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.removeprefix("## Two\n\n"), 1)
        told = refusal(document, "2-1", 2)
        assert "“Two”" in told
        assert "by hand" in told
        assert "spring" in now(document).text

    def test_sections_joined_one_after_the_other_are_all_named(self, document: Document) -> None:
        write(document, "2-3", THREE.removeprefix("## Three\n\n"), 1)
        write(document, "2-2", TWO.removeprefix("## Two\n\n") + "Read.\n", 2)
        told = refusal(document, "2-1", 2)
        assert "“Two”, “Three”" in told

    def test_section_is_brought_back_where_another_was_taken_out_beside_it(
        self, document: Document
    ) -> None:
        write(document, "2-1", ONE.replace("Nine", "Ten"), 1)
        saved(now(document), ONE.replace("Nine", "Ten") + THREE)
        assert restore(document, "2-1", 2).text == ONE + THREE

    def test_section_is_brought_back_where_what_was_joined_stands_again(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.removeprefix("## Two\n\n"), 1)
        saved(now(document), ONE.replace("Nine", "Ten") + TWO + THREE)
        assert restore(document, "2-1", 2).text == ONE + TWO + THREE

    def test_revision_since_the_join_is_brought_back(self, document: Document) -> None:
        joined = write(document, "2-2", TWO.removeprefix("## Two\n\n"), 1).text
        write(document, "2-1", ONE.replace("Nine", "Ten"), 2)
        assert restore(document, "2-1", 3).text == joined

    def test_section_marked_above_the_text_that_stands_is_not_named(
        self, document: Document
    ) -> None:
        name = "[A name]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}"
        hidden = TWO.replace("Two", f"Two {name}")
        lead = member(document.inspection, Role.LEAD)
        said = {"by": lead, "at": DRAFTED, "identity": "2-2"}
        given: dict[str, Any] = {"document": document, "text": hidden, "version": 1}
        sections.save_section(key=a_key(), **said, **given)
        given = {"document": now(document), "text": TWO.removeprefix("## Two\n\n")}
        given["version"] = 2
        sections.save_section(key=a_key(), **said, **given)
        told = refusal(document, "2-1", 2)
        assert "A name" not in told
        assert "a section marked higher" in told
        page = words(door(document.inspection, Role.EDITOR).get("documents/report/"))
        assert "A name" not in page
        assert "What a section marked higher was" in page


OPEN_ENDS = ["```\nopen", "~~~\nopen\n", "{.narrative}\n", "{.narrative}\n\n"]


class TestNextSection:
    @pytest.mark.parametrize("end", OPEN_ENDS)
    def test_text_that_would_take_the_next_heading_is_refused_and_nothing_ends(
        self, document: Document, end: str
    ) -> None:
        editor = door(document.inspection, Role.EDITOR)
        page = "documents/report/sections/2-1/"
        refused = editor.post(page, text=ONE + end, version=1)
        assert refused.status_code == 422
        assert "would no longer begin at its heading" in words(refused)
        assert end.split()[0] in refused.content.decode()
        assert now(document).text == ONE + TWO + THREE
        assert not Section.objects.filter(document=document, ended_at__isnull=False).exists()

    def test_same_end_is_saved_where_no_section_follows(self, document: Document) -> None:
        assert write(document, "2-3", THREE + "\n```\nopen", 1).text.endswith("open")


LAYOUTS: list[list[list[Any]]] = [
    [["2-1", 1, 20], ["2-2", 1, 10]],
    [["2-1", 1, 20], ["2-1", 1, 90]],
    [["2-1", 1], ["2-2", 1]],
    [["2-1", 1, -1], ["2-2", 1, 10_000]],
    [["2-1", "1", 20]],
]


class TestLayoutThatDoesNotCoverItsText:
    @pytest.mark.parametrize("layout", LAYOUTS)
    def test_text_is_cut_at_its_headings_and_nothing_of_it_is_lost(
        self, document: Document, layout: list[list[Any]]
    ) -> None:
        by = member(document.inspection, Role.EDITOR)
        given = {"number": 3, "text": document.text, "by": by, "at": DRAFTED}
        Revision.objects.create(document=document, layout=layout, **given)
        Document.objects.filter(pk=document.pk).update(version=3)
        assert [one.text for one in standing_of(now(document))] == [ONE, TWO, THREE]
        editor = door(document.inspection, Role.EDITOR)
        pages = ["documents/report/", "documents/report/sections/3-2/history/"]
        assert editor.statuses(*pages) == dict.fromkeys(pages, 200)
        changed = write(document, "3-1", ONE.replace("Nine", "Ten"), 1)
        assert changed.text == ONE.replace("Nine", "Ten") + TWO + THREE
        history = [one.version for one in queries.history(changed, "3-1")]
        assert history == [2, 1]
        assert restore(document, "3-1", 3).text == ONE + TWO + THREE


class TestEnded:
    def test_outline_leads_to_the_history_of_a_section_that_ended(self, document: Document) -> None:
        editor = door(document.inspection, Role.EDITOR)
        assert "Sections that ended" not in words(editor.get("documents/report/"))
        write(document, "2-2", TWO.removeprefix("## Two\n\n"), 1)
        page = editor.get("documents/report/").content.decode()
        history = "documents/report/sections/2-2/history/"
        assert f'{history}"' in page
        assert "What “Two” was" in words(editor.get("documents/report/"))
        assert "spring" in words(editor.get(f"{history}2/"))

    def test_section_of_a_text_saved_before_there_were_sections_is_found_when_it_ended(
        self, document: Document
    ) -> None:
        Section.objects.filter(document=document).delete()
        by = member(document.inspection, Role.EDITOR)
        Revision.objects.create(document=document, number=3, text=document.text, by=by, at=DRAFTED)
        Document.objects.filter(pk=document.pk).update(version=3)
        write(document, "3-2", TWO.removeprefix("## Two\n\n"), 1)
        (found,) = queries.ended(now(document), "OFFICIAL")
        assert (found.identity, found.name) == ("3-2", "“Two”")
        assert text_at(document, "3-2", 3) == TWO
        assert "“Two”" in refusal(document, "3-1", 3)
