"""Each page of the portal for whom it is; for everybody else it does not exist, and nothing of
others stands on any page.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.recommendations.actions import accept, confirm
from inspectorate.domain.recommendations.models import Progress, Response
from inspectorate.domain.reports.models import Point
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE, Role
from tests.factories.rooms import a_contact, a_key, a_person
from tests.factories.world import OTHER, OWN, PDF, Half, World

Enter = Callable[[Person], Client]


def fieldwork_pages(half: Half, body: str = "force-01", number: int = 1) -> list[str]:
    """Addresses of one body's visits, requests and checks."""
    root = f"/portal/{half.inspection.slug}/{body}"
    return [
        f"{root}/visits/{number}/",
        f"{root}/requests/{number}/",
        f"{root}/requests/{number}/hand-in/",
        f"{root}/checks/{number}/",
        f"{root}/checks/{number}/point/",
    ]


def part_pages(half: Half, label: str = "force-01", acts: bool = True) -> list[str]:
    """Addresses of one body's part of the recommendation."""
    root = f"/portal/recommendations/{half.inspection.prefix}-R1/{label}/"
    return [root, *([f"{root}respond/", f"{root}progress/"] if acts else [])]


def pages_of(half: Half, who: str) -> list[str]:
    """Every page of a contact of the world."""
    digits = "02" if who.endswith("-other") else "01"
    if who.startswith("overseer"):
        own = part_pages(half, f"local-policing-body-for-force-{digits}")
        return ["/portal/", *own, *part_pages(half, f"force-{digits}", acts=False)]
    return [
        "/portal/",
        *fieldwork_pages(half, f"force-{digits}"),
        *part_pages(half, f"force-{digits}"),
    ]


@pytest.mark.django_db
class TestReach:
    def test_pages_of_own_body_open_and_no_others_do(self, world: World, signed_in: Enter) -> None:
        contacts = ["body", "body-other", "overseer", "overseer-other"]
        everything = {page for who in contacts for page in pages_of(world.first, who)}
        for who in contacts:
            client, mine = signed_in(world.first.people[who]), set(pages_of(world.first, who))
            found = {page: client.get(page).status_code for page in everything}
            assert found == {page: 200 if page in mine else 404 for page in everything}, who

    def test_overseer_reads_what_its_force_was_asked_but_does_not_answer_for_it(
        self, world: World, signed_in: Enter
    ) -> None:
        client = signed_in(world.first.people["overseer"])
        page, *acts = part_pages(world.first, "force-01")
        told = client.get(page).content.decode()
        assert f"Shall do {OWN} asked" in told
        assert f"Did {OWN}" not in told
        assert "/respond/" not in told
        sent = {"key": a_key(), "agreement": "not", "why_none": "No."}
        assert [client.post(act, sent).status_code for act in acts] == [404, 404]

    def test_staff_who_are_no_contacts_find_no_portal(self, world: World, signed_in: Enter) -> None:
        for who, person in world.first.people.items():
            if not person.roles & OUTSIDE:
                client = signed_in(person)
                assert {client.get(page).status_code for page in pages_of(world.first, "body")} == {
                    404
                }, who

    def test_second_contact_of_a_body_sees_the_same_and_no_more(
        self, world: World, signed_in: Enter
    ) -> None:
        client = signed_in(a_contact(world.second.inspection.scope.get(code="force-01").body))
        assert {client.get(page).status_code for page in fieldwork_pages(world.second)} == {200}
        assert {client.get(page).status_code for page in fieldwork_pages(world.first)} == {404}

    def test_contact_whose_role_has_ended_is_out_on_the_next_request(
        self, world: World, signed_in: Enter
    ) -> None:
        person = world.first.people["body"]
        client = signed_in(person)
        assert client.get("/portal/").status_code == 200
        person.held.update(ended_at="2020-01-01T00:00:00Z")
        for page in pages_of(world.first, "body"):  # the session ends with the last role
            answer = client.get(page)
            assert (answer.status_code, answer["Location"]) == (
                302,
                f"/accounts/login/?next={page}",
            )

    def test_stranger_is_asked_to_sign_in_whether_or_not_the_page_exists(
        self, world: World
    ) -> None:
        for page in (*pages_of(world.first, "body"), "/portal/no-such/force-01/visits/1/"):
            answer = Client().get(page)
            assert (answer.status_code, answer["Location"]) == (
                302,
                f"/accounts/login/?next={page}",
            )

    def test_number_beyond_ones_own_does_not_exist(self, world: World, signed_in: Enter) -> None:
        client = signed_in(world.first.people["body"])
        for number in (0, 3, 10**30):
            assert {
                client.get(page).status_code for page in fieldwork_pages(world.first, number=number)
            } == {404}


