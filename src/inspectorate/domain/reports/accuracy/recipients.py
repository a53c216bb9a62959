"""Who is sent a copy of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.people.models import Person

from ..models import FactCheck
from .kinds import RecipientKind


@dataclass(frozen=True, slots=True)
class Recipient:
    """One recipient: a body in scope, another body of the register, or a person who reads for us.

    ``until`` is the last day on which a reader who is no contact of a body may open the copy.
    """

    kind: RecipientKind
    scope_body: ScopeBody | None = None
    body: Body | None = None
    person: Person | None = None
    until: date | None = None

    @property
    def is_sound(self) -> bool:
        """Is it one recipient, of a sort that its kind has?"""
        given = (self.scope_body, self.body, self.person)
        if sum(one is not None for one in given) != 1:
            return False
        if self.kind is RecipientKind.BODY:
            return self.scope_body is not None
        if self.kind.about.a_person:
            return self.person is not None
        return self.scope_body is None and (self.body is not None or self.person is not None)

    @property
    def columns(self) -> dict[str, object]:
        """The recipient as a row of ``FactCheck`` stores it."""
        return {
            "kind": self.kind.value,
            "scope_body": self.scope_body,
            "body": self.body,
            "person": self.person,
            "until": self.until,
        }

    @property
    def named(self) -> dict[str, int | str]:
        """The recipient as the ledger tells it: by its keys, and no word."""
        keys = (("scope_body", self.scope_body), ("body", self.body), ("person", self.person))
        return {name: one.pk for name, one in keys if one is not None} | (
            {} if self.kind is RecipientKind.BODY else {"kind": self.kind.value}
        )


def recipient_of(check: FactCheck) -> Recipient:
    """The recipient that a copy was sent to."""
    return Recipient(
        RecipientKind(check.kind), check.scope_body, check.body, check.person, check.until
    )


def inspected(scope_body: ScopeBody) -> Recipient:
    """An inspected body as a recipient."""
    return Recipient(RecipientKind.BODY, scope_body=scope_body)
