"""Opens the set 0003 as an installation would after an upgrade, in a process of its own: who reads
what is marked above official before anybody is cleared, and after one act each for a team.

``python -m tests.written.clearing FOLDER`` prints what it found as JSON. The environment names the
data folder and the database; FOLDER is where the set was unpacked.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tests.written.opening import faults, migrated

ROLES = ("lead", "inspector", "analyst", "moderator", "referencer", "signing", "editor", "press")


def told(marked: dict[str, str]) -> dict[str, Any]:
    """Whom the upgrade left cleared, what they see, and what one act for each opens."""
    from django.conf import settings
    from django.utils import timezone

    from inspectorate.domain.inspections import actions as inspections
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.foundation.ledger.models import Entry
    from inspectorate.foundation.people import actions as people
    from inspectorate.foundation.people.models import Person

    settings.SECOND_FACTOR_REQUIRED = False
    inspection = Inspection.objects.get(slug=marked["slug"])
    team = {one.role: one.person for one in inspection.team.order_by("-pk")}
    everybody = [team[role] for role in ROLES]
    found: dict[str, Any] = {
        "faults": faults(),
        "clearances": sorted({one.clearance for one in Person.objects.all()}),
        "before": {role: seen(team[role], inspection, marked) for role in ROLES},
    }
    entries = Entry.objects.count()
    people.clear(
        by=Person.objects.filter(held__role="admin", held__ended_at=None).first(),
        at=timezone.now(),
        key="clear",
        people=everybody,
        level="OFFICIAL-SENSITIVE",
        sponsor="Vetting unit",
        expires_on=date(2099, 12, 31),
    )
    inspections.give_need_to_know(
        by=team["lead"],
        at=timezone.now(),
        key="need",
        inspection=inspection,
        people=everybody,
        level="OFFICIAL-SENSITIVE",
        reason="As before the upgrade.",
    )
    return found | {
        "acts": Entry.objects.count() - entries,
        "after": {role: seen(team[role], inspection, marked) for role in ROLES},
        "faults after": faults(),
    }


def seen(person: Any, inspection: Any, marked: dict[str, str]) -> list[str]:
    """Which of the marked words stand on the pages that would show them."""
    from django.test import Client
    from django.urls import reverse

    from inspectorate.domain.evidence.models import Item
    from inspectorate.domain.judgments.models import Agreed

    client = Client(raise_request_exception=False)
    client.force_login(person)
    slug = inspection.slug
    item = Item.objects.get(inspection=inspection, words=marked["item"])
    agreed = Agreed.objects.get(scope_body__inspection=inspection, reasons=marked["agreed"])
    cell = [slug, agreed.scope_body.code, agreed.criterion_id]
    pages = [
        reverse("evidence-list", args=[slug]),
        reverse("evidence-item", args=[slug, item.number]),
        reverse("judgments-cell", args=cell),
        reverse("judgments-desk", args=[slug]),
    ]
    text = " ".join(client.get(page).content.decode() for page in pages)
    return [name for name in ("item", "reasons", "agreed") if marked[name] in text]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    migrated()
    read = json.loads((Path(sys.argv[1]) / "marked.json").read_text("utf-8"))
    json.dump(told(read), sys.stdout)
