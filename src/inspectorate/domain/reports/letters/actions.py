"""The only writer of letters that are made from a template."""

from __future__ import annotations

from datetime import datetime

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.access import require
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import refuse_if

from .. import policies as of_texts
from ..documents.registry import DocumentKind
from ..models import Document, MadeLetter
from ..permissions import TABLE
from ..revising import at_the_door, require_read
from ..sections.keeping import write_revision
from ..verbs import ReportVerb
from . import policies
from .making import Asked, asked_for, how_it_stands, newest_of, unknown_slots


@action(ReportVerb.MAKE_LETTER, streams=lambda *, template, **_: [template.inspection.stream])
def make_letter(
    *, by: Person, at: datetime, key: str, template: Document, scope_body: ScopeBody
) -> Document:
    """Make the letter of a template to one body, or make it again; the letter's whole text is the
    template's with its slots filled.

    What somebody changed by hand since it was made stays: its title alone follows the record, and
    where that is so already it is refused.
    """
    inspection = template.inspection
    require(by, inspection, TABLE, ReportVerb.MAKE_LETTER)
    asked = asked_for(template, scope_body)
    last = newest_of(template).get(scope_body.pk)
    refuse_if(
        policies.makeable(
            template=DocumentKind(template.kind).type.template,
            in_scope=scope_body.inspection_id == inspection.pk,
            left_out=inspections.wholly_left_out(inspection).get(scope_body.pk),
            written=bool(template.text.strip()),
            unknown=unknown_slots(template),
            slug_taken=last is None and inspection.documents.filter(slug=asked.slug).exists(),
        )
    )
    require_read(by, template)
    if last is None:
        letter = _opened(template, scope_body, asked, at)
    else:
        letter = last.letter
        stands = how_it_stands(last, asked)
        refuse_if(policies.remakeable(**stands))
        if not stands["titled"]:
            letter = _titled(letter, asked.title)
        if stands["by_hand"] or stands["same"]:
            detail = {"document": letter.slug, "template": template.slug, "titled": True}
            write(of=letter, stream=inspection.stream, detail=detail)
            return letter
    text = at_the_door(asked.text)
    refuse_if(of_texts.savable(text))
    letter = write_revision(by, at, letter, text)
    made = MadeLetter.objects.create(
        letter=letter,
        template=template,
        template_version=template.version,
        letter_version=letter.version,
        values=dict(asked.values),
        by=by,
        at=at,
    )
    detail = {
        "document": letter.slug,
        "template": template.slug,
        "template_version": template.version,
        "revision": letter.version,
        "scope_body": scope_body.pk,
    }
    write(of=made, stream=inspection.stream, detail=detail)
    return letter


def _titled(letter: Document, title: str) -> Document:
    """Name the body in the title as it is called now."""
    refuse_if(
        of_texts.openable(slug_taken=False, title=title, kind=DocumentKind.LETTER, with_body=True)
    )
    Document.objects.filter(pk=letter.pk).update(title=title)
    return Document.objects.get(pk=letter.pk)


def _opened(template: Document, scope_body: ScopeBody, asked: Asked, at: datetime) -> Document:
    """Open the letter to a body that has none of this template."""
    refuse_if(
        of_texts.openable(
            slug_taken=False, title=asked.title, kind=DocumentKind.LETTER, with_body=True
        )
    )
    return Document.objects.create(
        inspection=template.inspection,
        slug=asked.slug,
        kind=DocumentKind.LETTER,
        title=asked.title,
        scope_body=scope_body,
        opened_at=at,
    )
