"""The factual accuracy check: a body sees its own passages and nobody's name but its own; points
numbered, decided with reasons.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inspectorate.domain.reports import actions, policies, queries
from inspectorate.domain.reports.accuracy.copies import shown_to
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.editions.model import Block, EditionData, EditionKind
from inspectorate.domain.reports.fact_check import Names, chosen, drafted
from inspectorate.domain.reports.models import Document, FactCheck, Point
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.domain.reports.test_redaction_canary import PLACES, edition
from tests.factories.publishing import DRAFTED, REPORT, Story, a_document, a_story, frozen
from tests.factories.rooms import a_contact, a_key, an_inspection, member, reads_no_more, scope_body

DUE = date(2020, 2, 21)
IN_TIME = datetime(2020, 2, 21, 23, 30, tzinfo=UTC)
LATE = datetime(2020, 2, 22, 0, 30, tzinfo=UTC)
NAMES = Names(("Force 01",), ("Force 02", "Force 011", "Kent Police"), "[another force]")
TEXT = """# Summary

Forces train.

Force 02 does well.

# Training

Force 01 trains, as Force 02 and Kent Police do.

Force 011 does not.

- FORCE 01 plans
- others do not

# Not for them

A secret of nobody.
"""


def body_edition(text: str) -> EditionData:
    """The text as it is compiled for a body."""
    return edition(text, EditionKind.BODY)


class TestWhatIsShown:
    def test_only_passages_that_name_the_body_are_shown_others_names_replaced(self) -> None:
        assert chosen(body_edition(TEXT), NAMES) == [
            {
                "number": 1,
                "section": "Training",
                "text": "Force 01 trains, as [another force] and [another force] do.",
            },
            {"number": 2, "section": "Training", "text": "FORCE 01 plans"},
        ]

    def test_body_nobody_names_is_shown_the_summary_without_passages_on_others(self) -> None:
        names = Names(("Force 09",), NAMES.others, NAMES.stand_in)
        assert chosen(body_edition(TEXT), names) == [
            {"number": 1, "section": "Summary", "text": "Forces train."}
        ]

    def test_letter_to_the_body_is_shown_whole(self) -> None:
        shown = [one["text"] for one in chosen(body_edition(TEXT), NAMES, letter=True)]
        assert (len(shown), shown[0], shown[1]) == (10, "Summary", "Forces train.")

    def test_document_without_summary_shows_nothing_to_a_body_it_does_not_name(self) -> None:
        assert (
            chosen(
                body_edition("# Training\n\nForce 02 trains."),
                Names(("Force 09",), ("Force 02",), "x"),
            )
            == []
        )

    def test_words_above_the_bodys_ceiling_are_removed_and_those_below_it_are_not(self) -> None:
        hidden = '[CANARY]{.sensitive ground="A ground" marking="OFFICIAL-SENSITIVE"}'
        unknown = '[CANARY]{.sensitive ground="A ground" marking="NOBODY KNOWS"}'
        open_to_it = '[plain]{.sensitive ground="A ground" marking="OFFICIAL"}'
        (one,) = chosen(body_edition(f"Force 01 {hidden} {unknown} {open_to_it}."), NAMES)
        assert one["text"] == "Force 01 [removed: A ground] [removed: A ground] plain."

    @pytest.mark.parametrize("place", PLACES)
    def test_planted_word_is_shown_nowhere_even_in_a_letter(self, place: str) -> None:
        shown = json.dumps(chosen(body_edition(PLACES[place]), NAMES, letter=True))
        assert "CANARYONE" not in shown.upper()

    def test_planted_word_would_be_shown_if_nothing_removed_it(self) -> None:
        places = [
            place
            for place, text in PLACES.items()
            if "CANARYONE" in json.dumps(chosen(edition(text, "full"), NAMES, letter=True))
        ]
        assert places == [
            "paragraph",
            "heading",
            "item",
            "ordered item",
            "quote",
            "attribution",
            "cell",
            "head of a table",
            "caption of a chart",
            "caption of a table",
            "recommendation",
            "table of recommendations",
            "bound span",
            "around a bound span",
            "whole paragraph",
            "whole list",
            "whole quote",
            "whole heading",
            "code",
            "picture's words",
            "strong",
            "link words",
            "strip of a touched claim",
            "claims of a touched claim",
        ]

    @pytest.mark.parametrize("letter", [True, False])
    def test_of_what_is_drawn_from_facts_a_body_is_shown_its_own_row_and_of_typed_tables_all(
        self, letter: bool
    ) -> None:
        text = (
            "Force 01 trains.\n\n```chart\nkind: grid\ncaption: Of Force 01 and others\n```\n\n"
            "| Force | Trains |\n|---|---|\n| Force 01 | yes |"
        )
        others = tuple(f"Force {number:02d}" for number in range(13) if number != 1)
        names = Names(("Force 01",), others, "[another force]")
        shown = [one["text"] for one in chosen(body_edition(text), names, letter=letter)]
        whole = ("Force Trains", next((one for one in shown if "12 rows" in str(one)), ""))
        assert [one for one in shown if one not in whole] == [
            "Force 01 trains.",
            "Of Force 01 and others",
            "Force: Force 01; 1.1: Good; 2.1: Good",
            "Force 01 yes",
        ]
        assert [one in shown for one in whole] == [letter] * 2

    @pytest.mark.parametrize(
        "text",
        [
            "## Force 01 fails its public\n\nSee above.",
            "```recommendation\nnumber: 1\nto: college (asked)\ntext: Force 01 must stop.\n```",
            "```chart\nkind: distribution\ncaption: Force 01 is behind\n```",
            "```\nForce 01 fails.\n```",
        ],
    )
    def test_heading_recommendation_caption_or_note_that_names_the_body_is_shown(
        self, text: str
    ) -> None:
        before, after = (
            chosen(body_edition(f"Force 01 trains.\n\n{one}"), NAMES) for one in ("", text)
        )
        (new,) = (one["text"] for one in after if one not in before)
        assert "Force 01" in str(new)

    def test_words_drawn_of_others_are_not_shown_under_a_stand_in(self) -> None:
        drawn = Block("chart", alternative="Force 01 good, Force 02 poor", caption="Of all")
        named = replace(body_edition("Force 01 trains."), blocks=(drawn,))
        assert chosen(named, NAMES) == []
        assert [one["text"] for one in chosen(named, NAMES, letter=True)] == ["Of all"]
        ours = [one["text"] for one in drafted(named, NAMES, None)]
        assert ours == ["Of all", "Force 01 good, Force 02 poor"]

    def test_recommendation_to_the_body_is_shown_beside_the_summary_where_nothing_names_it(
        self,
    ) -> None:
        text = (
            "# Summary\n\nForces train.\n\n```recommendation\nnumber: 1\nto: college (asked)\n"
            "text: Go on.\n```"
        )
        shown = chosen(body_edition(text), NAMES, codes={"college"})
        assert [(one["section"], one["text"]) for one in shown] == [
            ("Summary", "Forces train."),
            ("Recommendation 1", "Go on."),
        ]
        assert len(chosen(body_edition(text), NAMES, codes={"other"})) == 1

    @pytest.mark.parametrize(
        "other",
        [
            "Force\u00a002",
            "Force  02",
            "Force\n02",
            "Fo\u00adrce 02",
            "Force \u200b02",
            "Kent\u202fPolice",
            "Stoke\u2011on\u2011Trent",
            "St John's & Son",
            "St John\u2019s and Son",
        ],
    )
    def test_name_is_replaced_however_its_blanks_and_signs_are_written(self, other: str) -> None:
        others = (*NAMES.others, "Stoke-on-Trent", "St John's and Son")
        names = Names(NAMES.own, others, NAMES.stand_in)
        assert names.without_others(f"Force 01 and {other} fail.") == (
            "Force 01 and [another force] fail."
        )
        assert names.names_other(f"Here {other} fails.")

    def test_own_name_is_found_however_its_blanks_are_written(self) -> None:
        assert NAMES.names_own("So force\u00a001 does.")
        assert NAMES.without_others("So Force\u00a001 does.") == "So Force\u00a001 does."

    def test_longer_name_of_another_does_not_name_the_body_whose_name_begins_it(self) -> None:
        names = Names(("Kent",), ("Kent and Essex", "West Kent"), "[another force]")
        assert not names.names_own("Kent and Essex failed; West Kent too.")
        assert names.names_own("Kent and Essex failed; Kent did not.")
        assert names.names_other("Kent and Essex failed.")
        longer = Names(("Kent and Essex",), ("Kent", "Essex"), "[another force]")
        assert not longer.names_other("Kent and Essex failed.")
        assert longer.without_others("Kent and Essex; Kent.") == "Kent and Essex; [another force]."

    def test_body_unlike_those_inspected_has_its_own_stand_in(self) -> None:
        names = Names(("A",), ("B", "The College"), "[another force]", ("The College",), "[a body]")
        assert names.without_others("A, B, The College") == "A, [another force], [a body]"

    @pytest.mark.django_db
    def test_real_names_of_a_rehearsal_are_never_shown(self) -> None:
        inspection = an_inspection(bodies=3)
        real = scope_body(inspection, 1).body.name
        label = scope_body(inspection).label
        document = a_document(
            inspection,
            "report",
            "report",
            "T",
            f"{label} works with {real} and {scope_body(inspection, 2).label}.",
        )
        assert json.dumps(shown_to(document, scope_body(inspection))).count("[another force]") == 2


@pytest.fixture
def document() -> Document:
    inspection = an_inspection(bodies=3)
    return a_document(
        inspection,
        "report",
        "report",
        "T",
        f"# Summary\n\nAll is well.\n\n{scope_body(inspection).label} trains.",
    )


@pytest.fixture
def check(document: Document) -> FactCheck:
    return opened(document)


def opened(document: Document, number: int = 0, due_on: date = DUE) -> FactCheck:
    inspection = document.inspection
    return actions.open_fact_check(
        by=member(inspection, Role.LEAD),
        at=DRAFTED,
        key=a_key(),
        document=document,
        recipient=inspected(scope_body(inspection, number)),
        due_on=due_on,
    )


def raised(
    check: FactCheck, by: Person, kind: str = "accuracy", at: datetime = IN_TIME, **given: str
) -> Point:
    fields = {"about": "trains", "text": "We do so since 2017.", **given}
    return actions.raise_point(by=by, at=at, key=a_key(), fact_check=check, kind=kind, **fields)


def decided(point: Point, outcome: str = "accepted", reason: str = "The record shows it.") -> None:
    lead = member(point.fact_check.document.inspection, Role.LEAD)
    actions.decide(by=lead, at=LATE, key=a_key(), point=point, outcome=outcome, reason=reason)


@pytest.mark.django_db
class TestOpening:
    def test_body_is_asked_once_per_document(self, check: FactCheck) -> None:
        with pytest.raises(Refused) as refusal:
            opened(check.document)
        assert [one.code for one in refusal.value.reasons] == ["fact_check_open"]

    def test_day_that_is_not_after_today_is_refused(self, document: Document) -> None:
        with pytest.raises(Refused) as refusal:
            opened(document, due_on=DRAFTED.date())
        assert [one.code for one in refusal.value.reasons] == ["due_too_soon"]

    def test_letter_to_another_body_is_not_shown(self, document: Document) -> None:
        inspection = document.inspection
        letter = a_document(
            inspection, "letter", "letter", "T", "Dear force.", scope_body=scope_body(inspection, 1)
        )
        with pytest.raises(Refused) as refusal:
            opened(letter, 0)
        assert [one.code for one in refusal.value.reasons] == ["letter_to_another"]

    def test_what_is_shown_stays_as_it_was_when_the_text_moves_on(self, check: FactCheck) -> None:
        before = check.shown
        Document.objects.filter(pk=check.document_id).update(text="Force 01 changed.")
        assert FactCheck.objects.get(pk=check.pk).shown == before


@pytest.mark.django_db
class TestPoints:
    def test_contact_raises_numbered_points_until_the_last_minute_of_the_day(
        self, check: FactCheck
    ) -> None:
        contact = a_contact(check.scope_body.body)
        assert [raised(check, contact).number, raised(check, contact, "judgment").number] == [1, 2]

    def test_contact_who_is_late_is_refused_and_staff_may_record_it(self, check: FactCheck) -> None:
        with pytest.raises(Refused) as refusal:
            raised(check, a_contact(check.scope_body.body), at=LATE)
        assert [one.code for one in refusal.value.reasons] == ["fact_check_closed"]
        assert raised(check, member(check.document.inspection, Role.LEAD), at=LATE).number == 1

    def test_as_many_points_are_taken_as_one_page_can_show_and_no_more(
        self, check: FactCheck, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "MOST_POINTS", 2)
        contact = a_contact(check.scope_body.body)
        assert [raised(check, contact).number for _ in range(2)] == [1, 2]
        with pytest.raises(Refused) as refusal:
            raised(check, contact)
        assert [one.code for one in refusal.value.reasons] == ["enough_there"]
        assert "into a letter to the inspectorate" in str(refusal.value)
        with pytest.raises(Refused, match="Record what is new as evidence"):
            raised(check, member(check.document.inspection, Role.LEAD), at=LATE)

    def test_contact_of_another_body_finds_no_check(self, check: FactCheck) -> None:
        other = a_contact(scope_body(check.document.inspection, 1).body)
        with pytest.raises(Forbidden):
            raised(check, other)
        assert list(queries.fact_checks_of(other)) == []

    def test_contact_sees_own_checks_only(self, check: FactCheck) -> None:
        opened(check.document, 1)
        assert list(queries.fact_checks_of(a_contact(check.scope_body.body))) == [check]

    def test_contact_whose_role_ended_may_do_nothing(self, check: FactCheck) -> None:
        contact = a_contact(check.scope_body.body)
        contact.held.update(ended_at=DRAFTED)
        with pytest.raises(Forbidden):
            raised(check, contact)

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"text": " "}, "text_missing"),
            ({"about": ""}, "text_missing"),
            ({"kind": "style"}, "kind_unknown"),
        ],
    )
    def test_point_that_is_not_sound_is_refused(
        self, check: FactCheck, given: dict[str, str], code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            raised(check, a_contact(check.scope_body.body), **given)
        assert [one.code for one in refusal.value.reasons] == [code]


@pytest.mark.django_db
class TestDeciding:
    def test_point_is_decided_once_with_a_reason_by_the_lead(self, check: FactCheck) -> None:
        point = raised(check, a_contact(check.scope_body.body))
        with pytest.raises(Refused) as refusal:
            decided(point, reason=" ")
        assert [one.code for one in refusal.value.reasons] == ["text_missing"]
        decided(point)
        with pytest.raises(Refused) as refusal:
            decided(point, "rejected")
        assert [one.code for one in refusal.value.reasons] == ["decided_already"]
        with pytest.raises(Forbidden):
            actions.decide(
                by=member(check.document.inspection, Role.EDITOR),
                at=LATE,
                key=a_key(),
                point=point,
                outcome="accepted",
                reason="x",
            )

    def test_undecided_accuracy_point_keeps_the_document_from_freezing_a_judgment_point_does_not(
        self,
    ) -> None:
        story: Story = a_story(report=REPORT)
        check = opened(story.report)
        contact = a_contact(check.scope_body.body)
        point = raised(check, contact)
        raised(check, contact, "judgment")
        with pytest.raises(Refused) as refusal:
            frozen(story.report)
        assert [one.code for one in refusal.value.reasons] == ["accuracy_point_undecided"]
        assert (
            refusal.value.reasons[0].text
            == f"Nobody has decided accuracy point 1 of {check.scope_body.label}."
        )
        decided(point)
        assert frozen(story.report).number == 1

    def test_points_to_decide_wait_on_the_lead(self, check: FactCheck) -> None:
        inspection = check.document.inspection
        raised(check, a_contact(check.scope_body.body))
        assert [one.verb for one in queries.waiting(member(inspection, Role.LEAD), inspection)] == [
            ReportVerb.DECIDE
        ]
        assert queries.waiting(member(inspection, Role.EDITOR), inspection) == []


@pytest.mark.django_db
class TestMarking:
    def test_point_above_the_reader_is_withheld_and_that_it_was_raised_stays(
        self, check: FactCheck
    ) -> None:
        inspection = check.document.inspection
        contact, colleague = (a_contact(check.scope_body.body) for _ in range(2))
        point = raised(check, contact, text="It was one person.", marking="OFFICIAL-SENSITIVE")
        for role, reads in ((Role.EDITOR, False), (Role.LEAD, True)):
            with noting_reads() as noted:
                (one,) = queries.fact_checks_read_by(member(inspection, role), check.document)
            (seen,) = one.points.all()
            assert (seen.text == "It was one person.", seen.about == "trains") == (reads, reads)
            assert [read.of for read in noted] == [f"reports.point:{point.pk}"] * reads
        (own,) = queries.points_read_by_contact(contact, check)
        assert own.text == "It was one person."
        (other,) = queries.points_read_by_contact(colleague, check)
        assert other.text.startswith("Marked Official-sensitive.")

    def test_list_of_checks_reads_no_words_of_points(self, check: FactCheck) -> None:
        raised(check, a_contact(check.scope_body.body))
        (found,) = queries.fact_checks(check.document)
        assert [one.get_deferred_fields() for one in found.points.all()] == [{"about", "text"}]

    def test_who_may_not_read_a_point_does_not_decide_it(self, check: FactCheck) -> None:
        contact = a_contact(check.scope_body.body)
        point = raised(check, contact, marking="OFFICIAL-SENSITIVE")
        reads_no_more(member(check.document.inspection, Role.LEAD))
        with pytest.raises(Refused) as refusal:
            decided(point)
        assert [reason.code for reason in refusal.value.reasons] == ["not_cleared"]

    def test_secret_point_is_refused(self, check: FactCheck) -> None:
        with pytest.raises(Refused) as refusal:
            raised(check, a_contact(check.scope_body.body), marking="SECRET")
        assert [reason.code for reason in refusal.value.reasons] == ["secret_words"]
