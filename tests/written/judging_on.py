"""Opens the set 0009 as an installation would after an upgrade, in a process of its own: what was
planned, submitted, moderated and agreed stands as it did, and judging goes on.

``python -m tests.written.judging_on FOLDER`` prints what it found as JSON. The environment names
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
    from inspectorate.domain.judgments import readings
    from inspectorate.domain.judgments.models import Agreed, Assignment, Moderation
    from tests.factories.findings import agreed, submitted

    inspection = Inspection.objects.get(slug=waits["slug"])
    given = Assignment.objects.filter(scope_body__inspection=inspection)
    waiting = given.filter(submission=None).order_by("pk")
    found: dict[str, Any] = {
        "faults": faults(),
        "readings": given.count(),
        "waiting": waiting.count(),
        "in figures": len(readings.in_figures(inspection)),
        "moderated": Moderation.objects.count(),
        "agreed": sorted(Agreed.objects.values_list("grade__name", "outcome")),
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
