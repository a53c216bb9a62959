"""Documents through their acts: saved by version, bound once, waived with a reason, frozen when
nothing blocks.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.reports import actions, policies, queries
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.fact_loading import load_facts
from inspectorate.domain.reports.models import Document, Edition, Revision
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.factories.findings import a_claim, agreed, referenced
from tests.factories.publishing import (
    DRAFTED,
    REPORT,
    SIGNED,
    Story,
    a_document,
    a_story,
    frozen,
    saved,
)
from tests.factories.rooms import a_key, a_person, an_inspection, criterion, member
from tests.factories.wording import signed

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def draft() -> Document:
    """A short document of an inspection that has not been judged."""
    return a_document(
        an_inspection(bodies=2), "report", "report", "A report", "One sentence here. Another one."
    )


class TestOpening:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({"slug": "report"}, ["slug_taken"]),
            ({"title": " "}, ["text_missing"]),
            ({"kind": "poem"}, ["kind_unknown"]),
        ],
    )
    def test_document_that_is_not_sound_is_refused(
        self, draft: Document, given: dict[str, str], expected: list[str]
    ) -> None:
        fields = {"slug": "other", "kind": "report", "title": "T", **given}
        with pytest.raises(Refused) as refusal:
            actions.open_document(
                by=member(draft.inspection, Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                inspection=draft.inspection,
                **fields,
            )
        assert codes(refusal) == expected

    def test_report_to_one_body_is_refused_and_a_letter_is_not(self, draft: Document) -> None:
        body = draft.inspection.scope.get(order=1)
        with pytest.raises(Refused) as refusal:
            a_document(draft.inspection, "r2", "report", "T", "x", scope_body=body)
        assert codes(refusal) == ["body_only_for_letter"]
        assert (
            a_document(draft.inspection, "l", "letter", "T", "x", scope_body=body).scope_body
            == body
        )


class TestSaving:
    def test_every_save_is_a_revision(self, draft: Document) -> None:
        saved(draft, "Second.")
        rows = list(Revision.objects.filter(document=draft).values_list("number", "text"))
        assert rows == [(2, "One sentence here. Another one."), (3, "Second.")]

    def test_stale_tab_gets_both_texts_and_changes_nothing(self, draft: Document) -> None:
        opened_at = draft.version
        saved(draft, "Theirs.")
        with pytest.raises(Conflict) as conflict:
            actions.save(
                by=member(draft.inspection, Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                document=draft,
                text="Yours.",
                version=opened_at,
            )
        assert (conflict.value.theirs, conflict.value.yours, conflict.value.version) == (
            "Theirs.",
            "Yours.",
            opened_at + 1,
        )
        assert Document.objects.get(pk=draft.pk).text == "Theirs."

    def test_text_too_long_is_refused(self, draft: Document) -> None:
        with pytest.raises(Refused) as refusal:
            saved(draft, "x" * (policies.LIMIT + 1))
        assert codes(refusal) == ["text_too_long"]

    def test_stamp_that_falls_on_no_day_is_refused(self, draft: Document) -> None:
        with pytest.raises(Refused) as refusal:
            saved(draft, "---\nstamp: 0001-01-01T00:00+14:00\n---\n\nWords.")
        assert codes(refusal) == ["stamp_on_no_day"]

    @pytest.mark.parametrize("role", [Role.INSPECTOR, Role.REFERENCER, Role.MODERATOR])
    def test_role_that_does_not_write_finds_no_document_to_save(
        self, draft: Document, role: Role
    ) -> None:
        with pytest.raises(Forbidden):
            actions.save(
                by=member(draft.inspection, role),
                at=DRAFTED,
                key=a_key(),
                document=draft,
                text="x",
                version=draft.version,
            )


class TestPlacing:
    def place(self, document: Document, excerpt: str) -> Document:
        inspection = document.inspection
        claim = inspection.claims.first() or a_claim(
            inspection,
            {"source": "Act", "on": "2020-01-01"},
            name="the-claim",
            kind="development",
            statement="A law passed",
        )
        return actions.place(
            by=member(inspection, Role.EDITOR),
            at=DRAFTED,
            key=a_key(),
            document=document,
            claim=claim,
            excerpt=excerpt,
            version=document.version,
        )

    def test_excerpt_that_stands_once_is_bound_and_nothing_else_changes(
        self, draft: Document
    ) -> None:
        placed = self.place(draft, "Another one")
        assert (placed.text, placed.version) == (
            "One sentence here. [Another one]{#the-claim}.",
            draft.version + 1,
        )

    def test_words_that_run_over_the_end_of_a_line_are_bound_as_they_stand(
        self, draft: Document
    ) -> None:
        placed = self.place(saved(draft, "Of two forces\nnone shares. The rest do."), "forces none")
        assert placed.text == "Of two [forces\nnone]{#the-claim} shares. The rest do."

    @pytest.mark.parametrize(
        ("text", "excerpt", "expected"),
        [
            ("Once.", "Twice", "excerpt_not_found"),
            ("No no.", "o", "excerpt_twice"),
            ("All is\nwell. All is well.", "All is well", "excerpt_twice"),
            ("Text.", "  ", "excerpt_empty"),
            ("First.\n\nSecond.", "First.\n\nSecond", "excerpt_not_bindable"),
            ("It is [bound]{#the-claim} here.", "is [bound", "excerpt_not_bindable"),
            ("---\ntitle: Words\n---\nText.", "Words", "excerpt_not_bindable"),
            ("```recommendation\nnumber: 1\n```", "number", "excerpt_not_bindable"),
        ],
    )
    def test_excerpt_that_cannot_be_bound_is_refused(
        self, draft: Document, text: str, excerpt: str, expected: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            self.place(saved(draft, text), excerpt)
        assert codes(refusal) == [expected]

    def test_claim_of_another_inspection_is_refused(self, draft: Document, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            actions.place(
                by=member(draft.inspection, Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                document=draft,
                claim=story.inspection.claims.get(),
                excerpt="Another one",
                version=draft.version,
            )
        assert codes(refusal) == ["claim_elsewhere"]


class TestMendingAndWaiving:
    def test_word_that_does_not_hold_is_mended_by_one_press(self, story: Story) -> None:
        right = "[Most forces have mandatory training]{#mandatory-training}."
        wrong = saved(story.report, REPORT.replace(right, right.replace("Most", "All")))
        (problem,) = [
            one for one in queries.problems(wrong).problems if one.check == "quantity_word_holds"
        ]
        mended = actions.mend(
            by=story.who(Role.EDITOR),
            at=DRAFTED,
            key=a_key(),
            document=wrong,
            check=problem.check,
            excerpt=problem.place.excerpt,
            version=wrong.version,
        )
        assert right in mended.text
        assert queries.problems(mended).blocking == ()

    def test_mend_nobody_offers_is_refused(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            actions.mend(
                by=story.who(Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                document=story.report,
                check="title_is_one",
                excerpt="x",
                version=story.report.version,
            )
        assert codes(refusal) == ["no_mend"]

    def waive(
        self, story: Story, check: str, excerpt: str, reason: str = "Agreed with the lead."
    ) -> None:
        actions.waive(
            by=story.who(Role.LEAD),
            at=DRAFTED,
            key=a_key(),
            document=story.report,
            check=check,
            excerpt=excerpt,
            reason=reason,
        )

    def test_waived_problem_lets_the_document_be_frozen_and_is_told_in_the_ledger(
        self, story: Story
    ) -> None:
        document = saved(story.report, REPORT + "\nMany forces said so.\n")
        (problem,) = queries.problems(document).blocking
        with pytest.raises(Refused):
            frozen(document)
        self.waive(story, problem.check, problem.place.excerpt)
        frozen(document)
        entry = Entry.objects.get(verb="reports.freeze")
        waiver = document.waivers.get()
        assert (waiver.reason, entry.detail["waivers"]) == (
            "Agreed with the lead.",
            [{"waiver": waiver.pk, "check": problem.check, "by": waiver.by_id}],
        )

    def test_waiver_without_reason_or_problem_is_refused(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            self.waive(story, "title_is_one", "nothing", " ")
        assert codes(refusal) == ["text_missing", "no_such_problem"]

    def test_what_protects_is_never_waived(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            self.waive(story, "below_edition_ceiling", "x")
        assert codes(refusal) == ["never_waived"]


class TestFreezing:
    def test_frozen_document_has_two_editions_with_pdf_digest_and_figures(
        self, story: Story
    ) -> None:
        public = frozen(story.report)
        assert list(Edition.objects.values_list("kind", "number")) == [("full", 1), ("public", 1)]
        assert public.kind == "public"
        assert store.get(public.pdf).startswith(b"%PDF-")
        assert public.facts["mandatory-training"]["met"] == 9
        data = EditionData.from_json(public.data)
        assert (data.published_on, data.number, data.marking) == ("2020-03-09", 1, "PUBLIC")
        assert data.notice == story.inspection.notice

    def test_same_text_and_facts_frozen_in_two_worlds_are_the_same_bytes(
        self, story: Story
    ) -> None:
        laid = queries.proof_of(story.report, SIGNED.date())
        assert canonical(laid.edition(EditionKind.PUBLIC, 1).as_json()) == canonical(
            frozen(story.report).data
        )

    def test_only_the_signing_inspector_freezes(self, story: Story) -> None:
        for role in (Role.LEAD, Role.EDITOR, Role.PRESS):
            with pytest.raises(Forbidden):
                actions.freeze(by=story.who(role), at=SIGNED, key=a_key(), document=story.report)

    def test_person_of_no_team_finds_nothing_to_freeze(self, story: Story) -> None:
        with pytest.raises(Forbidden):
            actions.freeze(by=a_person(Role.SIGNING), at=SIGNED, key=a_key(), document=story.report)

    def test_refusal_names_line_and_sentence_of_each_blocking_problem(self, story: Story) -> None:
        wrong = saved(story.report, REPORT.replace("[Most forces", "[All forces"))
        with pytest.raises(Refused) as refusal:
            frozen(wrong)
        assert [
            (one.code, one.text.split(",")[0])
            for one in refusal.value.reasons
            if one.code == "quantity_word_holds"
        ] == [
            ("quantity_word_holds", "Line 11"),
            ("quantity_word_holds", "Line 15"),
        ]
        assert Edition.objects.count() == 0

    def test_changed_judgment_makes_the_claim_stale_and_freezing_refuse_each_sentence(
        self, story: Story
    ) -> None:
        agreed(
            story.inspection, story.body(0), criterion(story.inspection), mandatory_training=False
        )
        with pytest.raises(Refused) as refusal:
            frozen(story.report)
        stale = [one for one in refusal.value.reasons if one.code == "support_unchanged"]
        assert [one.text.split(",")[0] for one in stale] == ["Line 11", "Line 15"]

    def test_claim_nobody_referenced_keeps_a_document_from_freezing(self, story: Story) -> None:
        a_claim(
            story.inspection,
            {"criterion": "1.1", "finding": "completion-known"},
            name="fresh",
            statement="Completion is known",
        )
        with pytest.raises(Refused) as refusal:
            frozen(
                saved(story.report, REPORT + "\n[All forces know who has completed it]{#fresh}.\n")
            )
        assert codes(refusal) == ["referenced_by_another"]

    def test_other_words_of_the_same_fact_in_another_document_are_no_contradiction(
        self, story: Story
    ) -> None:
        text = story.release.text.replace("[Most forces", "[At least three-quarters of forces")
        assert text != story.release.text
        saved(story.release, text)
        frozen(story.report)
        frozen(story.release)

    def test_text_is_told_what_the_newest_edition_of_another_document_pins(
        self, story: Story
    ) -> None:
        frozen(story.report)
        pinned = load_facts(story.inspection, document=story.release).pinned
        assert pinned[story.report.slug]["mandatory-training"].met == 9

    def test_nothing_new_is_not_frozen_twice(self, story: Story) -> None:
        frozen(story.report)
        with pytest.raises(Refused) as refusal:
            frozen(story.report)
        assert codes(refusal) == ["nothing_new"]

    def test_text_changed_since_the_signer_looked_is_a_conflict(self, story: Story) -> None:
        seen = story.report.version
        saved(story.report, REPORT + "\n{.narrative}\nMore.\n")
        with pytest.raises(Conflict):
            actions.freeze(
                by=story.who(Role.SIGNING),
                at=SIGNED,
                key=a_key(),
                document=story.report,
                version=seen,
            )

    def test_freezing_sent_twice_makes_one_edition(self, story: Story) -> None:
        key = a_key()
        signed(story.report)
        first, second = (
            actions.freeze(
                by=story.who(Role.SIGNING),
                at=SIGNED,
                key=key,
                document=story.report,
                reason="Time is short.",
            )
            for _ in range(2)
        )
        assert first == second
        assert Edition.objects.count() == 2

    def test_empty_document_is_refused(self, story: Story) -> None:
        with pytest.raises(Refused) as refusal:
            frozen(saved(story.report, "  "))
        assert codes(refusal) == ["text_empty"]

    def test_real_name_in_a_rehearsal_is_refused(self, story: Story) -> None:
        name = story.body().body.name
        with pytest.raises(Refused) as refusal:
            frozen(
                saved(
                    story.report,
                    REPORT + f"\n[Most forces such as {name} train]{{#mandatory-training}}.\n",
                )
            )
        assert "no_body_named_against_scope" in codes(refusal)


class TestRules:
    def test_problem_that_warns_does_not_block(self, story: Story) -> None:
        problems = queries.problems(saved(story.report, REPORT.replace("[Most", "[All"))).problems
        told = policies.freezable(
            text="x",
            problems=[replace(one, severity="warns") for one in problems],
            waived=(),
            undecided={},
            unchanged=False,
        )
        assert told == []

    def test_closed_inspection_freezes_nothing(self, story: Story) -> None:
        laid = queries.proof_of(signed(saved(story.report, REPORT)), SIGNED.date())
        assert queries.reasons_not_to_freeze(laid) == []
        laid.document.inspection.phase = "closed"
        assert [one.code for one in queries.reasons_not_to_freeze(laid)] == ["inspection_over"]

    def test_problems_of_a_document_take_a_fixed_number_of_queries(self, story: Story) -> None:
        counts = []
        for text in (REPORT, REPORT + "\n[Most forces]{#mandatory-training}.\n" * 20):
            document = saved(story.report, text)
            with CaptureQueriesContext(connection) as captured:
                queries.problems(document)
            counts.append(len(captured))
        assert counts[0] == counts[1]


def test_number_of_recommendations_is_counted_in_the_report_and_held_against_the_text(
    story: Story,
) -> None:
    claim = a_claim(
        story.inspection,
        {"recipe": "recommendations"},
        name="asks",
        kind="figure",
        statement="Recommendations made",
    )
    referenced(claim)
    assert dict((load_facts(story.inspection).claims or {})["asks"].values) == {
        "recommendations": "1"
    }
    right = saved(story.report, REPORT + "\n[We make one recommendation]{#asks}.\n")
    assert queries.problems(right).blocking == ()
    wrong = saved(right, REPORT + "\n[We make two recommendations]{#asks}.\n")
    assert {one.check for one in queries.problems(wrong).blocking} >= {"number_matches"}
