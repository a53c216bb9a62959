"""Sections of a document through its acts: each has its own version, owner and status, and keeps
its identity; nothing that two people wrote is lost.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims.models import Claim
from inspectorate.domain.reports import actions
from inspectorate.domain.reports.models import Document, Revision, Section
from inspectorate.domain.reports.queries import problems
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections import queries
from inspectorate.domain.reports.sections.standing import standing_of, text_at
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.publishing import DRAFTED, RELEASE, a_document, a_story, saved
from tests.factories.rooms import a_key, a_person, an_inspection, member

pytestmark = pytest.mark.django_db

ONE = "# One\n\nNine of the twelve forces train their call handlers each year.\n\n"
TWO = "# Two\n\nThe leadership teams had looked at every plan before the spring.\n\n"
THREE = "## Three\n\nSupervisors read each case file within twenty days of the report.\n"
ATTRIBUTES = "{.narrative}\n"


def texts(document: Document) -> dict[str, tuple[int, str]]:
    """Each section's version and text, by its identity, in order."""
    now = Document.objects.get(pk=document.pk)
    return {one.identity: (one.version, one.text) for one in standing_of(now)}


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def document() -> Document:
    """Three sections, written in one go as version 2."""
    inspection = an_inspection(bodies=2)
    return a_document(inspection, "report", "report", "A report", ONE + TWO + THREE)


def write(document: Document, identity: str, text: str, version: int, **given: Any) -> Document:
    """A section saved by the editor, or by whom is given."""
    said = {"by": member(document.inspection, Role.EDITOR), "at": DRAFTED, "key": a_key()}
    return sections.save_section(
        document=document, identity=identity, text=text, version=version, **{**said, **given}
    )


def old(document: Document) -> Document:
    """The document saved once more as it was before documents had sections: version 3."""
    Section.objects.filter(document=document).delete()
    by = member(document.inspection, Role.EDITOR)
    Revision.objects.create(document=document, number=3, text=document.text, by=by, at=DRAFTED)
    Document.objects.filter(pk=document.pk).update(version=3)
    return Document.objects.get(pk=document.pk)


