"""Remarks on words that are closed today: made before these were marked, moved to a section that
is, or stood in one that ended, they are told to nobody who may not read those words now.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.reports.actions import save
from inspectorate.domain.reports.models import Comment, Document, Suggestion, SuggestionAnswer
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.domain.reports.remarks import queries
from inspectorate.domain.reports.sections.standing import standing_of
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.publishing import DRAFTED, a_document
from tests.factories.rooms import a_key, an_inspection, member
from tests.factories.upper import Door, door

pytestmark = pytest.mark.django_db

S = '{.sensitive marking=OFFICIAL-SENSITIVE ground="Safety"}'
CLOSED = "Canary words of a small force stood here in March."
ALPHA = f"# Alpha\n\nFirst words stand. {CLOSED} Last words.\n\n"
BETA = "# Beta\n\nOther words are here.\n\n"
END = "# Gamma\n\nEnd.\n"
# The words went from the first section to the last, and are marked there.
LEFT = ALPHA.replace(f"{CLOSED} ", "").replace("First words stand", "First words changed")
MOVED = LEFT + BETA + f"# Gamma\n\n[{CLOSED}]{S}\n"
ENDED = BETA + f"First words stand. [{CLOSED}]{S} Last words.\n\n" + END


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def document() -> Document:
    return a_document(an_inspection(bodies=2), "report", "report", "A report", ALPHA + BETA + END)


@pytest.fixture
def editor(document: Document) -> Door:
    """Somebody who is not cleared for what is marked."""
    return door(document.inspection, Role.EDITOR)


def now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def put(document: Document, text: str) -> None:
    """The whole text written by the lead."""
    at = now(document)
    lead = member(document.inspection, Role.LEAD)
    save(by=lead, at=DRAFTED, key=a_key(), document=at, text=text, version=at.version)


def alpha(document: Document) -> str:
    return standing_of(now(document))[0].identity


def said(document: Document, role: Role = Role.LEAD) -> dict[str, Any]:
    by = member(document.inspection, role)
    given = {"by": by, "at": DRAFTED, "key": a_key(), "document": now(document)}
    return {**given, "identity": alpha(document), "version": 1}


def comment(document: Document, role: Role = Role.LEAD) -> Comment:
    return remarks.comment(**said(document, role), quote=CLOSED, text=f"Canary said of {CLOSED}")


def suggestion(document: Document, role: Role = Role.LEAD) -> Suggestion:
    given = {"quote": "First words stand", "replacement": "Canary comes first"}
    return remarks.suggest(**said(document, role), **given)


def tells(answer: Any) -> bool:
    return "canary" in answer.content.decode().lower()


class TestWordsThatMoved:
    def test_no_page_tells_a_remark_on_words_that_stand_in_a_closed_section_now(
        self, document: Document, editor: Door
    ) -> None:
        identity, begun, _ = alpha(document), comment(document), suggestion(document)
        put(document, MOVED)
        pages = (
            f"documents/report/sections/{identity}/remarks/",
            f"documents/report/comments/{begun.pk}/answer/",
        )
        assert {path: tells(editor.get(path)) for path in pages} == dict.fromkeys(pages, False)
        assert editor.get(pages[0]).status_code == 200
        lead = door(document.inspection, Role.LEAD)
        assert {path: tells(lead.get(path)) for path in pages} == dict.fromkeys(pages, True)

    @pytest.mark.parametrize("role", [Role.LEAD, Role.EDITOR])
    def test_suggestion_on_such_a_version_is_refused_and_no_conflict_shows_it(
        self, document: Document, editor: Door, role: Role
    ) -> None:
        made = suggestion(document, role)
        put(document, MOVED)
        answer = editor.post(f"documents/report/suggestions/{made.pk}/accept/")
        assert answer.status_code == 422
        assert "cleared" in answer.content.decode()
        assert not tells(answer)
        assert not SuggestionAnswer.objects.exists()

    def test_remark_on_such_a_version_is_refused_alike_whatever_words_are_guessed(
        self, document: Document, editor: Door
    ) -> None:
        at = f"documents/report/sections/{alpha(document)}/remarks/"
        put(document, MOVED)
        for quote in ("First words stand", CLOSED, "Canary words of a large force"):
            for page, more in (("comment/", {"text": "Why?"}), ("suggest/", {"replacement": "x"})):
                answer = editor.post(f"{at}{page}", quote=quote, version=1, **more)
                assert answer.status_code == 422
                assert "cleared" in answer.content.decode()
                assert "do not stand" not in answer.content.decode()
        assert not Comment.objects.exists()
        assert not Suggestion.objects.exists()
        # What stands now is read, and remarked on.
        more = {"quote": "First words changed", "version": 2, "text": "Why?"}
        assert editor.post(f"{at}comment/", **more).status_code == 302

    def test_comment_on_such_a_version_is_neither_answered_nor_resolved(
        self, document: Document, editor: Door
    ) -> None:
        begun = comment(document)
        put(document, MOVED)
        for page in ("answer/", "resolve/"):
            answer = editor.post(f"documents/report/comments/{begun.pk}/{page}", text="So.")
            assert (answer.status_code, tells(answer)) == (422, False)
        given = said(document, Role.EDITOR)
        with pytest.raises(Refused):
            remarks.comment(**given, quote="", text="So.", answers_to=begun)
        assert Comment.objects.count() == 1

    def test_remark_on_what_is_closed_since_is_withheld_also_from_who_wrote_it(
        self, document: Document
    ) -> None:
        own, others = comment(document, Role.EDITOR), comment(document)
        put(document, MOVED)
        reader = member(document.inspection, Role.EDITOR)
        found = [queries.comment(reader, now(document), one.pk) for one in (own, others)]
        texts = [one.text if one else "" for one in found]
        assert ["Canary" in one for one in texts] == [False, False]
        assert all(one.startswith("Marked Official-sensitive") for one in texts)

    def test_version_that_holds_nothing_closed_is_remarked_on_as_before(
        self, document: Document, editor: Door
    ) -> None:
        made = suggestion(document)
        put(document, ALPHA.replace("Last", "The last") + BETA + f"# Gamma\n\n[Others]{S}.\n")
        answer = editor.post(f"documents/report/suggestions/{made.pk}/accept/")
        assert answer.status_code == 302
        assert "Canary comes first" in now(document).text


def test_remarks_on_a_section_that_ended_are_told_to_who_reads_all_of_the_document(
    document: Document, editor: Door
) -> None:
    identity, begun = alpha(document), comment(document)
    put(document, ENDED)
    assert identity not in {one.identity for one in standing_of(now(document))}
    at = f"documents/report/sections/{identity}/remarks/"
    answers = [
        editor.get(at),
        editor.get(f"documents/report/comments/{begun.pk}/answer/"),
        editor.post(f"documents/report/comments/{begun.pk}/answer/", text="So."),
        editor.post(f"documents/report/comments/{begun.pk}/resolve/"),
    ]
    assert [tells(one) for one in answers] == [False] * 4
    assert "Last words" not in answers[0].content.decode()
    lead = door(document.inspection, Role.LEAD)
    assert tells(lead.get(at))
    assert lead.post(f"documents/report/comments/{begun.pk}/resolve/").status_code == 302


@pytest.mark.parametrize("text", ["", "So."])
def test_answer_to_a_comment_on_a_section_closed_since_is_refused_without_its_words(
    document: Document, editor: Door, text: str
) -> None:
    begun = comment(document)
    put(document, ALPHA.replace(CLOSED, f"[{CLOSED}]{S}") + BETA + END)
    answer = editor.post(f"documents/report/comments/{begun.pk}/answer/", text=text)
    assert (answer.status_code, tells(answer)) == (422, False)
    assert Comment.objects.count() == 1
