"""Evidence: finding it, recording it, withdrawing it, replacing it, its files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.domain.evidence import queries
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.verbs import EvidenceVerb
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import an_item
from tests.factories.rooms import a_session, criterion, reads_no_more, scope_body
from tests.interfaces.web.acting import Act, EachAct, House, queries_of, signed_in, words


def _slug(house: House) -> tuple[str]:
    return (house.inspection.slug,)


def _item(house: House) -> tuple[str, int]:
    return house.inspection.slug, house.item.number


def _record(house: House) -> dict[str, Any]:
    return {
        "scope_body": scope_body(house.inspection).pk,
        "kind": "interview",
        "method": "interview",
        "origin": "Response officer",
        "words": "Training was in March.",
        "criteria": [criterion(house.inspection).pk],
        "direction": "supports",
        "marking": "OFFICIAL",
        "stub": "",
        "observed_at": "2018-10-08T09:00",
        "written_at": "2018-10-08T10:00",
    }


ACTS = [
    Act(
        "evidence-record",
        EvidenceVerb.RECORD,
        may=Role.INSPECTOR,
        may_not=Role.MODERATOR,
        args=_slug,
        fields=_record,
        refused=lambda house: {"written_at": "2018-10-08T08:00"},
        beside="written_at",
        reason="Check both times.",
        keeps="Training was in March.",
        done="Saved. The item cannot be changed",
        back="evidence-list",
    ),
    Act(
        "evidence-withdraw",
        EvidenceVerb.WITHDRAW,
        may=Role.LEAD,
        may_not=Role.EDITOR,
        args=_item,
        fields=lambda house: {"reason": "Misheard."},
        refused=lambda house: {"reason": ""},
        beside="reason",
        reason="Fill this in.",
        done="The item is withdrawn.",
        back="evidence-item",
    ),
    Act(
        "evidence-supersede",
        EvidenceVerb.SUPERSEDE,
        may=Role.INSPECTOR,
        may_not=Role.REFERENCER,
        args=_item,
        fields=lambda house: {**_record(house), "reason": "More was heard."},
        refused=lambda house: {"stub": "Held in safe 4"},
        beside="stub",
        reason="Mark it SECRET",
        keeps="More was heard.",
        done="Saved. Both records stay readable.",
        back="evidence-list",
        back_args=_slug,
    ),
]


@pytest.mark.parametrize("act", ACTS, ids=str)
class TestActs(EachAct):
    pass


def test_item_of_a_colleague_is_not_withdrawn_by_an_analyst(house: House) -> None:
    address = f"/i/{house.inspection.slug}/evidence/{house.item.number}/withdraw/"
    sent = {"key": "withdraw", "reason": "I doubt it."}
    (reason,) = queries.reasons_not_to_withdraw(house.who(Role.ANALYST), house.item)
    answer = signed_in(house.who(Role.ANALYST)).post(address, sent)
    assert answer.status_code == 422
    assert f"{reason.text} {reason.mend}" in words(answer)
    assert "I doubt it." in answer.content.decode()


def test_withdrawn_item_stays_readable_and_offers_no_further_act(house: House) -> None:
    client = signed_in(house.who(Role.LEAD))
    address = f"/i/{house.inspection.slug}/evidence/{house.item.number}/"
    assert "Replace by a fuller record" in words(client.get(address))
    client.post(address + "withdraw/", {"key": "withdraw", "reason": "Misheard."})
    page = words(client.get(address))
    assert house.item.words in page
    assert "it is no longer relied on" in page
    assert "Replace by a fuller record" not in page


def test_replacement_begins_with_what_the_item_says(house: House) -> None:
    address = f"/i/{house.inspection.slug}/evidence/{house.item.number}/supersede/"
    initial = signed_in(house.who(Role.INSPECTOR)).get(address).context["form"].initial
    assert (initial["words"], initial["origin"], initial["criteria"]) == (
        house.item.words,
        house.item.origin,
        [criterion(house.inspection)],
    )
    assert not initial.get("files")


def test_record_from_a_session_begins_with_its_body_and_times(house: House) -> None:
    session = a_session(house.visit)
    client, address = signed_in(house.who(Role.INSPECTOR)), f"/i/{house.inspection.slug}/evidence/"
    initial = client.get(f"{address}record/?session={session.pk}").context["form"].initial
    assert (initial["scope_body"], initial["origin"], initial["observed_at"]) == (
        house.visit.scope_body_id,
        session.origin,
        session.starts_at,
    )
    # When it was written down is now, however long ago the session was.
    assert timezone.now() - initial["written_at"] < timedelta(minutes=1)
    for other in ("x", "9" * 30, str(session.pk + 1)):
        initial = client.get(f"{address}record/?session={other}").context["form"].initial
        assert "session" not in initial, other


@pytest.mark.parametrize("method", Method.values)
def test_record_from_a_session_takes_the_kind_of_source_from_its_method(
    house: House, method: str
) -> None:
    session = a_session(house.visit, method=method)
    address = f"/i/{house.inspection.slug}/evidence/record/?session={session.pk}"
    initial = signed_in(house.who(Role.INSPECTOR)).get(address).context["form"].initial
    kind = {
        "reality-testing": "observation",
        "document-review": "document",
        "case-file-review": "case-file",
    }.get(method, method)
    assert (initial["method"], initial["kind"]) == (method, kind)


def test_files_recorded_come_down_as_downloads_to_who_may_read_the_item(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    address = f"/i/{house.inspection.slug}/evidence/"
    files = [SimpleUploadedFile(name, name.encode()) for name in ("one.txt", "two.txt")]
    client.post(address + "record/", {"key": "files", **_record(house), "files": files})
    item = Item.objects.get(words="Training was in March.")
    assert list(item.attachments.order_by("pk").values_list("name", flat=True)) == [
        "one.txt",
        "two.txt",
    ]
    attachment = item.attachments.get(name="two.txt")
    got = client.get(f"{address}file/{attachment.pk}/")
    assert (got.status_code, got.getvalue()) == (200, b"two.txt")
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"] == (
        f'attachment; filename="{attachment.blob.digest[:12]}.txt"'
    )
    for person in (house.outsider, house.who(Role.PRESS)):
        assert signed_in(person).get(f"{address}file/{attachment.pk}/").status_code == 404


def test_item_above_the_readers_marking_does_not_exist(house: House) -> None:
    item = an_item(house.inspection, marking="OFFICIAL-SENSITIVE", words="A sensitive matter.")
    address = f"/i/{house.inspection.slug}/evidence/"
    seen = {
        role: (
            signed_in(house.who(role)).get(f"{address}{item.number}/").status_code,
            "A sensitive matter." in words(signed_in(house.who(role)).get(address)),
        )
        for role in (Role.INSPECTOR, Role.EDITOR)
    }
    assert seen == {Role.INSPECTOR: (200, True), Role.EDITOR: (404, False)}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?q=mandatory", 1),
        ("?q=nothing-like-it", 0),
        ("?kind=interview", 1),
        ("?kind=survey", 0),
        ("?kind=castle", 1),
        ("?standing=on", 1),
        ("?page=99999999", 1),
    ],
)
def test_list_narrows_by_what_it_can_read(house: House, query: str, numbers: int) -> None:
    page = signed_in(house.who(Role.LEAD)).get(f"/i/{house.inspection.slug}/evidence/{query}")
    assert (page.status_code, len(page.context["rows"])) == (200, numbers)


def test_list_costs_as_much_for_three_items_as_for_one(house: House) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/evidence/"
    few = queries_of(client, address)
    for number in (1, 2):
        an_item(house.inspection, scope_body(house.inspection, number))
    assert queries_of(client, address) == few


def test_filter_that_is_no_choice_is_named_with_the_choices_and_the_others_narrow(
    house: House,
) -> None:
    client, address = signed_in(house.who(Role.LEAD)), f"/i/{house.inspection.slug}/evidence/"
    page = client.get(f"{address}?marking=official-sensitive&kind=survey")
    text = words(page)
    assert "“official-sensitive” is none of the choices, so it narrows nothing." in text
    assert "Choose Public, Official, Official-sensitive or Secret." in text
    assert text.count("is none of the choices") == 2  # above the list and beside the field
    assert len(page.context["rows"]) == 0
    for query in ("body=force-99", "criterion=0", "from_on=yesterday"):
        assert "There is a problem" in words(client.get(f"{address}?{query}")), query


def test_item_recorded_above_what_the_recorder_may_read_is_said_to_be_kept(house: House) -> None:
    reads_no_more(house.who(Role.INSPECTOR))
    client = signed_in(house.who(Role.INSPECTOR))
    address = f"/i/{house.inspection.slug}/evidence/"
    sent = {"key": "high", **_record(house), "marking": "OFFICIAL-SENSITIVE"}
    page = client.post(f"{address}record/", sent, follow=True)
    assert page.status_code == 200
    text = words(page)
    assert "It is kept, marked Official-sensitive, and you may not read it." in text
    assert "Those may who are cleared for that and need to know it" in text
    assert "Training was in March." not in text

    again = {**sent, "key": "fuller", "reason": "Said more."}
    page = client.post(f"{address}{house.item.number}/supersede/", again, follow=True)
    assert page.status_code == 200
    newer = Item.objects.latest("pk")
    assert "Superseded" in words(page)
    assert newer.ref not in words(page)
    listed = words(signed_in(house.who(Role.LEAD)).get(address))
    assert f"Superseded by {newer.ref}" in listed
    assert "It is kept, marked Official-sensitive, and you may not read it." in words(page)


def test_replacement_shows_both_marks_before_and_after_it_is_sent(house: House) -> None:
    item = an_item(house.inspection, marking="OFFICIAL-SENSITIVE", words="A sensitive matter.")
    client = signed_in(house.who(Role.LEAD))
    address = f"/i/{house.inspection.slug}/evidence/{item.number}/supersede/"
    before = words(client.get(address))
    assert f"{item.ref} is marked Official-sensitive." in before
    more = f"With a lower mark more people may read the new record than may read {item.ref}."
    assert more in before
    sent = {"key": "lower", **_record(house), "marking": "OFFICIAL", "reason": "Said more."}
    after = words(client.post(address, sent, follow=True))
    assert f"It is marked Official, lower than {item.ref}: Official-sensitive." in after
    plain = f"/i/{house.inspection.slug}/evidence/{house.item.number}/supersede/"
    assert f"{house.item.ref} is marked Official." in words(client.get(plain))
