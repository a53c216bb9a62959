"""Opens the set 0010 as an installation would after an upgrade, in a process of its own: what a
panel decided, what was overridden and what was worked out stands as it did, nothing is made up
beside it, and judging goes on.

``python -m tests.written.weighing FOLDER`` prints what it found as JSON. The environment names
the data folder and the database; FOLDER is where the set was unpacked.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.written.opening import faults, migrated


def told(waits: dict[str, Any]) -> dict[str, Any]:
    """Everything found, in the order in which the people of the installation would go on."""
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.judgments import queries as judgments
    from inspectorate.domain.judgments.joint import queries as joint
    from inspectorate.domain.judgments.models import Agreed, Assignment, Exercise, Override
    from inspectorate.domain.judgments.panels.models import PanelDecision
    from tests.factories.findings import agreed, submitted

    inspection = Inspection.objects.get(slug=waits["slug"])
    given = Assignment.objects.filter(scope_body__inspection=inspection)
    waiting = given.filter(submission=None).order_by("pk")
    standing = judgments.current(inspection).values()
    figures = joint.standing(inspection)
    assert figures is not None
    found: dict[str, Any] = {
        "faults": faults(),
        "waiting": waiting.count(),
        "agreed": sorted([one.grade.name if one.grade else "", one.outcome] for one in standing),
        "overridden": Override.objects.count(),
        "decided in a panel": PanelDecision.objects.count(),
        "exercises": Exercise.objects.count(),
        "joint figures are of now": figures.of_now,
    }
    for one in waiting:
        submitted(one)
    last = given.order_by("pk").last()
    assert last is not None
    agreed(inspection, last.scope_body, last.criterion)
    return found | {"agreed after": Agreed.objects.count(), "faults after": faults()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
