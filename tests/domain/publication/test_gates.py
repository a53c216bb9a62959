"""The gates before a document, from freezing to the site: what is missing refuses or warns, in
words, and what was gone past is signed and shown. A report that is out moves the phase.
"""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.inspections import actions as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import actions, approving, queries
from inspectorate.domain.publication.models import Release
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import queries as documents
from inspectorate.domain.reports.documents.gates import Gate
from inspectorate.domain.reports.documents.registry import DOCUMENT_TYPES, DocumentKind
from inspectorate.domain.reports.gaps import CODES
from inspectorate.domain.reports.models import Document, Edition, PassedGate
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Reason, Refused
from tests.factories.findings import agreed, referenced
from tests.factories.publishing import (
    ALL_THE_SAME,
    EMBARGO,
    REPORT,
    SIGNED,
    Story,
    a_document,
    a_story,
    approved,
    asked,
    frozen,
    prepared,
    released,
    saved,
    taken_back,
)
from tests.factories.rooms import AT, a_key, member, move_to
from tests.factories.wording import signed
from tests.sizes import drilled

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    return a_story()


def freeze(document: Document, reason: str = "") -> Edition:
    signing = member(document.inspection, Role.SIGNING)
    current = signed(document)
    given = {"document": current, "reason": reason, "out": queries.out(current.inspection)}
    return reports.freeze(by=signing, at=SIGNED, key=a_key(), **given)


def approve(release: Release, reason: str = "") -> object:
    signing = member(release.inspection, Role.SIGNING)
    said = {"by": signing, "at": SIGNED, "key": a_key(), "reason": reason}
    return actions.approve(release=release, digest=release.contents.digest, **said)


def gone_past(release: Release) -> list[PassedGate]:
    return approving.passed(member(release.inspection, Role.SIGNING), release)


def release_now(release: Release) -> object:
    press = member(release.inspection, Role.PRESS)
    return actions.release(by=press, at=EMBARGO, key=a_key(), release=release)


def refused(act: Any, *given: Any) -> list[Reason]:
    with pytest.raises(Refused) as refusal:
        act(*given)
    return refusal.value.reasons


def codes(act: Any, *given: Any) -> list[str]:
    return [str(one.code) for one in refused(act, *given)]


def phase(story: Story) -> str:
    return str(Inspection.objects.get(pk=story.inspection.pk).phase)


