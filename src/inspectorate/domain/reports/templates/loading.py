"""The template of a kind of document, and what the record of an inspection fills it with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes import queries as programmes
from inspectorate.prose.dates import in_words

from ..documents.registry import DocumentKind
from .filling import OF_BODY, Values, filled, unfilled

_HERE = Path(__file__).parent


@cache
def template_of(kind: str) -> str:
    """Return the template of a kind of document; empty where it has none."""
    file = _HERE / f"{kind}.md"
    return file.read_text("utf-8") if kind in DocumentKind and file.is_file() else ""


def values_of(inspection: Inspection, title: str, scope_body: ScopeBody | None = None) -> Values:
    """Return what fills the slots of a document of this title; a letter's body is ``scope_body``.

    A body is called as the inspection calls it: in a rehearsal by its pseudonym.
    """
    bodies = inspection.scope.count()
    criteria = programmes.criteria_to_judge(inspection.framework_id)
    noun = inspection.noun if bodies == 1 else inspection.noun_plural
    return {
        "title": title,
        "inspection": inspection.title,
        "question": inspection.question,
        "scope": f"{bodies} {noun}",
        "fieldwork_from": in_words(inspection.fieldwork_from),
        "fieldwork_to": in_words(inspection.fieldwork_to),
        "area": tuple(dict.fromkeys(one.area.name for one in criteria)),
        "criterion": tuple(one.name for one in criteria),
        **({"body": scope_body.label} if scope_body else {}),
    }


def begun(kind: str, values: Values) -> str:
    """Return the text that a document of a kind begins with; empty where the kind has none."""
    return filled(template_of(kind), values)


def left_open(kind: str, values: Values) -> list[str]:
    """Return the slots of a kind's template that the record does not fill."""
    found = unfilled(template_of(kind), values)
    open_ = kind in DocumentKind and DocumentKind(kind).type.template
    return [one for one in found if not (open_ and one in OF_BODY)]
