"""Every list of staff pages leaves as a file: the same rows as its reader sees, and no other."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.html import escape

from inspectorate.domain.bodies.kinds import Kind
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.search import port
from inspectorate.foundation.security_log.log import events
from inspectorate.interfaces.cells import exact, guarded, neutral
from inspectorate.interfaces.web.lists.workbook import LONGEST_CELL
from tests.domain.judgments.cells import a_cell
from tests.factories.findings import a_claim, agreed, an_item, assigned, submitted
from tests.factories.rooms import (
    a_request,
    a_visit,
    an_admin,
    an_inspection,
    criterion,
    join,
    member,
    scope_body,
)
from tests.factories.upper import Door, door

pytestmark = [pytest.mark.django_db, pytest.mark.on_both]
SENSITIVE = "OFFICIAL-SENSITIVE"
EXAMPLE = {"criteria": ["1.1"], "practice": True, "min_items": 1}
# Pages with a table that is no list of its own, each with the reason.
NO_LISTS = {
    "fieldwork-ask-many": "the form by which bodies are asked; what was asked is a list of its own",
    "fieldwork-returns": "templates, a short table; who returned leaves from the page of each",
    "inspections-scope": "the form by which bodies are chosen; they leave as the coverage",
    "programmes": "frameworks, scales and vocabularies, each a short table; none is filtered",
    "judgments-agreement": "figures of criteria, each with its picture; they leave in the binder",
    "judgments-comparisons": "an order worked out from comparisons, with its limits",
    "judgments-plan": "what a plan would bear; its judgments leave from the grid",
    "judgments-desk": "an agenda with its panel; its judgments leave from the grid",
}
AWKWARD = ("=SUM(A1:A2)", "-1+2", "+44 20", "@cmd", "'quoted", 'two\nlines, "quoted"; and more')


@pytest.fixture
def inspection(settings: Any) -> Inspection:
    settings.SECOND_FACTOR_REQUIRED = False
    return an_inspection()


def _body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def _csv(body: bytes) -> list[list[str]]:
    """The rows of a CSV file as another program reads them, the neutralising mark taken off."""
    table = polars.read_csv(io.BytesIO(body), infer_schema=False)
    return [[exact(cell or "") for cell in row] for row in table.iter_rows()]


def _xlsx(body: bytes, sheet: int = 0) -> list[list[str]]:
    """The rows of a sheet as text, days and moments as the CSV has them to the minute."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    rows = book.worksheets[sheet].iter_rows(min_row=1 if sheet else 2)
    assert all(cell.data_type != "f" for row in book.worksheets[sheet].iter_rows() for cell in row)
    return [[_text(cell.value) for cell in row] for row in rows]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else _moment(value)
    return "" if value is None else str(value)


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="minutes")


def _same(one: str, other: str) -> bool:
    """Alike, a moment without the time zone that one of the formats does not hold."""
    return one == other or (one.startswith(other) and one[16:17] in "+-Z" and len(other) == 16)


def _both(at: Door, path: str) -> list[list[str]]:
    """The rows of a list out of both files, which must be alike."""
    sign = "&" if "?" in path else "?"
    rows = _csv(_body(at.get(f"{path}{sign}out=csv")))
    sheet = _xlsx(_body(at.get(f"{path}{sign}out=xlsx")))
    assert len(rows) == len(sheet)
    for one, other in zip(rows, sheet, strict=True):
        assert all(_same(a, b) for a, b in zip(one, other, strict=True)), (one, other)
    return rows


def test_evidence_read_back_from_either_file_is_what_was_recorded(inspection: Inspection) -> None:
    for text in AWKWARD:
        an_item(inspection, words=text)
    rows = _both(door(inspection, Role.LEAD), "evidence/")
    assert sorted(row[6] for row in rows) == sorted(AWKWARD)


def test_all_filters_of_evidence_are_said_on_sheet_page_to_print_and_link(
    inspection: Inspection,
) -> None:
    an_item(inspection, words="Bicycles were counted.")
    body, of = scope_body(inspection), criterion(inspection, "1.1")
    asked = f"q=bicycles&body={body.code}&criterion={of.pk}&kind=interview&marking=OFFICIAL"
    asked += "&from_on=2018-01-02&standing=on"
    said = [
        *("bicycles", f"Body: {body}", f"Criterion: {of}", "Kind of source: Interview"),
        *("Marking: Official", "Observed from: 2018-01-02", "Still relied on"),
    ]
    lead = door(inspection, Role.LEAD)
    assert _chosen(lead, f"evidence/?{asked}&out=xlsx").lower() == "; ".join(said).lower()
    for way in ("", "&out=print"):
        page = lead.get(f"evidence/?{asked}{way}").content.decode()
        assert all(escape(one).lower() in page.lower() for one in said)
        assert escape("; ".join(said)).lower() in page.lower()


