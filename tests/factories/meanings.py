"""What a device sends that is meant for a draft or for a debrief, as it is described."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.fieldwork.models import Visit
from inspectorate.domain.judgments.models import Assignment
from tests.factories.findings import answers


def grade_said(own: Assignment, **instead: Any) -> dict[str, Any]:
    """A provisional grade of what its author is to judge, written upon no draft."""
    graded = own.criterion.scale is not None
    return {
        "meant": "grade",
        "body": own.scope_body.code,
        "criterion": own.criterion_id,
        "grade": "Good" if graded else None,
        "findings": answers(own.criterion),
        "reasons": "Seen at night.",
        "borderline": False,
        "marking": "OFFICIAL",
        "version": 0,
        "written_at": "2020-03-09T10:20:00+00:00",
        **instead,
    }


def debrief_said(visit: Visit, **instead: Any) -> dict[str, Any]:
    """A note of the hot debrief of a visit, said on its first day."""
    return {
        "meant": "debrief",
        "body": visit.scope_body.code,
        "visit": visit.pk,
        "said_on": visit.starts_on.isoformat(),
        "heard_by": "Chief officer",
        "words": "Strengths\n- Calls are answered at once.",
        "marking": "OFFICIAL",
        "written_at": "2020-03-09T16:20:00+00:00",
        **instead,
    }
