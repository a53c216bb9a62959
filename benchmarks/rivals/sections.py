"""Sections of documents."""

from __future__ import annotations

from typing import Any

from benchmarks.at_once import Call
from tests.factories import publishing

from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.letters import actions as letters
from inspectorate.domain.reports.sections import actions as sections
from inspectorate.domain.reports.variants import actions as variants
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call

_ONE = "# One\n\nNine of the twelve train.\n\n"
_TWO = "# Two\n\nThe plans were read in the spring.\n"


def _document(on: Ground) -> Any:
    slug = f"sections-{next(on.numbers)}"
    return publishing.a_document(on.story.inspection, slug, "summary", "In short", _ONE + _TWO)


def _of(on: Ground, document: Any, identity: str) -> dict[str, Any]:
    by = on.story.who(Role.EDITOR)
    return {"by": by, "at": publishing.DRAFTED, "document": document, "identity": identity}


def _save(on: Ground, document: Any, identity: str, text: str) -> Call:
    given = _of(on, document, identity)
    return call(sections.save_section, **given, text=text, version=1)


def section_saved_twice(on: Ground) -> Pair:
    return again(_save(on, _document(on), "2-2", f"{_TWO}\nNobody objected.\n"))


def two_texts_of_one_section(on: Ground) -> Pair:
    document = _document(on)
    return (
        _save(on, document, "2-2", f"{_TWO}\nNobody objected.\n"),
        _save(on, document, "2-2", _TWO.replace("spring", "summer")),
    )


def two_sections_of_one_document(on: Ground) -> Pair:
    document = _document(on)
    return (
        _save(on, document, "2-1", _ONE.replace("Nine", "Ten")),
        _save(on, document, "2-2", _TWO.replace("spring", "summer")),
    )


def section_saved_or_the_whole_text(on: Ground) -> Pair:
    document = _document(on)
    whole = call(
        reports.save,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        document=document,
        text=_ONE,
        version=2,
    )
    return _save(on, document, "2-2", _TWO.replace("spring", "summer")), whole


def section_brought_back_twice(on: Ground) -> Pair:
    document = _document(on)
    _save(on, document, "2-2", _TWO.replace("spring", "summer"))()
    given = _of(on, document, "2-2")
    return again(call(sections.restore_section, **given, revision=2, version=2))


def letter_made_twice(on: Ground) -> Pair:
    text = "# Letter to {{body}}\n"
    slug = f"letters-{next(on.numbers)}"
    template = publishing.a_document(on.story.inspection, slug, "letters", "To {{body}}", text)
    given = {"by": on.story.who(Role.EDITOR), "at": publishing.DRAFTED, "template": template}
    return again(call(letters.make_letter, **given, scope_body=on.story.body()))


def translation_opened_twice(on: Ground) -> Pair:
    document = _document(on)
    given = {"by": on.story.who(Role.EDITOR), "at": publishing.DRAFTED, "original": document}
    return again(call(variants.open_variant, **given, language="cy", title="Adroddiad"))


def section_assigned_twice(on: Ground) -> Pair:
    document = _document(on)
    given = _of(on, document, "2-2")
    return again(call(sections.assign_section, **given, to=on.story.who(Role.PRESS)))


def section_marked_twice(on: Ground) -> Pair:
    return again(call(sections.mark_section, **_of(on, _document(on), "2-2"), status="ready"))