def test_filters_of_people_and_bodies_are_said_in_the_file(inspection: Inspection) -> None:
    client = Client()
    client.force_login(an_admin())
    assert _chosen(client, "/people/?role=lead&out=xlsx") == f"Role: {Role.LEAD.label}"
    kind = Kind.values[0]
    said = _chosen(client, f"/bodies/?on=2018-10-01&kind={kind}&q=north&out=xlsx")
    assert said == f"on 2018-10-01; Kind: {Kind(kind).label}; Name contains: north"


def test_evidence_cut_at_the_most_that_leaves_says_so_in_name_and_file(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        an_item(inspection, words=f"Seen, number {number}.")
    lead = door(inspection, Role.LEAD)
    assert "-3-rows-" in lead.get("evidence/?out=csv").headers["Content-Disposition"]
    monkeypatch.setattr(port, "CAP", 2)
    cut = lead.get("evidence/?out=csv")
    assert "-more-than-2-rows-" in cut.headers["Content-Disposition"]
    assert len(_csv(_body(cut))) == 2
    assert _chosen(lead, "evidence/?out=xlsx") == "the newest 2 of more"
    assert "the newest 2 of more" in lead.get("evidence/").content.decode()


def test_a_phrase_counted_to_fewer_on_the_page_leaves_with_all_its_hits(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        an_item(inspection, words=f"Seen at the desk, number {number}.")
    monkeypatch.setattr(port, "OF_A_PHRASE", 2)
    lead = door(inspection, Role.LEAD)
    page = lead.get("evidence/?q=%22the+desk%22").content.decode()
    assert "More than" in page
    assert "more than 2" in page
    assert "the newest" not in page
    assert len(_csv(_body(lead.get("evidence/?q=%22the+desk%22&out=csv")))) == 3
    # Of words that need not stand in a row the index knows how many there are.
    assert "More than" not in lead.get("evidence/?q=the+desk").content.decode()


def test_signs_no_office_file_may_hold_leave_out_of_rows_and_of_what_was_chosen(
    inspection: Inspection,
) -> None:
    an_item(inspection, words="See\ufffen, a\x01nd\uffff heard.")
    lead = door(inspection, Role.LEAD)
    assert [row[6] for row in _both(lead, "evidence/")] == ["Seen, and heard."]
    body = _body(lead.get("evidence/?q=heard%01%EF%BF%BE&out=xlsx"))
    assert dict(tuple(row) for row in _xlsx(body, sheet=1))["Chosen"] == "heard"


def test_formula_behind_spaces_or_in_full_width_leaves_with_one_apostrophe(
    inspection: Inspection,
) -> None:
    hidden = [f"{before}=1+1" for before in (" ", "\n", "\u00a0", "\ufeff", " \t\r\n")]
    hidden += [f"{sign}1+1" for sign in "＝＋－＠"] + [" \ufeff+44 20", "\n-1+2", " @cmd"]
    plain = ["-5", " -5.5", "Seen = heard", " Seen"]
    rows = [guarded(one) for one in hidden]
    assert rows == [f"'{one}" for one in hidden]
    assert [exact(one) for one in rows] == hidden
    assert [guarded(one) for one in plain] == plain
    # What is published keeps to the rule that is printed with it.
    assert [neutral(one) for one in hidden] == hidden
    an_item(inspection, words="\uff1dSUM(A1)")
    body = _body(door(inspection, Role.LEAD).get("evidence/?out=csv")).decode()
    assert ",'\uff1dSUM(A1)," in body


def test_list_filtered_on_its_page_leaves_with_the_rows_shown_there(inspection: Inspection) -> None:
    an_item(inspection, words="Bicycles were counted.")
    an_item(inspection, words="Nothing of the kind.")
    rows = _both(door(inspection, Role.LEAD), "evidence/?q=bicycles")
    assert [row[6] for row in rows] == ["Bicycles were counted."]


def test_visits_and_requests_leave_with_their_days(inspection: Inspection) -> None:
    visit, asked = a_visit(inspection), a_request(inspection, title="=Return of cases")
    lead = door(inspection, Role.LEAD)
    assert _both(lead, "fieldwork/")[0][:3] == [
        visit.scope_body.label,
        visit.starts_on.isoformat(),
        visit.ends_on.isoformat(),
    ]
    row = _both(lead, "fieldwork/requests/")[0]
    assert (row[0], row[3]) == ("=Return of cases", asked.due_on.isoformat())


def test_name_of_a_file_says_its_rows_its_marking_and_the_day(inspection: Inspection) -> None:
    an_item(inspection, words="Seen.")
    for way in ("csv", "xlsx"):
        said = (
            door(inspection, Role.LEAD).get(f"evidence/?out={way}").headers["Content-Disposition"]
        )
        today = date.today().isoformat()  # noqa: DTZ011
        assert f"{inspection.slug}-evidence-official-1-row-{today}.{way}" in said


def test_sheet_about_the_list_says_marking_rows_and_what_was_chosen(inspection: Inspection) -> None:
    an_item(inspection, words="Bicycles were counted.")
    body = _body(door(inspection, Role.LEAD).get("evidence/?q=bicycles&out=xlsx"))
    told = dict(tuple(row) for row in _xlsx(body, sheet=1))
    assert (told["Marking"], told["Rows"], told["Chosen"]) == ("OFFICIAL", "1", "bicycles")
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert {sheet.oddHeader.center.text for sheet in book.worksheets} == {"OFFICIAL"}


def test_cell_longer_than_excel_holds_is_cut_and_said_so(inspection: Inspection) -> None:
    an_item(inspection, words="a" * (LONGEST_CELL + 5))
    lead = door(inspection, Role.LEAD)
    assert len(_csv(_body(lead.get("evidence/?out=csv")))[0][6]) == LONGEST_CELL + 5
    body = _body(lead.get("evidence/?out=xlsx"))
    assert len(_xlsx(body)[0][6]) == LONGEST_CELL
    assert dict(tuple(row) for row in _xlsx(body, sheet=1))["Cut"].startswith("1 cells")


def test_marked_words_leave_with_whoever_may_read_them_and_the_read_is_noted(
    inspection: Inspection, settings: Any, tmp_path: Path
) -> None:
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    item = an_item(inspection, words="canary-item", marking=SENSITIVE)
    an_item(inspection, words="Seen in the open.")
    for way in ("csv", "xlsx", "print"):
        hidden = door(inspection, Role.EDITOR).get(f"evidence/?out={way}")
        body = hidden.content if way == "print" else _body(hidden)
        assert b"canary-item" not in body
        assert way == "print" or len(_csv(body) if way == "csv" else _xlsx(body)) == 1
    log = tmp_path / "security.log"
    assert not log.exists() or not _told_of(log, item)
    cleared = member(inspection, Role.INSPECTOR)
    answer = door(inspection, cleared).get("evidence/?out=csv")
    assert "official-sensitive" in answer.headers["Content-Disposition"]
    assert {row[6] for row in _csv(_body(answer))} == {"canary-item", "Seen in the open."}
    assert _told_of(log, item)


def test_claim_withheld_from_its_reader_leaves_without_a_marking(inspection: Inspection) -> None:
    an_item(inspection, practice=True, marking=SENSITIVE)
    a_claim(inspection, EXAMPLE, kind="example", statement="canary-claim")
    marked = {
        role: [row[6] for row in _both(door(inspection, role), "claims/")]
        for role in (Role.INSPECTOR, Role.EDITOR)
    }
    assert marked == {Role.INSPECTOR: [SENSITIVE], Role.EDITOR: [""]}


def test_whoever_is_still_to_judge_reads_no_grade_in_the_file_of_the_grid(
    settings: Any,
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    judged, body, of, first = a_cell()
    second = join(judged, Role.INSPECTOR)
    assigned(judged, body, of, second)
    submitted(assigned(judged, body, of, first), "Good")
    other = criterion(judged, "1.2")
    agreed(judged, body, other, "Good")
    rows = _csv(_body(door(judged, second).get("judgments/?out=csv")))
    told = {row[1]: row[3:6] for row in rows if row[0] == body.label}
    assert told[of.ref] == ["Yours to judge", "", ""]
    assert told[other.ref][:2] == ["Agreed", "Good"]


def test_list_to_print_holds_all_rows_under_its_marking(inspection: Inspection) -> None:
    for number in range(30):
        an_item(inspection, words=f"Seen, number {number}.")
    shown = door(inspection, Role.LEAD).get("evidence/?out=print").content.decode()
    assert all(f"Seen, number {number}." in shown for number in range(30))
    assert shown.count('<td colspan="20">OFFICIAL</td>') == 2


def _chosen(at: Any, path: str) -> str:
    """What the second sheet says was chosen."""
    return dict(tuple(row) for row in _xlsx(_body(at.get(path)), sheet=1))["Chosen"]


def _told_of(log: Path, item: Item) -> list[Any]:
    return [one for one in events(log) if f"item:{item.pk}" in str(one)]


def _patterns(found: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in found.url_patterns:
        if isinstance(one, URLResolver):
            yield from _patterns(one, before)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name, str(one.pattern)


def test_every_page_that_is_a_table_offers_it_as_a_file_or_says_why_not(
    inspection: Inspection,
) -> None:
    """Pages of an inspection, or of the house, that need nothing but it in their address."""
    an_item(inspection, words="Seen.")
    a_visit(inspection)
    a_request(inspection)
    without, with_list = [], set()
    for who in (member(inspection, Role.LEAD), an_admin()):
        client = Client()
        client.force_login(who)
        for name, _ in _patterns(get_resolver()):
            for arguments in ([inspection.slug], []):
                try:
                    address = reverse(name, args=arguments)
                except NoReverseMatch:
                    continue
                page = client.get(address)
                if page.status_code != 200 or page.streaming or b"<table" not in page.content:
                    continue
                if b"out=csv" in page.content:
                    with_list.add(name)
                elif name not in NO_LISTS:
                    without.append(name)
    assert " ".join(sorted(set(without))) == ""
    assert {"claims-list", "fieldwork-visits", "people", "bodies"} <= with_list
