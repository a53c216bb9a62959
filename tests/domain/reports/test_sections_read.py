"""Who reads all of a section saves it; no save of one section changes what another says, how it is
read or how high it is marked for somebody who does not read that one.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.reports import queries as documents
from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections import queries
from inspectorate.domain.reports.sections.reading import as_read, earlier_as_read
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Refused
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db

S = "{.sensitive marking=OFFICIAL-SENSITIVE ground=Safety}"
ONE = "# One\n\nNine of twelve train.\n\n"
TWO = f"## Two\n\nIt was [a name][a]{S} who said so.\n\n"
THREE = "# Three\n\nThree do not.\n\n[a]: https://example.org\n\n"
LAST = f"# Last\n\nBy [another]{S}.\n"
TEXT = ONE + TWO + THREE + LAST


@pytest.fixture
def document() -> Document:
    """Its second and fourth section are marked above an editor."""
    made = a_document(an_inspection(bodies=2), "report", "report", "A report", ONE)
    return whole(made, TEXT)


def now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def who(document: Document, role: Role) -> Person:
    return member(document.inspection, role)


def whole(document: Document, text: str, role: Role = Role.LEAD) -> Document:
    at = now(document)
    by = who(document, role)
    return save(by=by, at=DRAFTED, key=a_key(), document=at, text=text, version=at.version)


def write(document: Document, place: int, text: str, role: Role = Role.EDITOR) -> Document:
    one = standing_of(now(document))[place]
    return sections.save_section(
        by=who(document, role),
        at=DRAFTED,
        key=a_key(),
        document=now(document),
        identity=one.identity,
        text=text,
        version=one.version,
    )


def refused(document: Document, place: int, text: str, role: Role = Role.EDITOR) -> list[str]:
    before = now(document).text
    with pytest.raises(Refused) as refusal:
        write(document, place, text, role)
    assert now(document).text == before
    return [one.code for one in refusal.value.reasons]


class TestSaving:
    def test_editor_saves_a_section_that_they_read_beside_those_that_they_do_not(
        self, document: Document
    ) -> None:
        written = ONE + "More of it.\n\n### And below\n\nYes.\n\n"
        assert write(document, 0, written).text == written + TWO + THREE + LAST

    def test_editor_saves_no_section_that_is_marked_above_them(self, document: Document) -> None:
        assert refused(document, 1, "## Two\n\nOpen now.\n\n") == ["not_cleared"]
        assert refused(document, 3, LAST + "More.\n") == ["not_cleared"]

    def test_editor_saves_no_whole_text_of_which_a_section_is_closed_to_them(
        self, document: Document
    ) -> None:
        with pytest.raises(Refused):
            whole(document, ONE, Role.EDITOR)

    @pytest.mark.parametrize(
        "text",
        [
            ONE + f"[He]{S} said it.\n\n",
            ONE + f"{S}\n### Below\n\n",
            ONE + "Left open: [he{.sensitive marking=OFFICIAL-SENSITIVE}.\n\n",
        ],
    )
    def test_editor_saves_nothing_that_would_be_marked_above_them(
        self, document: Document, text: str
    ) -> None:
        assert refused(document, 0, text) == ["not_cleared"]

    def test_who_is_cleared_saves_any_section(self, document: Document) -> None:
        assert "Open now" in write(document, 1, "## Two\n\nOpen now.\n\n", Role.LEAD).text


class TestBesideAClosedSection:
    @pytest.mark.parametrize(
        "text",
        [
            "Without its heading it would be joined to the section before it.\n\n",
            "Three\n=====\n\nThree do not.\n\n",
            "# Three\n\nWithout the address that links are kept under.\n\n",
            THREE.replace("example.org", "example.com"),
            THREE + "[b]: https://example.org/b\n\n",
            "",
        ],
    )
    def test_section_is_not_saved_where_another_would_stand_or_be_read_otherwise(
        self, document: Document, text: str
    ) -> None:
        if text.startswith("Three\n="):
            write(document, 1, TWO.rstrip("\n") + "\n", Role.LEAD)
        assert refused(document, 2, text) == ["section_beside_closed"]

    @pytest.mark.parametrize("label", ["a name", "another", "nothing that stands there"])
    def test_address_kept_under_a_guessed_label_is_refused_whatever_the_closed_section_says(
        self, document: Document, label: str
    ) -> None:
        text = THREE + f"[{label}]: https://example.org/x\n\n"
        assert refused(document, 2, text) == ["section_beside_closed"]

    def test_who_reads_all_of_it_may_join_and_take_out(self, document: Document) -> None:
        joined = write(document, 0, "Joined to none.\n\n", Role.LEAD)
        assert joined.text.startswith("Joined to none.")
        assert write(document, 2, "", Role.LEAD).text.endswith(LAST)

    def test_fence_left_open_is_refused_as_it_is_for_anybody(self, document: Document) -> None:
        assert refused(document, 2, THREE + "~~~\n") == ["section_open"]

    def test_two_who_write_in_one_open_section_collide_there_alone(
        self, document: Document
    ) -> None:
        write(document, 0, ONE + "First.\n\n")
        with pytest.raises(Conflict) as conflict:
            sections.save_section(
                by=who(document, Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                document=now(document),
                identity=standing_of(now(document))[0].identity,
                text=ONE + "Second.\n\n",
                version=1,
            )
        assert (conflict.value.theirs, conflict.value.base) == (ONE + "First.\n\n", ONE)


class TestEarlier:
    def test_earlier_text_is_as_high_as_the_section_is_today(self, document: Document) -> None:
        editor = who(document, Role.EDITOR)
        identity = standing_of(now(document))[0].identity
        assert told(document, identity, 2) == ONE
        write(document, 0, ONE + f"[He]{S} said it.\n\n", Role.LEAD)
        assert told(document, identity, 2).startswith("# \\[removed: marked above")
        with pytest.raises(Refused) as restored:
            restore(document, identity, 2, editor)
        assert [one.code for one in restored.value.reasons] == ["not_cleared"]

    def test_earlier_text_is_told_without_what_was_marked_then(self, document: Document) -> None:
        identity = standing_of(now(document))[0].identity
        write(document, 0, ONE + f"[He]{S} said it.\n\n", Role.LEAD)
        write(document, 0, ONE + "Somebody said it.\n\n", Role.LEAD)
        earlier = told(document, identity, 4)
        assert "\\[removed: Safety\\] said it." in earlier
        editor = who(document, Role.EDITOR)
        with pytest.raises(Refused) as restored:
            restore(document, identity, 4, editor)
        assert [one.code for one in restored.value.reasons] == ["not_cleared"]

    def test_words_moved_into_a_closed_section_are_closed_where_they_stood_before(
        self, document: Document
    ) -> None:
        identity = standing_of(now(document))[0].identity
        write(document, 0, ONE + "Force Nine, in May.\n\n")
        whole(document, ONE + TWO + THREE + LAST + f"\nAnd [Force Nine, in May]{S}.\n")
        assert told(document, identity, 4).startswith("# \\[removed: marked above")
        assert told(document, identity, 2) == ONE

    def test_closed_word_that_also_stands_in_what_they_read_closes_no_earlier_text(
        self, document: Document
    ) -> None:
        identity = standing_of(now(document))[0].identity
        write(document, 0, ONE + "Twice.\n\n")
        whole(document, ONE + "Twice.\n\n" + TWO + THREE + LAST + f"\nAnd [twelve]{S}.\n")
        assert told(document, identity, 2) == ONE

    def test_section_that_ended_is_told_to_who_reads_all_of_the_document(
        self, document: Document
    ) -> None:
        identity = standing_of(now(document))[0].identity
        whole(document, TWO + THREE + LAST)
        assert "Nine" not in told(document, identity, 3)
        lead = earlier_as_read(who(document, Role.LEAD), now(document), identity, 3)
        assert lead is not None
        assert lead.told == ONE

    def test_open_section_is_brought_back_by_who_reads_it(self, document: Document) -> None:
        editor = who(document, Role.EDITOR)
        identity = standing_of(now(document))[0].identity
        write(document, 0, ONE + "More.\n\n")
        assert restore(document, identity, 3, editor).text == TEXT


def told(document: Document, identity: str, revision: int) -> str:
    found = earlier_as_read(who(document, Role.EDITOR), now(document), identity, revision)
    assert found is not None
    return found.told


def restore(document: Document, identity: str, revision: int, by: Person) -> Document:
    stands = {one.identity: one.version for one in standing_of(now(document))}
    return sections.restore_section(
        by=by,
        at=DRAFTED,
        key=a_key(),
        document=now(document),
        identity=identity,
        revision=revision,
        version=stands[identity],
    )


def test_outline_and_coverage_tell_of_what_is_left(document: Document) -> None:
    editor = who(document, Role.EDITOR)
    found = queries.outline(now(document), read=as_read(editor, now(document)))
    assert [(one.heading, one.closed) for one in found] == [
        ("One", False),
        ("Two", True),
        ("Three", False),
        ("Last", True),
    ]
    whole(document, f"{TEXT}\n[One. Two. Three.]{S}\n")
    counted = [
        queries.coverage(one, document.inspection, [now(document)])[0].total
        for one in (who(document, Role.LEAD), editor)
    ]
    assert counted == [7, 5]
    assert documents.reasons_unread(editor, now(document))
