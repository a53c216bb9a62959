"""Recommendations through their life: opened from print, answered, moved with a reason, verified,
closed on evidence.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.recommendations import actions, policies, queries, states
from inspectorate.domain.recommendations.models import Addressee, Recommendation
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.foundation.files import store
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.keeping import kept
from tests.factories.publishing import REPORT, Story, a_story, frozen, saved
from tests.factories.rooms import AT, a_body, a_contact, a_key, a_person, an_admin, member

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2020, 3, 9, 0, 1, tzinfo=UTC)
LATER = datetime(2020, 4, 1, 12, 0, tzinfo=UTC)
ON = date(2020, 4, 1)
PDF = b"%PDF-1.4\n%%EOF\n"


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def asked(story: Story) -> Addressee:
    """The college, asked by recommendation 1, due on 30 September 2020."""
    opened(story)
    return Addressee.objects.get()


@kept
def opened(story: Story, at: datetime = PUBLISHED) -> None:
    opening.open_from(by=story.who(Role.PRESS), at=at, key=a_key(), edition=frozen(story.report))


def lead(addressee: Addressee) -> Any:
    return member(addressee.recommendation.inspection, Role.LEAD)


@kept
def answered(addressee: Addressee, **given: Any) -> None:
    fields = {"agreement": "agreed", "action": "We shall.", **given}
    actions.respond(
        by=a_contact(addressee.body), at=LATER, key=a_key(), addressee=addressee, **fields
    )


@kept
def verified(addressee: Addressee, confirmed: str = "complete", **given: Any) -> None:
    fields = {
        "by": lead(addressee),
        "evidence": "Read the guidance and spoke to three forces.",
        **given,
    }
    actions.verify(at=LATER, key=a_key(), addressee=addressee, confirmed=confirmed, **fields)


class TestOpening:
    def test_recommendation_is_opened_as_it_stands_in_print(self, asked: Addressee) -> None:
        one = asked.recommendation
        assert (one.ref, one.text, one.origin) == (
            f"{one.inspection.prefix}-R1",
            "Set down what training is for.",
            "rehearsal",
        )
        assert (asked.label, asked.basis, asked.reply_by) == ("Body A", "asked", None)
        assert [due.due_on for due in asked.due_dates.all()] == [date(2020, 9, 30)]

    def test_local_policing_body_has_56_days_by_statute_and_is_never_named_in_a_rehearsal(
        self,
    ) -> None:
        story = a_story()
        overseer = a_body("local-policing")
        bodies.oversee(
            by=an_admin(),
            at=AT,
            key=a_key(),
            overseer=overseer,
            body=story.body().body,
            from_on=None,
        )
        saved(
            story.report,
            REPORT.replace(
                "college-of-examples (asked)", f"overseer-of-{story.body().code} (duty)"
            ),
        )
        opened(story)
        one = Addressee.objects.get()
        assert (one.body, one.reply_by, one.legal_basis) == (
            overseer,
            date(2020, 5, 3),
            "Police Act 1996 s.55(5A)",
        )
        assert one.label == f"Local policing body for {story.body().label}"

    def test_same_words_opened_again_open_nothing(self, story: Story, asked: Addressee) -> None:
        edition = asked.recommendation.edition
        opening.open_from(by=story.who(Role.PRESS), at=LATER, key=a_key(), edition=edition)
        assert Recommendation.objects.count() == 1

    def test_other_words_under_an_open_number_are_refused(
        self, story: Story, asked: Addressee
    ) -> None:
        saved(story.report, REPORT.replace("what training is for", "who is trained"))
        with pytest.raises(Refused) as refusal:
            opened(story, LATER)
        assert codes(refusal) == ["number_taken"]
        assert Recommendation.objects.count() == 1

    def test_full_edition_opens_nothing(self, story: Story) -> None:
        edition = frozen(story.report)
        full = edition.document.editions.get(kind="full")
        with pytest.raises(Refused) as refusal:
            opening.open_from(by=story.who(Role.PRESS), at=PUBLISHED, key=a_key(), edition=full)
        assert codes(refusal) == ["not_public"]


class TestAnswering:
    def test_action_or_why_none_is_required_and_not_both(self, asked: Addressee) -> None:
        for given, code in (
            ({"action": ""}, "action_or_why_none"),
            ({"why_none": "No money."}, "action_and_why_none"),
            ({"agreement": "maybe"}, "agreement_unknown"),
            ({"link": "see our site"}, "link_not_understood"),
        ):
            with pytest.raises(Refused) as refusal:
                answered(asked, **given)
            assert codes(refusal) == [code]
        answered(asked, action="", why_none="It is done already.")
        assert queries.standing(asked, ON).state == states.PartState.ANSWERED

    def test_contact_of_another_body_finds_nothing_to_answer(
        self, story: Story, asked: Addressee
    ) -> None:
        other = a_contact(story.body().body)
        with pytest.raises(Forbidden):
            actions.respond(
                by=other, at=LATER, key=a_key(), addressee=asked, agreement="agreed", action="x"
            )
        assert list(queries.addressed_to(other)) == []
        assert list(queries.addressed_to(a_contact(asked.body))) == [asked]

    def test_staff_record_a_reply_only_where_it_is_published(self, asked: Addressee) -> None:
        def record(link: str) -> None:
            actions.respond(
                by=lead(asked),
                at=LATER,
                key=a_key(),
                addressee=asked,
                agreement="partly",
                action="x",
                link=link,
            )

        with pytest.raises(Refused) as refusal:
            record("")
        assert codes(refusal) == ["link_missing"]
        record("https://example.org/reply")

    def test_newest_reply_stands_and_the_first_stays(self, asked: Addressee) -> None:
        answered(asked)
        answered(asked, agreement="not", action="", why_none="We changed our mind.")
        standing = queries.standing(asked, ON)
        assert [one.agreement for one in standing.responses] == ["agreed", "not"]
        assert standing.response is not None
        assert standing.response.agreement == "not"


class TestFollowingUp:
    def test_as_much_is_taken_as_one_page_can_show_and_no_more(
        self, asked: Addressee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "MOST", 2)
        given = {"by": a_contact(asked.body), "at": LATER, "addressee": asked}
        for _ in range(2):
            answered(asked)
            actions.claim_progress(**given, key=a_key(), claimed="most", text="Nearly.")
        with pytest.raises(Refused) as replying:
            answered(asked)
        with pytest.raises(Refused) as claiming:
            actions.claim_progress(**given, key=a_key(), claimed="complete", text="Done.")
        assert codes(replying) == codes(claiming) == ["enough_there"]
        assert "There are 2 statements of progress already" in str(claiming.value)
        assert "into a letter to the inspectorate" in str(claiming.value)
        staff = {**given, "by": lead(asked)}
        with pytest.raises(Refused) as recording:
            actions.claim_progress(**staff, key=a_key(), claimed="complete", text="Done.")
        assert "Say what is new in a verification." in str(recording.value)

    def test_replies_are_no_longer_together_than_one_page_can_show(
        self, asked: Addressee, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "MOST_CHARACTERS", 1000)
        answered(asked, action="x" * 600)
        answered(asked, agreement="not", action="", why_none="x" * 400)
        with pytest.raises(Refused) as refusal:
            answered(asked, action="x")
        assert codes(refusal) == ["text_too_long"]
        assert "would have 1,001 characters together" in str(refusal.value)

    def test_claim_of_progress_keeps_its_file(self, asked: Addressee) -> None:
        progress = actions.claim_progress(
            by=a_contact(asked.body),
            at=LATER,
            key=a_key(),
            addressee=asked,
            claimed="complete",
            text="Done.",
            file=store.take(PDF, name="proof.pdf"),
        )
        assert (store.get(progress.digest), progress.file_name) == (PDF, "proof.pdf")
        (waits,) = queries.waiting(lead(asked), asked.recommendation.inspection)
        assert waits.what == f"Verify {asked.recommendation.ref}: Body A says it is complete"

    def test_reply_not_given_waits_on_its_addressee_until_given_and_then_the_action_does(
        self, asked: Addressee
    ) -> None:
        inspection = asked.recommendation.inspection
        (before,) = queries.waiting(lead(asked), inspection)
        actions.respond(
            by=a_contact(asked.body),
            at=LATER,
            key=a_key(),
            addressee=asked,
            agreement="agreed",
            action="Train them.",
        )
        after = queries.waiting(lead(asked), inspection)[-1]
        ref = asked.recommendation.ref
        assert (before.what, before.mine, before.waits_on) == (
            f"Reply to {ref}",
            False,
            "Body A",
        )
        assert (after.what, after.mine, after.due_on) == (
            f"Action on {ref}",
            False,
            asked.due_dates.get().due_on,
        )

    def test_moved_day_needs_a_reason_and_the_old_one_stays(self, asked: Addressee) -> None:
        def move(due_on: date, reason: str) -> None:
            actions.move_due(
                by=lead(asked), at=LATER, key=a_key(), addressee=asked, due_on=due_on, reason=reason
            )

        with pytest.raises(Refused) as refusal:
            move(date(2020, 9, 30), " ")
        assert codes(refusal) == ["same_day", "text_missing"]
        move(date(2020, 12, 31), "More time was asked for.")
        assert [due.due_on for due in queries.standing(asked, ON).due_dates] == [
            date(2020, 9, 30),
            date(2020, 12, 31),
        ]

    def test_owner_may_not_move_its_own_day(self, asked: Addressee) -> None:
        with pytest.raises(Forbidden):
            actions.move_due(
                by=a_contact(asked.body),
                at=LATER,
                key=a_key(),
                addressee=asked,
                due_on=date(2021, 1, 1),
                reason="We want to.",
            )

    def test_nobody_verifies_a_body_they_declared_an_interest_in(
        self, story: Story, asked: Addressee
    ) -> None:
        people.declare(
            by=lead(asked),
            at=LATER,
            key=a_key(),
            about_code=asked.body.code,
            nature="Worked there.",
        )
        with pytest.raises(Refused) as refusal:
            verified(asked)
        assert codes(refusal) == ["own_body"]
        verified(asked, by=story.who(Role.INSPECTOR))

    def test_verification_needs_evidence(self, asked: Addressee) -> None:
        with pytest.raises(Refused) as refusal:
            verified(asked, evidence=" ")
        assert codes(refusal) == ["text_missing"]


class TestClosing:
    def close(
        self, addressee: Addressee, outcome: str = "implemented", reasons: str = "Confirmed."
    ) -> None:
        actions.close(
            by=lead(addressee),
            at=LATER,
            key=a_key(),
            addressee=addressee,
            outcome=outcome,
            reasons=reasons,
        )

    def test_owners_word_does_not_close_it(self, asked: Addressee) -> None:
        actions.claim_progress(
            by=a_contact(asked.body),
            at=LATER,
            key=a_key(),
            addressee=asked,
            claimed="complete",
            text="Done.",
        )
        with pytest.raises(Refused) as refusal:
            self.close(asked)
        assert codes(refusal) == ["not_verified"]

    def test_verification_that_was_taken_back_does_not_close_it(self, asked: Addressee) -> None:
        verified(asked, "complete")
        verified(asked, "partly")
        with pytest.raises(Refused) as refusal:
            self.close(asked)
        assert codes(refusal) == ["not_verified"]

    def test_verified_complete_closes_it_for_good(self, asked: Addressee) -> None:
        verified(asked)
        self.close(asked)
        assert queries.state_of(asked, ON) == "implemented"
        for call in (lambda: self.close(asked), lambda: answered(asked), lambda: verified(asked)):
            with pytest.raises(Refused) as refusal:
                call()
            assert "closed_already" in codes(refusal)

    def test_other_outcomes_need_reasons_but_no_verification(self, asked: Addressee) -> None:
        with pytest.raises(Refused) as refusal:
            self.close(asked, "overtaken", " ")
        assert codes(refusal) == ["text_missing"]
        self.close(asked, "overtaken", "A law did it.")
        assert queries.state_of(asked, ON) == "overtaken by events"


class TestStates:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({}, "open"),
            ({"reply_by": date(2020, 4, 1)}, "open"),
            ({"reply_by": date(2020, 3, 31)}, "reply overdue"),
            ({"reply_by": date(2020, 3, 31), "answered": True}, "answered"),
            ({"due_on": date(2020, 4, 1)}, "open"),
            ({"due_on": date(2020, 3, 31), "answered": True}, "overdue"),
            ({"due_on": date(2020, 3, 31), "outcome": "not"}, "not implemented"),
        ],
    )
    def test_addressee_stands_where_the_day_puts_it(
        self, given: dict[str, Any], expected: str
    ) -> None:
        fields: dict[str, Any] = {
            "outcome": "",
            "answered": False,
            "reply_by": None,
            "due_on": None,
            "on": ON,
            **given,
        }
        assert states.part_state(**fields) == expected

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            (["implemented", "not implemented"], "closed"),
            (["implemented", "answered"], "answered"),
            (["open", "overdue", "answered"], "overdue"),
            (["reply overdue", "open"], "reply overdue"),
            ([], "closed"),
        ],
    )
    def test_recommendation_stands_as_its_worst_open_part(
        self, parts: list[str], expected: str
    ) -> None:
        assert states.recommendation_state(parts) == expected

    def test_totals_add_up_on_every_axis(self, asked: Addressee) -> None:
        answered(asked)
        verified(asked, "partly")
        totals = queries.totals(asked.recommendation.inspection, date(2020, 10, 1))
        assert (totals.total, totals.recommendations["overdue"], totals.addressees["overdue"]) == (
            1,
            1,
            1,
        )
        for axis in (totals.addressees, totals.agreement, totals.claimed, totals.confirmed):
            assert sum(axis.values()) == totals.addressees_total == 1

    def test_register_takes_a_fixed_number_of_queries(self, story: Story) -> None:
        block = REPORT[REPORT.index("```recommendation") :].split("```\n")[0] + "```\n"
        more = "\n".join(block.replace("number: 1", f"number: {n}") for n in range(2, 9))
        counts = []
        for text in (REPORT, f"{REPORT}\n{more}"):
            saved(story.report, text)
            opened(story, LATER)
            with CaptureQueriesContext(connection) as captured:
                entries = queries.register(story.inspection, ON)
            counts.append((len(entries), len(captured)))
        assert [one[0] for one in counts] == [1, 8]
        assert counts[0][1] == counts[1][1]

    def test_person_of_no_team_sees_no_register(self, asked: Addressee) -> None:
        inspection = asked.recommendation.inspection
        assert list(queries.visible_to(a_person(Role.LEAD), inspection)) == []
        assert list(queries.visible_to(lead(asked), inspection)) == [asked.recommendation]
