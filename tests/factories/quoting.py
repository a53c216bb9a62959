"""A live quotation, through actions only: declared, its speaker asked, its approval recorded."""

from __future__ import annotations

from datetime import date

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.models import Document, SpeakerApproval
from inspectorate.domain.reports.quotations import actions
from inspectorate.domain.reports.quotations.queries import said_by
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories import publishing
from tests.factories.rooms import a_key, member

QUOTING = """\
---
kind: release
---

# What we found

The chief inspector said:

{.said by="chief"}
> “[We thank those who answered us.]{.narrative}”
"""
# Far off: pages are asked by the clock.
OPEN_UNTIL = date(2100, 1, 31)


def a_quotation(
    inspection: Inspection, speaker: Person, quoting: Document | None = None
) -> SpeakerApproval:
    """The approval of what ``speaker`` says in the document ``quoting``, made where it is not."""
    if quoting is not None:
        return SpeakerApproval.objects.get(quotation__document=quoting)
    document = publishing.a_document(inspection, "quoting", "release", "Quoting", QUOTING)
    given = {"by": member(inspection, Role.EDITOR), "at": publishing.DRAFTED}
    quotation = actions.declare_quotation(
        **given,
        key=a_key(),
        document=document,
        code="chief",
        office="chief inspector",
        name="Invited Speaker",
    )
    actions.ask_speaker(**given, key=a_key(), quotation=quotation, person=speaker, until=OPEN_UNTIL)
    said = said_by(quotation)
    assert said is not None
    return actions.approve_quotation(
        **given,
        key=a_key(),
        quotation=quotation,
        seen=said.identity,
        file=store.take(b"I approve these words.", name="message.txt"),
    )
