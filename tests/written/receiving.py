"""Opens the set 0011 as an installation would after an upgrade, in a process of its own: the notes
that were received are notes and stand as they did, and the one that waits is recorded.

``python -m tests.written.receiving FOLDER`` prints what it found as JSON. The environment names
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
    """Everything found, in the order in which the author of the notes would go on."""
    from inspectorate.domain.evidence.arrivals import actions
    from inspectorate.domain.evidence.models import Item
    from inspectorate.domain.inspections.models import Inspection
    from tests.factories.findings import LATER, a_recording
    from tests.factories.rooms import a_key

    inspection = Inspection.objects.get(slug=waits["slug"])
    notes = list(inspection.arrivals.order_by("number"))
    found: dict[str, Any] = {
        "faults": faults(),
        "notes": [[one.ref, one.meant, str(one.state), one.files.count()] for one in notes],
        "decided": [[one.kind, one.version] for one in notes[0].decisions.order_by("pk")],
        "items": Item.objects.count(),
    }
    actions.record_received(
        by=notes[1].author,
        at=LATER,
        key=a_key(),
        arrival=notes[1],
        recording=a_recording(inspection, words=notes[1].given["words"]),
    )
    notes[1].refresh_from_db()
    return found | {"items after": Item.objects.count(), "faults after": faults()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
