"""Marked words in every record that carries words: each has a word of its own and is marked
OFFICIAL-SENSITIVE, by its writer or by what it cites.

A record that gains words of its own is added to ``PLANTS``: a function of a half of the world that
makes it through an action and yields what it planted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.inspections.states import Phase
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.remarks import actions as remarks
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_grade, an_item, answers, assigned, referenced
from tests.factories.findings import a_claim as drafted
from tests.factories.publishing import a_document as written
from tests.factories.publishing import frozen, saved, taken_back
from tests.factories.rooms import (
    a_key,
    a_session,
    a_visit,
    criterion,
    member,
    move_to,
    reads_up_to,
    scope_body,
)
from tests.factories.world import FOLLOWED, IN_TIME, VISITED, Half

MARKED = Marking.SENSITIVE.value
PDF = b"%%PDF-1.4\n%% %s\n%%%%EOF\n"


@dataclass(frozen=True, slots=True)
class Planted:
    """One word, the row it stands in, and what leads to it in addresses of the matrix."""

    word: str
    row: Model
    leads: dict[str, object] = field(default_factory=dict)
    also: tuple[Model, ...] = ()  # rows that hold it beside: to note one of them is enough

    @property
    def of(self) -> str:
        """The row as the security log names it."""
        return f"{self.row._meta.label_lower}:{self.row.pk}"

    @property
    def noted_as(self) -> set[str]:
        """Each row that holds it, as the security log names it."""
        return {f"{row._meta.label_lower}:{row.pk}" for row in (self.row, *self.also)}


def planted(half: Half) -> list[Planted]:
    """Plant every kind on the first body of a half; its whole team may read what was planted."""
    inspection = half.inspection
    those = (Role.EDITOR, Role.PRESS)
    reads_up_to(inspection, Marking.SENSITIVE, *(member(inspection, role) for role in those))
    # As where the report went out before publishing moved the phase: judging went on.
    Inspection.objects.filter(pk=inspection.pk).update(phase=Phase.JUDGING)
    inspection.refresh_from_db()
    taken_back(inspection, scope_body(inspection), "2.1")
    return [one for plant in PLANTS for one in plant(half)]


def an_item_and_its_file(half: Half) -> Iterator[Planted]:
    """Evidence: its words, the name and the bytes of its file."""
    file = ("planteditemname.pdf", PDF % b"planteditembytes")
    item = _item(half, "planteditemwords", files=[file])
    attached, to_item = item.attachments.get(), {"item": item.number}
    yield Planted("planteditemwords", item, to_item)
    yield Planted("planteditemname", item, to_item)
    yield Planted("planteditembytes", attached, {"attachment": attached.pk})


def independent_judgments(half: Half) -> Iterator[Planted]:
    """A submission marked by what it cites, one marked by its writer, and a draft."""
    inspection, of, body = (
        half.inspection,
        criterion(half.inspection, "2.1"),
        scope_body(half.inspection),
    )
    for number, words in enumerate(("plantedcited", "plantedsaid")):
        judge = member(inspection, Role.INSPECTOR, number)
        made = judgments.submit(
            **_judged(half, of, f"Seen: {words}."),
            by=judge,
            assignment=assigned(inspection, body, of, judge, second=bool(number)),
            cited=[an_item(inspection, body, "2.1")] if number else [_item(half, "x", ref="2.1")],
            marking=MARKED if number else "OFFICIAL",
        )
        yield Planted(words, made, {"criterion": of.pk})
    assert half.open_assignment is not None
    open_of = half.open_assignment.criterion
    draft = judgments.save_draft(
        **_judged(half, open_of, "So far: planteddraft."),
        by=half.open_assignment.inspector,
        assignment=half.open_assignment,
        marking=MARKED,
        version=0,
    )
    yield Planted("planteddraft", draft)


def settled_judgments(half: Half) -> Iterator[Planted]:
    """A moderation and two agreed judgments, whose writers say nothing of a marking."""
    inspection, of, body = (
        half.inspection,
        criterion(half.inspection, "2.1"),
        scope_body(half.inspection),
    )
    moderated = judgments.moderate(
        **_judged(half, of, "Moderated: plantedmoderation."),
        by=member(inspection, Role.MODERATOR),
        scope_body=body,
        criterion=of,
    )
    yield Planted("plantedmoderation", moderated, {"criterion": of.pk})
    for words in ("plantedearlier", "plantedagreed"):
        settled = judgments.agree(
            **_judged(half, of, f"Agreed: {words}."),
            by=member(inspection, Role.LEAD),
            scope_body=body,
            criterion=of,
            cited=[an_item(inspection, body, "2.1")],
        )
        yield Planted(words, settled, {"criterion": of.pk})


def hand_in_and_debrief(half: Half) -> Iterator[Planted]:
    """What a body handed in, and what was said to it at the end of a visit."""
    inspection = half.inspection
    handed = fieldwork.receive(
        by=half.people["body"],
        at=LATER,
        key=a_key(),
        request=half.requests[0],
        note="Here is plantednote.",
        file=store.take(PDF % b"plantedhandedbytes", name="plantedhandedname.pdf"),
        marking=MARKED,
    )
    for word in ("plantednote", "plantedhandedname", "plantedhandedbytes"):
        yield Planted(word, handed, {"hand_in": handed.pk})
    move_to(inspection, "fieldwork")
    visit = a_visit(inspection, starts_on=date(2018, 10, 22), ends_on=date(2018, 10, 24))
    a_session(visit)
    ended = fieldwork.end_visit(
        by=member(inspection, Role.LEAD),
        at=VISITED,
        key=a_key(),
        visit=visit,
        debrief="We heard planteddebrief.",
        marking=MARKED,
        version=visit.version,
    )
    move_to(inspection, "judging")
    yield Planted("planteddebrief", ended, {"visit": ended.pk})


def a_point(half: Half) -> Iterator[Planted]:
    """What a body says is not true."""
    point = reports.raise_point(
        by=half.people["body"],
        at=IN_TIME,
        key=a_key(),
        fact_check=half.checks[0],
        kind="accuracy",
        about="The words plantedabout.",
        text="No: plantedpoint.",
        marking=MARKED,
    )
    yield Planted("plantedabout", point, {"point": point.pk})
    yield Planted("plantedpoint", point, {"point": point.pk})


def steps_of_a_recommendation(half: Half) -> Iterator[Planted]:
    """A reply, progress and a verification with their files, and a closure."""
    part = next(one for one in half.parts if one.label == "Force 01")
    other = next(one for one in half.parts if one.label == "Force 02")
    lead, contact = member(half.inspection, Role.LEAD), half.people["body"]
    given: dict[str, Any] = {"at": FOLLOWED, "marking": MARKED}
    link = "https://plantedlink.example/reply"
    for words in (
        {"why_none": "None: plantedwhynone."},
        {"action": "Shall do plantedaction.", "link": link},
    ):
        reply = recommendations.respond(
            by=contact,
            key=a_key(),
            addressee=part,
            agreement="partly",
            **words,
            **given,
        )
        for word in ("plantedwhynone", "plantedaction"):
            if word in f"{words}":
                yield Planted(word, reply, {"reply": reply.pk})
    yield Planted("plantedlink", reply, {"reply": reply.pk})
    progress = recommendations.claim_progress(
        by=contact,
        key=a_key(),
        addressee=part,
        claimed="most",
        text="Did plantedprogress.",
        file=store.take(PDF % b"plantedproofbytes", name="plantedproofname.pdf"),
        **given,
    )
    for word in ("plantedprogress", "plantedproofname", "plantedproofbytes"):
        yield Planted(word, progress, {"proof": progress.digest})
    looked = recommendations.verify(
        by=lead,
        key=a_key(),
        addressee=part,
        confirmed="partly",
        evidence="Saw plantedevidence.",
        file=store.take(PDF % b"plantedlookedbytes", name="looked-at.pdf"),
        **given,
    )
    leads = {"proof": looked.digest, "kind": "verification", "record": looked.pk}
    for word in ("plantedevidence", "plantedlookedbytes"):
        yield Planted(word, looked, leads)
    closed = recommendations.close(
        by=lead,
        key=a_key(),
        addressee=other,
        outcome="overtaken",
        reasons="Because of plantedclosure.",
        **given,
    )
    to_closed = {"part": other.pk, "kind": "closure", "record": closed.pk}
    yield Planted("plantedclosure", closed, to_closed)


def a_claim(half: Half) -> Iterator[Planted]:
    """A claim that nothing lower than a marked item supports, and an objection to it."""
    inspection = half.inspection
    _item(half, "x", ref="1.2", practice=True)
    claim = drafted(
        inspection,
        {"criteria": ["1.2"], "practice": True},
        kind="example",
        name="planted",
        statement="Some said plantedstatement.",
        small_number_decision="Printed for plantedsmall.",
    )
    objected = referenced(claim, supported=False, reasons="One said plantedobjection.")
    to_claim = {"claim": claim.key}
    yield Planted("plantedstatement", claim, to_claim)
    yield Planted("plantedsmall", claim, to_claim)
    yield Planted("plantedobjection", objected, to_claim)


def a_document(half: Half) -> Iterator[Planted]:
    """A document that holds a marked passage, and its full edition, which held another."""
    document = written(half.inspection, "planted", "summary", "Planted", _text("plantededition"))
    frozen(document)
    full = document.editions.get(kind="full")
    saved(document, _text("planteddocument"))
    leads = {"report": document.slug, "draft": document.slug}
    yield Planted("plantededition", full, leads, tuple(document.signatures.all()))
    yield Planted("planteddocument", document, leads)


def a_remark(half: Half) -> Iterator[Planted]:
    """A comment marked above the text that it is about, with an answer to it."""
    said: dict[str, Any] = {
        "by": member(half.inspection, Role.LEAD),
        "at": IN_TIME,
        "document": half.draft,
        "identity": "2-1",
        "version": 1,
        "quote": "# Draft",
    }
    begun = remarks.comment(key=a_key(), text="We heard plantedcomment.", marking=MARKED, **said)
    answer = remarks.comment(key=a_key(), text="And plantedanswer.", answers_to=begun, **said)
    leads = {"comment": begun.pk}
    yield Planted("plantedcomment", begun, leads)
    yield Planted("plantedanswer", answer, leads)


def _text(word: str) -> str:
    passage = f'[{word}]{{.sensitive marking={MARKED} ground="Police Act 1996 s.55(2)"}}'
    return (
        "---\ntitle: Planted\npublished: 2020-03-09\n---\n\n# Summary\n\n"
        f"[We heard {passage} there.]{{.narrative}}\n"
    )


PLANTS: list[Callable[[Half], Iterator[Planted]]] = [
    an_item_and_its_file,
    independent_judgments,
    settled_judgments,
    hand_in_and_debrief,
    a_point,
    steps_of_a_recommendation,
    a_claim,
    a_document,
    a_remark,
]


def _item(half: Half, words: str, ref: str = "1.1", **given: Any) -> Item:
    inspection: Any = half.inspection
    body: ScopeBody = scope_body(inspection)
    return an_item(inspection, body, ref, words=f"Said: {words}.", marking=MARKED, **given)


def _judged(half: Half, of: Any, reasons: str) -> dict[str, Any]:
    return {
        "at": LATER,
        "key": a_key(),
        "grade": a_grade(of),
        "findings": answers(of),
        "reasons": reasons,
    }
