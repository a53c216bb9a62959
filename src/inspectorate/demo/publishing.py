"""The last part of the story: documents, fact check, freezing, release, answers, one closure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.utils.text import slugify

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.judgments.outcomes.models import WrittenOutcome
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.models import Bundle, PublishedRegister
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.answered import actions as answered
from inspectorate.domain.recommendations.models import (
    Addressee,
    Closure,
    DueDate,
    Progress,
    Response,
    Verification,
)
from inspectorate.domain.recommendations.publicity import Signed
from inspectorate.domain.recommendations.removal import REMOVED
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.accuracy.actions import ask_many
from inspectorate.domain.reports.accuracy.offering import offered
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.models import Document, Edition, FactCheck
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.quotations import actions as quotations
from inspectorate.domain.reports.quotations.queries import said_by
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.foundation.files import store
from inspectorate.foundation.people.models import Person
from inspectorate.prose.dates import in_words

from . import texts
from .judging import move
from .story import TITLE, Story, described, moment, on

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
Step = Callable[[Story, Addressee, dict[str, Any], datetime], Any]
Then = Callable[[Story, Any, dict[str, Any], datetime], None]
PUBLISHED = moment(2020, 3, 9, 0, 1)
# Under which the press release marks what is said for it.
SPEAKER = "approving-inspector"
DOCUMENTS = (
    ("report", "report", TITLE),
    ("press-release", "release", TITLE),
    ("letter", "letter", TITLE),
)


def write_documents(story: Story) -> dict[str, Document]:
    """The report, the press release and one letter, saved by those who write them."""
    values = texts.values(
        story.plan, story.notes, body=story.territorial(5), described=described(story)
    )
    made: dict[str, Document] = {}
    for place, (slug, kind, title) in enumerate(DOCUMENTS):
        by = story.by("press" if kind == "release" else "editor")
        at = moment(2019, 9, 16) + timedelta(days=place * 7)
        scope_body = story.scope[story.territorial(5)] if kind == "letter" else None
        document = reports.open_document(
            by=by,
            at=at,
            key=story.key("document"),
            inspection=story.inspection,
            slug=slug,
            kind=kind,
            title=title,
            scope_body=scope_body,
        )
        text = texts.document(kind, values)
        made[slug] = reports.save(
            by=by,
            at=at + timedelta(hours=3),
            key=story.key("save"),
            document=document,
            text=text,
            version=document.version,
        )
    story.report("documents", len(made), len(DOCUMENTS))
    return made


def check_facts(story: Story, made: dict[str, Document]) -> None:
    """Every force and every national body addressed is sent a copy of the report by one press.

    Three forces raise points, each decided with a reason; of the others no reply is invented.
    """
    move(story, "checking", date(2020, 1, 10), "The drafts are ready for the bodies.")
    raw = texts.responses()
    sent, due = raw["fact_check"]["sent_on"], raw["fact_check"]["due_on"]
    lead, opened = story.by("lead"), _sent(story, made["report"], sent, due)
    for row in raw["accuracy"]:
        order = int(row["body"].split()[-1])
        slug = row["document"]
        if (slug, order) not in opened:
            opened[slug, order] = reports.open_fact_check(
                by=lead,
                at=on(sent),
                key=story.key("fact-check"),
                document=made[slug],
                recipient=inspected(story.scope[story.territorial(order)]),
                due_on=due,
            )
        check = opened[slug, order]
        point = reports.raise_point(
            by=story.by(f"contact-{order}"),
            at=on(due - timedelta(days=2)),
            key=story.key("point"),
            fact_check=check,
            kind=row["kind"],
            about=str(check.shown[0]["text"])[:300],
            text=row["point"],
        )
        reports.decide(
            by=lead,
            at=on(due + timedelta(days=5)),
            key=story.key("decide"),
            point=point,
            outcome=OUTCOMES[row["outcome"]],
            reason=row["reason"],
        )
    story.report("fact check", len(raw["accuracy"]), len(raw["accuracy"]))


def _sent(story: Story, report: Document, sent: date, due: date) -> dict[tuple[str, int], Any]:
    """The copies of the report that went out, those of territorial forces by their numbers."""
    every = offered(report)
    checks = ask_many(
        by=story.by("lead"),
        at=on(sent),
        keys=[story.key("fact-check") for _ in every],
        document=report,
        recipient=[one.recipient for one in every],
        due_on=due,
    )
    by_body = {one.scope_body_id: one for one in checks if isinstance(one, FactCheck)}
    orders = {int(row["body"].split()[-1]) for row in texts.responses()["accuracy"]}
    return {
        (report.slug, order): by_body[story.scope[story.territorial(order)].pk] for order in orders
    }


def approve_words(story: Story, made: dict[str, Document]) -> None:
    """Whoever is quoted in the press release approves these very words; the press office records
    it with the message.
    """
    press, release = story.by("press"), made["press-release"]
    quotation = quotations.declare_quotation(
        by=press,
        at=moment(2020, 1, 27),
        key=story.key("quotation"),
        document=release,
        code=SPEAKER,
        office="approving inspector",
        name="",
    )
    said = said_by(quotation)
    assert said is not None  # the text has them speak
    message = f"Simulated for this rehearsal. I approve these words:\n\n{said.words}\n"
    quotations.approve_quotation(
        by=press,
        at=moment(2020, 1, 29),
        key=story.key("approval"),
        quotation=quotation,
        seen=said.identity,
        file=store.take(message.encode(), name="approval-of-the-words.txt"),
    )
    story.report("words approved", 1, 1)


def sign_wording(story: Story, made: dict[str, Document]) -> None:
    """The editor says that the texts are ready; an evidence checker signs every word of them."""
    at = moment(2020, 2, 3)
    for document in made.values():
        wording.declare_draft(
            by=story.by("editor"), at=at, key=story.key("declare"), document=document
        )
        left = list(proof_of(document).signed_text.left())
        for place, asked in enumerate(left, start=1):
            at += timedelta(minutes=1)
            wording.sign(
                by=story.by("referencer"),
                at=at,
                key=story.key("sign"),
                document=document,
                asked=asked,
            )
            story.report("words signed", place, len(left))
        at += timedelta(days=1)


def freeze_and_release(story: Story, made: dict[str, Document]) -> Bundle:
    """The approving inspector freezes; the press office prepares; a second person approves; out it
    goes when its moment has come.
    """
    signing, press = story.by("signing"), story.by("press")
    editions: list[Edition] = []
    for place, (slug, kind, _) in enumerate(DOCUMENTS):
        edition = reports.freeze(
            by=signing,
            at=moment(2020, 2, 24, 10 + place),
            key=story.key("freeze"),
            document=made[slug],
        )
        if kind != "letter":
            editions.append(edition)
        story.report("editions frozen", place + 1, len(DOCUMENTS))
    release = publication.prepare(
        by=press,
        at=moment(2020, 3, 2),
        key=story.key("prepare"),
        inspection=story.inspection,
        editions=editions,
        embargo_until=PUBLISHED,
    )
    publication.approve(
        by=signing,
        at=moment(2020, 3, 4),
        key=story.key("approve"),
        release=release,
        digest=release.contents.digest,
    )
    bundle = publication.release(by=press, at=PUBLISHED, key=story.key("release"), release=release)
    story.report("release", 1, 1)
    return bundle


def follow_up(story: Story) -> PublishedRegister:
    """Answers, claims of progress, a moved date, verification, one closure.

    Each answer is read, and each record of our own signed by a second person. Then the public
    register says so, as it would each day: the approving inspector has given it a mandate, and ends
    it with the rehearsal. Else a served demonstration would be published as of today, long overdue.
    """
    mandate = publication.give_mandate(
        by=story.by("signing"),
        at=moment(2020, 3, 10),
        key=story.key("mandate"),
        inspection=story.inspection,
    )
    _answer_causes(story)
    raw = texts.responses()
    made: dict[int, Any] = {}
    steps: list[tuple[datetime, int, Callable[[], None]]] = []
    for place, (name, (act, then, days)) in enumerate(STEPS.items()):
        for row in raw[name]:
            taken, signed = on(_day(row), 11), on(_day(row) + timedelta(days=days), 15)
            steps.append((taken, place, partial(_take, story, made, act, row, taken)))
            if then is not None:
                steps.append((signed, place, partial(_sign, story, made, then, row, signed)))
    for done, (_, _, step) in enumerate(sorted(steps, key=lambda one: one[:2]), 1):
        step()
        story.report("follow-up", done, len(steps))
    register = publication.refresh(
        by=story.by("press"),
        at=moment(2020, 11, 13),
        key=story.key("refresh"),
        inspection=story.inspection,
    )
    publication.end_mandate(
        by=story.by("signing"),
        at=moment(2020, 11, 14),
        key=story.key("mandate-end"),
        mandate=mandate,
        reason="The rehearsal ends here, and its register stays as of its last day.",
    )
    return register


def _answer_causes(story: Story) -> None:
    """Say of a recommendation which causes of concern it answers, where the report did not; some
    are left without one.
    """
    causes = WrittenOutcome.objects.filter(inspection=story.inspection, kind=OutcomeKind.CAUSE)
    asked = {one.number: one for one in story.inspection.recommendations.all()}
    for cause in causes.select_related("criterion").order_by("number"):
        if (number := ANSWERS.get(cause.criterion.ref)) in asked:
            answered.answer_outcome(
                by=story.by("lead"),
                at=moment(2020, 3, 11) + timedelta(minutes=cause.number),
                key=story.key("answer"),
                recommendation=asked[number],
                outcome=cause,
            )


def _take(story: Story, made: dict[int, Any], act: Step, row: dict[str, Any], at: datetime) -> None:
    made[id(row)] = act(story, _addressee(story, row), row, at)


def _sign(
    story: Story, made: dict[int, Any], then: Then, row: dict[str, Any], at: datetime
) -> None:
    then(story, made[id(row)], row, at)


def _day(row: dict[str, Any]) -> date:
    """The day a step was taken: its one field that ends in ``_on`` and is no day planned."""
    day: date = next(
        value for field, value in row.items() if field.endswith("_on") and field != "target_on"
    )
    return day


def _addressee(story: Story, row: dict[str, Any]) -> Addressee:
    listed = Addressee.objects.filter(
        recommendation__inspection=story.inspection, recommendation__number=row["recommendation"]
    )
    if row["owner"].startswith("overseer of territorial"):
        inspected = story.scope[story.territorial(int(row["owner"].split()[-1]))].body
        return listed.get(body__in=Body.objects.filter(oversees__body=inspected))
    return listed.get(label=row["owner"])


def _speaker(story: Story, row: dict[str, Any]) -> Person:
    if row["owner"].startswith("overseer of territorial"):
        return story.by(f"overseer-{row['owner'].split()[-1]}")
    return story.by(slugify(row["owner"]))


def _respond(story: Story, addressee: Addressee, row: dict[str, Any], at: datetime) -> Response:
    return recommendations.respond(
        by=_speaker(story, row),
        at=at,
        key=story.key("respond"),
        addressee=addressee,
        agreement=AGREEMENT[row["agreement"]],
        action=row.get("action", ""),
        why_none=row.get("why_none", ""),
    )


def _progress(story: Story, addressee: Addressee, row: dict[str, Any], at: datetime) -> Progress:
    return recommendations.claim_progress(
        by=_speaker(story, row),
        at=at,
        key=story.key("progress"),
        addressee=addressee,
        claimed=CLAIMED[row["status"]],
        text=row["text"],
    )


def _move_due(story: Story, addressee: Addressee, row: dict[str, Any], at: datetime) -> DueDate:
    return recommendations.move_due(
        by=story.by("lead"),
        at=at,
        key=story.key("moved"),
        addressee=addressee,
        due_on=row["to_due"],
        reason=row["reason"],
    )


def _verify(story: Story, addressee: Addressee, row: dict[str, Any], at: datetime) -> Verification:
    looked_at = [
        one
        for one in texts.responses()["evidence"]
        if one["recommendation"] == row["recommendation"]
    ]
    notes = "\n\n".join(
        f"{in_words(one['observed_on'])}, {one['method']}, {one['origin']}\n{one['text']}"
        for one in looked_at
    )
    return recommendations.verify(
        by=story.by("lead"),
        at=at,
        key=story.key("verify"),
        addressee=addressee,
        confirmed=CONFIRMED[row["finding"]],
        evidence=row["text"],
        file=store.take(notes.encode(), name="what-was-looked-at.txt") if notes else None,
    )


def _close(story: Story, addressee: Addressee, row: dict[str, Any], at: datetime) -> Closure:
    return recommendations.close(
        by=story.by("signing"),
        at=at,
        key=story.key("close"),
        addressee=addressee,
        outcome="implemented",
        reasons=row["reason"],
    )


def _accept(story: Story, reply: Response, row: dict[str, Any], at: datetime) -> None:
    """The press office reads it, and takes out what must not be public."""
    action = reply.action
    for piece in row.get("removed", ()):
        action = action.replace(piece, REMOVED)
    recommendations.accept(
        by=story.by("press"),
        at=at,
        key=story.key("accept"),
        response=reply,
        action=action,
        why_none=reply.why_none,
        link=reply.link,
    )


def _second(story: Story, record: Signed, _row: dict[str, Any], at: datetime) -> None:
    """The lead and the approving inspector sign what the other recorded."""
    lead, signing = story.by("lead"), story.by("signing")
    recommendations.confirm(
        by=signing if record.by_id == lead.pk else lead,
        at=at,
        key=story.key("confirm"),
        record=record,
    )


# Of criteria with a cause of concern, the recommendation that was said to answer it after it was
# issued; others say so in the report.
ANSWERS = {"1.2": 3}
# In the order in which steps of one day are taken; beside each what makes it public, and after how
# many days.
STEPS: dict[str, tuple[Step, Then | None, int]] = {
    "response": (_respond, _accept, 2),
    "progress": (_progress, None, 0),
    "moved": (_move_due, _second, 1),
    "verification": (_verify, _second, 1),
    "closure": (_close, _second, 0),
}
