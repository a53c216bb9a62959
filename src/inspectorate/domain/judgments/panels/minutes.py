"""The minutes of a panel as they are sealed: everything they are told from, in one digest.

All of it stands in rows that never change. The digest says later whether what is told now is what
was told when the sitting was closed.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..models import Agreed, ShownPapers
from .loading import LoadedPanel
from .models import PanelCellRemoval, PanelDecision


def decisions_of(loaded: LoadedPanel) -> list[PanelDecision]:
    """What a panel decided, in the order it did. Three queries."""
    rows = PanelDecision.objects.filter(cell__panel=loaded.panel)
    return list(
        rows.select_related(
            "cell__scope_body__inspection",
            "cell__scope_body__body",
            "cell__criterion__area",
            "cell__criterion__scale",
            "agreed__grade",
            "agreed__by",
        )
        .prefetch_related("voices__seat__person", "cell__criterion__findings")
        .order_by("pk")
    )


def minutes_digest(loaded: LoadedPanel) -> str:
    """The SHA-256 of the minutes, in hexadecimal. Six queries."""
    panel = loaded.panel
    removals = PanelCellRemoval.objects.filter(cell__panel=panel).order_by("pk")
    told: dict[str, Any] = {
        "panel": [panel.number, panel.title, panel.sits_on, panel.chair_id, panel.quorum],
        "seats": [[one.person_id, one.pk in loaded.present] for one in loaded.seats],
        "agenda": [[one.scope_body_id, one.criterion_id] for one in loaded.cells],
        "off": [[one.cell_id, one.reason] for one in removals],
        "aside": [
            [one.seat_id, one.scope_body_id, one.criterion_id, one.reason]
            for one in loaded.steps_aside
        ],
        "decisions": _decided(loaded),
    }
    if loaded.attendance:
        # Absent where nobody came or left, so that what was closed before this was kept still says
        # what its digest was made of.
        told["attendance"] = [
            [one.seat_id, one.kind, one.happened_at.timestamp(), one.by_id]
            for one in loaded.attendance
        ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _decided(loaded: LoadedPanel) -> list[list[Any]]:
    found = decisions_of(loaded)
    papers = {
        # Without outcomes where none was shown, as what was closed before they were kept.
        one.agreed_id: [
            *(one.items, one.submissions, one.figures),
            *([one.outcomes] if one.outcomes else ()),
        ]
        for one in ShownPapers.objects.filter(agreed__in=[each.agreed_id for each in found])
    }
    return [
        [
            *_said(one.agreed),
            papers.get(one.agreed_id),
            [[each.seat_id, each.not_deciding, each.dissent] for each in one.voices.all()],
        ]
        for one in found
    ]


def _said(agreed: Agreed) -> list[Any]:
    return [
        *(agreed.scope_body_id, agreed.criterion_id, agreed.number, agreed.grade_id),
        *(agreed.findings, agreed.outcome, agreed.reasons, agreed.by_id),
    ]
