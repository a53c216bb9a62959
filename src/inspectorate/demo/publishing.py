"""The last part of the story: documents, the fact check, freezing, release by two people, answers,
follow-up, one closure.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.models import Bundle
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.foundation.people.models import Person

from . import texts
from .judging import move
from .story import TITLE, Telling, moment, on, standing_items

OUTCOMES = {
    "accepted": "accepted",
    "accepted in part": "partly",
    "not accepted": "rejected",
    "noted": "rejected",
}
AGREEMENT = {
    "accepted": "agreed",
    "partly accepted": "partly",
    "not accepted": "not",
    "neither": "neither",
}
CLAIMED = {"not started": "none", "in progress": "some", "complete": "complete"}
CONFIRMED = {"confirmed": "complete", "partly": "partly", "not confirmed": "none"}
PUBLISHED = moment(2020, 3, 9, 0, 1)
DOCUMENTS = (
    ("report", "report", TITLE),
    ("press-release", "release", TITLE),
    ("letter", "letter", TITLE),
)


def write_documents(told: Telling) -> dict[str, Document]:
    """The report, the press release and one letter, saved by those who write them."""
    values = texts.values(
        told.plan, told.notes, body=told.territorial(5), evidence_items=standing_items(told)
    )
    made: dict[str, Document] = {}
    for place, (slug, kind, title) in enumerate(DOCUMENTS):
        by = told.by("press" if kind == "release" else "editor")
        at = moment(2019, 9, 16) + timedelta(days=place * 7)
        scope_body = told.scope[told.territorial(5)] if kind == "letter" else None
        document = reports.open_document(
            by=by,
            at=at,
            key=told.key("document"),
            inspection=told.inspection,
            slug=slug,
            kind=kind,
            title=title,
            scope_body=scope_body,
        )
        text = texts.document(kind, values)
        made[slug] = reports.save(
            by=by,
            at=at + timedelta(hours=3),
            key=told.key("save"),
            document=document,
            text=text,
            version=document.version,
        )
    told.report("documents", len(made), len(DOCUMENTS))
    return made


def check_facts(told: Telling, made: dict[str, Document]) -> None:
    """Three forces see their own part and raise points; each is decided with a reason."""
    move(told, "checking", date(2020, 1, 10), "The drafts are ready for the bodies.")
    raw = texts.responses()
    sent, due = raw["fact_check"]["sent_on"], raw["fact_check"]["due_on"]
    lead = told.by("lead")
    opened: dict[tuple[str, int], Any] = {}
    for row in raw["accuracy"]:
        order = int(row["body"].split()[-1])
        slug = row["document"]
        if (slug, order) not in opened:
            opened[slug, order] = reports.open_fact_check(
                by=lead,
                at=on(sent),
                key=told.key("fact-check"),
                document=made[slug],
                scope_body=told.scope[told.territorial(order)],
                due_on=due,
            )
        check = opened[slug, order]
        point = reports.raise_point(
            by=told.by(f"contact-{order}"),
            at=on(due - timedelta(days=2)),
            key=told.key("point"),
            fact_check=check,
            kind=row["kind"],
            about=str(check.shown[0]["text"])[:300],
            text=row["point"],
        )
        reports.decide(
            by=lead,
            at=on(due + timedelta(days=5)),
            key=told.key("decide"),
            point=point,
            outcome=OUTCOMES[row["outcome"]],
            reason=row["reason"],
        )
    told.report("fact check", len(raw["accuracy"]), len(raw["accuracy"]))


def freeze_and_release(told: Telling, made: dict[str, Document]) -> Bundle:
    """The signing inspector freezes; the press office prepares; a second person approves; out it
    goes when its moment has come.
    """
    signing, press = told.by("signing"), told.by("press")
    editions: list[Edition] = []
    for place, (slug, kind, _) in enumerate(DOCUMENTS):
        edition = reports.freeze(
            by=signing,
            at=moment(2020, 2, 24, 10 + place),
            key=told.key("freeze"),
            document=made[slug],
        )
        if kind != "letter":
            editions.append(edition)
        told.report("editions frozen", place + 1, len(DOCUMENTS))
    release = publication.prepare(
        by=press,
        at=moment(2020, 3, 2),
        key=told.key("prepare"),
        inspection=told.inspection,
        editions=editions,
        embargo_until=PUBLISHED,
    )
    publication.approve(by=signing, at=moment(2020, 3, 4), key=told.key("approve"), release=release)
    move(told, "published", date(2020, 3, 6), "Frozen, prepared and approved.")
    bundle = publication.release(by=press, at=PUBLISHED, key=told.key("release"), release=release)
    told.report("release", 1, 1)
    return bundle


def follow_up(told: Telling, bundle: Bundle) -> Bundle:
    """Answers, claims of progress, a moved date, verification, one closure; then the public
    register says so.
    """
    raw = texts.responses()
    steps: list[tuple[date, int, Any, dict[str, Any]]] = []
    for place, (name, tell) in enumerate(
        (
            ("response", _respond),
            ("progress", _progress),
            ("moved", _moved),
            ("verification", _verify),
            ("closure", _close),
        )
    ):
        steps += [
            (
                next(
                    value
                    for field, value in row.items()
                    if field.endswith("_on") and field != "target_on"
                ),
                place,
                tell,
                row,
            )
            for row in raw[name]
        ]
    for done, (day, _, tell, row) in enumerate(sorted(steps, key=lambda step: step[:2]), 1):
        tell(told, _addressee(told, row), row, on(day, 11))
        told.report("follow-up", done, len(steps))
    return publication.refresh(
        by=told.by("press"),
        at=moment(2020, 11, 13),
        key=told.key("refresh"),
        release=bundle.release,
    )


def _addressee(told: Telling, row: dict[str, Any]) -> Addressee:
    listed = Addressee.objects.filter(
        recommendation__inspection=told.inspection, recommendation__number=row["recommendation"]
    )
    if row["owner"].startswith("overseer of territorial"):
        inspected = told.scope[told.territorial(int(row["owner"].split()[-1]))].body
        return listed.get(body__in=Body.objects.filter(oversees__body=inspected))
    return listed.get(body__code=row["owner"])


def _speaker(told: Telling, row: dict[str, Any]) -> Person:
    if row["owner"].startswith("overseer of territorial"):
        return told.by(f"overseer-{row['owner'].split()[-1]}")
    return told.by(row["owner"])


def _respond(told: Telling, addressee: Addressee, row: dict[str, Any], at: datetime) -> None:
    recommendations.respond(
        by=_speaker(told, row),
        at=at,
        key=told.key("respond"),
        addressee=addressee,
        agreement=AGREEMENT[row["agreement"]],
        action=row.get("action", ""),
        why_none=row.get("why_none", ""),
    )


def _progress(told: Telling, addressee: Addressee, row: dict[str, Any], at: datetime) -> None:
    recommendations.claim_progress(
        by=_speaker(told, row),
        at=at,
        key=told.key("progress"),
        addressee=addressee,
        claimed=CLAIMED[row["status"]],
        text=row["text"],
    )


def _moved(told: Telling, addressee: Addressee, row: dict[str, Any], at: datetime) -> None:
    recommendations.move_due(
        by=told.by("lead"),
        at=at,
        key=told.key("moved"),
        addressee=addressee,
        due_on=row["to_due"],
        reason=row["reason"],
    )


def _verify(told: Telling, addressee: Addressee, row: dict[str, Any], at: datetime) -> None:
    looked_at = [
        one
        for one in texts.responses()["evidence"]
        if one["recommendation"] == row["recommendation"]
    ]
    notes = "\n\n".join(
        f"{one['observed_on']:%-d %B %Y}, {one['method']}, {one['origin']}\n{one['text']}"
        for one in looked_at
    )
    recommendations.verify(
        by=told.by("lead"),
        at=at,
        key=told.key("verify"),
        addressee=addressee,
        confirmed=CONFIRMED[row["finding"]],
        evidence=row["text"],
        name="what-was-looked-at.txt" if notes else "",
        content=notes.encode() if notes else None,
    )


def _close(told: Telling, addressee: Addressee, row: dict[str, Any], at: datetime) -> None:
    recommendations.close(
        by=told.by("signing"),
        at=at,
        key=told.key("close"),
        addressee=addressee,
        outcome="implemented",
        reasons=row["reason"],
    )
