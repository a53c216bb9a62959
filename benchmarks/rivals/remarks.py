"""Remarks on sections of documents."""

from __future__ import annotations

from typing import Any

from benchmarks.at_once import Call
from tests.factories import publishing

from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.domain.reports.remarks.making import BroughtComment, BroughtSuggestion
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call

_TEXT = "# One\n\nThe plans were read in the spring.\n"
_WORDS = "the spring"
_START = _TEXT.index(_WORDS)


def _document(on: Ground) -> Any:
    slug = f"remarks-{next(on.numbers)}"
    return publishing.a_document(on.story.inspection, slug, "summary", "In short", _TEXT)


def _by(on: Ground, role: Role = Role.EDITOR) -> dict[str, Any]:
    return {"by": on.story.who(role), "at": publishing.DRAFTED}


def _on(document: Any) -> dict[str, Any]:
    return {"document": document, "identity": "2-1", "version": 1, "quote": _WORDS}


def _suggest(on: Ground, document: Any, replacement: str = "the summer") -> Call:
    return call(remarks.suggest, **_by(on), **_on(document), replacement=replacement)


def _comment(on: Ground, document: Any) -> Call:
    return call(remarks.comment, **_by(on), **_on(document), text="Which one?")


def _accept(on: Ground, suggestion: Any) -> Call:
    return call(remarks.accept_suggestion, **_by(on), suggestion=suggestion)


def suggestion_sent_twice(on: Ground) -> Pair:
    return again(_suggest(on, _document(on)))


def suggestion_accepted_twice(on: Ground) -> Pair:
    return again(_accept(on, _suggest(on, _document(on))()))


def two_suggestions_for_the_same_words(on: Ground) -> Pair:
    document = _document(on)
    one, other = (_suggest(on, document, words)() for words in ("the summer", "the autumn"))
    return _accept(on, one), _accept(on, other)


def suggestion_accepted_and_declined(on: Ground) -> Pair:
    made = _suggest(on, _document(on))()
    decline = call(remarks.decline_suggestion, **_by(on, Role.LEAD), suggestion=made)
    return _accept(on, made), decline


def suggestion_accepted_and_withdrawn(on: Ground) -> Pair:
    made = _suggest(on, _document(on))()
    return _accept(on, made), call(remarks.withdraw_suggestion, **_by(on), suggestion=made)


def suggestion_accepted_and_its_section_saved(on: Ground) -> Pair:
    document = _document(on)
    saved = call(
        sections.save_section,
        **_by(on, Role.LEAD),
        document=document,
        identity="2-1",
        text=_TEXT.replace("read", "seen"),
        version=1,
    )
    return _accept(on, _suggest(on, document)()), saved


def suggestions_of_a_file_brought_in_twice(on: Ground) -> Pair:
    change = BroughtSuggestion("2-1", 1, _START, _WORDS, "the summer")
    given = {"document": _document(on), "brought": [change]}
    return again(call(remarks.suggest_many, **_by(on), **given))


def comments_of_a_file_brought_in_twice(on: Ground) -> Pair:
    said = BroughtComment("2-1", 1, _START, _WORDS, "Which one?")
    given = {"document": _document(on), "brought": [said]}
    return again(call(remarks.comment_many, **_by(on), **given))


def comment_sent_twice(on: Ground) -> Pair:
    return again(_comment(on, _document(on)))


def comment_resolved_by_two(on: Ground) -> Pair:
    made = _comment(on, _document(on))()
    one, other = (
        call(remarks.resolve_comment, **_by(on, role), comment=made)
        for role in (Role.EDITOR, Role.LEAD)
    )
    return one, other


def comment_opened_again_twice(on: Ground) -> Pair:
    made = _comment(on, _document(on))()
    call(remarks.resolve_comment, **_by(on), comment=made)()
    return again(call(remarks.reopen_comment, **_by(on), comment=made))
