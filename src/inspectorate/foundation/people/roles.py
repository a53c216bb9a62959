"""The roles of the house and the one shape in which every room writes who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models

from inspectorate.foundation.reasons.codes import Verb


class Role(models.TextChoices):
    """What a person is here for. Deny is the default: a verb no table names is nobody's."""

    INSPECTOR = "inspector", "Inspector"
    LEAD = "lead", "Lead inspector"
    ANALYST = "analyst", "Analyst"
    MODERATOR = "moderator", "Moderator"
    EDITOR = "editor", "Editor"
    REFERENCER = "referencer", "Referencer"
    PRESS = "press", "Press officer"
    SIGNING = "signing", "Signing inspector"
    ADMIN = "admin", "Administrator"
    BODY = "body", "Body contact"
    OVERSEER = "overseer", "Overseer contact"


STAFF = frozenset(set(Role) - {Role.BODY, Role.OVERSEER})
OUTSIDE = frozenset({Role.BODY, Role.OVERSEER})
Table = Mapping[Verb, frozenset[Role]]


def roles(*names: Role) -> frozenset[Role]:
    """Write a row of a permission table."""
    return frozenset(names)


def allowed(table: Table, verb: Verb, held: Iterable[Role | str]) -> bool:
    """May someone holding ``held`` do ``verb``? A verb the table does not name is refused."""
    return bool(table.get(verb, frozenset()) & frozenset(Role(one) for one in held))
