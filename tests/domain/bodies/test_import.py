"""The register from a file: the shipped one, all or nothing, every fault named, a second import
changing nothing, speed.
"""

from __future__ import annotations

import csv
import time
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from inspectorate.domain.bodies import actions, queries, register_csv
from inspectorate.domain.bodies.models import Body, Change, Group, Oversight, RegisterImport
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden
from tests.factories import rooms
from tests.shared import shared

pytestmark = pytest.mark.django_db
HEAD = (
    "code,name,short_name,kind,official_code,nation,region,opened_on,closed_on,groups,"
    "overseen_by,merged_into\n"
)


def _take(content: bytes | str, name: str = "bodies.csv") -> RegisterImport:
    raw = content.encode() if isinstance(content, str) else content
    return actions.import_register(
        by=rooms.an_admin(), at=rooms.AT, key=rooms.a_key(), content=raw, name=name
    )


def _faults(content: str) -> list[tuple[str, str]]:
    before = (
        Body.objects.count(),
        Group.objects.count(),
        Entry.objects.filter(verb="bodies.import_register").count(),
    )
    with pytest.raises(actions.ImportRefused) as refusal:
        _take(content)
    assert (
        Body.objects.count(),
        Group.objects.count(),
        Entry.objects.filter(verb="bodies.import_register").count(),
    ) == before
    assert all(reason.text and reason.mend for reason in refusal.value.reasons)
    return [(reason.code, reason.field) for reason in refusal.value.reasons]


class TestShippedRegister:
    def test_shipped_register_counts_what_was_there_on_a_day(self) -> None:
        made = _take(register_csv.shipped())
        assert (made.added, made.changed, made.unchanged) == (138, 0, 0)
        published, today = queries.counts(date(2020, 3, 9)), queries.counts(date(2026, 11, 25))
        assert published == {
            "police forces in England and Wales": 43,
            "territorial police forces": 43,
            "Home Office forces": 43,
            "police forces in England": 39,
            "police forces in Wales": 4,
            "non-Home Office forces": 3,
            "special police forces": 3,
            "police forces": 46,
            "fire and rescue services in England": 45,
            "fire and rescue services": 45,
            "national bodies": 3,
            "local policing bodies": 43,
        }
        assert today == {
            **published,
            "fire and rescue services in England": 44,
            "fire and rescue services": 44,
        }
        groups = [
            queries.count(code, date(2020, 3, 9))
            for code in ("home-office-forces", "special-forces", "wales", "london")
        ]
        assert groups == [43, 3, 4, 2]

    def test_shipped_register_agrees_with_the_published_lists(self) -> None:
        _take(register_csv.shipped())
        forces = list(csv.DictReader(shared("data/forces.csv").open(encoding="utf-8")))
        assert {one["id"]: one["ons_pfa_code"] for one in forces} == dict(
            Body.objects.filter(kind__in=["territorial", "special"]).values_list(
                "code", "official_code"
            )
        )
        services = list(csv.DictReader(shared("data/fire_services.csv").open(encoding="utf-8")))
        agreed = {one["ons_fra_code"] for one in services if one["codes_agree"] != "NO"}
        carried = set(
            Body.objects.filter(kind="fire")
            .exclude(official_code="")
            .values_list("official_code", flat=True)
        )
        assert (carried, len(services) - len(agreed)) == (agreed, 8)

    def test_every_territorial_force_is_overseen_by_a_body_of_its_own(self) -> None:
        _take(register_csv.shipped())
        pairs = Oversight.objects.values_list("body__code", "overseer__code")
        assert {
            (code, f"{code}-local-policing-body")
            for code in queries.on_register("territorial").values_list("code", flat=True)
        } == set(pairs)

    def test_merged_services_point_to_the_one_they_went_into(self) -> None:
        _take(register_csv.shipped())
        told = Change.objects.values_list("body__code", "kind", "other__code", "on")
        merged = ("merged", "hampshire-and-isle-of-wight-fire", date(2021, 4, 1))
        assert set(told) == {("hampshire-fire", *merged), ("isle-of-wight-fire", *merged)}

    def test_counts_need_one_query(self, django_assert_num_queries: object) -> None:
        _take(register_csv.shipped())
        with django_assert_num_queries(1):  # type: ignore[operator]
            queries.counts(date(2020, 3, 9))


