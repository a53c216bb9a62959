"""The register of recommendations and each addressee's page: filters, totals, and every act of
following up.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspectorate.domain.recommendations import actions, queries
from inspectorate.domain.recommendations.models import (
    Acceptance,
    Addressee,
    Closure,
    Confirmation,
    DueDate,
    Progress,
    Response,
    Verification,
)
from inspectorate.domain.recommendations.verbs import RecommendationVerb
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.jobs import documents
from inspectorate.interfaces.web.dashboard import place_of, waiting_on
from tests.factories.publishing import EMBARGO, Story, a_story, released
from tests.factories.rooms import a_contact, a_key, a_person, member
from tests.factories.upper import door, entries, words

LINK = "https://replies.example/one"


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def story(db: None) -> Story:
    """A story with its one recommendation published."""
    told = a_story()
    released(told)
    return told


@pytest.fixture
def part(story: Story) -> Addressee:
    """The college's part of it."""
    return Addressee.objects.get()


def at(part: Addressee, verb: str = "") -> str:
    """The address of an act on a part."""
    return f"recommendations/{part.pk}/{verb}"


def test_register_pages_team_reads_outsiders_find_nothing(story: Story, part: Addressee) -> None:
    pages = ("recommendations/", at(part))
    assert door(story.inspection, Role.EDITOR).statuses(*pages) == dict.fromkeys(pages, 200)
    for stranger in (a_person(Role.LEAD), a_contact(part.body), a_person(Role.ADMIN)):
        assert door(story.inspection, stranger).statuses(*pages) == dict.fromkeys(pages, 404)
    acts = [at(part, f"{verb}/") for verb in ("move", "verify", "close", "respond", "progress")]
    assert door(story.inspection, Role.LEAD).statuses(*acts) == dict.fromkeys(acts, 200)
    assert door(story.inspection, Role.EDITOR).statuses(*acts) == dict.fromkeys(acts, 404)
    assert door(story.inspection, Role.LEAD).get("recommendations/999999/").status_code == 404


def test_register_totals_add_up_and_filters_are_links(story: Story) -> None:
    lead = door(story.inspection, Role.LEAD)
    page = lead.get("recommendations/")
    totals = page.context["totals"]
    assert (totals.total, totals.addressees_total, sum(totals.agreement.values())) == (1, 1, 1)
    assert 'href="?agreement=No+reply"' in words(page)
    shown = [
        len(lead.get(f"recommendations/?agreement={answer}").context["rows"])
        for answer in ("No+reply", "Agreed")
    ]
    assert shown == [1, 0]
    for axis in page.context["axes"]:
        assert sum(count for _, count, _ in axis["options"]) == totals.addressees_total


def test_respond_by_staff_needs_the_address_of_the_reply(story: Story, part: Addressee) -> None:
    lead = door(story.inspection, Role.LEAD)
    sent = {"agreement": "not", "action": "", "why_none": "It is done already.", "link": ""}
    assert lead.post(at(part, "respond/"), **sent).status_code == 422
    both = lead.post(at(part, "respond/"), **{**sent, "action": "A plan.", "link": LINK})
    assert (both.status_code, "Keep one of them." in words(both)) == (422, True)
    once = {**sent, "link": LINK, "key": a_key("web")}
    assert [lead.post(at(part, "respond/"), **once).status_code for _ in range(2)] == [302, 302]
    assert (Response.objects.count(), entries("recommendations.respond")) == (1, 1)
    page = words(lead.get(at(part)))
    assert "Not agreed" in page
    assert "It is done already." in page
    assert LINK in page


def test_move_keeps_the_old_day_with_the_reason(story: Story, part: Addressee) -> None:
    lead = door(story.inspection, Role.LEAD)
    assert lead.post(at(part, "move/"), due_on="2020-09-30", reason="No change").status_code == 422
    assert (
        lead.post(at(part, "move/"), due_on="2021-03-31", reason="It was asked for.").status_code
        == 302
    )
    assert (DueDate.objects.count(), entries("recommendations.move_due")) == (2, 1)
    page = words(lead.get(at(part)))
    assert "30 September 2020" in page
    assert "31 March 2021: It was asked for." in page
    assert "moved" in words(lead.get("recommendations/"))


