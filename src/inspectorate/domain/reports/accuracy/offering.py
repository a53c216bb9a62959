"""Who may be asked about a document by one press: bodies inspected, and whom it addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspectorate.domain.bodies import kinds
from inspectorate.domain.bodies import queries as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.prose.reading.markdown import from_markdown

from ..addressed import Addressed, addressed
from ..editions.recommendations import asked_of
from ..fact_loading import scope_of
from ..models import Document
from ..proof import proof_of
from .kinds import RecipientKind
from .recipients import Recipient, inspected
from .rounds import Standing, changes


@dataclass(frozen=True, slots=True)
class Offered:
    """A recipient as a form offers it: ``value`` tells it from the others, ``label`` names it."""

    value: str
    label: str
    recipient: Recipient


def offered(document: Document) -> list[Offered]:
    """Return who was not asked about a document yet: a letter's body alone, else all in scope, and
    the national bodies that its recommendations are put to. Who must be asked again is among them.
    """
    inspection = document.inspection
    scope, register = scope_of(inspection), bodies.register()
    checks = list(document.fact_checks.filter(recall=None))
    unseen = changes(proof_of(document)) if checks else []
    again = {one.check.scope_body_id for one in unseen if one.standing is Standing.NEW}
    asked = {one.scope_body_id for one in checks} - again
    found = [
        Offered(f"body:{one.code}", one.label, inspected(one))
        for one in scope
        if one.pk not in asked and document.scope_body_id in (None, one.pk)
    ]
    put = addressed(inspection, scope, register)
    # A body inspected is asked as that, whatever is put to it.
    sent = {one.body_id for one in checks} | {one.body_id for one in scope}
    national = _addressees(document, put, register)
    return found + [
        Offered(f"to:{code}", name, Recipient(RecipientKind.ADDRESSEE, body=body))
        for code, name, body in national
        if body.pk not in sent
    ]


def _addressees(
    document: Document, put: Addressed, register: Sequence[Body]
) -> list[tuple[str, str, Body]]:
    """Each national body that the document addresses: its code in print, its name, the body."""
    by_code = {one.code: one for one in register}
    found: dict[str, tuple[str, str, Body]] = {}
    for block in from_markdown(document.text, document.slug).blocks:
        if block.kind != "recommendation":
            continue
        try:
            to = asked_of(block).to
        except ValueError:  # what is wrong in it the checks say
            continue
        for code, _, _ in to:
            printed = put.codes.get(code, code)
            body = by_code.get(put.bodies.get(printed, code))
            if body is not None and body.kind not in kinds.LOCAL:
                found[printed] = (printed, put.names.get(code, body.name), body)
    return list(found.values())
