"""Carries an inspection to a release that two people signed and that waits for its minute, with a
sentence that is wrong in its report and in its press release.

``python -m benchmarks.mornings.telling DATA small`` tells a small one into an empty folder, as a
first release; ``… demo`` goes on in a folder in which the demonstration was told, as a correction
of what is out there. Both print, as the last line, who is who and what is wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.worlds import load

# What the sentence says too much, and what it should say; neither holds a quantity or a name.
WRONG, RIGHT = "in some form", "in one form or another"
SMALL, PASSWORD = "morning", "correct horse battery staple"  # pragma: allowlist secret


def until() -> datetime:
    """The minute for which it is scheduled: half past nine tomorrow, in London."""
    from django.utils import timezone

    from inspectorate.prose.dates import LONDON

    day = timezone.now().astimezone(LONDON).date() + timedelta(days=1)
    return datetime.combine(day, time(9, 30), LONDON)


def small() -> dict[str, Any]:
    """Twelve forces, a report and a press release, prepared and approved as a first release."""
    from tests.factories import publishing

    from inspectorate.foundation.people.roles import Role

    moment = until()

    def text(of: str) -> str:
        said = of.replace("published: 2020-03-09", f"published: {moment.date()}")
        return said.replace("have mandatory training]", f"have mandatory training {WRONG}]")

    texts = {"report": text(publishing.REPORT), "release": text(publishing.RELEASE)}
    story = publishing.a_story(**texts, slug=SMALL, prefix="MORN")
    publishing.approved(publishing.prepared(story, embargo_until=moment))
    press, checker = story.who(Role.PRESS), story.who(Role.REFERENCER)
    _approving(story.inspection, checker, story.who(Role.LEAD), None)
    _own_passwords(press, checker)
    return _told(story.inspection, press, checker, moment)


def demo() -> dict[str, Any]:
    """The demonstration, a correction of whose release is prepared and approved."""
    from tests.journeys import told

    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.foundation.people.models import Person

    inspection = Inspection.objects.get(slug=told.SLUG)
    moment = until()
    people = {one.email.split("@")[0]: one for one in Person.objects.all()}
    press, checker, approver = people["press"], people["referencer"], people["signing"]
    documents = {one.kind: one for one in inspection.documents.filter(kind__in=_KINDS)}
    key = _said_in_both({kind: one.text for kind, one in documents.items()})
    for one in documents.values():
        _corrected(one, _with_wrong(one.text, key), people, approver)
    _scheduled(inspection, moment, press, approver)
    _approving(inspection, checker, people["lead"], people["administrator"])
    _reading_all(inspection, press, people["lead"], people["administrator"])
    _own_passwords(press, checker)
    return _told(inspection, press, checker, moment)


_KINDS = ("report", "release")


def _said_in_both(texts: dict[str, str]) -> str:
    """The key of a claim that the press release and the report carry, in as few spans as any."""
    carried = {kind: re.findall(r"\]\{#([\w-]+)\}", text) for kind, text in texts.items()}
    both = sorted(set(carried["report"]) & set(carried["release"]))
    return min(both, key=lambda one: sum(held.count(one) for held in carried.values()))


def _with_wrong(text: str, key: str) -> str:
    """Every span of a claim with the wrong words at its end, before its bracket."""

    def said(match: re.Match[str]) -> str:
        return f"[{match[1]} {WRONG}{match[2] or ''}]{{#{key}}}"

    return re.sub(rf"\[([^\[\]]+?)( \([^()]*\))?\]\{{#{re.escape(key)}\}}", said, text)


def _act(act: Callable[..., Any], **given: Any) -> Any:
    from django.utils import timezone

    return act(at=timezone.now(), key=str(uuid4()), **given)


def _corrected(document: Any, text: str, people: dict[str, Any], approver: Any) -> None:
    """Saved by the editor, signed word by word by the evidence checker, frozen."""
    from inspectorate.domain.reports.actions import freeze, save
    from inspectorate.domain.reports.proof import proof_of
    from inspectorate.domain.reports.wording.actions import declare_draft, sign
    from inspectorate.domain.reports.wording.queries import open_draft

    given = {"document": document, "version": document.version}
    _act(save, by=people["editor"], text=text, **given)
    document.refresh_from_db()
    if open_draft(document) is None:
        _act(declare_draft, by=people["editor"], document=document)
    for asked in proof_of(document).signed_text.left():
        _act(sign, by=people["referencer"], document=document, asked=asked)
    _act(freeze, by=approver, document=document, reason="As the reasons say that are printed.")


def _scheduled(inspection: Any, moment: datetime, press: Any, approver: Any) -> None:
    from inspectorate.domain.publication import queries
    from inspectorate.domain.publication.actions import approve, prepare

    out = queries.released(inspection)[-1].release
    release = _act(
        prepare,
        by=press,
        inspection=inspection,
        editions=[one for one in queries.publishable(inspection) if one.document.kind in _KINDS],
        embargo_until=moment,
        corrects=out,
        correction_reason="A sentence said less than was found.",
    )
    digest = release.contents.digest
    reason = "As the reasons say that are printed."
    _act(approve, by=approver, release=release, digest=digest, reason=reason)


def _approving(inspection: Any, checker: Any, lead: Any, admin: Any) -> None:
    """Let the evidence checker be an approving inspector too, as in a small inspectorate."""
    from tests.factories.rooms import an_admin

    from inspectorate.domain.inspections.actions import join
    from inspectorate.foundation.people.actions import grant
    from inspectorate.foundation.people.roles import Role

    _act(grant, by=admin or an_admin(), person=checker, role=Role.SIGNING)
    _act(join, by=lead, inspection=inspection, person=checker, role=Role.SIGNING)


def _reading_all(inspection: Any, press: Any, lead: Any, admin: Any) -> None:
    """Let who holds press read all of the report: who may not changes none of it."""
    from inspectorate.domain.inspections.actions import give_need_to_know
    from inspectorate.foundation.markings.scheme import Marking
    from inspectorate.foundation.people.actions import clear

    level, why = Marking.SENSITIVE, "Edits what is published."
    ends = until().date() + timedelta(days=90)
    _act(clear, by=admin, people=[press], level=level, sponsor="Vetting unit", expires_on=ends)
    given = {"inspection": inspection, "people": [press], "level": level, "reason": why}
    _act(give_need_to_know, by=lead, **given)


def _own_passwords(*people: Any) -> None:
    """Let people have chosen a password themselves: a first one must be changed at once."""
    from django.contrib.auth.hashers import make_password

    from inspectorate.foundation.people.actions import set_password

    for person in people:
        _act(set_password, by=person, person=person, password=make_password(PASSWORD))


def _told(inspection: Any, press: Any, checker: Any, moment: datetime) -> dict[str, Any]:
    documents = inspection.documents.filter(kind__in=_KINDS, text__contains=WRONG)
    titles = {one.kind: one.title for one in documents}
    if len(titles) < len(_KINDS):
        raise RuntimeError(f"only {', '.join(titles) or 'nothing'} says {WRONG!r}")
    release = inspection.releases.latest("number")
    return {
        "inspection": inspection.slug,
        "title": inspection.title,
        "titles": titles,
        "slugs": {one.kind: one.slug for one in documents},
        "press": press.email,
        "checker": checker.email,
        "password": PASSWORD,
        "release": release.number,
        "corrects": release.corrects.number if release.corrects else 0,
        "until": f"{moment:%Y-%m-%dT%H:%M}",
    }


def main(data: str, which: str) -> None:
    """Tell it and print who is who."""
    load(Path(data), fresh=which == "small")
    print(json.dumps({"small": small, "demo": demo}[which]()))


if __name__ == "__main__":
    main(*sys.argv[1:])
