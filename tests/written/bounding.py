"""Opens the set 0007 as an installation would after an upgrade, in a process of its own: what waits
goes out as it was prepared, every inspection holds the usual bound, and an excerpt may be released.

``python -m tests.written.bounding FOLDER`` prints what it found as JSON. The environment names the
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
    from inspectorate.domain.claims.excerpts import actions
    from inspectorate.domain.claims.queries import excerptable_items, facts
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication import actions as publication
    from inspectorate.domain.publication import queries
    from inspectorate.domain.publication.schema import read_bundle
    from inspectorate.foundation.people.roles import Role
    from tests.factories import publishing
    from tests.factories.rooms import a_key, member

    inspection = Inspection.objects.get(slug=waits["slug"])
    found: dict[str, Any] = {
        "faults": faults(),
        "bounds": sorted(Inspection.objects.values_list("small_below", flat=True)),
    }
    release = inspection.releases.get(number=waits["release"])
    publishing.approved(release)
    bundle = publication.release(
        by=member(inspection, Role.PRESS), at=release.embargo_until, key=a_key(), release=release
    )
    out = read_bundle(queries.folder_of(bundle))
    claim = inspection.claims.get(key=waits["claim"])
    checker = member(inspection, Role.REFERENCER)
    item = excerptable_items(checker, claim).first()
    assert item is not None
    actions.release_excerpt(
        by=checker,
        at=release.embargo_until,
        key=a_key(),
        claim=claim,
        item=item,
        rendering="exact",
        text=item.words,
    )
    return found | {
        "as prepared": bundle.digest == release.contents.digest,
        "schema": out.schema,
        "bound out": out.small_below,
        "excerpts out": [one.key for one in out.claims if one.excerpts],
        "released": [one.text for one in facts(inspection)[claim.key].excerpts] == [item.words],
        "faults after": faults(),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    waits = json.loads((Path(sys.argv[1]) / "waits.json").read_text("utf-8"))
    json.dump(told(waits), sys.stdout)
