"""Comments and suggestions through their acts: they keep to the words that they are about, change
nothing by themselves, and are read by nobody who may not read those words.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.reports import actions as documents
from inspectorate.domain.reports.models import (
    Comment,
    CommentMention,
    Document,
    Revision,
    Suggestion,
    SuggestionAnswer,
)
from inspectorate.domain.reports.remarks import actions
from inspectorate.domain.reports.remarks.making import (
    BroughtComment,
    BroughtSuggestion,
    PointedWords,
)
from inspectorate.domain.reports.remarks.telling import told
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member

pytestmark = pytest.mark.django_db

ONE = "# One\n\nNine of the twelve forces train their call handlers each year.\n\n"
TWO = "# Two\n\nThe leadership teams had looked at every plan. We saw every plan too.\n"
SENSITIVE = "# Two\n\nThe [informant]{.sensitive marking=OFFICIAL-SENSITIVE} told us.\n"


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def document() -> Document:
    """Two sections, written in one go as version 2."""
    return a_document(an_inspection(bodies=2), "report", "report", "A report", ONE + TWO)


def by(document: Document, role: Role = Role.EDITOR) -> dict[str, Any]:
    return {"by": member(document.inspection, role), "at": DRAFTED, "key": a_key()}


def suggest(document: Document, quote: str, replacement: str, **given: Any) -> Suggestion:
    """Words suggested in the second section by the editor, or by whom is given."""
    said = {**by(document), "identity": "2-2", "version": 1, **given}
    return actions.suggest(document=document, quote=quote, replacement=replacement, **said)


def comment(document: Document, quote: str, text: str, **given: Any) -> Comment:
    said = {**by(document), "identity": "2-2", "version": 1, **given}
    return actions.comment(document=document, quote=quote, text=text, **said)


def write(
    document: Document, text: str, version: int, identity: str = "2-2", role: Role = Role.EDITOR
) -> Document:
    return sections.save_section(
        **by(document, role), document=document, identity=identity, text=text, version=version
    )


def section(document: Document) -> tuple[int, str]:
    """The version and the text of the second section."""
    now = Document.objects.get(pk=document.pk)
    (found,) = [one for one in standing_of(now) if one.identity == "2-2"]
    return found.version, found.text


class TestSuggestions:
    def test_suggestion_changes_nothing_until_it_is_accepted(self, document: Document) -> None:
        made = suggest(document, "leadership teams", "leaders", **by(document, Role.REFERENCER))
        assert (made.start, made.quote) == (TWO.index("leadership"), "leadership teams")
        assert (made.before, made.after[:4]) == (TWO[: made.start], " had")
        assert Revision.objects.filter(document=document).count() == 1
        answer = actions.accept_suggestion(**by(document), suggestion=made)
        assert answer.outcome == "accepted"
        assert section(document) == (2, TWO.replace("leadership teams", "leaders"))
        assert Entry.objects.filter(verb="reports.save_section").count() == 1

    def test_suggestion_is_put_in_where_its_words_stand_now(self, document: Document) -> None:
        second = TWO.rindex("every plan")
        made = suggest(document, "every plan", "each plan", start=second)
        moved = TWO.replace("looked at", "by then looked hard at")
        write(document, moved, 1)
        actions.accept_suggestion(**by(document), suggestion=made)
        assert section(document) == (3, moved.replace("We saw every", "We saw each"))

    def test_words_come_between_and_words_go(self, document: Document) -> None:
        at = TWO.index(" plan")
        coming = suggest(document, "", " single", start=at)
        going = suggest(document, " too", "")
        for one in (coming, going):
            actions.accept_suggestion(**by(document), suggestion=one)
        assert section(document)[1] == TWO.replace("every plan.", "every single plan.").replace(
            " too", ""
        )

    def test_what_was_suggested_at_one_place_stands_in_its_order_when_it_is_accepted(
        self, document: Document
    ) -> None:
        at = TWO.index(" plan")
        made = [suggest(document, "", f" {words}", start=at) for words in ("one", "two", "three")]
        for place in (0, 2, 1):
            actions.accept_suggestion(**by(document), suggestion=made[place])
        assert section(document)[1] == TWO.replace("every plan.", "every one two three plan.")

    def test_suggestion_whose_words_were_changed_is_a_conflict_with_both_texts(
        self, document: Document
    ) -> None:
        made = suggest(document, "leadership teams", "leaders")
        theirs = TWO.replace("leadership", "executive")
        write(document, theirs, 1)
        with pytest.raises(Conflict) as found:
            actions.accept_suggestion(**by(document), suggestion=made)
        conflict = found.value
        assert (conflict.theirs, conflict.base, conflict.version) == (theirs, TWO, 2)
        assert conflict.yours == TWO.replace("leadership teams", "leaders")
        assert section(document) == (2, theirs)
        assert not SuggestionAnswer.objects.exists()

    def test_number_suggested_anew_is_put_into_no_other_sentence(self, document: Document) -> None:
        clean, old = "In 38 forces the vans are clean.\n", "The phones of 38 forces are old.\n"
        write(document, f"# Two\n\n{clean}", 1)
        made = suggest(document, "38", "37", version=2)
        theirs = f"# Two\n\n{clean.replace('38', '41')}\nMore is said here.\n\n{old}"
        write(document, theirs, 2)
        with pytest.raises(Conflict):
            actions.accept_suggestion(**by(document), suggestion=made)
        assert section(document)[1] == theirs

    def test_suggestion_for_a_section_that_ended_is_refused(self, document: Document) -> None:
        made = suggest(document, "leadership teams", "leaders")
        write(document, ONE + "## Under one\n\nMore.\n\n", 1, "2-1")
        whole = Document.objects.get(pk=document.pk)
        documents.save(**by(document), document=whole, text=ONE, version=whole.version)
        with pytest.raises(Refused) as refusal:
            actions.accept_suggestion(**by(document), suggestion=made)
        assert codes(refusal) == ["section_gone"]

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"quote": "every plan"}, "excerpt_twice"),
            ({"quote": "no such words"}, "excerpt_not_found"),
            ({"quote": ""}, "excerpt_not_found"),
            ({"quote": "every plan", "start": 3}, "not_at_place"),
            ({"quote": "", "start": 10_000}, "not_at_place"),
            ({"quote": "too", "replacement": "too"}, "nothing_suggested"),
            ({"quote": "too", "version": 7}, "version_unknown"),
            ({"quote": "too", "identity": "9-9"}, "section_gone"),
            ({"quote": "too", "replacement": "[x]{.sensitive marking=SECRET}"}, "secret_words"),
        ],
    )
    def test_suggestion_that_points_at_nothing_is_refused(
        self, document: Document, given: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            suggest(document, **{"replacement": "other", **given})
        assert codes(refusal) == [code]
        assert not Suggestion.objects.exists()

    def test_suggestion_is_answered_once(self, document: Document) -> None:
        made = suggest(document, "too", "as well")
        actions.decline_suggestion(**by(document), suggestion=made, reason="It reads worse.")
        for act in (
            actions.accept_suggestion,
            actions.decline_suggestion,
            actions.withdraw_suggestion,
        ):
            with pytest.raises(Refused) as refusal:
                act(**by(document), suggestion=made)
            assert codes(refusal) == ["suggestion_answered"]
        assert section(document) == (1, TWO)

    def test_only_its_maker_withdraws_a_suggestion(self, document: Document) -> None:
        made = suggest(document, "too", "as well", **by(document, Role.SIGNING))
        with pytest.raises(Refused) as refusal:
            actions.withdraw_suggestion(**by(document), suggestion=made)
        assert codes(refusal) == ["others_suggestion"]
        own = actions.withdraw_suggestion(**by(document, Role.SIGNING), suggestion=made)
        assert own.outcome == "withdrawn"

    def test_who_checks_or_approves_suggests_and_does_not_accept(self, document: Document) -> None:
        for role in (Role.REFERENCER, Role.SIGNING):
            made = suggest(document, "too", "as well", **by(document, role))
            with pytest.raises(Forbidden):
                actions.accept_suggestion(**by(document, role), suggestion=made)
        with pytest.raises(Forbidden):
            suggest(document, "too", "as well", **by(document, Role.INSPECTOR))

    def test_file_brings_suggestions_in_one_act_each_with_whom_it_names(
        self, document: Document
    ) -> None:
        brought = [
            BroughtSuggestion("2-2", 1, TWO.index("too"), "too", "as well", "A. Writer", DRAFTED),
            BroughtSuggestion("2-1", 1, 0, "", "Before. "),
        ]
        given = by(document)
        for _ in range(2):  # sent twice, it adds nothing
            actions.suggest_many(**given, document=document, brought=brought)
        first, second = Suggestion.objects.order_by("pk")
        assert (first.said_by, first.said_at, first.source) == ("A. Writer", DRAFTED, "word")
        assert (second.said_by, second.said_at, second.by) == ("not said", None, given["by"])
        assert Entry.objects.filter(verb="reports.bring_suggestions").count() == 1

    def test_file_that_brings_one_wrong_suggestion_brings_none(self, document: Document) -> None:
        brought = [
            BroughtSuggestion("2-2", 1, TWO.index("too"), "too", "as well"),
            BroughtSuggestion("2-2", 1, 0, "too", "as well"),
        ]
        with pytest.raises(Refused):
            actions.suggest_many(**by(document), document=document, brought=brought)
        assert not Suggestion.objects.exists()

    def test_section_is_read_again_for_its_marking_only_where_words_may_raise_it(
        self, document: Document, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[str] = []
        sent = PointedWords._sent

        def noted(pointed: PointedWords, text: str) -> str:
            read.append(text)
            return sent(pointed, text)

        monkeypatch.setattr(PointedWords, "_sent", noted)
        suggest(document, "leadership teams", "leadership teams: all of them")
        assert read == []
        for words in (
            "marking: OFFICIAL",
            "[We]{.sensitive marking=OFFICIAL}",
            "We saw\n\nclaim: mandatory",
        ):
            suggest(document, "", words, start=TWO.index("The leadership"))
        assert len(read) == 3

    def test_what_a_file_brings_is_brought_in_once_whoever_presses(
        self, document: Document
    ) -> None:
        start = TWO.index("too")
        changes = [BroughtSuggestion("2-2", 1, start, "too", "as well", "A. Writer", DRAFTED)]
        said = [
            BroughtComment("2-2", 1, start, "too", "Why?", "A. Reader"),
            BroughtComment("2-2", 1, start, "too", "So.", answers=0),
        ]
        more = [said[0], *said[1:], BroughtComment("2-2", 1, start, "too", "Again.", answers=0)]
        for role, comments in ((Role.EDITOR, said), (Role.LEAD, more)):
            actions.suggest_many(**by(document, role), document=document, brought=changes)
            actions.comment_many(**by(document, role), document=document, brought=comments)
        assert Suggestion.objects.count() == 1
        first, *others = Comment.objects.order_by("pk")
        assert [(one.text, one.answers_to) for one in others] == [("So.", first), ("Again.", first)]


class TestComments:
    def test_comment_is_answered_resolved_and_opened_again(self, document: Document) -> None:
        begun = comment(document, "every plan.", "Every one?")
        answer = comment(document, "", "Yes.", answers_to=begun, **by(document, Role.REFERENCER))
        assert (answer.quote, answer.start) == ("every plan.", begun.start)
        actions.resolve_comment(**by(document), comment=answer)  # a thread is resolved as one
        with pytest.raises(Refused) as refusal:
            actions.resolve_comment(**by(document), comment=begun)
        assert codes(refusal) == ["comment_resolved"]
        actions.reopen_comment(**by(document), comment=begun)
        with pytest.raises(Refused) as refusal:
            actions.reopen_comment(**by(document), comment=begun)
        assert codes(refusal) == ["comment_open"]
        actions.resolve_comment(**by(document), comment=begun)

    def test_answer_to_an_answer_or_to_another_section_is_refused(self, document: Document) -> None:
        begun = comment(document, "too", "Why?")
        answer = comment(document, "", "So.", answers_to=begun)
        for given in ({"answers_to": answer}, {"answers_to": begun, "identity": "2-1"}):
            with pytest.raises(Refused) as refusal:
                comment(document, "", "Again.", **given)
            assert codes(refusal) == ["comment_elsewhere"]

    def test_comment_is_put_to_members_of_the_team_alone(self, document: Document) -> None:
        lead = member(document.inspection, Role.LEAD)
        made = comment(document, "too", "Is this so?", mentions=[lead, lead])
        assert list(CommentMention.objects.values_list("comment", "person")) == [(made.pk, lead.pk)]
        elsewhere = member(an_inspection(bodies=1), Role.LEAD)
        with pytest.raises(Refused) as refusal:
            comment(document, "too", "Is this so?", mentions=[elsewhere])
        assert codes(refusal) == ["not_a_reader"]

    def test_who_is_not_cleared_for_a_comment_is_not_put_to_it(self, document: Document) -> None:
        press, lead = (member(document.inspection, one) for one in (Role.PRESS, Role.LEAD))
        said = {**by(document, Role.LEAD), "marking": "OFFICIAL-SENSITIVE"}
        with pytest.raises(Refused) as refusal:
            comment(document, "too", "Said in confidence.", mentions=[press], **said)
        assert codes(refusal) == ["not_a_reader"]
        made = comment(document, "too", "Said in confidence.", mentions=[lead], **said)
        assert made.marking == "OFFICIAL-SENSITIVE"

    def test_file_brings_comments_and_answers(self, document: Document) -> None:
        start = TWO.index("too")
        brought = [
            BroughtComment("2-2", 1, start, "too", "Why?", "A. Reader"),
            BroughtComment("2-2", 1, start, "too", "So.", answers=0),
            BroughtComment("2-2", 1, start, "too", "And so.", answers=1),
        ]
        actions.comment_many(**by(document), document=document, brought=brought)
        first, *others = Comment.objects.order_by("pk")
        assert {one.answers_to for one in others} == {first}
        assert [one.said_by for one in Comment.objects.order_by("pk")] == [
            "A. Reader",
            "not said",
            "not said",
        ]


class TestEditorsCopy:
    def test_open_comment_stands_at_its_line_under_the_role_of_its_writer(
        self, document: Document
    ) -> None:
        begun = comment(document, "too", "Why?", **by(document, Role.REFERENCER))
        comment(document, "", "So.", answers_to=begun)
        resolved = comment(document, "every plan.", "Every one?")
        actions.resolve_comment(**by(document), comment=resolved)
        brought = [BroughtComment("2-1", 1, 0, "# One", "From afar.", "A. Writer")]
        actions.comment_many(**by(document), document=document, brought=brought)
        lead = member(document.inspection, Role.LEAD)
        assert told(lead, document) == [
            (1, "An edited file on “# One”: From afar.", "OFFICIAL"),
            (7, "Evidence checker on “too”: Why?\nEditor: So.", "OFFICIAL"),
        ]

    def test_comment_marked_above_its_reader_is_not_taken_along(self, document: Document) -> None:
        high = {**by(document, Role.LEAD), "marking": "OFFICIAL-SENSITIVE"}
        comment(document, "too", "Said in confidence.", **high)
        assert told(member(document.inspection, Role.EDITOR), document) == []
        (one,) = told(member(document.inspection, Role.LEAD), document)
        assert one.marking == "OFFICIAL-SENSITIVE"


class TestMarkings:
    def test_remark_is_marked_as_its_section_was_and_is(self, document: Document) -> None:
        write(document, SENSITIVE, 1, role=Role.LEAD)
        with pytest.raises(Refused) as refusal:
            comment(document, "too", "Why?", version=1)
        assert codes(refusal) == ["not_cleared"]
        for version in (1, 2):
            made = comment(document, "Two", "Why?", version=version, **by(document, Role.LEAD))
            assert made.marking == "OFFICIAL-SENSITIVE"

    def test_who_may_not_read_a_section_answers_nothing_on_it(self, document: Document) -> None:
        begun = comment(document, "too", "Why?")
        made = suggest(document, "too", "as well")
        write(document, SENSITIVE, 1, role=Role.LEAD)
        for act in (
            lambda: actions.accept_suggestion(**by(document), suggestion=made),
            lambda: actions.decline_suggestion(**by(document), suggestion=made),
            lambda: actions.withdraw_suggestion(**by(document), suggestion=made),
            lambda: actions.resolve_comment(**by(document), comment=begun),
            lambda: comment(document, "", "So.", answers_to=begun),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert codes(refusal) == ["not_cleared"]
