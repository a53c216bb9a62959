"""What is public of one body: grades that were agreed and stand in a release that is out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections.models import ScopeBody

from .models import Bundle
from .queries import folder_of


@dataclass(frozen=True, slots=True)
class PublicGrades:
    """What the newest release of an inspection says of a body: by criterion, the grade's name."""

    inspection: str
    grades: tuple[tuple[str, str], ...]


def public_of(body: Body) -> list[PublicGrades]:
    """Return what is out of a body, one of each inspection that names it, the oldest first.

    Read from the files that the public has, so that nothing withheld or only agreed is in it. None
    of a rehearsal: there a body stands under another name each time. Two queries an inspection.
    """
    out = ScopeBody.objects.filter(body=body, inspection__rehearsal=False)
    out = out.select_related("inspection").order_by("inspection__opened_at", "inspection")
    found = [(one, _said(one)) for one in out]
    return [PublicGrades(one.inspection.title, grades) for one, grades in found if grades]


def _said(scope_body: ScopeBody) -> tuple[tuple[str, str], ...]:
    """The grades of a body in the newest release; none where nothing is out or none is named."""
    rows = Bundle.objects.filter(release__inspection=scope_body.inspection)
    newest = rows.order_by("-release__number", "-number").first()
    if newest is None:
        return ()
    told: dict[str, Any] = json.loads((folder_of(newest) / "bundle.json").read_text("utf-8"))
    named = [one for one in told["bodies"] if one["code"] == scope_body.code]
    return tuple(named[0]["grades"].items()) if named else ()
