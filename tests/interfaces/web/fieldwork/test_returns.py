"""Data returns on the staff pages: made, asked, handed in with each fault named, certified."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.evidence.models import document_key
from inspectorate.domain.fieldwork import searched
from inspectorate.domain.fieldwork.models import (
    DataReturn,
    DataReturnWithdrawal,
    Request,
    ReturnTemplate,
)
from inspectorate.domain.fieldwork.requests import actions as terms
from inspectorate.domain.fieldwork.returns import actions, queries
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from tests.factories import returns, rooms
from tests.factories.returns import COLUMNS, GOOD, HEADS, ODD, RULES, a_csv, an_xlsx
from tests.interfaces.web.acting import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(house: House) -> Inspection:
    return house.inspection


def enter(inspection: Inspection, role: Role = Role.LEAD) -> Client:
    client = Client()
    client.force_login(rooms.member(inspection, role))
    return client


def at(inspection: Inspection, path: str) -> str:
    return f"/i/{inspection.slug}/fieldwork/{path}"


def upload(client: Client, request: Request, content: bytes, name: str = "cases.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    sent = {"key": rooms.a_key(), "marking": "OFFICIAL", "file": file}
    return client.post(at(request.inspection, f"requests/{request.pk}/return/"), sent)


def read(answer: Any) -> str:
    pieces = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(pieces).decode()


class TestTemplate:
    def test_template_is_made_of_a_pasted_table(self, inspection: Inspection) -> None:
        client, to = enter(inspection), at(inspection, "returns/make/")
        given = {"title": "Cases", "columns": COLUMNS, "rules": RULES}
        made = client.post(to, {"key": rooms.a_key(), **given}, follow=True)
        assert made.redirect_chain[-1][0] == at(inspection, "returns/1/")
        assert "“Ref” stands only once in the return." in made.content.decode()
        assert ReturnTemplate.objects.get().columns.count() == len(HEADS)

    def test_template_is_made_of_an_uploaded_table(self, inspection: Inspection) -> None:
        rows = [line.split(",") for line in COLUMNS.splitlines()]
        for name, content in (
            ("columns.csv", COLUMNS.encode()),
            ("columns.xlsx", an_xlsx(*rows[1:], heads=rows[0])),
        ):
            file = SimpleUploadedFile(name, content)
            sent = {"key": rooms.a_key(), "title": "Cases", "rules": RULES, "file": file}
            answer = enter(inspection).post(at(inspection, "returns/make/"), sent)
            assert answer.status_code == 302, answer.content.decode()
        assert [one.columns.count() for one in ReturnTemplate.objects.all()] == [8, 8]

    def test_what_is_wrong_with_a_template_stands_beside_its_field_and_nothing_is_lost(
        self, inspection: Inspection
    ) -> None:
        given = {"title": "Cases", "columns": COLUMNS.replace("whole", "wool"), "rules": "x"}
        to = at(inspection, "returns/make/")
        answer = enter(inspection).post(to, {"key": rooms.a_key(), **given})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "row 5: The kind &#x27;wool&#x27; is unknown." in shown
        assert "Officers,wool" in shown

    def test_many_bodies_are_asked_for_a_return_at_once(self, inspection: Inspection) -> None:
        template = returns.a_template(inspection)
        to = at(inspection, f"requests/ask-many/?template={template.number}")
        client = enter(inspection)
        assert 'value="Cases of 2018"' in client.get(to).content.decode()
        # Ticking all of them keeps the template one came from.
        link = re.search(r'href="([^"]+)">Tick all', client.get(to).content.decode())
        assert link is not None
        ticked = client.get(html.unescape(link[1])).content.decode()
        assert 'value="Cases of 2018"' in ticked
        assert re.search(rf'value="{template.pk}"\s+selected', ticked)
        codes = [one.code for one in inspection.scope.all()]
        given = {"title": "Cases", "template": template.pk, "due_on": "2030-01-01"}
        client.post(to, {"key": rooms.a_key(), "chosen": codes, **given})
        shown = client.get(at(inspection, f"returns/{template.number}/")).content.decode()
        assert f"{len(codes)} bodies asked" in shown
        _, _, table = shown.partition("bodies asked")
        assert table.count("Not returned") == len(codes)

    def test_one_body_is_asked_for_a_return_in_the_form_for_one(
        self, inspection: Inspection
    ) -> None:
        template, client = returns.a_template(inspection), enter(inspection)
        to, body = at(inspection, "requests/ask/"), rooms.scope_body(inspection)
        sent = {
            "key": rooms.a_key(),
            "scope_body": body.pk,
            "title": "Cases",
            "due_on": "2099-01-02",
        }
        client.post(to, {**sent, "template": template.pk})
        asked = Request.objects.get(title="Cases")
        assert (asked.scope_body, asked.asked_return.template) == (body, template)
        again = client.post(to, {**sent, "key": rooms.a_key(), "template": template.pk})
        assert again.status_code == 422
        assert "is asked for a return by this template already" in again.content.decode()

    def test_empty_file_for_bodies_has_the_headings_and_is_taken_as_the_template(
        self, inspection: Inspection
    ) -> None:
        template = returns.a_template(inspection)
        client = enter(inspection)
        plain = read(client.get(at(inspection, f"returns/{template.number}/file/csv/")))
        assert plain.strip() == ",".join(HEADS)
        book = client.get(at(inspection, f"returns/{template.number}/file/xlsx/"))
        content = b"".join(book.streaming_content)
        answer = upload(client, returns.asked(template), content, "return.xlsx")
        assert "There is no row below the headings." in answer.content.decode()
        assert client.get(at(inspection, "returns/1/file/exe/")).status_code == 404


class TestHandingIn:
    def test_bad_cell_is_named_by_sheet_row_column_and_value_and_nothing_is_stored(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        client = enter(inspection)
        row = ("A2", "2018-01-02", "", "three", *[""] * 4)
        answer = upload(client, request, an_xlsx(GOOD, row), "cases.xlsx")
        shown = " ".join(answer.content.decode().split())
        assert answer.status_code == 422
        cells = ("sheet “Data”", "3", "Officers", "three", "Is not a whole number.")
        assert "".join(f"<td>{one}</td> " for one in cells) in shown
        assert not DataReturn.objects.exists()
        assert not request.receipts.exists()

    def test_every_fault_is_counted_and_in_the_file_of_faults(self, inspection: Inspection) -> None:
        request = returns.asked(returns.a_template(inspection))
        client = enter(inspection)
        rows = [(f"A{one}", "yesterday", *GOOD[2:]) for one in range(300)]
        shown = upload(client, request, a_csv(*rows)).content.decode()
        assert "300 things are wrong; nothing was stored" in shown
        assert "The first 200 of 300 are shown here." in shown
        assert shown.count("<td>yesterday</td>") == 200
        link = shown.partition("faults/?of=")[2].partition('"')[0]
        to = at(inspection, f"requests/{request.pk}/return/faults/?of={link}")
        assert read(client.get(to)).count("yesterday") == 300
        assert enter(inspection, Role.ANALYST).get(to).status_code == 404
        assert client.get(to[:-3]).status_code == 404

    def test_same_file_twice_changes_nothing_and_is_said(self, inspection: Inspection) -> None:
        request = returns.asked(returns.a_template(inspection))
        client = enter(inspection)
        assert upload(client, request, a_csv(GOOD)).status_code == 302
        again = upload(client, request, a_csv(GOOD))
        assert "here already, as return 1. Nothing was changed." in again.content.decode()
        assert DataReturn.objects.count() == 1

    def test_request_for_documents_has_no_return(self, inspection: Inspection) -> None:
        request = rooms.a_request(inspection)
        client = enter(inspection)
        for page in ("", "rows/", "certify/", "file/csv/", "rules/1/", "certificate/"):
            to = at(inspection, f"requests/{request.pk}/return/{page}")
            assert client.get(to).status_code == 404


class TestCertifying:
    def test_office_sees_figures_rows_and_exceptions_before_it_certifies(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        client = enter(inspection)
        upload(client, request, a_csv(GOOD, ODD))
        to = at(inspection, f"requests/{request.pk}/return/certify/")
        shown = client.get(to).content.decode()
        assert "Nobody has said why." in shown
        assert "Certify these rows" not in shown
        rule = at(inspection, f"requests/{request.pk}/return/rules/3/")
        assert "Rows of the file that breach it: 3." in client.get(rule).content.decode()
        client.post(rule, {"key": rooms.a_key(), "reason": "Counted at another day."})
        shown = client.get(to).content.decode()
        made = DataReturn.objects.get()
        for said in ("total 9.5", "Counted at another day.", "2018-02-03", made.rows_sha256):
            assert said in shown
        sent = {"key": rooms.a_key(), "office": "Head of Records"}
        client.post(to, {**sent, "rows_sha256": made.rows_sha256})
        page = client.get(at(inspection, f"requests/{request.pk}/")).content.decode()
        assert "Certified by Head of Records" in page

    def test_rows_of_a_return_that_came_meanwhile_are_not_certified_unseen(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        client = enter(inspection)
        upload(client, request, a_csv(GOOD))
        seen = DataReturn.objects.get().rows_sha256
        upload(client, request, a_csv(("B1", *GOOD[1:])))
        to = at(inspection, f"requests/{request.pk}/return/certify/")
        sent = {"key": rooms.a_key(), "office": "Head of Records", "rows_sha256": seen}
        assert client.post(to, sent).status_code == 409
        assert not DataReturn.objects.exclude(certificates=None).exists()

    def test_exception_is_taken_back_and_written_anew_until_the_return_is_certified(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        client, at_return = enter(inspection), f"requests/{request.pk}/return/"
        upload(client, request, a_csv(GOOD, ODD))
        rule, back = (at(inspection, f"{at_return}rules/3/{one}") for one in ("", "back/"))
        assert client.get(back).status_code == 404
        client.post(rule, {"key": rooms.a_key(), "reason": "Of another rule."})
        page = at(inspection, f"requests/{request.pk}/")
        assert back in client.get(page).content.decode()
        assert "Of another rule." in client.get(back).content.decode()
        client.post(back, {"key": rooms.a_key(), "reason": "Mistaken."})
        assert "Not explained" in client.get(page).content.decode()
        client.post(rule, {"key": rooms.a_key(), "reason": "Counted at another day."})
        returns.certify(DataReturn.objects.get())
        assert back not in client.get(page).content.decode()
        refused = client.post(back, {"key": rooms.a_key(), "reason": "Mistaken."})
        assert "Take the certificate back first." in refused.content.decode()

    def test_certificate_that_no_longer_counts_is_shown_so_and_taken_back(
        self, inspection: Inspection
    ) -> None:
        template = returns.a_template(inspection)
        request = returns.asked(template)
        returns.certify(returns.hand_in(request))
        client, page = enter(inspection), at(inspection, f"requests/{request.pk}/")
        back = at(inspection, f"requests/{request.pk}/return/certificate/")
        for columns in (COLUMNS.replace("hours", "days"), COLUMNS.replace("charged", "Charged")):
            newest = ReturnTemplate.objects.get(replaced=None)
            actions.replace_template(
                by=rooms.member(inspection, Role.LEAD),
                at=rooms.AT,
                key=rooms.a_key(),
                template=newest,
                title=newest.title,
                columns=columns,
                rules=RULES,
            )
            assert "does not count by the version of now" in client.get(page).content.decode()
            assert back in client.get(page).content.decode()
        client.post(back, {"key": rooms.a_key(), "reason": "Counted in another unit."})
        assert "Certified by" not in client.get(page).content.decode()


def named(client: Client, to: str) -> dict[str, str]:
    """What the form at an address carries hidden of the return it is about, and a key."""
    found = re.search(r'name="data_return" value="(\d+)"', client.get(to).content.decode())
    assert found is not None
    return {"key": rooms.a_key(), "data_return": found[1], "reason": "It is of another force."}


class TestTakingBack:
    def test_return_that_came_since_is_not_taken_back_by_the_page_of_the_earlier(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        returns.hand_in(request)
        client, to = enter(inspection), at(inspection, f"requests/{request.pk}/return/back/")
        seen = named(client, to)
        returns.hand_in(request, ("B1", *GOOD[1:]))
        refused = client.post(to, seen)
        assert refused.status_code == 422
        told = refused.content.decode()
        assert "Return 2 came since." in told
        assert "Take return 1 back" in told
        assert not DataReturnWithdrawal.objects.exists()
        for wrong in ("", "9", "x"):
            assert client.post(to, {**seen, "data_return": wrong}).status_code == 422
        assert not DataReturnWithdrawal.objects.exists()
        assert client.post(to, named(client, to)).status_code == 302
        assert DataReturnWithdrawal.objects.get().data_return.number == 2

    def test_second_press_shows_what_was_done_and_another_page_that_it_was_done_already(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        returns.hand_in(request)
        client, to = enter(inspection), at(inspection, f"requests/{request.pk}/return/back/")
        first, other = named(client, to), named(client, to)
        for _ in range(2):
            answer = client.post(to, first, follow=True)
            assert "The return is taken back and counts for nothing." in answer.content.decode()
        refused = client.post(to, other)
        assert refused.status_code == 422
        assert "Return 1 was taken back already." in refused.content.decode()
        assert DataReturnWithdrawal.objects.count() == 1

    def test_request_that_was_withdrawn_is_not_said_to_be_open_again(
        self, inspection: Inspection
    ) -> None:
        request = returns.asked(returns.a_template(inspection))
        returns.take_back(returns.hand_in(request))
        client, page = enter(inspection), at(inspection, f"requests/{request.pk}/")

        def told() -> list[bool]:
            shown = client.get(page).content.decode()
            said = ("It is of another force.", "To be returned again", "the request is open again")
            return [one in shown for one in said]

        assert told() == [True, True, True]
        terms.withdraw_request(
            by=rooms.member(inspection, Role.LEAD),
            at=rooms.AT,
            key=rooms.a_key(),
            request=request,
            reason="Asked of the wrong body",
        )
        assert told() == [True, False, False]

    def test_delegate_who_took_it_back_is_said_to_have_stood_in(
        self, inspection: Inspection, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        request = returns.asked(returns.a_template(inspection))
        contact = rooms.a_contact(request.scope_body.body)
        instead = rooms.a_delegate(contact, at=timezone.now()).person
        returns.hand_in(request)
        outside, way = Client(), "requests/2/return/back/"
        outside.force_login(instead)
        to = f"/portal/{inspection.slug}/{request.scope_body.code}/{way}"
        assert outside.post(to, named(outside, to)).status_code == 302
        page = at(inspection, f"requests/{request.pk}/")
        shown = " ".join(enter(inspection).get(page).content.decode().split())
        assert f"by {instead.name}, standing in for the contact: It is of another" in shown

    def test_certified_return_is_taken_back_and_every_list_says_so(
        self, inspection: Inspection
    ) -> None:
        template = returns.a_template(inspection)
        request = returns.asked(template)
        returns.certify(returns.hand_in(request))
        client, page = enter(inspection), at(inspection, f"requests/{request.pk}/")
        back = f"{page}return/back/"
        assert "Head of Records certified it" in client.get(back).content.decode()
        told = " ".join(client.get(page).content.decode().split())
        assert "of the rows under title, text and columns." in told
        sent = named(client, back)
        empty = client.post(back, {**sent, "reason": ""})
        assert (empty.status_code, DataReturnWithdrawal.objects.count()) == (422, 0)
        client.post(back, sent)
        shown = client.get(page).content.decode()
        assert "It is of another force." in shown
        assert "Certified by" not in shown
        assert "Return taken back" in client.get(at(inspection, "requests/")).content.decode()
        of_template = at(inspection, f"returns/{template.number}/")
        assert "Return 1 taken back" in client.get(of_template).content.decode()
        lines = read(client.get(f"{of_template}?out=csv")).splitlines()
        assert "It is of another force." in lines[1]
        asked = read(client.get(at(inspection, "requests/?out=csv"))).splitlines()
        (line,) = (one for one in asked if one.startswith("Return of cases,"))
        assert line.endswith(",1,yes")
        assert client.get(back).status_code == 404

    def test_document_hit_and_visit_pack_say_that_a_return_was_taken_back(
        self, house: House
    ) -> None:
        inspection, visit = house.inspection, house.visit
        request = returns.asked(returns.a_template(inspection))
        made = returns.hand_in(request)
        lead = rooms.member(inspection, Role.LEAD)
        client, key = enter(inspection), document_key(receipt=made.receipt_id)
        page = reverse("evidence-read", args=[inspection.slug, key])
        pack = reverse("fieldwork-visit-pack", args=[inspection.slug, visit.pk])

        def told() -> list[bool]:
            (hit,) = searched.RECEIPT.shown(lead, [inspection], {made.receipt_id})
            said = "It is of another force." in client.get(page).content.decode()
            packed = "the data return taken back" in client.get(pack).content.decode()
            return [said, "Taken back" in hit.said, packed]

        assert told() == [False, False, False]
        returns.take_back(made)
        assert told() == [True, True, True]


def test_rows_are_hashed_for_the_page_of_the_request_alone(
    inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = returns.asked(returns.a_template(inspection))
    returns.certify(returns.hand_in(request))
    hashed: list[int] = []
    monkeypatch.setattr(queries, "certified_by", lambda one: hashed.append(one.pk))
    client, page = enter(inspection), at(inspection, f"requests/{request.pk}/")
    for to in ("return/", "return/certify/", "return/back/"):
        assert client.get(f"{page}{to}").status_code == 200
    assert hashed == []
    client.get(page)
    assert len(hashed) == 1


class TestMarked:
    def test_nothing_of_a_return_marked_too_high_is_told_but_that_it_is_here(
        self, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        inspection = rooms.an_inspection(reading=None)
        template = returns.a_template(inspection)
        request = returns.asked(template)
        contact = rooms.a_contact(request.scope_body.body)
        rows = [(f"A{one}", *ODD[1:]) for one in range(7713)]
        returns.hand_in(request, *rows, by=contact, marking=Marking.SENSITIVE)
        client = enter(inspection, Role.ANALYST)
        of_template = at(inspection, f"returns/{template.number}/")
        for to in (
            of_template,
            f"{of_template}?out=csv",
            at(inspection, f"requests/{request.pk}/"),
        ):
            shown = read(client.get(to))
            assert "Returned, not certified" in shown
            assert "7713" not in shown
            assert "7,713" not in shown
        line = read(client.get(f"{of_template}?out=csv")).splitlines()[1]
        assert line.endswith('"Returned, not certified",,,,,,,')

    def test_of_one_taken_back_that_is_marked_too_high_nothing_else_is_told(
        self, settings: Any
    ) -> None:
        settings.SECOND_FACTOR_REQUIRED = False
        inspection = rooms.an_inspection(reading=None)
        template = returns.a_template(inspection)
        request = returns.asked(template)
        contact, colleague = (rooms.a_contact(request.scope_body.body) for _ in range(2))
        made = returns.hand_in(request, by=contact, marking=Marking.SENSITIVE)
        returns.take_back(made, contact, reason="It names the informant.")
        of_template = at(inspection, f"returns/{template.number}/")
        of_request = at(inspection, f"requests/{request.pk}/")
        client, outside = enter(inspection, Role.ANALYST), Client()
        outside.force_login(colleague)
        portal = f"/portal/{inspection.slug}/{request.scope_body.code}/requests/1/"
        for reader, to in (
            (client, of_template),
            (client, f"{of_template}?out=csv"),
            (client, of_request),
            (outside, portal),
        ):
            shown = read(reader.get(to))
            assert "informant" not in shown, to
            assert "Return 1" not in shown, to
            assert "A return was taken back" in shown or "out=csv" in to, to
        line = read(client.get(f"{of_template}?out=csv")).splitlines()[1]
        assert line.endswith(",Not returned,,,,,,yes,")
        outside.force_login(contact)
        assert "It names the informant." in read(outside.get(portal))


class TestAll:
    def test_rows_of_all_returns_leave_together_marked_and_safe(
        self, inspection: Inspection
    ) -> None:
        template = returns.a_template(inspection)
        returns.hand_in(returns.asked(template), ("'=A1", *GOOD[1:]))
        returns.hand_in(returns.asked(template, 1), GOOD, ("A2", *GOOD[1:]))
        client, to = enter(inspection), at(inspection, f"returns/{template.number}/rows/")
        assert "3 rows of 2" in " ".join(client.get(to).content.decode().split())
        answer = client.get(f"{to}?out=csv")
        assert "official-3-rows" in answer["Content-Disposition"]
        lines = read(answer).splitlines()
        assert lines[0] == "Body,Certified,Row of the file," + ",".join(HEADS)
        assert len(lines) == 4
        assert ",'=A1," in lines[1]