class TestSaving:
    def test_first_text_has_a_section_for_each_heading(self, document: Document) -> None:
        assert texts(document) == {"2-1": (1, ONE), "2-2": (1, TWO), "2-3": (1, THREE)}
        rows = Section.objects.filter(document=document).values_list("identity", "place", "version")
        assert list(rows) == [("2-1", 1, 1), ("2-2", 2, 1), ("2-3", 3, 1)]

    def test_section_saved_changes_itself_alone_and_the_document_moves_on(
        self, document: Document
    ) -> None:
        changed = write(document, "2-2", TWO.replace("spring", "summer"), 1)
        assert changed.version == 3
        assert changed.text == ONE + TWO.replace("spring", "summer") + THREE
        assert {name: version for name, (version, _) in texts(document).items()} == {
            "2-1": 1,
            "2-2": 2,
            "2-3": 1,
        }

    def test_two_who_write_different_sections_do_not_collide(self, document: Document) -> None:
        write(document, "2-1", ONE.replace("Nine", "Ten"), 1)
        both = write(document, "2-3", THREE.replace("twenty", "thirty"), 1)
        assert both.text == ONE.replace("Nine", "Ten") + TWO + THREE.replace("twenty", "thirty")

    def test_two_who_write_one_section_collide_and_neither_text_is_lost(
        self, document: Document
    ) -> None:
        theirs, yours = TWO.replace("spring", "summer"), TWO.replace("every", "each")
        write(document, "2-2", theirs, 1)
        with pytest.raises(Conflict) as found:
            write(document, "2-2", yours, 1)
        conflict = found.value
        assert (conflict.theirs, conflict.yours, conflict.base) == (theirs, yours, TWO)
        assert (conflict.version, conflict.field) == (2, "text")
        assert texts(document)["2-2"] == (2, theirs)
        assert write(document, "2-2", yours, conflict.version).text == ONE + yours + THREE

    def test_section_that_stands_so_is_refused_and_nothing_is_written(
        self, document: Document
    ) -> None:
        for sent in (TWO, TWO.replace("\n", "\r\n")):
            with pytest.raises(Refused) as refusal:
                write(document, "2-2", sent, 1)
            assert codes(refusal) == ["section_as_it_is"]
        assert Document.objects.get(pk=document.pk).version == 2

    def test_line_ends_become_line_feeds_and_all_else_stays(self, document: Document) -> None:
        sent = "# Two\r\n\r\nA  word \r\rand\tanother\u2028\u00a0\n\n"
        assert texts(write(document, "2-2", sent, 1))["2-2"] == (
            2,
            "# Two\n\nA  word \n\nand\tanother\u2028\u00a0\n\n",
        )

    def test_section_sent_without_its_last_line_end_leaves_the_next_heading_one(
        self, document: Document
    ) -> None:
        assert list(texts(write(document, "2-2", "# Two\n\nShort.", 1))) == ["2-1", "2-2", "2-3"]

    def test_section_cut_in_two_keeps_its_identity_and_the_new_one_gets_its_own(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO + "# Four\n\nOf this nothing was said.\n\n", 1)
        assert list(texts(document)) == ["2-1", "2-2", "3-3", "2-3"]
        assert texts(document)["2-2"] == (1, TWO)

    def test_section_joined_to_the_one_before_ends_and_its_name_is_never_given_again(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.removeprefix("# Two\n\n"), 1)
        assert list(texts(document)) == ["2-1", "2-3"]
        assert Section.objects.get(document=document, identity="2-2").ended_at == DRAFTED
        with pytest.raises(Refused) as refusal:
            write(document, "2-2", "# Two\n\nMine.\n\n", 1)
        assert codes(refusal) == ["section_gone"]
        saved(document, ONE + TWO + THREE)
        assert list(texts(document)) == ["2-1", "4-2", "2-3"]

    def test_whole_text_saved_keeps_the_sections_and_collides_with_who_wrote_one(
        self, document: Document
    ) -> None:
        saved(document, ONE.replace("Nine", "Ten") + THREE + "\n" + TWO)
        assert {name: version for name, (version, _) in texts(document).items()} == {
            "2-1": 2,
            "2-3": 2,
            "2-2": 1,
        }
        with pytest.raises(Conflict):
            write(document, "2-1", ONE.replace("Nine", "Eight"), 1)
        assert write(document, "2-2", TWO.replace("spring", "summer"), 1).version == 4

    def test_binding_and_mending_change_one_section_and_leave_the_others(self) -> None:
        story = a_story()
        text = RELEASE.replace("[Most f", "[All f") + "\n# Two\n\nNothing is bound here.\n"
        document = a_document(story.inspection, "bound", "release", "Most forces train", text)
        said = {"by": member(story.inspection, Role.EDITOR), "at": DRAFTED, "document": document}
        actions.place(
            key=a_key(),
            claim=Claim.objects.get(inspection=story.inspection, key="mandatory-training"),
            excerpt="Nothing is bound here",
            version=2,
            **said,
        )
        assert [version for version, _ in texts(document).values()][-1] == 2
        found = problems(now(document)).problems
        (wrong,) = [one for one in found if one.check == "quantity_word_holds"]
        given = {"check": wrong.check, "excerpt": wrong.place.excerpt}
        actions.mend(key=a_key(), version=3, **given, **said)
        versions = [version for version, _ in texts(document).values()]
        assert (sum(versions), versions[-1]) == (len(versions) + 2, 2)
        for row in Revision.objects.filter(document=document):
            assert sum(one[2] for one in row.layout) == len(row.text)

    def test_section_that_makes_the_text_too_long_is_refused(self, document: Document) -> None:
        with pytest.raises(Refused) as refusal:
            write(document, "2-2", "x" * 499_999, 1)
        assert codes(refusal) == ["text_too_long"]

    def test_section_with_words_marked_secret_is_refused(self, document: Document) -> None:
        sent = TWO + "[A name]{.sensitive ground=person marking=SECRET}\n\n"
        with pytest.raises(Refused) as refusal:
            write(document, "2-2", sent, 1)
        assert codes(refusal) == ["secret_words"]

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFERENCER, Role.SIGNING])
    def test_who_writes_no_document_writes_no_section(self, document: Document, role: Role) -> None:
        by = member(document.inspection, role)
        with pytest.raises(Forbidden):
            write(document, "2-2", "# Two\n\nMine.\n\n", 1, by=by)

    def test_same_act_sent_twice_writes_once(self, document: Document) -> None:
        key = a_key()
        for _ in range(2):
            assert write(document, "2-2", "# Two\n\nOnce.\n\n", 1, key=key).version == 3
        assert Entry.objects.filter(verb="reports.save_section").count() == 1
        assert Entry.objects.get(verb="reports.save_section").detail == {
            "document": "report",
            "revision": 3,
            "section": "2-2",
            "words": 3,
        }


