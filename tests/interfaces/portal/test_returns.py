"""Data returns in the portal: a contact hands in and certifies for the own body, and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inspectorate.domain.fieldwork.models import DataReturn
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from tests.factories import returns
from tests.factories.returns import GOOD, HEADS, ODD, a_csv
from tests.factories.rooms import a_contact, a_key, scope_body
from tests.factories.world import OTHER, OWN, World

Enter = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
WAYS = ("", "faults/", "rows/", "file/xlsx/", "back/", "certify/", "certificate/")
PAGES = (*WAYS, "rules/3/", "rules/3/back/")


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def page(world: World, body: str = "force-01", more: str = "") -> str:
    return f"/portal/{world.second.inspection.slug}/{body}/requests/2/{more}"


def upload(client: Client, to: str, content: bytes, **given: str) -> Any:
    file = SimpleUploadedFile("cases.csv", content)
    sent = {"key": a_key(), "marking": "OFFICIAL", "file": file, **given}
    return client.post(f"{to}return/", sent)


def named(client: Client, to: str) -> dict[str, str]:
    """What the form to take a return back carries hidden of it, a key and a reason."""
    shown = client.get(f"{to}return/back/").content.decode()
    found = re.search(r'name="data_return" value="(\d+)"', shown)
    assert found is not None
    reason = "It is the file of another force."
    return {"key": a_key(), "data_return": found[1], "reason": reason}


def read(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_contact_mends_a_named_cell_and_certifies_what_the_page_shows(
    world: World, signed_in: Enter
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    answer = upload(client, to, a_csv(GOOD, ("A2", "1 May", *GOOD[2:])))
    assert (answer.status_code, "<td>1 May</td>" in answer.content.decode()) == (422, True)
    assert upload(client, to, a_csv(GOOD)).status_code == 302
    made = DataReturn.objects.latest("pk")
    shown = client.get(f"{to}return/certify/").content.decode()
    assert made.rows_sha256 in shown
    sent = {"key": a_key(), "office": "Head of Records", "rows_sha256": made.rows_sha256}
    assert client.post(f"{to}return/certify/", sent).status_code == 302
    assert "Certified by Head of Records" in client.get(to).content.decode()
    back = {"key": a_key(), "reason": "The wrong year."}
    assert client.post(f"{to}return/certificate/", back).status_code == 302
    assert "Returned, not certified" in client.get(to).content.decode()


def test_contact_takes_back_what_was_sent_by_mistake_and_sends_it_again(
    world: World, signed_in: Enter
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    back = named(client, to)
    refused = client.post(f"{to}return/back/", back)
    assert (
        refused.status_code,
        "Take the certificate back first." in refused.content.decode(),
    ) == (
        422,
        True,
    )
    assert upload(client, to, a_csv(GOOD)).status_code == 302
    assert client.post(f"{to}return/back/", named(client, to)).status_code == 302
    shown = client.get(to).content.decode()
    assert "It is the file of another force." in shown
    assert "It counts for nothing, and the request is open again." in shown
    assert "Taken back, to be returned again" in client.get("/portal/").content.decode()
    assert "return taken back" in client.get("/portal/?out=csv").content.decode()
    assert client.get(f"{to}return/back/").status_code == 404
    assert upload(client, to, a_csv(GOOD)).status_code == 302
    assert "Taken back, to be returned again" not in client.get("/portal/").content.decode()


def test_contact_takes_back_no_return_that_came_after_the_page_was_opened(
    world: World, signed_in: Enter
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    upload(client, to, a_csv(GOOD))
    seen = named(client, to)
    upload(client, to, a_csv(("B1", *GOOD[1:])))
    newest = DataReturn.objects.latest("pk")
    refused = client.post(f"{to}return/back/", seen)
    assert refused.status_code == 422
    assert f"Return {newest.number} came since." in refused.content.decode()
    assert not hasattr(newest, "withdrawal")
    sent = named(client, to)
    for _ in range(2):
        answer = client.post(f"{to}return/back/", sent, follow=True)
        assert "The return is taken back and counts for nothing." in answer.content.decode()


def test_contact_reads_that_staff_took_a_certified_return_back_and_why(
    world: World, signed_in: Enter
) -> None:
    returns.take_back(world.second.returned[0], reason="These are the figures of last year.")
    client, to = signed_in(world.second.people["body"]), page(world)
    shown = client.get(to).content.decode()
    assert "These are the figures of last year." in shown
    assert "Certified by" not in shown


def test_contact_says_why_rows_are_right_that_breach_a_soft_rule(
    world: World, signed_in: Enter
) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    upload(client, to, a_csv(GOOD, ODD))
    told = client.get(to).content.decode()
    assert "Rule 3" in told
    assert "nobody has said why that is right" in told
    # Who of the staff may do it too is nothing to a contact.
    assert "lead inspector" not in told
    client.post(f"{to}return/rules/3/", {"key": a_key(), "reason": "Counted on another day."})
    assert "Counted on another day." in client.get(to).content.decode()
    back = {"key": a_key(), "reason": "Of another rule."}
    assert client.post(f"{to}return/rules/3/back/", back).status_code == 302
    assert "Not explained" in client.get(to).content.decode()


def test_contact_of_another_body_finds_nothing_at_any_address(
    world: World, signed_in: Enter
) -> None:
    client = signed_in(world.second.people["body"])
    missing = client.get("/portal/no/such/requests/1/")
    for more in PAGES:
        answer = client.get(page(world, "force-02", f"return/{more}"))
        assert (answer.status_code, len(answer.content)) == (404, len(missing.content)), more
    assert upload(client, page(world, "force-02"), a_csv(GOOD)).status_code == 404


def test_rows_of_the_own_body_leave_and_no_others(world: World, signed_in: Enter) -> None:
    client = signed_in(world.second.people["body"])
    rows = read(client.get(page(world, more="return/rows/")))
    assert rows.splitlines()[0] == ",".join(HEADS)
    assert OWN in rows
    assert OTHER not in rows


def test_list_of_faults_is_for_whoever_sent_the_file(world: World, signed_in: Enter) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    answer = upload(client, to, a_csv(("A2", "1 May", *GOOD[2:])))
    link = answer.content.decode().partition("faults/?of=")[2].partition('"')[0]
    address = f"{to}return/faults/?of={link}"
    assert "1 May" in read(client.get(address))
    colleague = a_contact(scope_body(world.second.inspection).body)
    assert signed_in(colleague).get(address).status_code == 404


def test_colleague_sees_nothing_of_rows_that_are_marked(world: World, signed_in: Enter) -> None:
    client, to = signed_in(world.second.people["body"]), page(world)
    upload(client, to, a_csv(("B1", *GOOD[1:]), ODD), marking=Marking.SENSITIVE)
    assert client.get(f"{to}return/rows/").status_code == 200
    colleague = signed_in(a_contact(scope_body(world.second.inspection).body))
    assert "marked too high to be shown to you" in colleague.get(to).content.decode()
    for more in ("rows/", "rules/3/", "back/", "certify/", "certificate/"):
        assert colleague.get(f"{to}return/{more}").status_code == 404