def test_progress_is_the_owners_word_and_its_file_comes_down(story: Story, part: Addressee) -> None:
    analyst = door(story.inspection, Role.ANALYST)
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4 a plan")
    assert (
        analyst.post(
            at(part, "progress/"), claimed="complete", text="Written down.", file=file
        ).status_code
        == 302
    )
    claimed = Progress.objects.get()
    # Scanned and read as every file is, or no scanner would ever let it be opened.
    assert documents.newest(claimed.digest) is not None
    assert claimed.digest in list(documents.files())
    got = analyst.get(f"recommendations/{part.pk}/file/{claimed.digest}/")
    assert (got.getvalue(), got.headers["Content-Type"]) == (
        b"%PDF-1.4 a plan",
        "application/octet-stream",
    )
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert analyst.get(f"recommendations/{part.pk}/file/{'0' * 64}/").status_code == 404
    assert entries("recommendations.claim_progress") == 1
    assert [
        (one.verb, one.args) for one in queries.waiting(story.who(Role.LEAD), story.inspection)
    ] == [(RecommendationVerb.VERIFY, (part.pk,))]


def test_verify_refused_for_who_declared_an_interest_page_and_act_say_why(
    story: Story, part: Addressee
) -> None:
    lead = door(story.inspection, Role.LEAD)
    people.declare(
        by=member(story.inspection, Role.LEAD),
        at=EMBARGO,
        key=a_key(),
        about_code=part.body.code,
        nature="Taught there",
    )
    why = "You speak for this body, or declared an interest in it."
    assert why in words(lead.get(at(part)))
    refused = lead.post(at(part, "verify/"), confirmed="complete", evidence="The page.")
    assert (refused.status_code, why in words(refused), Verification.objects.count()) == (
        422,
        True,
        0,
    )


def test_close_as_implemented_only_once_confirmed_complete(story: Story, part: Addressee) -> None:
    lead = door(story.inspection, Role.LEAD)
    sent = {"outcome": "implemented", "reasons": "It is set down."}
    refused = lead.post(at(part, "close/"), **sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["outcome"])
    assert "It has not been confirmed complete" in words(refused)
    assert (
        lead.post(
            at(part, "verify/"), confirmed="complete", evidence="Read the curriculum."
        ).status_code
        == 302
    )
    assert lead.post(at(part, "close/"), **sent).status_code == 302
    assert (
        Closure.objects.get().outcome,
        entries("recommendations.verify"),
        entries("recommendations.close"),
    ) == (
        "implemented",
        1,
        1,
    )
    page = words(lead.get(at(part)))
    assert "This recommendation is closed for this body." in page
    assert lead.post(at(part, "close/"), **sent).status_code == 422


def replied(part: Addressee, **given: Any) -> Response:
    """A reply of the body's own contact, with a telephone number in it."""
    fields = {"agreement": "agreed", "action": "Ring 020 7946 0958 for our plan.", **given}
    return actions.respond(
        by=a_contact(part.body), at=EMBARGO, key=a_key(), addressee=part, **fields
    )


def test_reply_waits_marked_and_is_public_once_read_with_the_number_removed(
    story: Story, part: Addressee
) -> None:
    reply, press = replied(part), door(story.inspection, Role.PRESS)
    address = at(part, f"replies/{reply.pk}/")
    shown = words(press.get(at(part)))
    assert "Not public yet." in shown
    assert address in shown
    page = press.get(address)
    assert "<mark>020 7946 0958</mark>" in words(page)
    assert "(a telephone number)" in words(page)
    unread = press.post(address, action=reply.action)
    assert (unread.status_code, "Remove it, or give a reason" in words(unread)) == (422, True)
    changed = press.post(address, action="Ring nobody.")
    assert (changed.status_code, "change nothing else" in words(changed)) == (422, True)
    assert not Acceptance.objects.exists()
    sent = {"action": "Ring [removed] for our plan.", "key": a_key("web")}
    assert [press.post(address, **sent).status_code for _ in range(2)] == [302, 302]
    assert entries("recommendations.accept") == 1
    assert Acceptance.objects.get().action == "Ring [removed] for our plan."
    assert "Public: read by" in words(press.get(at(part)))


def test_reason_beside_a_passage_lets_it_stay_and_is_shown(story: Story, part: Addressee) -> None:
    reply, press = replied(part), door(story.inspection, Role.PRESS)
    address = at(part, f"replies/{reply.pk}/")
    (name,) = [one for one in press.get(address).context["form"].fields if "stays-" in one]
    assert press.post(
        address, **{"action": reply.action, name: "The public line."}
    ).status_code == (302)
    assert "“020 7946 0958” stays: The public line." in words(press.get(at(part)))


