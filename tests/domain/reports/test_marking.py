"""How high a document is marked, and what that keeps from who is not cleared: every act on its
text, the words of its editions, of what was let stand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import actions, queries
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.runs import CLOSED
from inspectorate.domain.reports.marking import of_manuscript
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.reasons import CheckName
from inspectorate.domain.reports.sections.left import preview
from inspectorate.foundation.markings.reading import Read, noting_reads
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock
from tests.factories.findings import a_claim, an_item
from tests.factories.publishing import (
    DRAFTED,
    RELEASE,
    REPORT,
    SIGNED,
    Story,
    a_story,
    frozen,
    saved,
)
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, reads_up_to

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
GROUND = "Police Act 1996 s.55(2)"
PLAIN = "# Summary\n\n{.narrative}\nWe looked at training in forces.\n"
PASSAGE = f'[canary-passage]{{.sensitive marking={SENSITIVE} ground="{GROUND}"}}{{.narrative}}'
MARKED = f"{PLAIN}\n[We were told of {PASSAGE} there.]{{.narrative}}\n"
BOUND = f"{PLAIN}\n[canary-claim]{{#closed}}.\n"
WITHIN = f'{PLAIN}\n[[canary-claim]{{#closed}}]{{.sensitive marking=OFFICIAL ground="{GROUND}"}}.\n'


@pytest.fixture
def story() -> Story:
    """A report and a release; a claim on an item marked OFFICIAL-SENSITIVE."""
    made = a_story()
    an_item(made.inspection, practice=True, marking=SENSITIVE)
    a_claim(
        made.inspection,
        {"criteria": ["1.1"], "practice": True},
        kind="example",
        name="closed",
        statement="canary-statement",
        small_number_decision="Nobody is named.",
    )
    return made


@pytest.mark.parametrize(
    ("block", "marking"),
    [
        (TextBlock("paragraph", "One.", 1), "OFFICIAL"),
        (TextBlock("quote", "One.", 1, attributed="closed"), "SECRET"),
        (TextBlock("quote", "One.", 1, attributed="open"), "OFFICIAL"),
        (
            TextBlock(
                "paragraph", "One.", 1, spans=(Span("claim", "closed", "O", 1, 1, 0, 1, {}),)
            ),
            "SECRET",
        ),
        (
            TextBlock("paragraph", "One.", 1, spans=(Span("claim", "other", "O", 1, 1, 0, 1, {}),)),
            "OFFICIAL",
        ),
    ],
)
def test_text_is_marked_as_the_claims_and_the_sources_in_it(block: TextBlock, marking: str) -> None:
    bears = {"closed": "SECRET", "open": "PUBLIC"}
    assert of_manuscript(Manuscript({}, (block,), ""), bears) == marking


def _words(data: EditionData) -> str:
    return str(data.as_json())


def _read(story: Story, who: Role, kind: EditionKind = EditionKind.FULL) -> str:
    return _words(preview(story.who(who), _now(story.report), kind))


def _now(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


class TestMarking:
    @pytest.mark.parametrize(
        ("text", "marking"),
        [
            (PLAIN, "OFFICIAL"),
            ("[Most forces]{#mandatory-training}.", "OFFICIAL"),
            (MARKED, SENSITIVE),
            (BOUND, SENSITIVE),
            (WITHIN, SENSITIVE),
            ('[x]{.sensitive ground="G"}', SENSITIVE),
            ('[x]{.sensitive ground="G" marking="OFICIAL"}', SENSITIVE),
            ('[x]{.sensitive ground="G" marking="OFFICIAL"}', "OFFICIAL"),
            ('[x]{.sensitive ground="G" marking="SECRET"}', "SECRET"),
            ('[x]{.Sensitive ground="G" marking="OFFICIAL"}', "OFFICIAL"),
            ('[x]{.Sensitive ground="G"}', SENSITIVE),
            ("[x]{.sensitve marking=OFFICIAL-SENSITIVE}", SENSITIVE),
            ('[x]{.sensitive ground="G" Marking=SECRET}', "SECRET"),
            ("[x]{.senstive}", SENSITIVE),
            ("[x]{.sensitive-passage}", SENSITIVE),
            ("[x]{.snesitive}", SENSITIVE),
            ("{.sensitve}\nA whole paragraph.", SENSITIVE),
            ("[x]{.narrative}", "OFFICIAL"),
            ("[x]{.response}", "OFFICIAL"),
            ('{.SENSITIVE ground="G"}\nA whole paragraph.', SENSITIVE),
            ('{.sensitve ground="G"}\nA whole paragraph.', SENSITIVE),
            ('---\ntitle: A [x]{.sensitive ground="G"}\n---\n', SENSITIVE),
            ("```chart\nkind: strip\nclaim: closed\ncaption: x\n```\n", SENSITIVE),
            ("```chart\nkind: grid\ncaption: The [x]{#closed}\n```\n", SENSITIVE),
        ],
    )
    def test_text_takes_the_highest_of_its_passages_and_of_the_claims_bound_in_it(
        self, story: Story, text: str, marking: str
    ) -> None:
        assert queries.marking_of(story.inspection, text) == marking
        Document.objects.filter(pk=story.report.pk).update(text=text)
        assert queries.proof_of(_now(story.report)).marking == marking

    def test_full_edition_is_marked_as_its_claims_are_too(self, story: Story) -> None:
        saved(story.report, WITHIN)
        full = preview(story.who(Role.LEAD), _now(story.report), EditionKind.FULL)
        public = preview(story.who(Role.LEAD), _now(story.report), EditionKind.PUBLIC)
        assert (full.marking, public.marking) == (SENSITIVE, "PUBLIC")


Act = Callable[[Story, Person, Document], Any]
ACTS: dict[str, tuple[Role, Act]] = {
    "save": (
        Role.PRESS,
        lambda _, by, document: actions.save(
            by=by, at=DRAFTED, key=a_key(), document=document, text=PLAIN, version=1
        ),
    ),
    "place": (
        Role.EDITOR,
        lambda story, by, document: actions.place(
            by=by,
            at=DRAFTED,
            key=a_key(),
            document=document,
            claim=story.inspection.claims.get(key="mandatory-training"),
            excerpt="training in forces",
            version=1,
        ),
    ),
    "mend": (
        Role.EDITOR,
        lambda _, by, document: actions.mend(
            by=by, at=DRAFTED, key=a_key(), document=document, check="x", excerpt="x", version=1
        ),
    ),
    "waive": (
        Role.LEAD,
        lambda _, by, document: actions.waive(
            by=by, at=DRAFTED, key=a_key(), document=document, check="x", excerpt="x", reason="x"
        ),
    ),
    "open_fact_check": (
        Role.EDITOR,
        lambda story, by, document: actions.open_fact_check(
            by=by,
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=inspected(story.body()),
            due_on=date(2020, 5, 1),
        ),
    ),
    "freeze": (
        Role.SIGNING,
        lambda _, by, document: actions.freeze(
            by=by, at=SIGNED, key=a_key(), document=document, version=1
        ),
    ),
}


class TestActs:
    @pytest.mark.parametrize("act", ACTS)
    def test_act_on_a_text_above_the_person_is_refused_before_a_conflict_shows_it(
        self, act: str
    ) -> None:
        story = a_story(reading=None)
        Document.objects.filter(pk=story.report.pk).update(text=MARKED)
        role, do = ACTS[act]
        document = _now(story.report)
        assert document.version > 1  # else it would be no conflict
        with pytest.raises(Refused) as refusal:
            do(story, story.who(role), document)
        assert codes_of(refusal) == ["not_cleared"]
        assert "Ask the administrator to record your clearance" in refusal.value.reasons[0].mend

    @pytest.mark.parametrize("text", [MARKED, BOUND])
    def test_save_of_a_text_that_would_be_above_the_writer_names_what_they_sent(
        self, story: Story, text: str
    ) -> None:
        before = _now(story.report)
        said = {"at": DRAFTED, "document": before, "text": text, "version": before.version}
        with pytest.raises(Refused) as refusal:
            actions.save(by=story.who(Role.EDITOR), key=a_key(), **said)
        assert [(one.code, one.field) for one in refusal.value.reasons] == [("not_cleared", "text")]
        assert refusal.value.reasons[0].text.startswith("The text that you send is marked")
        assert _now(story.report).version == before.version
        actions.save(by=story.who(Role.LEAD), key=a_key(), **said)

    @pytest.mark.parametrize(
        "marking",
        [
            "marking=SECRET",
            "marking=Secret",
            'marking="TOP SECRET"',
            "Marking=SECRET",
            'marking="S E C R E T"',
        ],
    )
    def test_secret_passage_is_refused_whoever_sends_it(self, story: Story, marking: str) -> None:
        passage = f'[x]{{.sensitive {marking} ground="{GROUND}"}}'
        text = f"{PLAIN}\n[We saw {passage}.]{{.context}}\n"
        document = _now(story.report)
        for role in (Role.LEAD, Role.EDITOR):
            with pytest.raises(Refused) as refusal:
                actions.save(
                    by=story.who(role),
                    at=DRAFTED,
                    key=a_key(),
                    document=document,
                    text=text,
                    version=document.version,
                )
            (reason,) = refusal.value.reasons
            assert (reason.code, reason.field) == ("secret_words", "text")
            assert "SECRET words are never stored here" in reason.text
        assert _now(story.report).text == document.text

    @pytest.mark.parametrize(
        "written",
        [
            '[x]{ .sensitive marking = OFFICIAL-SENSITIVE ground="G" }',
            '[x] {.senstive ground="G"}',
            "[x] {.secure marking=OFFICIAL-SENSITIVE}",
            "```recommendation\nnumber: 2\nto: college-of-examples (asked)\ndue: 2020-09-30\n"
            'origin: [x]{.sensitive ground="G"}\ntext: Do it.\n```',
        ],
    )
    def test_mark_that_is_not_read_keeps_a_text_from_being_frozen(
        self, story: Story, written: str
    ) -> None:
        document = saved(story.report, f"{REPORT}\n{written}\n")
        found = [one for one in queries.problems(document).problems if "is not read" in one.what]
        assert [one.check for one in found] == [CheckName.BELOW_EDITION_CEILING]
        with pytest.raises(Refused):
            frozen(document)

    def test_place_of_a_claim_above_the_writer_is_refused(self, story: Story) -> None:
        document = saved(story.report, PLAIN)
        with pytest.raises(Refused) as refusal:
            actions.place(
                by=story.who(Role.EDITOR),
                at=DRAFTED,
                key=a_key(),
                document=document,
                claim=story.inspection.claims.get(key="closed"),
                excerpt="training in forces",
                version=document.version,
            )
        assert [(one.code, one.field) for one in refusal.value.reasons] == [
            ("not_cleared", "claim")
        ]

    def test_reason_not_to_freeze_names_no_evidence_above_the_signer(self) -> None:
        story = a_story(reading=None)
        inspection, lead = story.inspection, story.who(Role.LEAD)
        reads_up_to(inspection, Marking.SENSITIVE, lead)
        an_item(inspection, practice=True)
        item = an_item(inspection, practice=True, marking=SENSITIVE)
        claim = a_claim(inspection, {"criteria": ["1.1"], "practice": True}, kind="example")
        evidence.withdraw(by=lead, at=DRAFTED, key=a_key(), item=item, reason="Misheard.")
        saved(story.report, f"{PLAIN}\n[Some forces share]{{#{claim.key}}}.\n")
        with pytest.raises(Refused) as refusal:
            frozen(story.report)
        said = " ".join(one.text for one in refusal.value.reasons)
        assert "Evidence that you may not read was withdrawn" in said
        assert item.ref not in said

    def test_text_that_nobody_can_take_apart_is_written_anew_by_who_may_read_anything(
        self, story: Story
    ) -> None:
        Document.objects.filter(pk=story.report.pk).update(text="x" * 250_000)
        document = _now(story.report)
        said = {"at": DRAFTED, "document": document, "text": PLAIN, "version": document.version}
        with pytest.raises(Refused) as refusal:
            actions.save(by=story.who(Role.EDITOR), key=a_key(), **said)
        assert codes_of(refusal) == ["not_cleared"]
        assert actions.save(by=story.who(Role.LEAD), key=a_key(), **said).text == PLAIN


class TestReading:
    @pytest.mark.parametrize(("text", "canary"), [(MARKED, "passage"), (BOUND, "claim")])
    def test_text_compiled_for_who_is_not_cleared_has_the_ground_for_the_words(
        self, story: Story, text: str, canary: str
    ) -> None:
        saved(story.report, text)
        for kind in (EditionKind.FULL, EditionKind.PUBLIC):
            shown = _read(story, Role.PRESS, kind)
            assert f"canary-{canary}" not in shown
            assert "canary-statement" not in shown
            assert "We looked at training in forces." in shown
            assert f"[removed: {GROUND if canary == 'passage' else CLOSED}]" in shown
        assert f"canary-{canary}" in _read(story, Role.LEAD)

    def test_claim_above_official_is_not_in_the_part_that_a_body_is_shown(
        self, story: Story
    ) -> None:
        saved(story.report, BOUND)
        laid = queries.proof_of(_now(story.report))
        assert "canary-claim" not in _words(laid.edition(EditionKind.BODY))
        assert "canary-claim" in _words(laid.edition(EditionKind.FULL))

    def test_read_of_a_marked_text_is_noted_and_of_its_public_preview_not(
        self, story: Story
    ) -> None:
        document, lead = saved(story.report, MARKED), story.who(Role.LEAD)
        noted = []
        for read in (
            lambda: queries.laid_out(lead, document, date(2020, 2, 1)),
            lambda: queries.reasons_unread(lead, document),
            lambda: preview(lead, document, EditionKind.FULL),
            lambda: preview(lead, document, EditionKind.PUBLIC),
            lambda: queries.reasons_unread(story.who(Role.EDITOR), document),
        ):
            with noting_reads() as reads:
                read()
            noted.append(list(reads))
        once = [Read(story.inspection.slug, SENSITIVE, f"reports.document:{document.pk}")]
        assert noted == [once, once, once, [], []]

    def test_public_preview_with_words_above_official_is_marked_and_noted_as_read(
        self, story: Story
    ) -> None:
        document, lead = saved(story.report, BOUND), story.who(Role.LEAD)
        with noting_reads() as reads:
            data = preview(lead, document, EditionKind.PUBLIC)
        assert "canary-claim" in _words(data)
        assert list(reads) == [
            Read(story.inspection.slug, SENSITIVE, f"reports.document:{document.pk}")
        ]

    def test_full_edition_above_the_reader_does_not_exist_for_them(self) -> None:
        story = a_story()
        saved(story.report, story.report.text + f"\n{PASSAGE}\n")
        frozen(story.report)
        listed = {
            role: [
                (one.kind, one.number) for one in queries.editions(story.who(role), story.report)
            ]
            for role in (Role.PRESS, Role.LEAD)
        }
        assert listed == {
            Role.PRESS: [("public", 1)],
            Role.LEAD: [("full", 1), ("public", 1)],
        }
        assert queries.edition(story.who(Role.PRESS), story.report, 1, "full") is None
        with noting_reads() as reads:
            found = queries.edition(story.who(Role.LEAD), story.report, 1, "full")
        assert found is not None
        assert list(reads) == [
            Read(story.inspection.slug, SENSITIVE, f"reports.edition:{found.pk}")
        ]

    @pytest.mark.parametrize("text", [MARKED, WITHIN])
    def test_full_edition_that_was_marked_by_an_earlier_rule_is_closed_as_its_text(
        self, story: Story, text: str
    ) -> None:
        document = saved(story.report, text)
        made = {
            kind: document.editions.create(
                number=1,
                kind=kind,
                data={"marking": "OFFICIAL" if kind == "full" else "PUBLIC"},
                digest=kind,
                by=story.who(Role.SIGNING),
                at=SIGNED,
            )
            for kind in ("full", "public")
        }
        press, lead = story.who(Role.PRESS), story.who(Role.LEAD)
        later = {"at": SIGNED + timedelta(days=1), "version": document.version}
        actions.save(by=lead, key=a_key(), document=document, text=PLAIN, **later)
        assert queries.editions(press, document) == [made["public"]]
        assert queries.editions(lead, document) == [made["full"], made["public"]]
        assert queries.edition(press, document, 1, "full") is None
        assert queries.edition(press, document, 1, "public") == made["public"]
        with noting_reads() as reads:
            assert queries.edition(lead, document, 1, "full") == made["full"]
        assert [one.marking for one in reads] == [SENSITIVE]

    def test_problem_names_no_evidence_above_the_reader(self, story: Story) -> None:
        inspection: Inspection = story.inspection
        item = inspection.evidence.get(marking=SENSITIVE)
        open_to_all = an_item(inspection, practice=True)
        claim = a_claim(
            inspection, {"criteria": ["1.1"], "practice": True}, kind="example", name="both"
        )
        evidence.withdraw(
            by=story.who(Role.LEAD), at=DRAFTED, key=a_key(), item=item, reason="Misheard."
        )
        document = saved(story.report, PLAIN + f"\n[Some forces share]{{#{claim.key}}}.\n")
        said = {}
        for role in (Role.EDITOR, Role.LEAD):
            laid, unread = queries.laid_out(story.who(role), document, date(2020, 2, 1))
            assert unread == []
            said[role] = " ".join(one.what for one in laid.problems().problems)
        assert item.ref in said[Role.LEAD]
        assert item.ref not in said[Role.EDITOR]
        assert "Evidence that you may not read was withdrawn" in said[Role.EDITOR]
        assert open_to_all.ref not in said[Role.EDITOR]

    def test_problem_quotes_no_word_of_another_document_that_the_reader_may_not_read(
        self, story: Story
    ) -> None:
        bound = "[Most forces have mandatory training]{#mandatory-training}."
        kept = bound.replace("Most", "11 of 12")
        hidden = f'[{kept}]{{.sensitive marking={SENSITIVE} ground="{GROUND}"}}{{.narrative}}'
        saved(story.report, REPORT.replace(bound, hidden, 1))
        document = saved(story.release, RELEASE.replace("Most", "9 of 12"))
        told = {}
        for role in (Role.PRESS, Role.LEAD):
            laid, unread = queries.laid_out(story.who(role), document, date(2020, 2, 1))
            assert unread == []
            told[role] = " ".join(one.what for one in laid.problems().problems)
        assert {role: "11 of 12" in words for role, words in told.items()} == dict.fromkeys(
            told, False
        )
        assert "11" not in told[Role.PRESS]

    def test_quotation_of_another_document_confirms_no_guess_at_words_above_the_reader(
        self, story: Story
    ) -> None:
        saved(story.report, f"{REPORT}\n[We were told of {PASSAGE} there.]{{.narrative}}\n")
        found = []
        for guess in ("canary-passage", "something else", "We were told of"):
            said = f"\nIt says [“{guess}”]{{.quotation source=report}}.\n"
            document = saved(story.release, RELEASE + said)
            for role in (Role.PRESS, Role.LEAD):
                laid, _ = queries.laid_out(story.who(role), document, date(2020, 2, 1))
                found.append(
                    CheckName.QUOTATION_IN_SOURCE in {one.check for one in laid.problems().problems}
                )
        assert found == [True, False, True, True, False, False]

    def test_exception_on_words_no_longer_there_is_for_who_may_read_whatever_a_text_holds(
        self, story: Story
    ) -> None:
        document = saved(story.report, PLAIN)
        document.waivers.create(
            check_name="x",
            excerpt="canary-passage",
            reason="why",
            by=story.who(Role.LEAD),
            at=DRAFTED,
        )
        document.waivers.create(
            check_name="y",
            excerpt="training in forces",
            reason="because",
            by=story.who(Role.LEAD),
            at=DRAFTED,
        )
        told = {
            role: [one.reason for one in queries.waivers(story.who(role), document, "OFFICIAL")]
            for role in (Role.EDITOR, Role.LEAD)
        }
        assert told[Role.LEAD] == ["why", "because"]
        assert told[Role.EDITOR][1] == "because"
        assert "Official-sensitive" in told[Role.EDITOR][0]
