"""Opens the set 0008 as an installation would after an upgrade, in a process of its own: what was
judged twice counts as it did, no ground or chance is made up, and a drawn reading may be given.

``python -m tests.written.grounding FOLDER`` prints what it found as JSON. The environment names the
data folder and the database; FOLDER is where the set was unpacked.
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
    from inspectorate.domain.judgments import queries, readings
    from inspectorate.domain.judgments.models import Assignment
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import assigned
    from tests.factories.rooms import criterion, member, scope_body

    inspection = Inspection.objects.get(slug=waits["slug"])
    before = Assignment.objects.all()
    found: dict[str, Any] = {
        "faults": faults(),
        "grounds": sorted({one.get_ground_display().lower() for one in before}),
        "chances": sorted({one.chance for one in before}),
    }
    figures = queries.agreement(inspection)
    assert figures is not None
    counts = figures.overall[0][1].counts
    found |= {
        "pairs": [counts.pairs, counts.same],
        "unrecorded": readings.unrecorded(inspection),
        "in figures": len(readings.in_figures(inspection)),
    }
    given = assigned(
        inspection,
        scope_body(inspection, 3),
        criterion(inspection),
        member(inspection, Role.INSPECTOR, 1),
        chance="1/5",
    )
    return found | {"given": [given.ground, given.chance], "faults after": faults()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