class TestDocumentFromBefore:
    def test_its_sections_follow_from_its_text_until_it_is_saved(self, document: Document) -> None:
        assert list(texts(old(document))) == ["3-1", "3-2", "3-3"]
        assert not Section.objects.filter(document=document).exists()

    def test_first_save_keeps_what_its_sections_were_called(self, document: Document) -> None:
        write(old(document), "3-2", TWO.replace("spring", "summer"), 1)
        assert {name: version for name, (version, _) in texts(document).items()} == {
            "3-1": 1,
            "3-2": 2,
            "3-3": 1,
        }
        assert [(one.revision.number, one.version) for one in queries.history(document, "3-2")] == [
            (4, 2),
            (3, 1),
        ]
        assert text_at(document, "3-2", 3) == TWO

    def test_first_mark_makes_its_rows_and_changes_no_text(self, document: Document) -> None:
        made = mark(old(document), "3-3", "ready")
        assert (made.status, made.changed_at) == ("ready", DRAFTED)
        assert Section.objects.filter(document=document).count() == 3
        assert list(texts(document)) == ["3-1", "3-2", "3-3"]


def mark(document: Document, identity: str, status: str) -> Section:
    return sections.mark_section(
        by=member(document.inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        document=document,
        identity=identity,
        status=status,
    )


def assign(document: Document, identity: str, to: Person | None) -> Section:
    return sections.assign_section(
        by=member(document.inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        identity=identity,
        to=to,
    )


class TestOwnersAndStatus:
    def test_section_is_given_to_who_may_write_it_and_taken_back(self, document: Document) -> None:
        editor = member(document.inspection, Role.EDITOR)
        assert assign(document, "2-1", editor).assigned_to == editor
        with pytest.raises(Refused) as refusal:
            assign(document, "2-1", editor)
        assert codes(refusal) == ["section_as_it_is"]
        assert assign(document, "2-1", None).assigned_to is None

    def test_section_is_given_to_nobody_who_may_not_write_it(self, document: Document) -> None:
        for other in (member(document.inspection, Role.INSPECTOR), a_person(Role.EDITOR)):
            with pytest.raises(Refused) as refusal:
                assign(document, "2-1", other)
            assert codes(refusal) == ["not_a_writer"]

    def test_section_is_marked_and_marked_back(self, document: Document) -> None:
        assert mark(document, "2-1", "ready").status == "ready"
        for status, code in (("ready", "section_as_it_is"), ("over", "status_unknown")):
            with pytest.raises(Refused) as refusal:
                mark(document, "2-1", status)
            assert codes(refusal) == [code]
        assert mark(document, "2-1", "writing").status == "writing"

    def test_owner_and_status_stay_while_the_text_changes(self, document: Document) -> None:
        editor = member(document.inspection, Role.EDITOR)
        assign(document, "2-2", editor)
        mark(document, "2-2", "done")
        saved(document, TWO.replace("spring", "summer") + ONE)
        (line,) = [one for one in queries.outline(now(document)) if one.identity == "2-2"]
        assert (line.assigned_to, line.status, line.heading) == (editor, "done", "Two")

    def test_section_that_ended_is_neither_given_nor_marked(self, document: Document) -> None:
        saved(document, ONE)
        for act in (lambda: assign(document, "2-2", None), lambda: mark(document, "2-2", "done")):
            with pytest.raises(Refused) as refusal:
                act()
            assert codes(refusal) == ["section_gone"]


def now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def restore(document: Document, identity: str, revision: int, version: int) -> Document:
    return sections.restore_section(
        by=member(document.inspection, Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        document=document,
        identity=identity,
        revision=revision,
        version=version,
    )


class TestHistory:
    def test_history_of_a_section_tells_its_own_changes_newest_first(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.replace("spring", "summer"), 1)
        write(document, "2-1", ONE.replace("Nine", "Ten"), 1)
        write(document, "2-2", TWO.replace("spring", "autumn"), 2)
        found = [(one.revision.number, one.version) for one in queries.history(document, "2-2")]
        assert found == [(5, 3), (3, 2), (2, 1)]
        assert text_at(document, "2-2", 4) == TWO.replace("spring", "summer")

    def test_earlier_text_of_a_section_is_brought_back_as_a_new_version(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.replace("spring", "summer"), 1)
        write(document, "2-1", ONE.replace("Nine", "Ten"), 1)
        assert restore(document, "2-2", 2, 2).text == ONE.replace("Nine", "Ten") + TWO + THREE
        assert texts(document)["2-2"] == (3, TWO)
        assert [one.version for one in queries.history(document, "2-2")] == [3, 2, 1]

    def test_section_that_moved_on_is_not_written_over_by_an_earlier_text(
        self, document: Document
    ) -> None:
        write(document, "2-2", TWO.replace("spring", "summer"), 1)
        write(document, "2-2", TWO.replace("spring", "autumn"), 2)
        with pytest.raises(Conflict) as found:
            restore(document, "2-2", 2, 2)
        assert (found.value.theirs, found.value.yours) == (TWO.replace("spring", "autumn"), TWO)

    @pytest.mark.parametrize(
        ("revision", "code"), [(9, "section_not_there"), (1, "section_not_there")]
    )
    def test_revision_without_the_section_brings_nothing_back(
        self, document: Document, revision: int, code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            restore(document, "2-2", revision, 1)
        assert codes(refusal) == [code]

    def test_text_that_stands_is_not_brought_back(self, document: Document) -> None:
        with pytest.raises(Refused) as refusal:
            restore(document, "2-2", 2, 1)
        assert codes(refusal) == ["section_as_it_is"]

    def test_earlier_text_marked_above_a_person_is_neither_read_nor_brought_back(
        self, document: Document
    ) -> None:
        editor = member(document.inspection, Role.EDITOR)
        hidden = "[A name]{.sensitive ground=person marking=OFFICIAL-SENSITIVE}\n\n"
        with pytest.raises(Refused) as refusal:
            write(document, "2-2", TWO + hidden, 1)
        assert codes(refusal) == ["not_cleared"]
        lead = member(document.inspection, Role.LEAD)
        write(document, "2-2", TWO + hidden, 1, by=lead)
        write(now(document), "2-2", TWO, 2, by=lead)
        text, reasons = queries.text_read_by(editor, now(document), "2-2", 3)
        assert (text, [one.code for one in reasons]) == (None, ["not_cleared"])
        with pytest.raises(Refused) as again:
            restore(document, "2-2", 3, 3)
        assert codes(again) == ["not_cleared"]


class TestOutline:
    def test_outline_tells_heading_level_line_and_words_of_each_section(self) -> None:
        text = "Before.\n\n" + ONE + THREE
        document = a_document(an_inspection(bodies=2), "r", "report", "A report", text)
        assert [
            (one.heading, one.level, one.line, one.words, one.status)
            for one in queries.outline(document)
        ] == [
            ("Before the first heading", 0, 1, 1, "writing"),
            ("One", 1, 3, 12, "writing"),
            ("Three", 2, 7, 12, "writing"),
        ]

    def test_writers_are_those_of_the_team_who_may_write_documents(
        self, document: Document
    ) -> None:
        editor, lead = (member(document.inspection, one) for one in (Role.EDITOR, Role.LEAD))
        member(document.inspection, Role.INSPECTOR)
        press = member(document.inspection, Role.PRESS)
        assert set(queries.writers(document.inspection)) == {editor, lead, press}
