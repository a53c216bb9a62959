"""A searched inspection: a thing of every kind that a search finds, each named by a word of its
own, and the index as it stands.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import connection

from inspectorate.domain.fieldwork import actions as fieldwork
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments import actions as judgments
from inspectorate.foundation.documents import layers
from inspectorate.foundation.documents.extracting import Extraction
from inspectorate.foundation.documents.models import TextLayer
from inspectorate.foundation.documents.places import Page, Part
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.ledger.disposal import dispose
from inspectorate.foundation.ledger.models import Disposal
from inspectorate.foundation.ledger.recorded import Recorded
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import finding
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.port import Index
from tests.factories.findings import LATER, a_claim, a_grade, an_item, answers, assigned
from tests.factories.keeping import kept
from tests.factories.returns import a_template
from tests.factories.rooms import (
    AT,
    a_key,
    a_request,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    move_to,
    scope_body,
)

# When the visits are over.
ENDED = datetime(2018, 10, 12, 9, tzinfo=UTC)
# The word by which each kind is found.
WORDS = {
    "item": "aardvark",
    "agreed": "badger",
    "submission": "caribou",
    "moderation": "dormouse",
    "claim": "echidna",
    "request": "ferret",
    "receipt": "gibbon",
    "page": "kudu",
    "visit": "heron",
    "session": "ibex",
    "debrief": "jackal",
    "return_template": "lemur",
}


@kept
def a_searched_inspection(phase: str = "") -> Inspection:
    """One thing of each kind, judged by one inspector, moderated and agreed; in the end taken to a
    phase, where one is said.
    """
    inspection = an_inspection()
    lead, inspector = member(inspection, Role.LEAD), member(inspection, Role.INSPECTOR)
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    request = a_request(inspection, title="Ferret records")
    given = {"note": "A gibbon sent this.", "file": store.take(b"Of keeping.", name="keeping.txt")}
    receipt = fieldwork.receive(by=lead, at=AT, key=a_key(), request=request, **given)
    keep_text(receipt.digest, "A kudu is kept.")
    a_template(
        inspection, title="Of each lemur", text="", columns="name,kind\nKept,yes-no", rules=""
    )
    visit = a_visit(inspection)
    a_session(visit, title="The ibex keeper")
    fieldwork.end_visit(
        by=lead, at=ENDED, key=a_key(), visit=visit, debrief="A jackal.", version=visit.version
    )
    other = a_visit(inspection, 1)
    fieldwork.cancel_visit(
        by=lead, at=AT, key=a_key(), visit=other, reason="The heron is ill.", version=other.version
    )
    move_to(inspection, "judging")
    item = an_item(inspection, words="An aardvark was seen.")
    said = {"by": inspector, "at": LATER, "key": a_key()}
    of_cell: dict[str, Any] = {
        "grade": a_grade(of),
        "findings": answers(of),
        "reasons": "A caribou, thinks one.",
    }
    judgments.submit(
        **said, **of_cell, assignment=assigned(inspection, body, of, inspector), cited=[item]
    )
    moderator = member(inspection, Role.MODERATOR)
    said = {"by": moderator, "at": LATER, "scope_body": body, "criterion": of}
    judgments.moderate(**said, **{**of_cell, "reasons": "Rather a dormouse."}, key=a_key())
    judgments.agree(
        **said, **{**of_cell, "reasons": "It was a badger."}, key=a_key(), cited=[item], outcome=""
    )
    a_claim(
        inspection,
        {"criterion": "1.1", "finding": "mandatory-training"},
        statement="In one force an echidna was trained.",
        small_number_decision="Printed: simulated.",
    )
    if phase:
        move_to(inspection, phase)
    return inspection


def keep_text(digest: str, *pages: str, method: str = "by hand") -> TextLayer:
    """Keep a text of a file, a page each, as if it had been read."""
    read = [
        Page(f"page {number}", (Part(f"page-{number}", text),))
        for number, text in enumerate(pages, 1)
    ]
    return layers.keep(digest, Extraction(method, tuple(read)), at=AT)


def dispose_of(row: Recorded, columns: list[str], *, by: Person) -> Disposal:
    """Destroy words of a row, or the row where no column is named, as two people decided."""
    return _dispose(by=by, at=AT, key=a_key(), row=row, columns=columns)


@action("test.dispose", streams=lambda **_: ["register"])
def _dispose(*, by: Person, at: datetime, key: str, row: Recorded, columns: list[str]) -> Disposal:
    made = dispose(
        row=row,
        columns=columns,
        ground="retention_over",
        proposed_by="another",
        decided_by=str(by.pk),
        at=at,
    )
    write(of=made, stream="register")
    return made


def names_found(person: Any, inspection: Inspection, text: str, **more: Any) -> dict[str, int]:
    """How many hits of each kind a search finds."""
    found = finding.found(person, [inspection], Search(text, **more))
    return {one.kind.code: one.total for one in found if one.total}


def as_it_stands(index: Index) -> set[tuple[Any, ...]]:
    """Every word and token of an index, with the entry that holds it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.of_index "
                f"USING fts5vocab('main', '{index.table}', 'instance')"
            )
            cursor.execute("SELECT term, doc, col, offset FROM temp.of_index")
            found = set(cursor.fetchall())
            cursor.execute("DROP TABLE temp.of_index")
            return found
        cursor.execute(f"SELECT {index.key}, inspection_id, document::text FROM {index.table}")
        return set(cursor.fetchall())
