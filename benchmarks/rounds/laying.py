"""Lays a round on the desk of a data folder in which the demonstration was told: an editor saves
the text, and whatever is asked and still signed is taken back by who signed it.

``python -m benchmarks.rounds.laying DATA SEED`` prints the round, and whose desk it is, as the last
line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.contradictions.reading import SLUG, store
from benchmarks.worlds import load

from .drawing import Round, Taken, draw

WHY = "Asked again for a round of reading."


def takes(facts: Any) -> Taken:
    """Take texts apart by the facts of the clean one."""
    from inspectorate.domain.reports.wording.rules import rules_of
    from inspectorate.prose.passages import passages
    from inspectorate.prose.reading.markdown import from_markdown

    rules = rules_of(facts)
    return lambda text: passages(from_markdown(text), rules)


def lay(seed: str) -> dict[str, Any]:
    """Draw the round of a seed and lay it; the round as data, and ``reader``, whose desk it is.

    Raises RuntimeError where the desk does not ask for every passage of it.
    """
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.foundation.people.roles import Role

    world, reader = store()
    inspection = Inspection.objects.get(slug=SLUG)
    report = inspection.documents.get(kind="report")
    drawn = draw(world, "report", reader, takes(proof_of(report).facts), seed)
    checker = report.signatures.filter(withdrawal=None).order_by("pk")[0].by
    editors = inspection.team.filter(role=Role.EDITOR).order_by("pk")
    editor = editors.select_related("person")[0].person
    _save(report, editor, drawn)
    report.refresh_from_db()
    _unsign(report, drawn)
    asked = {one.passage.identity for one in proof_of(report).wording.unsigned}
    if not asked.issuperset(drawn.identities):
        raise RuntimeError("the desk does not ask for every passage of the round")
    return asdict(drawn) | {"reader": checker.email, "document": report.slug}


def _save(report: Any, editor: Any, drawn: Round) -> None:
    from django.utils import timezone

    from inspectorate.domain.reports.actions import save
    from inspectorate.domain.reports.wording.actions import declare_draft
    from inspectorate.domain.reports.wording.queries import open_draft

    given = {"by": editor, "document": report, "text": drawn.text, "version": report.version}
    save(at=timezone.now(), key=str(uuid4()), **given)
    if open_draft(report) is None:
        declare_draft(by=editor, at=timezone.now(), key=str(uuid4()), document=report)


def _unsign(report: Any, drawn: Round) -> None:
    from django.utils import timezone

    from inspectorate.domain.reports.wording.actions import withdraw_signature

    back: Callable[..., object] = withdraw_signature
    rows = report.signatures.filter(identity__in=drawn.identities, withdrawal=None)
    for one in rows.select_related("by", "document__inspection"):
        back(by=one.by, at=timezone.now(), key=str(uuid4()), signature=one, reason=WHY)


def main(data: str, seed: str) -> None:
    """Lay the round of a seed on a folder, which is changed by it."""
    load(Path(data), fresh=False)
    print(json.dumps(lay(seed)))


if __name__ == "__main__":
    main(*sys.argv[1:])
