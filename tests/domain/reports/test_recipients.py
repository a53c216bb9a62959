"""A draft is sent to recipients of five kinds, each by an allow-list: nothing of another body, no
name of the team, nothing above what they may read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.bodies.models import Body, Change, Contact, Oversight
from inspectorate.domain.reports import actions
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy import queries, reminders
from inspectorate.domain.reports.accuracy.copies import Copies
from inspectorate.domain.reports.accuracy.ending import actions as ending
from inspectorate.domain.reports.accuracy.kinds import RecipientKind
from inspectorate.domain.reports.accuracy.offering import offered
from inspectorate.domain.reports.accuracy.recipients import Recipient, inspected
from inspectorate.domain.reports.fact_loading import OF_CHECKS, load_facts, with_pins
from inspectorate.domain.reports.models import Document, FactCheck
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.interfaces.portal import access
from tests.factories.publishing import DRAFTED, a_document, a_story
from tests.factories.rooms import (
    a_body,
    a_contact,
    a_key,
    a_person,
    an_inspection,
    member,
    scope_body,
)

DUE = date(2020, 2, 21)
OTHERS = (
    RecipientKind.ADDRESSEE,
    RecipientKind.THIRD_PARTY,
    RecipientKind.LAWYER,
    RecipientKind.SECURITY,
)


def text_for(document: Document, national: Body, party: Body) -> str:
    """A draft in which each recipient has a passage, and every canary a place."""
    inspection = document.inspection
    one, two = (scope_body(inspection, number).label for number in (0, 1))
    (named,) = {person.name for person in [member(inspection, Role.MODERATOR)]}
    return (
        f"# Summary\n\nForces train.\n\n# Findings\n\n{one} trains canaryone.\n\n"
        f"{two} plans canarytwo.\n\n{party.name} delivered late, and {one} waited.\n\n"
        f"Nobody told us canarynobody but {named}.\n\n"
        f'[canarymarked]{{.sensitive ground="A ground" marking="OFFICIAL-SENSITIVE"}}\n\n'
        f"```recommendation\nnumber: 1\ntext: Train everybody canaryasked.\n"
        f"to: {national.code} (asked)\n```\n\n"
        f"```recommendation\nnumber: 2\ntext: Plan ahead canaryforce.\n"
        f"to: {scope_body(inspection).code} (asked)\n```\n"
    )


@pytest.fixture
def sent(db: None) -> Callable[[Recipient], dict[str, Any]]:
    """What a recipient of one draft is sent, as it would be stored."""
    inspection = an_inspection(bodies=3, rehearsal=False)
    national, party = a_body("national"), a_body("other")
    member(inspection, Role.MODERATOR)
    Person.objects.filter(on_teams__inspection=inspection, on_teams__role="moderator").update(
        name="Anna Canaryperson"
    )
    document = a_document(inspection, "report", "report", "T", "Begun.")
    text = text_for(document, national, party)
    Document.objects.filter(pk=document.pk).update(text=text)
    copies = Copies(Document.objects.get(pk=document.pk))
    bodies = {"national": national, "party": party}

    def of(recipient: Recipient) -> dict[str, Any]:
        copy = copies.of(recipient)
        return {"shown": copy.shown, "sides": copy.sides}

    of.inspection = inspection  # type: ignore[attr-defined]
    of.bodies = bodies  # type: ignore[attr-defined]
    return of


CANARIES = {
    "body": {"canaryone", "canaryforce"},
    "addressee": {"canarynobody", "canaryasked"},
    "third_party": set(),
    "lawyer": {"canaryone", "canarytwo", "canarynobody", "canaryasked", "canaryforce"},
    "security": {"canaryone", "canarytwo", "canarynobody", "canaryasked", "canaryforce"},
}
EVERY = set().union(*CANARIES.values()) | {"canarymarked", "canaryperson"}


def recipient(of: Any, kind: str) -> Recipient:
    """A recipient of each kind."""
    if kind == "body":
        return inspected(scope_body(of.inspection))
    if kind == "addressee":
        return Recipient(RecipientKind.ADDRESSEE, body=of.bodies["national"])
    if kind == "third_party":
        return Recipient(RecipientKind.THIRD_PARTY, body=of.bodies["party"])
    return Recipient(RecipientKind(kind), person=a_person(Role.BODY), until=DUE)


@pytest.mark.parametrize("kind", CANARIES)
def test_words_for_others_are_in_no_copy_and_those_for_the_recipient_are(
    sent: Any, kind: str
) -> None:
    found = json.dumps(sent(recipient(sent, kind))).casefold()
    assert {one for one in EVERY if one in found} == CANARIES[kind]


def test_third_party_reads_what_names_it_with_bodies_inspected_replaced(sent: Any) -> None:
    (one,) = sent(recipient(sent, "third_party"))["shown"]
    assert one["text"].endswith(" delivered late, and [another force] waited.")


@pytest.mark.django_db
def test_former_name_is_the_bodys_own_to_itself_and_anothers_to_the_others() -> None:
    inspection = an_inspection(bodies=2, rehearsal=False)
    one, two = (scope_body(inspection, number) for number in (0, 1))
    national = a_body("national")
    for place, name in ((one, "Former Zero Police"), (two, "Old Borough Police")):
        Change.objects.create(
            body=place.body, kind="renamed", on=date(2019, 1, 1), former_name=name
        )
    text = (
        f"# Findings\n\n{national.name} told Old Borough Police canaryformer.\n\n"
        f"Former Zero Police was told by {national.name} and {two.label} to stop.\n\n"
        "All went on.\n"
    )
    copies = Copies(a_document(inspection, "report", "report", "T", text))

    def words(recipient: Recipient) -> list[str]:
        return [str(each["text"]) for each in copies.of(recipient).shown]

    assert words(inspected(one)) == [
        "Former Zero Police was told by [another body] and [another force] to stop."
    ]
    assert words(Recipient(RecipientKind.ADDRESSEE, body=national)) == ["Findings", "All went on."]
    assert "Old Borough" not in str(words(Recipient(RecipientKind.THIRD_PARTY, body=national)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("Anna Canaryperson", "They told Canaryperson so.", True),
        ("Anna Canaryperson", "So said Dr. Canaryperson (Canaryperson).", True),
        ("Anna Canaryperson", "Anna\u00a0Canaryperson said so.", True),
        ("Canaryperson", "Canaryperson said so.", True),
        ("Anna Young", "Young people said so, and young men.", False),
    ],
)
def test_surname_alone_and_a_name_of_one_word_are_not_told_and_a_common_word_is(
    name: str, said: str, told: bool
) -> None:
    inspection = an_inspection(bodies=1)
    Person.objects.filter(pk=member(inspection, Role.MODERATOR).pk).update(name=name)
    label = scope_body(inspection).label
    document = a_document(inspection, "report", "report", "T", f"{label} trains. {said}")
    (one,) = Copies(document).of(inspected(scope_body(inspection))).shown
    assert ("[somebody of the inspectorate]" in str(one["text"])) is told
    assert "Canaryperson" not in str(one["text"])


@pytest.mark.django_db
class TestAsking:
    """Everybody in one press, and those who read for us."""

    @pytest.fixture
    def document(self) -> Document:
        inspection = an_inspection(bodies=3, rehearsal=False)
        national = a_body("national")
        text = (
            "# Summary\n\nAll is well.\n\n```recommendation\nnumber: 1\ntext: Go on.\n"
            f"to: {national.code} (asked)\n```\n"
        )
        return a_document(inspection, "report", "report", "T", text)

    def asked(self, document: Document, **given: Any) -> list[Any]:
        every = offered(document)
        return accuracy.ask_many(
            by=member(document.inspection, Role.LEAD),
            at=DRAFTED,
            keys=given.get("keys") or [a_key() for _ in every],
            document=document,
            recipient=[one.recipient for one in every],
            due_on=given.get("due_on", DUE),
        )

    def test_every_body_and_every_national_addressee_is_asked_by_one_press(
        self, document: Document
    ) -> None:
        assert [one.value.partition(":")[0] for one in offered(document)] == [*["body"] * 3, "to"]
        made = self.asked(document)
        assert [one.kind for one in made] == ["body", "body", "body", "addressee"]
        assert offered(document) == []

    def test_press_repeated_asks_nobody_twice(self, document: Document) -> None:
        every = offered(document)
        keys = [a_key() for _ in every]
        given = {
            "by": member(document.inspection, Role.LEAD),
            "at": DRAFTED,
            "keys": keys,
            "document": document,
            "recipient": [one.recipient for one in every],
            "due_on": DUE,
        }
        first, second = (accuracy.ask_many(**given) for _ in range(2))
        assert [one.pk for one in second] == [one.pk for one in first]
        assert FactCheck.objects.count() == 4

    def test_one_that_is_refused_stops_no_other(self, document: Document) -> None:
        actions.open_fact_check(
            by=member(document.inspection, Role.LEAD),
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=inspected(scope_body(document.inspection)),
            due_on=DUE,
        )
        several = [inspected(scope_body(document.inspection, number)) for number in (0, 1, 1)]
        made = accuracy.ask_many(
            by=member(document.inspection, Role.LEAD),
            at=DRAFTED,
            keys=[a_key() for _ in several],
            document=document,
            recipient=several,
            due_on=DUE,
        )
        assert [isinstance(one, Refused) for one in made] == [True, False, True]

    def test_moderator_asks_nobody(self, document: Document) -> None:
        with pytest.raises(Forbidden):
            accuracy.ask_many(
                by=member(document.inspection, Role.MODERATOR),
                at=DRAFTED,
                keys=[a_key()],
                document=document,
                recipient=[inspected(scope_body(document.inspection))],
                due_on=DUE,
            )

    def other(self, document: Document, kind: RecipientKind, **given: Any) -> FactCheck:
        return actions.open_fact_check(
            by=member(document.inspection, Role.LEAD),
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=Recipient(kind, **given),
            due_on=DUE,
        )

    def test_reader_for_us_is_an_account_of_the_portal_with_a_last_day(
        self, document: Document
    ) -> None:
        for given, code in (
            ({"person": a_person(Role.BODY)}, "until_too_soon"),
            ({"person": a_person(Role.BODY), "until": DUE - timedelta(days=1)}, "until_too_soon"),
            ({"person": a_person(Role.EDITOR), "until": DUE}, "recipient_not_outside"),
            ({"body": a_body("other")}, "recipient_unfit"),
        ):
            with pytest.raises(Refused) as refusal:
                self.other(document, RecipientKind.LAWYER, **given)
            assert code in [one.code for one in refusal.value.reasons]

    def test_copy_is_its_readers_until_the_last_day_and_nobody_elses(
        self, document: Document
    ) -> None:
        lawyer, stranger = a_person(Role.BODY), a_person(Role.BODY)
        check = self.other(document, RecipientKind.LAWYER, person=lawyer, until=DUE)
        assert list(queries.drafts_of(lawyer, DUE)) == [check]
        assert list(queries.drafts_of(stranger, DUE)) == []
        assert queries.reads_as(lawyer, check, DUE)
        assert not queries.reads_as(stranger, check, DUE)
        assert not queries.reads_as(lawyer, check, DUE + timedelta(days=1))
        lawyer.held.update(ended_at=DRAFTED)
        assert not queries.reads_as(Person.objects.get(pk=lawyer.pk), check, DUE)

    @pytest.mark.parametrize("kind", [RecipientKind.LAWYER, RecipientKind.THIRD_PARTY])
    def test_who_speaks_for_a_body_inspected_or_oversees_it_is_asked_as_nobody_else(
        self, document: Document, kind: RecipientKind
    ) -> None:
        inspected_body = scope_body(document.inspection).body
        overseer = a_body("local-policing")
        Oversight.objects.create(overseer=overseer, body=inspected_body)
        for person in (a_contact(inspected_body), a_contact(overseer, Role.OVERSEER)):
            with pytest.raises(Refused) as refusal:
                self.other(document, kind, person=person, until=DUE)
            assert "recipient_unfit" in [one.code for one in refusal.value.reasons]

    @pytest.mark.parametrize("kind", [RecipientKind.ADDRESSEE, RecipientKind.THIRD_PARTY])
    def test_body_inspected_is_asked_as_no_other_kind(
        self, document: Document, kind: RecipientKind
    ) -> None:
        with pytest.raises(Refused) as refusal:
            self.other(document, kind, body=scope_body(document.inspection).body)
        assert "recipient_unfit" in [one.code for one in refusal.value.reasons]

    def test_reader_who_comes_to_speak_for_a_body_inspected_reads_the_copy_no_more(
        self, document: Document
    ) -> None:
        reader, other = a_person(Role.BODY), a_person(Role.BODY)
        check = self.other(document, RecipientKind.LAWYER, person=reader, until=DUE)
        assert [one.row for one in access.drafts(reader, DUE)] == [check]
        body = scope_body(document.inspection).body
        Contact.objects.create(body=body, person=reader, named_at=DRAFTED)
        Contact.objects.create(body=a_body("other"), person=other, named_at=DRAFTED)
        assert access.drafts(reader, DUE) == []
        assert not queries.reads_as(reader, check, DUE)
        kept = self.other(document, RecipientKind.SECURITY, person=other, until=DUE)
        assert [one.row for one in access.drafts(other, DUE)] == [kept]

    def test_third_party_that_is_a_person_reads_what_names_them_and_no_more(
        self, document: Document
    ) -> None:
        person = a_person(Role.BODY, name="Anna Canaryparty")
        label = scope_body(document.inspection).label
        text = f"{document.text}\n\nAnna Canaryparty told {label} late.\n\nNobody else did.\n"
        Document.objects.filter(pk=document.pk).update(text=text)
        document.refresh_from_db()
        check = self.other(document, RecipientKind.THIRD_PARTY, person=person, until=DUE)
        assert [one["text"] for one in check.shown] == [
            "Anna Canaryparty told [another force] late."
        ]

    def test_security_reviewer_may_only_propose_redactions_and_freezing_waits_for_them(
        self, document: Document
    ) -> None:
        reviewer = a_person(Role.BODY)
        check = self.other(document, RecipientKind.SECURITY, person=reviewer, until=DUE)
        given = {
            "by": reviewer,
            "at": DRAFTED,
            "fact_check": check,
            "about": "x",
            "text": "Hide it.",
        }
        with pytest.raises(Refused) as refusal:
            actions.raise_point(key=a_key(), kind="accuracy", **given)
        assert [one.code for one in refusal.value.reasons] == ["kind_unknown"]
        assert actions.raise_point(key=a_key(), kind="redaction", **given).number == 1

    def test_contact_of_an_addressee_reads_its_copy_alone(self, document: Document) -> None:
        made = self.asked(document)
        contact = a_contact(made[-1].body)
        assert list(queries.drafts_of(contact, DUE)) == [made[-1]]
        assert list(queries.drafts_of(a_contact(scope_body(document.inspection).body), DUE)) == []

    def test_time_is_extended_to_a_later_day_with_a_reason(self, document: Document) -> None:
        check = self.asked(document)[0]
        given = {"by": member(document.inspection, Role.EDITOR), "at": DRAFTED, "fact_check": check}
        for due_on, reason, code in (
            (DUE, "They asked.", "not_extended"),
            (DUE + timedelta(days=7), " ", "text_missing"),
        ):
            with pytest.raises(Refused) as refusal:
                accuracy.extend_fact_check(key=a_key(), due_on=due_on, reason=reason, **given)
            assert [one.code for one in refusal.value.reasons] == [code]
        later = DUE + timedelta(days=7)
        accuracy.extend_fact_check(key=a_key(), due_on=later, reason="They asked.", **given)
        assert FactCheck.objects.get(pk=check.pk).due_on == later

    def test_who_was_asked_and_what_is_open_is_counted_from_the_records(
        self, document: Document
    ) -> None:
        made = self.asked(document)
        for number, outcome in ((0, "accepted"), (1, "")):
            point = actions.raise_point(
                by=a_contact(made[number].scope_body.body),
                at=DRAFTED,
                key=a_key(),
                fact_check=made[number],
                kind="accuracy",
                about="All is well.",
                text="Not all.",
            )
            if outcome:
                actions.decide(
                    by=member(document.inspection, Role.LEAD),
                    at=DRAFTED,
                    key=a_key(),
                    point=point,
                    outcome=outcome,
                    reason="It is so.",
                )
        quiet, says = made[2].scope_body.body, {"at": DRAFTED, "fact_check": made[2]}
        ending.finish_check(by=a_contact(quiet), key=a_key(), **says)
        (one,) = with_pins(document.inspection)
        counted = {name: getattr(one, name) for name in OF_CHECKS}
        assert counted == {
            "bodies_asked": 3,
            "bodies_that_answered": 3,
            "bodies_that_raised_points": 2,
            "addressees_asked": 1,
            "points_raised": 2,
            "points_open": 1,
        }
        lead = member(document.inspection, Role.LEAD)
        ending.reopen_check(by=lead, key=a_key(), **says)
        ending.recall_copy(
            by=lead, at=DRAFTED, key=a_key(), fact_check=made[0], reason="The wrong body"
        )
        (one,) = with_pins(document.inspection)
        assert [getattr(one, name) for name in OF_CHECKS] == [2, 1, 1, 1, 2, 1]
        assert load_facts(document.inspection, document=document).asked_here == 2

    def test_who_was_asked_about_a_letter_was_not_asked_about_the_report(
        self, document: Document
    ) -> None:
        inspection, body = document.inspection, scope_body(document.inspection)
        text = f"{body.label} trains."
        letter = a_document(inspection, "letter", "letter", "T", text, scope_body=body)
        self.other(letter, RecipientKind.BODY, scope_body=body)
        report, about_letter = (
            load_facts(inspection, document=one).asked_here for one in (document, letter)
        )
        assert (report, about_letter) == (0, None)
        self.asked(document)
        assert load_facts(inspection, document=document).asked_here == 3

    def test_reader_who_raised_no_point_is_reminded_once_near_the_day_and_not_after_it(
        self, document: Document
    ) -> None:
        made = self.asked(document)
        quiet = a_contact(made[0].scope_body.body)
        spoke = a_contact(made[1].scope_body.body)
        actions.raise_point(
            by=spoke,
            at=DRAFTED,
            key=a_key(),
            fact_check=made[1],
            kind="accuracy",
            about="All is well.",
            text="Not all.",
        )
        done = a_contact(made[2].scope_body.body)
        ending.finish_check(by=done, at=DRAFTED, key=a_key(), fact_check=made[2])
        days = (DUE - timedelta(days=4), DUE - timedelta(days=3), DUE, DUE + timedelta(days=1))
        reminded = [[one.person for one in reminders.claim(day)] for day in days]
        assert reminded == [[], [quiet], [], []]


@pytest.mark.django_db
def test_own_reasons_are_told_without_who_judged_and_without_other_bodies() -> None:
    story = a_story()
    copies = Copies(story.report)
    (one,) = [
        side
        for side in copies.of(inspected(story.body())).sides
        if side["key"] == "mandatory-training"
    ]
    assert (one["side"], one["count"]) == ("withheld", "9 of 12")
    copies.inspection.small_below = 1
    (one,) = [
        side
        for side in copies.of(inspected(story.body())).sides
        if side["key"] == "mandatory-training"
    ]
    assert one["side"] == "met"
    assert one["reasons"]
    names = {member.person.name for member in story.inspection.team.select_related("person")}
    assert not [name for name in names for said in one["reasons"] if name in said]