def move(story: Story, to: str) -> None:
    inspection = Inspection.objects.get(pk=story.inspection.pk)
    inspections.move(
        by=story.who(Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        to_phase=to,
        reason="It must be.",
        version=inspection.version,
    )


class TestTheLiveInspection:
    """What was found: a live report frozen, approved and published while the phase was Judging,
    with no body asked, and the phase stayed where it was.
    """

    def test_is_stopped_at_each_gate_and_goes_on_only_by_what_was_done_or_signed(
        self, settings: Any
    ) -> None:
        settings.REHEARSAL_SITE = False
        story = a_story(rehearsal=False)
        assert phase(story) == "judging"
        body = story.body()
        of = taken_back(story.inspection, body, "1.2")
        (unjudged,) = refused(freeze, story.report, ALL_THE_SAME)
        assert unjudged.text == f"1 of 13 judgments are not agreed: {body.label} on 1.2."
        agreed(story.inspection, body, of)
        (unasked,) = refused(freeze, story.report)
        assert (unasked.code, unasked.field) == ("bodies_not_asked", "reason")
        assert unasked.text.startswith("No body was asked to check the facts of this document: ")
        assert "say in the reason" in unasked.mend
        edition = freeze(story.report, "The bodies asked for no second reading.")
        release = prepared(story, [edition])
        (passed,) = gone_past(release)
        assert (passed.reason, passed.by, len(passed.missing)) == (
            "The bodies asked for no second reading.",
            story.who(Role.SIGNING),
            12,
        )
        approve(release)
        assert phase(story) == "judging"
        release_now(release)
        assert phase(story) == "published"
        moved = story.inspection.phase_moves.last()
        assert (moved.from_phase, moved.by) == ("judging", story.who(Role.PRESS))


class TestHard:
    @pytest.mark.parametrize("kind", ["report", "summary"])
    @pytest.mark.parametrize("here", ["planned", "fieldwork"])
    def test_nothing_that_tells_findings_is_frozen_before_judging(
        self, story: Story, kind: str, here: str
    ) -> None:
        document = a_document(story.inspection, "other", kind, "How well forces train", REPORT)
        Inspection.objects.filter(pk=story.inspection.pk).update(phase=here)
        (reason,) = [one for one in refused(freeze, document, "x") if one.field != "text"]
        assert reason.code == "not_at_judging"
        assert reason.text == f"The inspection is {here}: nothing has been judged."

    def test_back_before_judging_nothing_is_prepared_approved_or_released(
        self, story: Story
    ) -> None:
        edition = frozen(story.report)
        first, second = prepared(story, [edition]), prepared(story, [edition])
        approved(first)
        move(story, "fieldwork")
        assert codes(prepared, story, [edition]) == ["not_at_judging"]
        assert codes(approve, second, "x") == ["not_at_judging"]
        assert codes(release_now, first) == ["not_at_judging"]
        assert phase(story) == "fieldwork"

    def test_abandoned_inspection_publishes_no_report(self, story: Story) -> None:
        release = approved(prepared(story, [frozen(story.report)]))
        move(story, "abandoned")
        (reason,) = refused(release_now, release)
        assert "How well forces train, edition 1: The inspection is abandoned" in reason.text

    def test_cell_that_is_covered_again_stops_each_step_and_is_named(self, story: Story) -> None:
        edition = frozen(story.report)
        first, second = prepared(story, [edition]), prepared(story, [edition])
        approved(first)
        taken_back(story.inspection, story.body(), "1.2")
        for act, given in (
            (freeze, (story.report, "x")),
            (prepared, (story, [edition])),
            (approve, (second, "x")),
            (release_now, (first,)),
        ):
            told = [one for one in refused(act, *given) if one.code == "cells_unjudged"]
            assert "1 of 13 judgments are not agreed: Force 01 on 1.2." in told[0].text
            assert "leave them out of the coverage" in told[0].mend

    def test_the_first_few_are_named_and_the_rest_counted(self, story: Story) -> None:
        for number in range(8):
            taken_back(story.inspection, story.body(number), "2.1")
        (reason,) = refused(freeze, story.report, "x")
        assert reason.text.endswith(
            "8 of 20 judgments are not agreed: Force 01 on 2.1, Force 02 on 2.1, Force 03 on 2.1, "
            "Force 04 on 2.1, Force 05 on 2.1 and 3 more."
        )

    def test_letter_and_press_release_ask_only_what_their_kind_lists(self, story: Story) -> None:
        taken_back(story.inspection, story.body(), "1.2")
        letter = a_document(
            story.inspection,
            "letter",
            "letter",
            "How well one force trains",
            "---\ntitle: How well one force trains\n---\n\n{.narrative}\nThank you.\n",
            scope_body=story.body(),
        )
        assert [freeze(one).number for one in (letter, story.release)] == [1, 1]
        assert not PassedGate.objects.exists()
        # What an intruder works out is of a whole release, and time to answer of every kind: no
        # kind lists them.
        every = set(Gate) - {Gate.DISCLOSURE, Gate.TOLD, Gate.ANSWERING}
        assert {kind: set(one.gates) for kind, one in DOCUMENT_TYPES.items()} == {
            DocumentKind.REPORT: every,
            DocumentKind.SUMMARY: every - {Gate.FACT_CHECK},
            DocumentKind.RELEASE: {Gate.REFERENCES, Gate.SIGNATURES},
            DocumentKind.LETTER: {Gate.TOLD, Gate.REFERENCES, Gate.SIGNATURES},
            # It is never frozen: its letters are.
            DocumentKind.LETTERS: set(),
            DocumentKind.EASY_READ: every - {Gate.FACT_CHECK},
            DocumentKind.MINISTER: {Gate.REFERENCES, Gate.SIGNATURES},
            DocumentKind.COMMITTEE: {Gate.REFERENCES, Gate.SIGNATURES},
            DocumentKind.STATEMENT: {Gate.REFERENCES, Gate.SIGNATURES},
            DocumentKind.VARIANT: {Gate.REFERENCES, Gate.SIGNATURES},
        }
        assert {one.moves_phase for one in DOCUMENT_TYPES.values()} == {True, False}
        assert set(CODES) == set(Gate)


class TestWarned:
    def test_body_that_was_not_asked_is_named_and_one_that_was_is_not(self, story: Story) -> None:
        asked(story.report, story.body(0), story.body(1))
        (reason,) = refused(freeze, story.report, "  ")
        assert reason.text.startswith(
            "10 of 12 bodies were not asked to check the facts of this document: Force 03, "
        )
        asked(story.report, *(story.body(number) for number in range(2, 12)))
        assert freeze(story.report, "Nothing to go past.").number == 1
        assert not PassedGate.objects.exists()

    def test_body_of_which_nothing_is_inspected_need_not_be_asked(self, story: Story) -> None:
        lead, body = story.who(Role.LEAD), story.body(11)
        asked(story.report, *(story.body(number) for number in range(11)))
        inspections.remove_body(
            by=lead, at=AT, key=a_key(), inspection=story.inspection, body=body.body, reason="x"
        )
        told = documents.warnings(proof_of(story.report))
        assert "bodies_not_asked" not in {str(one.code) for one in told}

    def test_claim_without_its_reference_is_named_with_where_it_stands(self, story: Story) -> None:
        asked(story.report)
        claim = story.inspection.claims.get()
        referenced(claim, supported=False, reasons="The records say otherwise.")
        # The check of each passage blocks; where somebody let it stand, who freezes signs for it.
        assert set(codes(freeze, story.report, "x")) == {"referenced_by_another"}
        reports.waive(
            by=story.who(Role.LEAD),
            at=SIGNED,
            key=a_key(),
            document=story.report,
            check="referenced_by_another",
            excerpt="Most forces have mandatory training",
            reason="The referencer looks at it next week.",
        )
        (reason,) = refused(freeze, story.report)
        assert (reason.code, reason.field) == ("claims_not_referenced", "reason")
        assert "1 of 1 claims of this document are not referenced" in reason.text
        assert "mandatory-training (not supported)" in reason.text
        freeze(story.report, "It is looked at again next week.")
        row = PassedGate.objects.get()
        assert (row.gate, row.missing, row.reason) == (
            "references",
            ["mandatory-training (not supported)"],
            "It is looked at again next week.",
        )

    def test_reason_stands_in_a_row_and_its_entry_holds_codes_alone(self, story: Story) -> None:
        freeze(story.report, "Planted words.")
        entry = Entry.objects.get(verb="reports.pass_gate")
        row = PassedGate.objects.get()
        assert (entry.of, entry.detail["gates"]) == (
            f"reports.passedgate/{row.pk}",
            {"fact-check": 12},
        )
        assert "Planted" not in str(entry.detail)

    def test_what_was_signed_at_freezing_is_shown_and_not_asked_again(self, story: Story) -> None:
        release = prepared(story, [frozen(story.report)])
        assert approving.warnings(release) == []
        assert [one.reason for one in gone_past(release)] == [ALL_THE_SAME]
        approve(release)
        assert PassedGate.objects.count() == 1

    def test_what_came_since_asks_for_a_reason_of_its_own(self, story: Story) -> None:
        edition = frozen(story.report)
        release = prepared(story, [edition])
        claim = story.inspection.claims.get()
        referenced(claim, supported=False, reasons="The records say otherwise.")
        (reason,) = refused(approve, release, " ")
        assert (reason.code, reason.field) == ("claims_not_referenced", "reason")
        assert reason.text.startswith("How well forces train, edition 1: 1 of 1 claims")
        assert [str(one) for one in approving.warnings(release)] == [str(reason)]
        approve(release, "Both readings are printed.")
        assert [(one.gate, one.reason) for one in gone_past(release)] == [
            ("fact-check", ALL_THE_SAME),
            ("references", "Both readings are printed."),
        ]
        # What only warns never stops what two people signed.
        release_now(release)
        assert phase(story) == "published"

    def test_reason_is_not_signed_for_what_the_page_did_not_show(self, story: Story) -> None:
        signing = member(story.inspection, Role.SIGNING)
        shown = documents.seen(proof_of(signed(story.report), SIGNED.date()))
        asked(story.report, *[story.body(number) for number in range(11)])
        press = {"by": signing, "at": SIGNED, "key": a_key(), "document": story.report}
        told = refused(lambda: reports.freeze(**press, reason="It was wound up.", seen=shown))
        assert [str(one.code) for one in told] == ["gaps_unseen"]
        assert not PassedGate.objects.exists()
        now = documents.seen(proof_of(story.report, SIGNED.date()))
        assert reports.freeze(**press, reason="It was wound up.", seen=now)

    def test_what_was_signed_under_one_edition_is_asked_anew_under_the_next(
        self, story: Story
    ) -> None:
        frozen(story.report)
        saved(story.report, REPORT.replace("We looked at", "We have looked at"))
        assert codes(freeze, story.report) == ["bodies_not_asked"]


class TestPublished:
    def test_press_release_alone_moves_nothing_and_a_report_moves_it_once(
        self, story: Story
    ) -> None:
        released(story, editions=[frozen(story.release)])
        assert phase(story) == "judging"
        first = prepared(story, [frozen(story.report)])
        approved(first)
        release_now(first)
        assert phase(story) == "published"
        assert Entry.objects.filter(verb="inspections.publish").count() == 1

    def test_one_whose_report_went_out_before_is_moved_with_its_next_register(
        self, story: Story
    ) -> None:
        release_now(approved(prepared(story)))
        Inspection.objects.filter(pk=story.inspection.pk).update(phase="checking")
        before = Inspection.objects.get(pk=story.inspection.pk)
        analyst, press = (member(before, role) for role in (Role.ANALYST, Role.PRESS))
        for by, phase in ((analyst, "checking"), (press, "published")):
            actions.refresh(by=by, at=EMBARGO, key=a_key(), inspection=before)
            before.refresh_from_db()
            assert before.phase == phase

    @pytest.mark.parametrize("here", drilled(["drafting", "checking"], 2))
    def test_it_is_moved_from_wherever_the_report_was_published(
        self, story: Story, here: str
    ) -> None:
        move_to(story.inspection, here)
        released(story)
        moved = story.inspection.phase_moves.last()
        assert (moved.from_phase, moved.to_phase) == (here, "published")

    def test_document_frozen_and_never_out_is_no_correction_whatever_the_phase(
        self, story: Story
    ) -> None:
        released(story)
        title = "How well forces train"
        text = f"---\ntitle: {title}\n---\n\n# Summary\n\n{{.narrative}}\nWe looked at training.\n"
        other = a_document(story.inspection, "second", "report", title, text)
        freeze(other, ALL_THE_SAME)
        saved(other, text.replace("We looked at", "We have looked at"))
        assert codes(freeze, other) == ["bodies_not_asked"]

    def test_correction_is_asked_only_what_its_kind_lists(self, story: Story) -> None:
        out = released(story).release
        moves = story.inspection.phase_moves.count()
        saved(story.report, REPORT.replace("We looked at", "We have looked at"))
        again = freeze(story.report)
        said = {"corrects": out, "correction_reason": "A word was wrong."}
        release = prepared(story, [again], **said)
        assert approving.warnings(release) == []
        approve(release)
        release_now(release)
        assert (phase(story), story.inspection.phase_moves.count()) == ("published", moves)
        assert queries.state_of(release) == "released"


class TestWhatIsSigned:
    def test_what_was_prepared_before_an_amendment_is_not_approved(self, story: Story) -> None:
        release = prepared(story, [frozen(story.report)])
        _amend(story, title="Under another title")
        (reason,) = refused(approve, release, "x")
        assert (reason.code, "inspection" in reason.text) == ("facts_moved", True)
        told = approving.reasons_not_to_approve(
            story.who(Role.SIGNING), release, release.contents.digest
        )
        assert [str(one) for one in told] == [str(reason)]

    def test_edition_that_names_a_body_is_not_prepared_once_none_may_be_named(
        self, settings: Any
    ) -> None:
        settings.REHEARSAL_SITE = False
        story = a_story(rehearsal=False, names_bodies=True)
        name = story.body().label
        text = f"\n[Most forces, {name} among them, train]{{#mandatory-training}}.\n"
        saved(story.report, REPORT + text)
        edition = frozen(story.report)
        _amend(story, names_bodies=False)
        told = refused(prepared, story, [edition])
        assert {str(one.code) for one in told} == {"body_named_since"}
        assert name in told[0].text
        # One that names none may go out.
        assert prepared(story, [frozen(story.release)]).number == 1


def _amend(story: Story, **changes: Any) -> None:
    actions.amend(
        by=story.who(Role.LEAD),
        at=SIGNED,
        key=a_key(),
        inspection=story.inspection,
        changes=changes,
        reason="It was misheard.",
        version=story.inspection.amendments.count(),
    )
