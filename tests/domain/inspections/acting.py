"""Acts of planning that several tests do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspectorate.domain.inspections import actions
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories import rooms

AT = rooms.AT


def act(
    action: Callable[..., Any], inspection: Inspection, actor: Role = Role.LEAD, /, **given: Any
) -> Any:
    return action(
        by=rooms.member(inspection, actor), at=AT, key=rooms.a_key(), inspection=inspection, **given
    )


def refused(
    action: Callable[..., Any], inspection: Inspection, actor: Role = Role.LEAD, /, **given: Any
) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act(action, inspection, actor, **given)
    return [reason.code for reason in refusal.value.reasons]


def open_one(**given: Any) -> Inspection:
    fields: dict[str, Any] = {
        "slug": "prevent",
        "prefix": "PREV",
        "title": "Prevent",
        "question": "How effective?",
        "framework": rooms.a_framework(),
        "vocabulary": rooms.a_vocabulary(),
        "rehearsal": True,
        "basis": "programme",
        "fieldwork_from": date(2018, 10, 1),
        "fieldwork_to": date(2019, 2, 28),
    }
    return actions.open(
        by=given.pop("by", None) or rooms.a_person(Role.LEAD),
        at=AT,
        key=rooms.a_key(),
        **{**fields, **given},
    )