@pytest.mark.django_db
class TestNothingOfOthers:
    def test_no_page_of_a_contact_holds_a_word_of_another_body(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.first
        for who, own, other in (("body", OWN, OTHER), ("body-other", OTHER, OWN)):
            client = signed_in(half.people[who])
            pages = {page: client.get(page).content.decode() for page in pages_of(half, who)}
            planted = [
                f"Records {own}",
                f"Please send {own}",
                f"Here is {own}",
                f"{own}.pdf",
                f"We heard {own}",
                f"accuracy {own}",
                f"judgment {own}",
                f"decided {own}",
                f"keeps records {own}",
                f"Shall do {own} asked",
                f"Did {own}",
                f"proof-{own}.pdf",
                f"Moved for {own} asked",
            ]
            whole = "\n".join(pages.values())
            assert [
                word for word in planted if escape(word) not in whole
            ] == []  # each could stand on a page
            other_body = half.inspection.scope.get(code="force-01" if other == OWN else "force-02")
            names = [other_body.label, other_body.code, other_body.body.name, other_body.body.code]
            for page, text in pages.items():
                assert [word for word in (other, *names) if word in text] == [], page

    def test_address_of_a_body_holds_no_primary_key(self, world: World, signed_in: Enter) -> None:
        text = signed_in(world.second.people["body-other"]).get("/portal/").content.decode()
        slug = world.second.inspection.slug
        assert f'href="/portal/{slug}/force-02/visits/1/"' in text
        assert f'href="/portal/{slug}/force-02/requests/1/"' in text
        assert world.second.visits[1].pk > 1
        assert world.second.requests[1].pk > 1

    def test_what_the_inspectorate_looked_at_is_for_staff(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.first
        part = next(one for one in half.parts if one.label == "Force 01")
        staff = (
            signed_in(half.people["lead"])
            .get(f"/i/{half.inspection.slug}/recommendations/{part.pk}/")
            .content.decode()
        )
        assert f"Saw evidence {OWN}" in staff
        client = signed_in(half.people["body"])
        assert [
            page
            for page in pages_of(half, "body")
            if "Saw evidence" in client.get(page).content.decode()
        ] == []

    def test_no_name_of_anybody_else_stands_on_a_page(self, world: World, signed_in: Enter) -> None:
        half = world.first
        client = signed_in(half.people["body"])
        others = [one.name for who, one in half.people.items() if who != "body"]
        for page in pages_of(half, "body"):
            text = client.get(page).content.decode()
            assert [name for name in others if f"{name}<" in text or f"{name} " in text] == [], page

    def test_rehearsal_says_so_on_every_page(self, world: World, signed_in: Enter) -> None:
        notice = world.first.inspection.notice
        for who in ("body", "overseer"):
            client = signed_in(world.first.people[who])
            pages = pages_of(world.first, who)
            assert notice
            assert [page for page in pages if notice not in client.get(page).content.decode()] == []


@pytest.mark.django_db
class TestActs:
    def test_hand_in_leaves_one_receipt_however_often_it_is_sent(
        self, world: World, signed_in: Enter
    ) -> None:
        client, page = signed_in(world.second.people["body"]), fieldwork_pages(world.second)[2]
        for _ in range(2):
            sent = {
                "key": "hand-in-once",
                "note": "The list.",
                "file": SimpleUploadedFile("list.pdf", PDF),
            }
            assert client.post(page, sent).status_code == 302
        made = Receipt.objects.get(note="The list.")
        assert (made.by, made.name, made.request) == (
            world.second.people["body"],
            "list.pdf",
            world.second.requests[0],
        )
        assert "The list." in client.get(fieldwork_pages(world.second)[1]).content.decode()

    def test_file_comes_back_to_whoever_sent_it_and_to_nobody_else(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.second
        _, page, send, *_ = fieldwork_pages(half)
        client = signed_in(half.people["body"])
        sent = {"key": a_key(), "marking": "OFFICIAL-SENSITIVE"}
        client.post(send, {**sent, "file": SimpleUploadedFile("own.pdf", PDF)})
        files = re.findall(r'href="([^"]*/sent/[^"]*)"', client.get(page).content.decode())
        assert files == [f"{page}sent/1/", f"{page}sent/2/"]
        for file in files:
            got = client.get(file)
            assert b"".join(got.streaming_content) == PDF
            assert got["Content-Type"] == "application/octet-stream"
            assert got["X-Content-Type-Options"] == "nosniff"
            assert re.fullmatch(
                r'attachment; filename="[0-9a-f]{12}\.pdf"', got["Content-Disposition"]
            )
        body = half.inspection.scope.get(code="force-01").body
        others = [half.people["body-other"], half.people["overseer"], a_contact(body)]
        for other in (*others, half.people["lead"], world.first.people["body"]):
            assert {signed_in(other).get(file).status_code for file in files} == {404}, other
        assert f"{page}sent/" not in signed_in(others[2]).get(page).content.decode()

    def test_place_without_a_file_of_ones_own_does_not_exist(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.second
        client, page = signed_in(half.people["body"]), fieldwork_pages(half)[1]
        client.post(f"{page}hand-in/", {"key": a_key(), "note": "No file."})
        assert [
            client.get(f"{page}sent/{place}/").status_code for place in (0, 1, 2, 3, 10**30)
        ] == [404, 200, 404, 404, 404]

    def test_page_is_marked_as_high_as_what_it_shows(self, world: World, signed_in: Enter) -> None:
        client = signed_in(world.second.people["body"])
        _, page, send, *_ = fieldwork_pages(world.second)
        assert client.get(page).context["page_marking"] == "OFFICIAL"
        sent = {"key": a_key(), "note": "In confidence.", "marking": "OFFICIAL-SENSITIVE"}
        client.post(send, sent)
        shown = client.get(page)
        assert "In confidence." in shown.content.decode()
        assert shown.context["page_marking"] == "OFFICIAL-SENSITIVE"
        assert shown.context["page_marking_sensitive"]
        assert shown.content.decode().count("ins-chip--sensitive") == 2  # the page's, the line's
        # A second contact of the body is shown nothing of it, so that nothing is marked for them.
        assert client.get("/portal/").context["page_marking"] == "OFFICIAL"

    def test_hand_in_of_nothing_is_refused_with_how_to_mend_it(
        self, world: World, signed_in: Enter
    ) -> None:
        answer = signed_in(world.second.people["body"]).post(
            fieldwork_pages(world.second)[2], {"key": a_key()}
        )
        assert answer.status_code == 422
        assert "Write a note or choose a file." in answer.content.decode()

    def test_debrief_is_marked_provisional(self, world: World, signed_in: Enter) -> None:
        text = (
            signed_in(world.first.people["body"])
            .get(fieldwork_pages(world.first)[0])
            .content.decode()
        )
        assert "Provisional" in text
        assert f"We heard {OWN}" in text

    def test_points_on_accuracy_and_judgment_stand_apart_with_their_decisions(
        self, world: World, signed_in: Enter
    ) -> None:
        text = (
            signed_in(world.first.people["body"])
            .get(fieldwork_pages(world.first)[3])
            .content.decode()
        )
        accuracy, judgment = text.index("Points on accuracy"), text.index("Points on judgment")
        assert accuracy < text.index(f"accuracy {OWN}") < judgment < text.index(f"judgment {OWN}")
        assert text.count(f"decided {OWN}") == 2

    def test_point_is_raised_on_a_passage_shown(self, world: World, signed_in: Enter) -> None:
        client, page = signed_in(world.second.people["body"]), fieldwork_pages(world.second)[4]
        shown = world.second.checks[0].shown
        sent = {"key": a_key(), "kind": "judgment", "passage": "1", "text": "Not fair."}
        assert client.post(page, sent).status_code == 302
        made = Point.objects.get(text="Not fair.")
        assert (made.kind, made.about, made.fact_check) == (
            "judgment",
            shown[0]["text"],
            world.second.checks[0],
        )
        refused = client.post(page, {**sent, "key": a_key(), "passage": "99"})
        assert refused.status_code == 422

    def test_file_of_a_point_comes_back_to_its_office_and_to_no_other_recipient(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.second
        page = fieldwork_pages(half)[3]
        contact, colleague = (
            half.people["body"],
            a_contact(half.inspection.scope.get(code="force-01").body),
        )
        files = [f"{page}points/{number}/file/" for number in (1, 2)]
        for person in (contact, colleague):
            shown = signed_in(person).get(page).content.decode()
            assert re.findall(r'href="([^"]*/file/)"', shown) == files
            got = signed_in(person).get(files[0])
            assert b"".join(got.streaming_content) == f"Shown accuracy {OWN}".encode()
            assert got["Content-Type"] == "application/octet-stream"
        marked = {"key": a_key(), "kind": "accuracy", "passage": "1", "text": "One of ours."}
        marked["marking"] = "OFFICIAL-SENSITIVE"
        file = SimpleUploadedFile("own.pdf", PDF)
        sent = signed_in(contact).post(fieldwork_pages(half)[4], {**marked, "file": file})
        assert sent.status_code == 302
        files.append(f"{page}points/3/file/")
        told = [signed_in(one).get(files[2]).status_code for one in (contact, colleague)]
        assert told == [200, 404]
        others = ("body-other", "overseer", "recipient", "lead", "admin")
        strangers = [*(half.people[one] for one in others), world.first.people["body"]]
        for other in strangers:
            assert {signed_in(other).get(file).status_code for file in files} == {404}, other
        assert signed_in(contact).get(f"{page}points/4/file/").status_code == 404

    def test_point_after_the_day_is_refused_and_the_button_says_why(
        self, world: World, signed_in: Enter
    ) -> None:
        check = world.second.checks[0]
        type(check).objects.filter(pk=check.pk).update(due_on="2020-02-21")
        client = signed_in(world.second.people["body"])
        page = client.get(fieldwork_pages(world.second)[3]).content.decode()
        assert "The time to raise points ended on 21 February 2020." in page
        sent = {"key": a_key(), "kind": "accuracy", "passage": "1", "text": "Late."}
        assert client.post(fieldwork_pages(world.second)[4], sent).status_code == 422
        assert not Point.objects.filter(text="Late.").exists()

    def test_answer_takes_action_or_why_none_and_shows_the_56_days(
        self, world: World, signed_in: Enter
    ) -> None:
        client = signed_in(world.first.people["overseer"])
        page, respond, _ = part_pages(world.first, "local-policing-body-for-force-01")
        words = " ".join(client.get(page).content.decode().split())
        assert "by 3 May 2020 (56 days beginning with the day of publication)" in words
        both = {"key": a_key(), "agreement": "partly", "action": "Shall.", "why_none": "Shall not."}
        assert client.post(respond, both).status_code == 422
        assert (
            client.post(
                respond, {"key": a_key(), "agreement": "not", "why_none": "It costs too much."}
            ).status_code
            == 302
        )
        assert Response.objects.latest("at").why_none == "It costs too much."
        assert "It costs too much." in client.get(page).content.decode()

    def test_progress_is_kept_with_its_file(self, world: World, signed_in: Enter) -> None:
        client = signed_in(world.first.people["body"])
        page, _, progress = part_pages(world.first)
        sent = {
            "key": a_key(),
            "claimed": "most",
            "text": "Nearly.",
            "file": SimpleUploadedFile("plan.pdf", PDF),
        }
        assert client.post(progress, sent).status_code == 302
        made = Progress.objects.get(text="Nearly.")
        assert (made.claimed, made.file_name, bool(made.digest)) == ("most", "plan.pdf", True)
        assert "Nearly." in client.get(page).content.decode()

    def test_words_that_would_fill_the_page_are_refused_beside_their_field(
        self, world: World, signed_in: Enter
    ) -> None:
        client = signed_in(world.first.people["body"])
        _, respond, progress = part_pages(world.first)
        long = {"key": a_key(), "claimed": "most", "agreement": "agreed"}
        for to, field, length, rest in (
            (respond, "action", 200_001, "or give the address where the whole of it is published"),
            (progress, "text", 20_001, "or send the rest as a file"),
        ):
            answer = client.post(to, {**long, field: "x" * length})
            assert answer.status_code == 422
            said = f"{length:,} characters; at most {length - 1:,} are taken. Shorten it, {rest}."
            assert said in answer.content.decode()

    def test_reply_as_long_as_a_document_is_taken(self, world: World, signed_in: Enter) -> None:
        client = signed_in(world.first.people["body"])
        _, respond, _ = part_pages(world.first)
        sent = {"key": a_key(), "agreement": "agreed", "action": "x" * 150_000}
        assert client.post(respond, sent).status_code == 302

    def test_contact_of_a_moved_due_day_reads_its_history(
        self, world: World, signed_in: Enter
    ) -> None:
        text = (
            signed_in(world.first.people["body"]).get(part_pages(world.first)[0]).content.decode()
        )
        moved = f"Due day moved from 30 September 2020 to 31 March 2021: Moved for {OWN} asked"
        assert moved in text

    def test_person_with_the_role_but_no_body_sees_an_empty_page(
        self, world: World, signed_in: Enter
    ) -> None:
        text = signed_in(a_person(Role.BODY)).get("/portal/").content.decode()
        assert "Nothing is asked of you now." in text
        assert world.first.inspection.title not in text


@pytest.mark.django_db
class TestReading:
    """What the inspectorate has not read or signed twice is not shown to another body either."""

    def test_answer_is_received_and_public_once_read(self, world: World, signed_in: Enter) -> None:
        half = world.first
        own = signed_in(half.people["body"])
        page, respond, _ = part_pages(half)
        sent = {"agreement": "not", "why_none": "Ring 01632 960 314.", "key": a_key()}
        answer = own.post(respond, {"action": "", "link": "", **sent}, follow=True)
        assert "Received; it will be public once it has been read." in answer.content.decode()
        own_page = own.get(page).content.decode()
        assert "it will be public once it has been read" in own_page
        assert "01632 960 314" in own_page
        overseer = signed_in(half.people["overseer"])
        assert "01632 960 314" not in overseer.get(page).content.decode()
        reply = Response.objects.order_by("pk").last()
        assert reply is not None
        accept(
            by=half.people["press"],
            at=reply.at,
            key=a_key(),
            response=reply,
            why_none="Ring [removed].",
        )
        for client in (own, overseer):
            shown = client.get(page).content.decode()
            assert "Ring [removed]." in shown
            assert "public once it has been read" not in shown

    def test_finding_that_one_person_signed_is_not_shown(
        self, world: World, signed_in: Enter
    ) -> None:
        half = world.first
        part = next(one for one in half.parts if one.label == "Force 01")
        look = part.verifications.get()
        page = part_pages(half)[0]
        for who in ("body", "overseer"):
            assert "Partly confirmed" not in signed_in(half.people[who]).get(page).content.decode()
        confirm(by=half.people["signing"], at=look.at, key=a_key(), record=look)
        for who in ("body", "overseer"):
            assert "Partly confirmed" in signed_in(half.people[who]).get(page).content.decode()
