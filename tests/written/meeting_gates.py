"""Opens the set 0005 as an installation would after an upgrade, in a process of its own, and asks
why the release that waits may not be approved now.

``python -m tests.written.meeting_gates FOLDER`` prints what it found as JSON. The environment names
the data folder and the database; FOLDER is where the set was unpacked.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.written.opening import faults, migrated, pages_of


def told(waits: dict[str, Any]) -> dict[str, Any]:
    """What is proven, how the release's page answers, and the reasons not to approve it."""
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication import approving, queries
    from inspectorate.domain.publication.models import Release
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import member

    inspection = Inspection.objects.get(slug=waits["slug"])
    release = Release.objects.get(inspection=inspection, number=waits["release"])
    signing = member(inspection, Role.SIGNING)
    address = f"/i/{inspection.slug}/publication/{release.number}/"
    reasons = [
        *approving.reasons_not_to_approve(signing, release, queries.digest_of(release)),
        *approving.warnings(release),
    ]
    return {
        "faults": faults(),
        "page": pages_of(signing, [address])[address],
        "told": [str(one) for one in reasons],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
