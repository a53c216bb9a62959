"""What a template makes for one body, and which letter was made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspectorate.domain.inspections.models import ScopeBody

from ..models import Document, MadeLetter
from ..templates.filling import OF_BODY, filled, slots

# Short names of documents have so many characters at most.
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """The letter that a template makes for a body as both stand."""

    slug: str
    title: str
    text: str
    values: Mapping[str, str]


def values_for(scope_body: ScopeBody) -> dict[str, str]:
    """What the record says of a body, by slot; in a rehearsal its pseudonym."""
    return {"body": scope_body.label}


def asked_for(template: Document, scope_body: ScopeBody) -> Asked:
    """Return what ``template`` makes for ``scope_body``: its text with the slots filled as text."""
    values = values_for(scope_body)
    code = scope_body.code  # in a rehearsal that of its pseudonym
    return Asked(
        slug=f"{template.slug[: _LONGEST - len(code) - 1]}-{code}"[:_LONGEST],
        # A title is no Markdown.
        title=template.title.replace("{{body}}", values["body"])
        if "{{body}}" in template.title
        else f"{template.title}: {values['body']}",
        text=filled(template.text, values),
        values=values,
    )


def unknown_slots(template: Document) -> list[str]:
    """The slots of a template that no letter fills, each once."""
    return [one for one in dict.fromkeys(slots(template.text)) if one not in OF_BODY]


def newest_of(template: Document) -> dict[int, MadeLetter]:
    """The last making of each letter of a template, by the key of the body it is written to."""
    rows = template.letters_made.select_related("letter").order_by("letter_version")
    return {one.letter.scope_body_id: one for one in rows if one.letter.scope_body_id}


def changed_by_hand(made: MadeLetter) -> bool:
    """Has the letter another revision than the one that was made?"""
    return made.letter.version != made.letter_version


def how_it_stands(made: MadeLetter, asked: Asked) -> dict[str, bool]:
    """Was a letter changed by hand, is its text what would be made now, and is its title?"""
    letter = made.letter
    return {
        "by_hand": changed_by_hand(made),
        "same": letter.text == asked.text,
        "titled": letter.title == asked.title,
    }


def made_from(letter: Document) -> MadeLetter | None:
    """Return the last making of a letter; None of any other document."""
    if not letter.scope_body_id:
        return None
    rows = letter.made.select_related("template", "letter")
    return rows.order_by("letter_version").last()


def text_of(made: MadeLetter) -> str:
    """Return the text of the template from which a letter was made."""
    rows = made.template.revisions.filter(number=made.template_version)
    return rows.values_list("text", flat=True).first() or ""
