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
    REFERENCER = "referencer", "Evidence checker"
    PRESS = "press", "Press officer"
    SIGNING = "signing", "Approving inspector"
    ADMIN = "admin", "Administrator"
    BODY = "body", "Body contact"
    OVERSEER = "overseer", "Overseer contact"


ABOUT: Mapping[Role, str] = {
    Role.INSPECTOR: (
        "asks bodies for documents, holds sessions, records evidence and judges alone what was "
        "assigned. Replaces or withdraws evidence of their own. After publication confirms what "
        "has been done. Writes neither claims nor the report."
    ),
    Role.LEAD: (
        "runs the inspection: terms, scope, team, visits, who judges what. Settles judgments, "
        "drafts claims, writes documents, decides the points that bodies raise, moves due days and "
        "closes recommendations. Can neither approve the inspection nor freeze a document."
    ),
    Role.ANALYST: (
        "plans visits and requests, keeps the register of bodies, drafts claims and binds "
        "sentences to them, and reads how far inspectors agree."
    ),
    Role.MODERATOR: (
        "compares the independent judgments of a body on a criterion once all are in, proposes one "
        "and settles it. Judges nothing and writes nothing that is published."
    ),
    Role.EDITOR: (
        "drafts claims, writes documents, asks bodies to check the facts and prepares a release. "
        "What is marked above official they read as anybody: cleared, and needing to know."
    ),
    Role.REFERENCER: (
        "looks at what each claim rests on and signs it or objects. Never signs a claim that they "
        "wrote or changed."
    ),
    Role.PRESS: (
        "writes the press release, prepares a release or approves one that somebody else prepared, "
        "and publishes it. Reads neither evidence nor judgments."
    ),
    Role.SIGNING: (
        "answers for the inspection: approves it, freezes its documents, approves a release that "
        "somebody else prepared. May record an exception to a check, with a reason and a name. "
        "Writes no document."
    ),
    Role.ADMIN: (
        "registers people and gives roles, keeps the register of bodies and drafts of frameworks. "
        "Sees no inspection."
    ),
    Role.BODY: (
        "speaks for a body in the portal and sees what concerns that body alone. Sends what was "
        "asked for, raises points on what is shown in a fact check, answers recommendations "
        "put to the body and says what has been done."
    ),
    Role.OVERSEER: (
        "speaks in the portal for a body that oversees others: as a body contact, and reads the "
        "recommendations put to the bodies overseen."
    ),
}
STAFF = frozenset(set(Role) - {Role.BODY, Role.OVERSEER})
OUTSIDE = frozenset({Role.BODY, Role.OVERSEER})
Table = Mapping[Verb, frozenset[Role]]


def roles(*names: Role) -> frozenset[Role]:
    """Write a row of a permission table."""
    return frozenset(names)


def allowed(table: Table, verb: Verb, held: Iterable[Role | str]) -> bool:
    """May someone holding ``held`` do ``verb``? A verb the table does not name is refused."""
    return bool(table.get(verb, frozenset()) & frozenset(Role(one) for one in held))