class TestRepeat:
    def test_second_import_of_the_same_file_changes_nothing_and_says_so_in_its_entry(self) -> None:
        _take(register_csv.shipped())
        before = (
            list(Body.objects.values()),
            list(Group.members.through.objects.values()),
            list(Oversight.objects.values()),
        )
        made = _take(register_csv.shipped(), name="register.csv")
        assert before == (
            list(Body.objects.values()),
            list(Group.members.through.objects.values()),
            list(Oversight.objects.values()),
        )
        assert (
            str(made) == "register.csv: nothing changed, all 138 rows are on the register already"
        )
        assert Entry.objects.filter(verb="bodies.import_register").count() == 2

    def test_later_file_fills_in_and_corrects_facts(self) -> None:
        _take(
            HEAD
            + "kent,Kent Police,,territorial,,,,,,,,\nessex,Essex Police,,territorial,,,,,,,,\n"
        )
        made = _take(
            HEAD + "kent,Kent Police,,territorial,E23000032,England,,,,River "
            "forces,,\nessex,Essex Police,,territorial,,,,,,,,\n"
        )
        body = queries.by_code("kent")
        assert (body.official_code, body.nation, body.short_name) == (
            "E23000032",
            "England",
            "Kent Police",
        )
        assert (made.added, made.changed, made.unchanged, str(made)) == (
            0,
            1,
            1,
            "bodies.csv: 0 added, 1 changed, 1 as they were",
        )

    def test_empty_cell_never_blanks_what_is_known(self) -> None:
        _take(HEAD + "kent,Kent Police,Kent,territorial,E23000032,England,South East,,,,,\n")
        _take(HEAD + "kent,Kent Police,,territorial,,,,,,,,\n")
        body = queries.by_code("kent")
        assert (body.short_name, body.official_code, body.region) == (
            "Kent",
            "E23000032",
            "South East",
        )

    def test_another_name_or_kind_for_a_known_code_is_refused(self) -> None:
        _take(HEAD + "kent,Kent Police,,territorial,,,,,,,,\n")
        assert _faults(HEAD + "kent,Kent Constabulary,,special,,,,,,,,\n") == [
            ("name_differs", "row 2, column name"),
            ("kind_differs", "row 2, column kind"),
        ]

    def test_import_record_is_never_changed(self) -> None:
        made = _take(register_csv.shipped())
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterImport.objects.filter(pk=made.pk).update(added=0)


class TestFaults:
    def test_every_fault_of_a_file_is_named_by_row_and_column_and_nothing_is_written(self) -> None:
        rows = [
            "a,,A,territorial,,,,,,,,",
            "B b,Bee,B,territorial,,,,,,,,",
            "c,Cee,C,circus,,,,01/10/2018,,,,",
            "d,Dee,D,territorial,,,,1900-01-01,,,,",
            "d,Dee again,D,territorial,,,,,,,,",
            "e,Ee,E,fire,E1,,,2020-01-02,2020-01-01,,,",
            "f,Eff,F,fire,E1,,,,,,nobody,",
            "g,Gee,G,fire,,,,,,,,h",
            "h,=1+1,H,fire,,,,2020-02-30,,,,",
            "i,Eye,I,fire,,,,,,,i,",
            "j,Jay,J,fire",
        ]
        assert _faults(HEAD + "\n".join(rows) + "\n") == [
            ("cell_is_formula", "row 10, column name"),
            ("row_too_short", "row 12"),
            ("text_missing", "row 2, column name"),
            ("code_malformed", "row 3, column code"),
            ("kind_unknown", "row 4, column kind"),
            ("day_malformed", "row 4, column opened_on"),
            ("day_is_empty_cell", "row 5, column opened_on"),
            ("closes_before_it_opens", "row 7, column closed_on"),
            ("day_malformed", "row 10, column opened_on"),
            ("code_twice", "row 6, column code"),
            ("official_code_twice", "row 8, column official_code"),
            ("body_unknown", "row 8, column overseen_by"),
            ("closing_day_missing", "row 9, column closed_on"),
            ("names_itself", "row 11, column overseen_by"),
        ]

    def test_official_code_of_another_body_is_refused(self) -> None:
        rooms.a_body(code="kent", official_code="E23000032")
        assert _faults(HEAD + "essex,Essex Police,,territorial,E23000032,,,,,,,\n") == [
            ("official_code_taken", "row 2, column official_code")
        ]

    def test_closing_day_before_the_register_says_it_opened_is_refused(self) -> None:
        rooms.a_body(code="kent", name="Kent Police", opened_on=date(2000, 1, 1))
        assert _faults(HEAD + "kent,Kent Police,,territorial,,,,,1999-01-01,,,\n") == [
            ("closes_before_it_opens", "row 2, column closed_on")
        ]

    def test_group_without_words_is_refused(self) -> None:
        assert _faults(HEAD + "kent,Kent Police,,territorial,,,,,,!!,,\n") == [
            ("group_malformed", "row 2, column groups")
        ]

    def test_import_by_an_inspector_is_forbidden(self) -> None:
        with pytest.raises(Forbidden):
            actions.import_register(
                by=rooms.a_person(Role.INSPECTOR),
                at=rooms.AT,
                key=rooms.a_key(),
                content=register_csv.shipped(),
                name="r.csv",
            )


class TestDirt:
    def test_kind_by_its_label_quoted_break_and_windows_letters_are_taken(self) -> None:
        text = 'code;name;kind\r\nca;"Caf\xe9\r\nPolice";Territorial police force\r\n'
        _take(text.encode("cp1252"))
        assert queries.by_code("ca").name == "Café Police"

    def test_name_that_really_begins_with_a_sign_is_taken_with_an_apostrophe(self) -> None:
        _take("code,name,kind\nat,'@Force,other\n")
        assert queries.by_code("at").name == "@Force"


def test_ten_thousand_rows_are_taken_at_a_thousand_a_second_or_more() -> None:
    rows = "".join(
        f"body-{n},Invented Body {n},,other,,,,,,Group {n % 20},,\n" for n in range(10_000)
    )
    rooms.an_admin()
    started = time.process_time()
    made = _take(HEAD + rows)
    assert made.added == 10_000
    assert time.process_time() - started < 10
