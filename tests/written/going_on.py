"""Carries an old installation on as its people would after an upgrade, in a process of its own:
what waits is refused, stopped and prepared anew, the publisher takes its turns, and a binder
leaves.

``python -m tests.written.going_on`` prints what it found as JSON. The environment names the data
folder and the database; the sites ``before`` and ``after`` and ``again.zip`` are left in the
folder. Works on the set 0002.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.written.opening import faults, migrated, pages_of

CORRECTED = "inspection-1"


def gone_on(data: Path) -> dict[str, Any]:
    """Go on; return the faults before and after, what was refused and why, and what went out."""
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication.binder import exchange
    from inspectorate.foundation.people.actions import CONSOLE
    from inspectorate.interfaces.publishing.turn import turn

    inspection = Inspection.objects.get(slug=CORRECTED)
    approved, prepared = inspection.releases.filter(cancellation=None, bundles=None)
    moment = prepared.embargo_until
    found: dict[str, Any] = {"faults": faults()}
    first = turn(moment, [], site=data / "before")
    found["turned"] = {"refused": list(first.refused.values()), "out": first.out}
    found["pages"] = pages_of(
        inspection.team.get(role="press").person,
        [
            f"/i/{CORRECTED}/publication/",
            *(f"/i/{CORRECTED}/publication/{n}/" for n in range(1, 6)),
        ],
    )
    found["refused"] = refusals(approved, prepared, moment)
    begun_anew(approved, prepared, moment)
    second = turn(moment + timedelta(hours=1), [], site=data / "after")
    found["then"] = {"refused": list(second.refused.values()), "out": second.out}
    exchange.export(
        inspection, data / "again.zip", by=CONSOLE, at=moment, key="export after the upgrade"
    )
    found["faults_after"] = faults()
    forged()
    found["forged"] = faults()
    return found


def refusals(approved: Any, prepared: Any, moment: datetime) -> dict[str, list[str]]:
    """Why neither of the releases that wait from before can go on."""
    from inspectorate.domain.publication import actions

    press, signing = (approved.inspection.team.get(role=one).person for one in ("press", "signing"))
    at = {"at": moment, "key": "after the upgrade"}
    return {
        "release": codes(lambda: actions.release(by=press, release=approved, **at)),
        "approve": codes(lambda: actions.approve(by=signing, release=prepared, digest="", **at)),
    }


def codes(act: Callable[[], object]) -> list[str]:
    """The codes of the reasons for which an act is refused."""
    from inspectorate.foundation.reasons.reasons import Refused

    try:
        act()
    except Refused as refusal:
        return [str(one.code) for one in refusal.reasons]
    return []


def begun_anew(approved: Any, prepared: Any, moment: datetime) -> None:
    """Stop both, prepare the same correction anew and have it approved; give mandates for both
    inspections' registers.
    """
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication import actions, queries

    inspection = approved.inspection
    press, signing = (inspection.team.get(role=one).person for one in ("press", "signing"))
    for one in (approved, prepared):
        actions.cancel(
            by=press, at=moment, key=f"stop {one.number}", release=one, reason="Prepared anew."
        )
    anew = actions.prepare(
        by=press,
        at=moment,
        key="anew",
        inspection=inspection,
        editions=approved.editions.all(),
        embargo_until=moment + timedelta(hours=1),
        corrects=approved.corrects,
        correction_reason="A word was wrong.",
    )
    digest = queries.digest_of(anew)
    actions.approve(by=signing, at=moment, key="signed", release=anew, digest=digest)
    for one in Inspection.objects.order_by("pk"):
        by = one.team.get(role="signing").person
        actions.give_mandate(by=by, at=moment, key=f"mandate {one.slug}", inspection=one)


def forged() -> None:
    """Sign an old approval's contents behind the system's back, and put a word into a reply."""
    from inspectorate.domain.publication.models import ReleaseApproval
    from inspectorate.domain.recommendations.models import Response
    from tests.factories.forging import unguarded

    unguarded(ReleaseApproval).filter(release__number=1).update(digest="0" * 64)
    unguarded(Response).update(action="It will never be done.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    json.dump(gone_on(Path(os.environ["INSPECTORATE_DATA"])), sys.stdout)