def test_passage_that_editing_makes_is_asked_for_too(story: Story, part: Addressee) -> None:
    reply = replied(part, action="Ring 020 794 or 6 0958 for our plan.")
    press = door(story.inspection, Role.PRESS)
    sent = press.post(at(part, f"replies/{reply.pk}/"), action="Ring DS Smith for our plan.")
    assert sent.status_code == 422
    assert "Why “DS Smith” may stay" in words(sent)


def test_reading_is_for_those_who_may_and_of_this_part_only(story: Story, part: Addressee) -> None:
    reply = replied(part)
    address = at(part, f"replies/{reply.pk}/")
    assert door(story.inspection, Role.INSPECTOR).statuses(address) == {address: 404}
    assert door(story.inspection, a_contact(part.body)).statuses(address) == {address: 404}
    other = at(part, "replies/999999/")
    assert door(story.inspection, Role.PRESS).statuses(other) == {other: 404}


def test_accepted_words_are_taken_out_again_with_a_reason(story: Story, part: Addressee) -> None:
    reply, lead = replied(part, action="A plan."), door(story.inspection, Role.LEAD)
    lead.post(at(part, f"replies/{reply.pk}/"), action="A plan.")
    address = at(part, f"accepted/{Acceptance.objects.get().pk}/withdraw/")
    assert address in words(lead.get(at(part)))
    assert lead.post(address, reason="").status_code == 422
    assert lead.post(address, reason="A marked word.").status_code == 302
    shown = words(lead.get(at(part)))
    assert "Not public: the words were taken out." in shown
    assert "taken out</span>" in shown
    assert "A marked word." not in shown


@pytest.mark.parametrize("kind", ["due_date", "verification", "closure"])
def test_second_person_sees_what_is_signed_and_confirms_it(
    story: Story, part: Addressee, kind: str
) -> None:
    lead, signing = door(story.inspection, Role.LEAD), door(story.inspection, Role.SIGNING)
    if kind == "due_date":
        lead.post(at(part, "move/"), due_on="2021-03-31", reason="Asked by DS Smith.")
        record, said = DueDate.objects.get(reason__contains="Asked"), "<mark>DS Smith</mark>"
    elif kind == "verification":
        lead.post(at(part, "verify/"), confirmed="partly", evidence="Read it.")
        record, said = Verification.objects.get(), "Partly confirmed"
    else:
        lead.post(at(part, "close/"), outcome="overtaken", reasons="The law changed.")
        record, said = Closure.objects.get(), "The law changed."
    address = at(part, f"confirm/{kind}/{record.pk}/")
    own = words(lead.get(at(part)))
    assert "Not public yet: a second person must confirm it." in own
    assert "You made this record yourself." in own
    assert "disabled" in words(lead.get(address))
    assert lead.post(address).status_code == 422
    assert address in words(signing.get(at(part)))
    assert said in words(signing.get(address))
    assert signing.post(address).status_code == 302
    assert Confirmation.objects.get().record == record
    undo = at(part, f"confirmed/{Confirmation.objects.get().pk}/withdraw/")
    assert undo in words(signing.get(at(part)))
    assert signing.post(undo, reason="").status_code == 422
    assert signing.post(undo, reason="Too early.").status_code == 302
    assert "Not public: its confirmation was taken back." in words(signing.get(at(part)))


def test_confirming_what_is_no_record_or_of_another_part_finds_nothing(
    story: Story, part: Addressee
) -> None:
    signing = door(story.inspection, Role.SIGNING)
    for wrong in ("confirm/response/1/", "confirm/due_date/999999/", "confirmed/999999/withdraw/"):
        assert signing.get(at(part, wrong)).status_code == 404


def test_waiting_lists_lead_to_the_reply_and_to_the_record(story: Story, part: Addressee) -> None:
    reply = replied(part)
    door(story.inspection, Role.LEAD).post(at(part, "move/"), due_on="2021-03-31", reason="Time.")
    tasks = [
        place_of(task)
        for task in waiting_on(story.who(Role.SIGNING), story.inspection)
        if task.verb in (RecommendationVerb.ACCEPT, RecommendationVerb.CONFIRM)
    ]
    root = f"/i/{story.inspection.slug}/"
    assert tasks == [root + at(part, f"replies/{reply.pk}/"), root + at(part)]
