"""Live quotations: who speaks, who is asked, what they approved."""

from __future__ import annotations

from typing import Any

from tests.factories import publishing, quoting
from tests.factories.rooms import a_person

from inspectorate.domain.reports.models import LiveQuotation
from inspectorate.domain.reports.quotations import actions
from inspectorate.domain.reports.quotations.queries import said_by
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call


def _by(on: Ground) -> dict[str, Any]:
    return {"by": on.story.who(Role.EDITOR), "at": publishing.DRAFTED}


def _document(on: Ground) -> Any:
    slug = f"quoting-{next(on.numbers)}"
    return publishing.a_document(on.story.inspection, slug, "release", "News", quoting.QUOTING)


def _quotation(on: Ground) -> LiveQuotation:
    found: LiveQuotation = call(
        actions.declare_quotation,
        **_by(on),
        document=_document(on),
        code="chief",
        office="chief inspector",
        name="",
    )()
    return found


def _approve(on: Ground, quotation: LiveQuotation) -> Any:
    said = said_by(quotation)
    assert said is not None
    message = store.take(b"I approve these words.", name="message.txt")
    given = {"quotation": quotation, "seen": said.identity, "file": message}
    return call(actions.approve_quotation, **_by(on), **given)


def speaker_declared_twice(on: Ground) -> Pair:
    given = {"document": _document(on), "code": "chief", "office": "chief inspector", "name": ""}
    return again(call(actions.declare_quotation, **_by(on), **given))


def speaker_asked_twice(on: Ground) -> Pair:
    given = {
        "quotation": _quotation(on),
        "person": a_person(Role.BODY),
        "until": quoting.OPEN_UNTIL,
    }
    return again(call(actions.ask_speaker, **_by(on), **given))


def asking_withdrawn_twice(on: Ground) -> Pair:
    quotation = _quotation(on)
    person, until = a_person(Role.BODY), quoting.OPEN_UNTIL
    call(actions.ask_speaker, **_by(on), quotation=quotation, person=person, until=until)()
    given = {"quotation": quotation, "why": "wrong_account"}
    return again(call(actions.withdraw_asking, **_by(on), **given))


def words_approved_twice(on: Ground) -> Pair:
    return again(_approve(on, _quotation(on)))


def words_approved_or_changed(on: Ground) -> Pair:
    quotation = _quotation(on)
    document = quotation.document
    save = call(
        publishing.reports.save,
        **_by(on),
        document=document,
        text=document.text.replace("thank", "praise"),
        version=document.version,
    )
    return _approve(on, quotation), save


def approval_taken_back_twice(on: Ground) -> Pair:
    approval = _approve(on, _quotation(on))()
    given = {"approval": approval, "reason": "They would say it otherwise."}
    return again(call(actions.withdraw_approval, **_by(on), **given))
