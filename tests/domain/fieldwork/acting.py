"""Acts of fieldwork that several tests do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from inspectorate.domain.fieldwork import actions
from inspectorate.domain.fieldwork.models import Receipt, Request
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories import rooms

AT = rooms.AT


def refused(act: Callable[..., Any], *args: Any, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(*args, **given)
    return [reason.code for reason in refusal.value.reasons]


def declare(person: Person, inspection: Inspection, number: int = 0) -> None:
    code = rooms.scope_body(inspection, number).body.code
    people.declare(by=person, at=AT, key=rooms.a_key(), about_code=code, nature="Served there.")


def receive(by: Person, request: Request, **given: Any) -> Receipt:
    return actions.receive(by=by, at=AT, key=rooms.a_key(), request=request, **given)
