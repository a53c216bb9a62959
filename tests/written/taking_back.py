"""Opens the set 0004 as an installation would after an upgrade, in a process of its own, and takes
back what was left out, given and submitted before anything could be.

``python -m tests.written.taking_back FOLDER`` prints what it found as JSON. The environment names
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
    """What stands before and after, and whether the ledger proves both."""
    from django.utils import timezone

    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.inspections.models import Inspection, NotInspected
    from inspectorate.domain.judgments import actions
    from inspectorate.domain.judgments.models import Assignment, Submission
    from inspectorate.domain.programmes.models import Criterion
    from inspectorate.foundation.people.roles import Role
    from tests.factories.rooms import member

    inspection = Inspection.objects.get(slug=waits["slug"])
    of = Criterion.objects.get(pk=waits["criterion"])
    lead = member(inspection, Role.LEAD)
    given = Assignment.objects.get(pk=waits["given"])
    said = Submission.objects.get(
        assignment__scope_body=waits["submitted"], assignment__criterion=of
    )

    def standing() -> list[int]:
        within = {"scope_body__inspection": inspection}
        return [
            NotInspected.standing().filter(**within).count(),
            Assignment.standing().filter(**within).count(),
        ]

    found: dict[str, Any] = {"faults": faults(), "before": standing()}
    act = {"at": timezone.now()}
    inspections.take_back(
        by=lead,
        key="take-back",
        inspection=inspection,
        left_out=list(NotInspected.standing().filter(scope_body=waits["left_out"], criterion=of)),
        reason="It is looked at after all.",
        **act,
    )
    actions.unassign(by=lead, key="unassign", assignment=given, reason="Left", **act)
    again = actions.withdraw(
        by=said.by, key="withdraw", assignment=said.assignment, reason="Another year", **act
    )
    return found | {
        "again": again.draft.reasons == said.reasons,
        "after": standing(),
        "faults after": faults(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
