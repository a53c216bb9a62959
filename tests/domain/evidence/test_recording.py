"""Recording, withdrawing and superseding evidence: every rule refuses what it must and lets the
rest pass.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from inspectorate.domain.evidence import actions, queries
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.refusals import codes_of
from tests.factories.rooms import (
    AT,
    a_contact,
    a_key,
    a_person,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    move_to,
    scope_body,
)

pytestmark = pytest.mark.django_db


class TestRecord:
    def test_item_recorded_keeps_every_field_and_leaves_one_entry(self) -> None:
        inspection = an_inspection()
        item = an_item(inspection, files=[("rota.csv", b"day,officers\n1,3\n")], practice=True)
        entry = Entry.objects.get(verb="evidence.record")
        assert (item.ref, item.words, item.practice, item.recorded_at) == (
            f"{inspection.prefix}-E0001",
            "All response officers had mandatory training in March.",
            True,
            LATER,
        )
        assert [one.ref for one in item.criteria.all()] == ["1.1"]
        assert [store.get(one.blob.digest) for one in item.attachments.all()] == [
            b"day,officers\n1,3\n"
        ]
        assert (entry.of, entry.stream) == (f"evidence.item/{item.pk}", inspection.stream)
        assert item.words not in str(entry.detail)

    def test_file_is_opened_by_its_own_key_and_on_its_own_inspection(self) -> None:
        here, there = an_inspection(), an_inspection()
        files = [
            an_item(one, files=[("rota.csv", b"day,officers\n1,%d\n" % number)]).attachments.get()
            for number, one in enumerate((here, here, there))
        ]
        inspector = member(here, Role.INSPECTOR)
        opened = [queries.attachment(inspector, here, one.pk) for one in files]
        assert opened == [files[0], files[1], None]

    def test_numbers_follow_one_another_within_an_inspection(self) -> None:
        one, other = an_inspection(), an_inspection()
        assert [an_item(each).number for each in (one, one, other)] == [1, 2, 1]

    def test_same_key_sent_twice_records_once(self) -> None:
        inspection = an_inspection()
        inspector = member(inspection, Role.INSPECTOR)

        def record(**given: Any) -> Item:
            recording = a_recording(inspection, files=[("a.txt", b"x")], **given)
            return actions.record(
                by=inspector, at=LATER, key="once", inspection=inspection, recording=recording
            )

        assert record() == record()
        with pytest.raises(Refused) as refusal:
            record(words="Other words under the same key.")
        assert (codes_of(refusal), Item.objects.count()) == (["key_reused"], 1)

    def test_each_fault_is_refused_by_its_own_reason_and_nothing_is_written(self) -> None:
        inspection, elsewhere = an_inspection(), an_inspection()
        session = a_session(a_visit(inspection, 1))
        foreign = Criterion.objects.create(
            area=_another_area(), ref="X", name="Of another framework", order=1
        )
        faults: dict[str, dict[str, Any]] = {
            "body_out_of_scope": {"scope_body": scope_body(elsewhere)},
            "criteria_missing": {"criteria": []},
            "criterion_of_another_framework": {"criteria": [foreign]},
            "direction_unknown": {"direction": "sideways"},
            "file_name: text_too_long": {"files": [("a" * 201 + ".txt", b"x")]},
            "file_kind": {"files": [("tool.exe", b"MZ")]},
            "file_not_its_name": {"files": [("photo.png", b"not a picture")]},
            "kind_unknown": {"kind": "rumour"},
            "marking_unknown": {"marking": "TOP SECRET"},
            "method_unknown": {"method": "telepathy"},
            "observed_outside_session": {
                "session": session,
                "scope_body": scope_body(inspection, 1),
            },
            "origin: text_missing": {"origin": "  "},
            "origin: text_too_long": {"origin": "x" * 161},
            "session_elsewhere": {
                "session": session,
                "observed_at": session.starts_at,
                "written_at": session.starts_at,
            },
            "stub_without_secret": {"stub": "REF 1"},
            "words: text_missing": {"words": " \n"},
            "words: text_too_long": {"words": "x" * 100_001},
            "words: text_unstorable": {"words": "nul \x00 here"},
            "written_before_observed": {"written_at": AT - timedelta(minutes=1)},
        }
        found = {}
        for code, given in faults.items():
            with pytest.raises(Refused) as refusal:
                an_item(inspection, at=datetime(2018, 10, 20, tzinfo=UTC), **given)
            found[code] = codes_of(refusal)
        assert found == {code: [code] for code in faults}
        assert Item.objects.count() == 0

    def test_half_a_surrogate_pair_is_refused_not_stored(self) -> None:
        with pytest.raises(Refused) as refusal:
            an_item(an_inspection(), words="half \ud800 pair")
        assert codes_of(refusal) == ["words: text_unstorable"]

    def test_times_after_the_record_itself_are_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            an_item(an_inspection(), at=AT - timedelta(hours=1))
        assert codes_of(refusal) == ["observed_in_future", "written_in_future"]

    def test_time_without_zone_is_refused(self) -> None:
        without_zone = datetime(2018, 10, 1, 9, 0)  # noqa: DTZ001 - refused
        with pytest.raises(Refused) as refusal:
            an_item(an_inspection(), observed_at=without_zone)
        assert codes_of(refusal) == ["time_without_zone"]

    def test_item_observed_within_its_session_is_recorded(self) -> None:
        inspection = an_inspection()
        session = a_session(a_visit(inspection))
        item = an_item(
            inspection,
            session=session,
            observed_at=session.ends_at,
            written_at=session.ends_at,
            at=session.ends_at,
        )
        assert item.session == session

    def test_item_in_an_inspection_closed_is_refused(self) -> None:
        inspection = an_inspection()
        inspection.phase = "abandoned"
        inspection.save()
        with pytest.raises(Refused) as refusal:
            an_item(inspection)
        assert codes_of(refusal) == ["inspection_over"]

    @pytest.mark.parametrize(("hours", "late"), [(24, False), (25, True)])
    def test_item_written_more_than_a_day_after_is_late(self, hours: int, late: bool) -> None:
        moment = AT + timedelta(hours=hours)
        assert an_item(an_inspection(), written_at=moment, at=moment).late is late

    def test_item_written_at_once_but_sent_two_days_later_is_late(self) -> None:
        assert an_item(an_inspection(), written_at=AT, at=AT + timedelta(days=2)).late is True


class TestSecret:
    def test_secret_stub_is_recorded_without_words(self) -> None:
        item = an_item(
            an_inspection(),
            marking="SECRET",
            words="",
            stub="REF 7, custodian: vetting unit, system: high side",
        )
        assert (item.words, item.stub) == ("", "REF 7, custodian: vetting unit, system: high side")

    def test_secret_words_and_files_are_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            an_item(an_inspection(), marking="SECRET", stub="REF 7", files=[("a.txt", b"x")])
        assert codes_of(refusal) == ["secret_file", "secret_text"]

    def test_secret_without_stub_is_refused(self) -> None:
        with pytest.raises(Refused) as refusal:
            an_item(an_inspection(), marking="SECRET", words="")
        assert codes_of(refusal) == ["stub: text_missing"]


class TestWithdrawAndSupersede:
    def test_item_withdrawn_stays_readable_and_stands_no_more(self) -> None:
        inspection = an_inspection()
        item, other = an_item(inspection), an_item(inspection)
        inspector = member(inspection, Role.INSPECTOR)
        actions.withdraw(
            by=inspector, at=LATER, key=a_key(), item=item, reason="Heard from the wrong team"
        )
        seen = queries.visible_to(inspector, inspection)
        assert ([*seen], [*queries.relied_on(seen)]) == ([item, other], [other])
        assert queries.not_relied_on([item.pk, other.pk]) == {item.pk: f"{item.ref} was withdrawn"}

    def test_withdrawing_twice_or_without_reason_is_refused(self) -> None:
        inspection = an_inspection()
        item, inspector = an_item(inspection), member(inspection, Role.INSPECTOR)
        with pytest.raises(Refused) as without:
            actions.withdraw(by=inspector, at=LATER, key=a_key(), item=item, reason=" ")
        actions.withdraw(by=inspector, at=LATER, key=a_key(), item=item, reason="Wrong")
        with pytest.raises(Refused) as twice:
            actions.withdraw(by=inspector, at=LATER, key=a_key(), item=item, reason="Wrong")
        assert (codes_of(without), codes_of(twice)) == (
            ["reason: text_missing"],
            ["withdrawn_already"],
        )

    def test_another_inspectors_item_is_withdrawn_by_a_lead_only(self) -> None:
        inspection = an_inspection()
        item, other = an_item(inspection), member(inspection, Role.INSPECTOR, 1)
        with pytest.raises(Refused) as refusal:
            actions.withdraw(by=other, at=LATER, key=a_key(), item=item, reason="Wrong")
        actions.withdraw(
            by=member(inspection, Role.LEAD), at=LATER, key=a_key(), item=item, reason="Wrong"
        )
        assert codes_of(refusal) == ["not_your_item"]

    def test_item_superseded_names_its_successor_and_cannot_be_superseded_again(self) -> None:
        inspection = an_inspection()
        old, inspector = an_item(inspection), member(inspection, Role.INSPECTOR)
        said = {
            "by": inspector,
            "at": LATER,
            "item": old,
            "reason": "Fuller",
            "recording": a_recording(inspection, words="Nine of ten officers had it."),
        }
        new = actions.supersede(key=a_key(), **said)
        with pytest.raises(Refused) as refusal:
            actions.supersede(key=a_key(), **said)
        assert (new.number, queries.not_relied_on([old.pk])) == (
            2,
            {old.pk: f"{old.ref} was superseded by {new.ref}"},
        )
        assert codes_of(refusal) == ["superseded_already"]
        assert Entry.objects.filter(verb="evidence.supersede").get().of == f"evidence.item/{new.pk}"


class TestWhoMay:
    def test_only_inspectors_leads_and_analysts_of_the_team_record(self) -> None:
        inspection = an_inspection()
        may = {}
        for role in (
            Role.INSPECTOR,
            Role.LEAD,
            Role.ANALYST,
            Role.MODERATOR,
            Role.EDITOR,
            Role.REFERENCER,
            Role.PRESS,
            Role.SIGNING,
        ):
            try:
                an_item(inspection, by=member(inspection, role))
                may[role] = True
            except Forbidden:
                may[role] = False
        assert {role for role, allowed in may.items() if allowed} == {
            Role.INSPECTOR,
            Role.LEAD,
            Role.ANALYST,
        }

    def test_strangers_press_and_body_contacts_see_nothing(self) -> None:
        inspection = an_inspection()
        an_item(inspection)
        outsiders = [
            a_person(Role.LEAD),
            a_contact(scope_body(inspection).body),
            member(inspection, Role.PRESS),
        ]
        assert [queries.visible_to(person, inspection).count() for person in outsiders] == [0, 0, 0]
        assert [queries.search(person, inspection, "training").total for person in outsiders] == [
            0,
            0,
            0,
        ]

    def test_editor_sees_up_to_official_in_lists_search_and_facets(self) -> None:
        inspection = an_inspection()
        an_item(inspection)
        an_item(inspection, marking="OFFICIAL-SENSITIVE", words="Canary training detail.")
        editor, inspector = member(inspection, Role.EDITOR), member(inspection, Role.INSPECTOR)
        seen = {
            person: (
                queries.visible_to(person, inspection).count(),
                queries.search(person, inspection, "training").total,
                queries.search(person, inspection, "canary").total,
                queries.facets(person, inspection).markings,
            )
            for person in (editor, inspector)
        }
        assert seen[editor] == (1, 1, 0, {"OFFICIAL": 1})
        assert seen[inspector] == (2, 2, 1, {"OFFICIAL": 1, "OFFICIAL-SENSITIVE": 1})

    def test_role_taken_away_hides_everything_at_once(self) -> None:
        inspection = an_inspection()
        an_item(inspection)
        inspector = member(inspection, Role.INSPECTOR)
        inspector.held.filter(role=Role.INSPECTOR).update(ended_at=LATER)
        assert (
            queries.visible_to(inspector, inspection).count(),
            queries.search(inspector, inspection).total,
        ) == (0, 0)

    def test_items_of_another_inspection_are_never_found(self) -> None:
        one, other = an_inspection(), an_inspection()
        an_item(other)
        lead = member(one, Role.LEAD)
        assert (queries.search(lead, one, "training").total, queries.item(lead, one, 1)) == (
            0,
            None,
        )


def _another_area() -> Any:
    from inspectorate.domain.programmes.models import Area, Framework

    framework = Framework.objects.create(code="other", version="1", name="Other", loaded_at=AT)
    return Area.objects.create(framework=framework, code="a", name="A", order=1)


def test_phase_of_the_factories_lets_evidence_in_after_fieldwork() -> None:
    inspection = move_to(an_inspection(), "judging")
    assert an_item(inspection, criteria=[criterion(inspection, "2.2")]).number == 1
