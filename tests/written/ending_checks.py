"""Opens the set 0013 as an installation would after an upgrade, in a process of its own: an answer
on new criticism that was given then is taken back and given anew, and a copy that was sent is
recalled.

``python -m tests.written.ending_checks FOLDER`` prints what it found as JSON. The environment names
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
    """Everything found, in the order in which people would go on."""
    from inspectorate.domain.reports.accuracy import actions as accuracy
    from inspectorate.domain.reports.accuracy.ending import actions as ending
    from inspectorate.domain.reports.accuracy.rounds import changes
    from inspectorate.domain.reports.models import Criticism, Document
    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.foundation.people.roles import Role
    from tests.factories.findings import LATER
    from tests.factories.rooms import a_key, member

    document = Document.objects.get(inspection__slug=waits["slug"], slug="report")
    answer = Criticism.objects.get()

    def standing() -> list[str]:
        read = Document.objects.get(pk=document.pk)
        return [one.standing.value for one in changes(proof_of(read))]

    found: dict[str, Any] = {"faults": faults(), "number": answer.number, "standing": standing()}
    checker = {"by": member(document.inspection, Role.REFERENCER), "at": LATER}
    ending.withdraw_criticism(key=a_key(), criticism=answer, reason="Too quick", **checker)
    found["taken back"] = standing()
    of = {"fact_check": answer.fact_check, "identity": answer.identity}
    accuracy.answer_criticism(key=a_key(), new=True, **of, **checker)
    found["anew"] = standing()
    ending.recall_copy(
        by=member(document.inspection, Role.LEAD),
        at=LATER,
        key=a_key(),
        fact_check=answer.fact_check,
        reason="To the wrong office",
    )
    return found | {"recalled": standing(), "faults after": faults()}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
