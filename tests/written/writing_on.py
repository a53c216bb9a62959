"""Opens the set 0012 as an installation would after an upgrade, in a process of its own: the report
that was saved before documents had sections has them, and one of them is written.

``python -m tests.written.writing_on FOLDER`` prints what it found as JSON. The environment names
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
    """Everything found, in the order in which an editor would go on."""
    from inspectorate.domain.reports.models import Document
    from inspectorate.domain.reports.sections import actions
    from inspectorate.domain.reports.sections.queries import history
    from inspectorate.domain.reports.sections.standing import standing_of
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import LATER
    from tests.factories.rooms import a_key, member

    document = Document.objects.get(inspection__slug=waits["slug"], slug="report")
    stands = standing_of(document)
    found: dict[str, Any] = {
        "faults": faults(),
        "sections": [[one.identity, one.version] for one in stands],
        "whole": [one.text for one in stands] == waits["sections"],
        "rows": document.sections.count(),
    }
    saved = actions.save_section(
        by=member(document.inspection, Role.EDITOR),
        at=LATER,
        key=a_key(),
        document=document,
        identity=stands[1].identity,
        text=waits["sections"][1].replace("Nine", "Eight"),
        version=1,
    )
    return found | {
        "sections after": [[one.identity, one.version] for one in standing_of(saved)],
        "rows after": document.sections.count(),
        "history": [
            [one.revision.number, one.version] for one in history(saved, stands[1].identity)
        ],
        "faults after": faults(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
