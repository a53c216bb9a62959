"""How high each kind of claim is marked, what a reader is shown of it, and who may write and sign
it: words above a reader are withheld, items above them neither named nor counted.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.claims import actions, marking, queries
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim, Reference
from inspectorate.domain.claims.states import State
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.evidence.queries import became
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.reading import Read, noting_reads
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import (
    LATER,
    a_claim,
    a_recording,
    agreed,
    an_item,
    assigned,
    naming,
    referenced,
    submitted,
)
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    a_key,
    an_inspection,
    criterion,
    member,
    reads_up_to,
    scope_body,
)

pytestmark = pytest.mark.django_db
TRAINING = {"criterion": "1.1", "finding": "mandatory-training"}
EXAMPLE = {"criteria": ["1.1"], "practice": True}
SENSITIVE = "OFFICIAL-SENSITIVE"


def _items(inspection: Inspection, *markings: str) -> list[Item]:
    """An item of practice for each marking."""
    return [
        an_item(
            inspection,
            practice=True,
            marking=one,
            **({"words": "", "stub": "Safe 4"} if one == "SECRET" else {}),
        )
        for one in markings
    ]


def _marking(claim: Claim) -> str:
    return queries.facts(claim.inspection)[claim.key].marking


def _example(inspection: Inspection, least: int = 1, **given: Any) -> Claim:
    return a_claim(inspection, {**EXAMPLE, "min_items": least}, kind="example", **given)


def _withdraw(item: Item) -> None:
    evidence.withdraw(
        by=member(item.inspection, Role.LEAD), at=LATER, key=a_key(), item=item, reason="Misheard."
    )


SAID = "mandatory training in March"


class TestKinds:
    def test_items_are_marked_as_the_lowest_that_suffice(self) -> None:
        inspection = an_inspection()
        _items(inspection, "PUBLIC", "OFFICIAL", SENSITIVE, "SECRET")
        claims = [_example(inspection, least) for least in (1, 2, 3, 4)]
        assert [_marking(one) for one in claims] == ["PUBLIC", "OFFICIAL", SENSITIVE, "SECRET"]
        assert queries.markings(inspection) == {one.key: _marking(one) for one in claims}

    def test_items_that_fell_leave_the_words_marked_as_they_were_written(self) -> None:
        inspection = an_inspection()
        items = _items(inspection, SENSITIVE, SENSITIVE)
        claim = _example(inspection, 2)
        for item in items:
            _withdraw(item)
            assert _marking(claim) == SENSITIVE

    def test_claim_fallen_short_is_no_higher_than_what_it_was_drafted_on(self) -> None:
        inspection = an_inspection()
        *both, _ = _items(inspection, "OFFICIAL", "OFFICIAL", SENSITIVE)
        claim = _example(inspection, 2)
        for item in both:
            _withdraw(item)
        assert _marking(claim) == "OFFICIAL"

    def test_count_and_spread_of_grades_bear_no_marking_whatever_the_judgments_cite(self) -> None:
        inspection = an_inspection(phase="judging")
        cited = _items(inspection, SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=cited)
        counted = a_claim(inspection, TRAINING)
        spread = a_claim(inspection, {"criteria": ["1.1"]}, kind="variation")
        figure = a_claim(inspection, {"recipe": "evidence_items"}, kind="figure")
        assert {_marking(one) for one in (counted, spread, figure)} == {"PUBLIC"}
        assert queries.markings(inspection) == {}

    @pytest.mark.parametrize("kind", ["quotation", "development"])
    def test_words_from_an_item_bear_its_marking_however_its_number_is_written(
        self, kind: str
    ) -> None:
        inspection = an_inspection()
        (item,) = _items(inspection, SENSITIVE)
        prefix = inspection.prefix
        found = {
            source: self._quoted(inspection, kind, source)
            for source in (
                item.ref,
                f"see {item.ref.lower()}, page 2",
                f"{prefix}-E{item.number}",
                # As a word processor writes the hyphen, and as people leave it out.
                f"{prefix}\u2013E0001",
                f"{prefix}\u2011E0001",
                f"{prefix} - E 0001",
                f"{prefix}E0001",
                # The number alone, as people say it to each other.
                "1",
                "E1",
                "item 0001",
                "Note 1",
                "evidence E-0001",
                "item E1",
            )
        }
        assert set(found.values()) == {SENSITIVE}, found
        for source in ("The college", "OTHER-E0001"):
            assert self._quoted(inspection, kind, source, words="well placed") == "PUBLIC"

    @pytest.mark.parametrize("kind", ["quotation", "development"])
    def test_words_from_an_item_of_another_inspection_bear_its_marking(self, kind: str) -> None:
        elsewhere, inspection = an_inspection(), an_inspection()
        secret, (item,) = _items(elsewhere, "SECRET"), _items(elsewhere, SENSITIVE)
        _items(inspection, "PUBLIC", "PUBLIC")  # of the same numbers
        assert self._quoted(inspection, kind, item.ref) == SENSITIVE
        assert self._quoted(inspection, kind, f"{item.ref}, {secret[0].ref}") == "SECRET"

    @pytest.mark.parametrize("source", ["The college", "Interview with the lead", "OTHER-E0001"])
    def test_words_that_stand_in_a_marked_item_bear_its_marking_whatever_is_named(
        self, source: str
    ) -> None:
        inspection = an_inspection()
        _items(inspection, SENSITIVE)
        for words in (SAID, SAID.upper(), "“All response officers had … in March”"):
            assert self._quoted(inspection, "quotation", source, words=words) == SENSITIVE

    def test_words_that_an_open_item_named_holds_too_are_open(self) -> None:
        inspection = an_inspection()
        _, item = _items(inspection, SENSITIVE, "OFFICIAL")
        assert self._quoted(inspection, "quotation", item.ref, words=SAID) == "PUBLIC"

    def test_words_of_an_open_item_have_their_speaker_and_occasion_and_those_of_others_none(
        self,
    ) -> None:
        inspection = an_inspection()
        closed, item = _items(inspection, SENSITIVE, "OFFICIAL")
        known = {}
        for source in (item.ref, closed.ref, "The college", f"{item.ref}, {closed.ref}"):
            claim = a_claim(inspection, {"source": source, "words": SAID}, kind="quotation")
            figures = queries.facts(inspection)[claim.key].figures
            known[source] = (figures.spoken_by, figures.heard)
        assert known.pop(item.ref) == (item.origin, item.kind)
        assert set(known.values()) == {("", "")}

    def test_source_that_names_many_numbers_costs_no_query_for_each(self) -> None:
        inspection = an_inspection()
        counts = []
        for most in (2, 200):
            source = " ".join(f"X{number}-E0001" for number in range(most))
            claim = a_claim(inspection, {"source": source, "words": "w"}, kind="quotation")
            with CaptureQueriesContext(connection) as captured:
                queries.markings(inspection, inspection.claims.filter(pk=claim.pk))
            counts.append(len(captured))
        assert counts[0] == counts[1]

    @staticmethod
    def _quoted(inspection: Inspection, kind: str, source: str, words: str = SAID) -> str:
        more = {"on": "2019-09-01"} if kind == "development" else {"words": words}
        return _marking(a_claim(inspection, {"source": source, **more}, kind=kind))


class TestUnder:
    def test_what_a_claim_rests_on_is_what_it_is_pinned_to_and_no_more(self) -> None:
        inspection = an_inspection(phase="judging")
        (low,) = _items(inspection, "OFFICIAL")
        example = _example(inspection)
        (cited,) = _items(inspection, SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=[cited])
        counted = a_claim(inspection, TRAINING)
        assert (marking.under(example), marking.pinned(example)) == ("OFFICIAL", "OFFICIAL")
        assert (marking.under(counted), marking.pinned(counted)) == (SENSITIVE, "OFFICIAL")
        assert set(marking._under(example.pins.all())) == {low}
        assert set(marking._under(counted.pins.all())) == {cited}

    def test_pins_of_an_earlier_version_mark_nothing_of_the_one_of_now(self) -> None:
        inspection = an_inspection()
        (item,) = _items(inspection, SENSITIVE)
        claim = _example(inspection)
        _items(inspection, "OFFICIAL")
        _withdraw(item)
        assert (marking.under(claim), marking.pinned(claim)) == (SENSITIVE, SENSITIVE)
        claim = actions.edit(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            claim=claim,
            statement="Anew",
            predicate=naming(inspection, EXAMPLE),
            version=1,
        )
        assert (marking.under(claim), marking.pinned(claim)) == ("OFFICIAL", "OFFICIAL")

    def test_what_a_claim_rests_on_is_official_at_least(self) -> None:
        inspection = an_inspection()
        _items(inspection, "PUBLIC")
        claim = _example(inspection)
        assert (marking.under(claim), marking.pinned(claim)) == ("OFFICIAL", "OFFICIAL")

    @pytest.mark.parametrize(
        ("kind", "structure", "of_earlier"),
        [
            ("quotation", {"source": "The college", "words": "w"}, False),
            ("figure", {"recipe": "evidence_items"}, True),
            ("example", EXAMPLE, True),
        ],
    )
    def test_only_what_an_earlier_version_quoted_is_closed_to_who_reads_the_one_of_now(
        self, kind: str, structure: dict[str, Any], of_earlier: bool
    ) -> None:
        inspection = an_inspection(reading=None)
        reads_up_to(inspection, Marking.SENSITIVE, member(inspection, Role.LEAD))
        _items(inspection, "OFFICIAL")
        claim = a_claim(inspection, structure, kind=kind)
        for role, bears, read in (
            (Role.EDITOR, "OFFICIAL", [of_earlier, True]),
            (Role.LEAD, "OFFICIAL", [True, True]),
            (Role.LEAD, "SECRET", [False, False]),
        ):
            rows = [
                Reference(pk=version, claim=claim, claim_version=version, reasons="Said.")
                for version in (0, claim.version)
            ]
            reader = reading(member(inspection, role), inspection)
            said = marking.objections_as_read(claim, bears, rows, reader)
            assert [one.reasons == "Said." for one in said] == read


class TestReading:
    def test_claim_above_the_reader_keeps_key_kind_and_state_alone(self) -> None:
        inspection = an_inspection()
        _items(inspection, SENSITIVE)
        claim = _example(inspection, statement="What was said", small_number_decision="Why")
        referenced(claim)
        with noting_reads() as reads:
            ((row, facts),) = queries.read_by(member(inspection, Role.EDITOR), inspection)
        assert (row.key, row.kind, facts.state) == (claim.key, "example", State.REFERENCED)
        assert row.statement == facts.statement == row.withheld != ""
        assert (row.small_number_decision, row.predicate) == (row.withheld, {})
        assert (dict(facts.figures.values), facts.figures.support.items) == ({}, ())
        assert reads == {}
        assert Claim.objects.get(pk=claim.pk).statement == "What was said"

    def test_claim_above_official_is_noted_as_read_by_who_is_cleared(self) -> None:
        inspection = an_inspection()
        _items(inspection, SENSITIVE)
        claim, lead = _example(inspection), member(inspection, Role.LEAD)
        a_claim(inspection, {"recipe": "evidence_items"}, kind="figure")
        with noting_reads() as reads:
            queries.read_by(lead, inspection)
        assert list(reads) == [Read(inspection.slug, SENSITIVE, f"claims.claim:{claim.pk}")]

    def test_items_above_the_reader_are_not_counted(self) -> None:
        inspection = an_inspection()
        _items(inspection, "OFFICIAL", "OFFICIAL", SENSITIVE)
        claim = _example(inspection)
        a_claim(inspection, {"recipe": "evidence_items"}, kind="figure", name="items")
        counts = []
        for role in (Role.EDITOR, Role.LEAD):
            found = {
                row.key: one for row, one in queries.read_by(member(inspection, role), inspection)
            }
            figures = found[claim.key].figures
            counts.append(
                (
                    figures.values["items"],
                    figures.support.item_count,
                    list(found["items"].figures.whole.values()),
                )
            )
        assert counts == [("2", 2, ["2"]), ("3", 3, ["3"])]

    def test_judgment_names_the_items_that_the_reader_may_read(self) -> None:
        inspection = an_inspection(phase="judging")
        cited = _items(inspection, "OFFICIAL", SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=cited)
        claim = a_claim(inspection, TRAINING)
        seen = []
        for role in (Role.EDITOR, Role.LEAD):
            person = member(inspection, role)
            ((row, facts),) = queries.read_by(person, inspection)
            ((_, items),), _, more = queries.support_for(person, row)
            seen.append(([one.pk for one in items], more, facts.figures.support.item_count))
        first, second = (one.pk for one in cited)
        assert seen == [([first], True, 1), ([first, second], False, 2)]
        assert claim.withheld == ""

    def test_what_fell_is_named_to_who_may_read_it_alone(self) -> None:
        inspection = an_inspection(phase="judging")
        cited = _items(inspection, "OFFICIAL", SENSITIVE, SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=cited)
        claim = a_claim(inspection, TRAINING)
        for item in cited[1:]:
            _withdraw(item)
        told = {}
        for role in (Role.EDITOR, Role.LEAD):
            ((_, facts),) = queries.read_by(member(inspection, role), inspection)
            told[role] = [reason.text for reason in facts.stale]
            assert facts.state is State.STALE
        hidden = "Evidence that you may not read was withdrawn; Force 01 on 1.1 rests on it."
        assert told[Role.EDITOR] == [hidden]
        assert [one.ref in text for one, text in zip(cited[1:], told[Role.LEAD], strict=True)] == [
            True,
            True,
        ]
        assert claim.key

    def test_newer_item_above_the_reader_is_not_named_where_it_supersedes(self) -> None:
        inspection = an_inspection()
        item = an_item(inspection, practice=True)
        newer = evidence.supersede(
            by=member(inspection, Role.INSPECTOR),
            at=LATER,
            key=a_key(),
            item=item,
            reason="Fuller",
            recording=a_recording(inspection, marking=SENSITIVE),
        )
        assert newer.ref in became(member(inspection, Role.LEAD), item)
        assert became(member(inspection, Role.EDITOR), item) == (
            f"{item.ref} was superseded by other evidence that you may not read"
        )

    def test_objection_is_marked_as_the_highest_that_was_looked_at(self) -> None:
        inspection = an_inspection(phase="judging")
        cited = _items(inspection, "OFFICIAL", SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=cited)
        claim = a_claim(inspection, TRAINING)
        referenced(claim, supported=False, reasons="One of them said the reverse.")
        said = [
            queries.references_of(member(inspection, role), claim)[0].reasons
            for role in (Role.EDITOR, Role.LEAD)
        ]
        assert said[1] == "One of them said the reverse."
        assert "Official-sensitive" in said[0]
        assert "reverse" not in said[0]

    def test_objection_to_a_count_is_marked_as_what_was_said_of_the_judgments(self) -> None:
        inspection = an_inspection(phase="judging")
        body, of = scope_body(inspection), criterion(inspection)
        judge = member(inspection, Role.INSPECTOR)
        submitted(assigned(inspection, body, of, judge), marking=SENSITIVE)
        agreed(inspection, body, of)
        claim = a_claim(inspection, TRAINING)
        referenced(claim, supported=False, reasons="One of them said the reverse.")
        assert self._objections(claim, Role.LEAD) == ["One of them said the reverse."]
        assert "Official-sensitive" in self._objections(claim, Role.EDITOR)[0]

    def test_objection_to_a_quotation_is_marked_as_the_item_and_stays_so(self) -> None:
        inspection = an_inspection()
        (item,) = _items(inspection, SENSITIVE)
        claim = a_claim(inspection, {"source": item.ref, "words": SAID}, kind="quotation")
        referenced(claim, supported=False, reasons="It says v.")
        assert self._objections(claim, Role.LEAD) == ["It says v."]
        assert "Official-sensitive" in self._objections(claim, Role.EDITOR)[0]
        claim = actions.edit(
            by=member(inspection, Role.LEAD),
            at=LATER,
            key=a_key(),
            claim=claim,
            statement="What the college says",
            predicate={"source": "The college", "words": "w"},
            version=1,
        )
        referenced(claim, supported=False, reasons="It does not.")
        assert self._objections(claim, Role.LEAD) == ["It does not.", "It says v."]
        now, before = self._objections(claim, Role.EDITOR)
        assert now == "It does not."
        assert "Official-sensitive" in before

    @staticmethod
    def _objections(claim: Claim, role: Role) -> list[str]:
        rows = queries.references_of(member(claim.inspection, role), claim)
        return [one.reasons for one in rows]

    def test_reading_as_a_person_costs_no_query_more_for_more_claims(self) -> None:
        inspection = an_inspection()
        _items(inspection, "OFFICIAL", SENSITIVE)
        editor, counts = member(inspection, Role.EDITOR), []
        for _ in range(3):
            _example(inspection)
            _example(inspection, 2)
            a_claim(inspection, {"source": "X-E0001", "words": "w"}, kind="quotation")
            made = []
            for read in (
                lambda: queries.read_by(editor, inspection),
                lambda: queries.named_to(editor, inspection),
                lambda: queries.markings(inspection),
            ):
                with CaptureQueriesContext(connection) as captured:
                    read()
                made.append(len(captured))
            counts.append(made)
        assert counts == [counts[0]] * 3


class TestWriting:
    def test_preview_and_draft_take_in_only_what_the_writer_may_read(self) -> None:
        inspection = an_inspection()
        items = _items(inspection, "OFFICIAL", SENSITIVE)
        editor = member(inspection, Role.EDITOR)
        seen = queries.preview(editor, inspection, KINDS["example"], {**EXAMPLE, "min_items": 1})
        claim = _example(inspection, by=editor)
        assert seen.values["items"] == "1"
        assert queries.supporting(claim)[1] == items[:1]
        with pytest.raises(Refused) as refusal:
            _example(inspection, 2, by=editor)
        assert codes_of(refusal) == ["no_support"]

    def test_quotation_of_an_item_above_the_writer_is_refused(self) -> None:
        inspection = an_inspection()
        (item,) = _items(inspection, SENSITIVE)
        said, editor = {"source": item.ref, "words": SAID}, member(inspection, Role.EDITOR)
        with pytest.raises(Refused) as refusal:
            a_claim(inspection, said, kind="quotation", by=editor)
        # As one that is not there at all: what is marked is not told of.
        assert codes_of(refusal) == ["no_such_source"]
        with pytest.raises(Refused) as nothing:
            a_claim(inspection, {**said, "source": "9999"}, kind="quotation", by=editor)
        one, other = refusal.value.reasons[0], nothing.value.reasons[0]
        prefix = inspection.prefix
        assert one.text.replace("E0001", "E9999") == other.text
        assert other.text == f"There is no item {prefix}-E9999 that you may read."
        a_claim(inspection, said, kind="quotation")

    def test_quotation_by_a_title_of_words_above_the_writer_is_refused(self) -> None:
        inspection = an_inspection()
        _items(inspection, SENSITIVE)
        said, editor = {"source": "A talk", "words": SAID}, member(inspection, Role.EDITOR)
        with pytest.raises(Refused) as refusal:
            a_claim(inspection, said, kind="quotation", by=editor)
        assert codes_of(refusal) == ["not_cleared"]
        assert "Ask the administrator" in refusal.value.reasons[0].mend

    @pytest.mark.parametrize("act", ["edit", "refresh"])
    @pytest.mark.parametrize("markings", [[SENSITIVE], ["OFFICIAL", SENSITIVE]])
    def test_who_may_not_read_claim_or_pins_changes_neither_and_is_shown_no_words(
        self, act: str, markings: list[str]
    ) -> None:
        inspection = an_inspection()
        _items(inspection, *markings)
        claim = _example(inspection)
        said = {"statement": "Anew", "predicate": EXAMPLE} if act == "edit" else {}
        for version in (1, 7):  # nor by a conflict, which shows both texts
            with pytest.raises(Refused) as refusal:
                getattr(actions, act)(
                    by=member(inspection, Role.EDITOR),
                    at=LATER,
                    key=a_key(),
                    claim=claim,
                    version=version,
                    **said,
                )
            assert codes_of(refusal) == ["not_cleared"]
        assert Claim.objects.get(pk=claim.pk).version == 1

    def test_who_may_not_read_what_it_rests_on_neither_signs_nor_objects(self) -> None:
        inspection = an_inspection(phase="judging", reading=None)
        inspector, lead = member(inspection, Role.INSPECTOR), member(inspection, Role.LEAD)
        reads_up_to(inspection, Marking.SENSITIVE, inspector, lead)
        cited = _items(inspection, SENSITIVE)
        agreed(inspection, scope_body(inspection), criterion(inspection), cited=cited)
        claim = a_claim(inspection, TRAINING, small_number_decision="Nobody is named.")
        referencer: Person = member(inspection, Role.REFERENCER)
        found = []
        for supported in (True, False):
            with pytest.raises(Refused) as refusal:
                referenced(claim, supported=supported, reasons="Not so.")
            found.append(codes_of(refusal))
        assert found == [["not_cleared"]] * 2
        reads_up_to(inspection, Marking.SENSITIVE, referencer)
        assert referenced(claim).supported
