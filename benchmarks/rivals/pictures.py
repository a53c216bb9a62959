"""Pictures of editors' own: one is added, and taken back."""

from __future__ import annotations

import io
from typing import Any

from tests.factories import picturing, publishing

from inspectorate.domain.reports.pictures import actions
from inspectorate.domain.reports.pictures.taking import taken
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call


def _by(on: Ground) -> dict[str, Any]:
    return {"by": on.story.who(Role.EDITOR), "at": publishing.DRAFTED}


def _add(on: Ground) -> Any:
    return call(
        actions.add_picture,
        **_by(on),
        document=on.story.report,
        code=f"picture-{next(on.numbers)}",
        picture=taken(io.BytesIO(picturing.png()), "a.png"),
        said=picturing.said(),
    )


def picture_added_twice(on: Ground) -> Pair:
    return again(_add(on))


def picture_taken_back_twice(on: Ground) -> Pair:
    given = {"picture": _add(on)(), "reason": "Somebody in it asked us to."}
    return again(call(actions.withdraw_picture, **_by(on), **given))
