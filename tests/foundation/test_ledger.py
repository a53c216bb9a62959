"""The ledger: one entry an act, repeatable by key, chained, refused change by the database, caught
when tampered with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from inspectorate.foundation.ledger import chain, heads, triggers
from inspectorate.foundation.ledger.acts import action, standing_still, write
from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

AT = datetime(2018, 10, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def person() -> Person:
    return Person.objects.create(email="lead@example.test", name="Lead inspector", registered_at=AT)


@action("test.name", streams=lambda **_: ["register"])
def _name(*, by: Person, at: datetime, key: str, name: str) -> Person:
    made = Person.objects.create(email=f"{name}@example.test", name=name, registered_at=at)
    write(of=made, stream="register", detail={"name": name})
    return made


def _drop_triggers() -> None:
    with connection.cursor() as cursor:
        for table in (Entry._meta.db_table, RowDigest._meta.db_table):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
            else:
                # References still to be looked at would keep the table from being altered.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def _raw_delete(number: int) -> None:
    """Delete an entry with its digests, as somebody would who knows the tables."""
    with connection.cursor() as cursor:
        (pk,) = Entry.objects.filter(number=number).values_list("pk", flat=True)
        cursor.execute(f"DELETE FROM {RowDigest._meta.db_table} WHERE entry_id = {pk}")
        cursor.execute(f"DELETE FROM {Entry._meta.db_table} WHERE id = {pk}")


@pytest.mark.django_db
class TestActs:
    def test_act_done_leaves_one_entry_that_names_it(self, person: Person) -> None:
        made = _name(by=person, at=AT, key="k1", name="one")
        entry = Entry.objects.get()
        assert (entry.verb, entry.of, entry.by, entry.number) == (
            "test.name",
            f"people.person/{made.pk}",
            str(person.pk),
            1,
        )
        assert entry.detail == {"name": "one"}

    def test_act_sent_twice_with_one_key_changes_nothing(self, person: Person) -> None:
        first = _name(by=person, at=AT, key="k1", name="one")
        assert _name(by=person, at=AT, key="k1", name="one") == first
        assert (Entry.objects.count(), Person.objects.count()) == (1, 2)

    def test_key_used_for_another_act_is_refused(self, person: Person) -> None:
        _name(by=person, at=AT, key="k1", name="one")
        with pytest.raises(Refused) as refusal:
            _name(by=person, at=AT, key="k1", name="two")
        assert [reason.code for reason in refusal.value.reasons] == ["key_reused"]

    def test_act_without_entry_is_rolled_back(self, person: Person) -> None:
        @action("test.silent", streams=lambda **_: ["register"])
        def silent(*, by: Person, at: datetime, key: str) -> Person:
            return Person.objects.create(email="x@example.test", name="x", registered_at=at)

        with pytest.raises(AssertionError, match="left 0 ledger entries"):
            silent(by=person, at=AT, key="k2")
        assert Person.objects.count() == 1

    def test_act_with_two_entries_is_rolled_back(self, person: Person) -> None:
        @action("test.twice", streams=lambda **_: ["register"])
        def twice(*, by: Person, at: datetime, key: str) -> Person:
            made = Person.objects.create(email="x@example.test", name="x", registered_at=at)
            write(of=made, stream="register")
            write(of=by, stream="register")
            return made

        with pytest.raises(AssertionError, match="left 2 ledger entries"):
            twice(by=person, at=AT, key="k2")
        assert (Person.objects.count(), Entry.objects.count()) == (1, 0)


@action("test.around", streams=lambda *, held, **_: held)
def _around(*, by: Person, at: datetime, key: str, names: list[str], held: list[str]) -> Person:
    """An act that includes others; each has the same key within it."""
    for name in names:
        made = _name(by=by, at=at, key=f"inner-{name[-1]}", name=name)
    write(of=made, stream="around")
    return made


BOTH = ["around", "register"]


@pytest.mark.django_db
class TestActWithinAnAct:
    def test_key_of_an_inner_act_is_of_the_act_around_it_and_of_no_other(
        self, person: Person
    ) -> None:
        first = _around(by=person, at=AT, key="k1", names=["a1"], held=BOTH)
        second = _around(by=person, at=AT, key="k2", names=["b1"], held=BOTH)
        alone = _name(by=person, at=AT, key="inner-1", name="c1")
        assert len({first, second, alone}) == 3
        assert sorted(Entry.objects.values_list("key", flat=True)) == [
            f"person/{person.pk}/inner-1",
            f"person/{person.pk}/k1",
            f"person/{person.pk}/k1//inner-1",
            f"person/{person.pk}/k2",
            f"person/{person.pk}/k2//inner-1",
        ]

    def test_several_inner_acts_are_each_done_and_a_repeat_does_none_again(
        self, person: Person
    ) -> None:
        made = _around(by=person, at=AT, key="k1", names=["a1", "a2"], held=BOTH)
        assert (Entry.objects.count(), Person.objects.count()) == (3, 3)
        assert _around(by=person, at=AT, key="k1", names=["a1", "a2"], held=BOTH) == made
        assert (Entry.objects.count(), Person.objects.count()) == (3, 3)

    def test_inner_act_on_a_stream_that_the_outer_does_not_hold_does_nothing(
        self, person: Person
    ) -> None:
        with pytest.raises(AssertionError, match=r"test.around around it does not hold: register"):
            _around(by=person, at=AT, key="k1", names=["a1"], held=["around"])
        assert (Entry.objects.count(), Person.objects.count()) == (0, 1)

    def test_inner_act_may_hold_all_that_the_outer_holds(self, person: Person) -> None:
        @action("test.same", streams=lambda **_: ["register"])
        def same(*, by: Person, at: datetime, key: str) -> Person:
            made = _name(by=by, at=at, key="inner", name="one")
            write(of=made, stream="register")
            return made

        assert same(by=person, at=AT, key="k").name == "one"
        assert list(Entry.objects.values_list("number", flat=True)) == [1, 2]

    def test_act_holds_what_the_nearest_around_it_holds_and_not_what_one_further_out_does(
        self, person: Person
    ) -> None:
        @action("test.between", streams=lambda **_: ["around"])
        def between(*, by: Person, at: datetime, key: str) -> Person:
            return _name(by=by, at=at, key="inner", name="one")

        @action("test.outermost", streams=lambda **_: BOTH)
        def outermost(*, by: Person, at: datetime, key: str) -> Person:
            return between(by=by, at=at, key="between")

        with pytest.raises(AssertionError, match=r"test.between around it does not hold: register"):
            outermost(by=person, at=AT, key="k")

    def test_stored_argument_is_read_again_once_the_streams_are_held(self, person: Person) -> None:
        seen = []

        @action("test.look", streams=lambda **_: ["register"])
        def look(*, by: Person, at: datetime, key: str, whom: Person) -> Person:
            seen.append(whom.name)
            write(of=by, stream="register")
            return by

        Person.objects.filter(pk=person.pk).update(name="Renamed since")
        look(by=person, at=AT, key="k", whom=person)
        assert seen == ["Renamed since"]

    def test_act_after_one_that_failed_is_within_none(self, person: Person) -> None:
        with pytest.raises(AssertionError):
            _around(by=person, at=AT, key="k1", names=["a1"], held=["around"])
        _name(by=person, at=AT, key="k2", name="one")
        assert Entry.objects.get().key == f"person/{person.pk}/k2"


@action("test.value", streams=lambda **_: ["register"])
def _value(*, by: Person, at: datetime, key: str, value: object) -> Person:
    made = Person.objects.create(email=f"{key}@example.test", name=key, registered_at=at)
    write(of=made, stream="register")
    return made


@dataclass(frozen=True)
class _Part:
    words: str
    number: int = 1


@pytest.mark.django_db
class TestSameArguments:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (b"one", b"other"),
            (None, "None"),
            (1, "1"),
            (1.5, "1.5"),
            (date(2020, 3, 9), date(2020, 3, 10)),
            (AT, AT + timedelta(microseconds=1)),
            (["a", "b"], ["b", "a"]),
            ({"a": 1}, {"a": 2}),
            ({"a": [b"x"]}, {"a": [b"y"]}),
            ({1, 2}, {1, 3}),
            (_Part("a"), _Part("b")),
            ([_Part("a", 1)], [_Part("a", 2)]),
            (Decimal("1.0"), Decimal("1.1")),
        ],
    )
    def test_key_sent_again_with_another_value_is_refused(
        self, person: Person, one: object, other: object
    ) -> None:
        _value(by=person, at=AT, key="k", value=one)
        with pytest.raises(Refused) as refusal:
            _value(by=person, at=AT, key="k", value=other)
        assert [reason.code for reason in refusal.value.reasons] == ["key_reused"]
        assert Person.objects.count() == 2

    def test_key_sent_again_with_another_row_of_the_same_name_is_refused(
        self, person: Person
    ) -> None:
        namesake = Person.objects.create(email="b@example.test", name=person.name, registered_at=AT)
        _value(by=person, at=AT, key="k", value=person)
        with pytest.raises(Refused) as refusal:
            _value(by=person, at=AT, key="k", value=namesake)
        assert [reason.code for reason in refusal.value.reasons] == ["key_reused"]

    def test_arguments_are_told_as_they_always_were_so_that_a_later_version_knows_a_repeat(
        self, person: Person
    ) -> None:
        more = {"d": set("ledgrianv"), "e": frozenset("ledgrianv")}
        value = {"b": "Zoë", "a": [1, AT, AT.date()], "c": _Part("x"), **more}
        _value(by=person, at=AT, key="k", value=value)
        entry = Entry.objects.get()
        inner = '["a", "d", "e", "g", "i", "l", "n", "r", "v"]'
        sent = '{"value": {"a": [1, "2018-10-01T09:00:00+00:00", "2018-10-01"], "b": "Zoë", '
        sent += f'"c": {{"number": 1, "words": "x"}}, "d": {inner}, "e": {inner}}}}}'
        salt = entry.digests.get(place=0).nonce
        whole = f"{salt}\n{hashlib.sha256(sent.encode()).hexdigest()}"
        assert entry.payload == hashlib.sha256(whole.encode()).hexdigest()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
            (["a", "b"], ("a", "b")),
            (_Part("a"), _Part("a")),
            (b"one", b"one"),
            ({"x", "y", "z"}, frozenset({"z", "y", "x"})),
        ],
    )
    def test_key_sent_again_with_the_same_told_otherwise_does_nothing(
        self, person: Person, one: object, other: object
    ) -> None:
        made = _value(by=person, at=AT, key="k", value=one)
        assert _value(by=person, at=AT + timedelta(hours=1), key="k", value=other) == made
        assert Person.objects.count() == 2


@pytest.mark.django_db
class TestWriting:
    def test_stream_stands_still_for_what_is_no_act_and_never_within_one(
        self, person: Person
    ) -> None:
        with standing_still("register", "people"):
            pass

        @action("test.still", streams=lambda **_: ["register"])
        def still(*, by: Person, at: datetime, key: str) -> Person:
            with standing_still("register"):
                return by

        with pytest.raises(AssertionError, match="declares its streams"):
            still(by=person, at=AT, key="k")

    def test_entry_outside_an_act_is_an_error(self, person: Person) -> None:
        with pytest.raises(AssertionError, match="inside an action only"):
            write(of=person, stream="register")

    def test_entry_in_a_stream_that_is_not_held_is_an_error(self, person: Person) -> None:
        @action("test.elsewhere", streams=lambda **_: ["register"])
        def elsewhere(*, by: Person, at: datetime, key: str) -> Person:
            write(of=by, stream="people")
            return by

        with pytest.raises(AssertionError, match="does not hold the stream people"):
            elsewhere(by=person, at=AT, key="k")

    def test_act_without_a_key_is_refused_with_the_way_to_mend_it(self, person: Person) -> None:
        with pytest.raises(Refused) as refusal:
            _name(by=person, at=AT, key="", name="one")
        (reason,) = refusal.value.reasons
        assert (reason.code, reason.field) == ("key_missing", "key")
        assert Person.objects.count() == 1

    def test_number_of_rows_and_their_digests_stand_in_the_entry(self, person: Person) -> None:
        _around(by=person, at=AT, key="k1", names=["a1", "a2"], held=BOTH)
        rows = dict(Entry.objects.values_list("key", "rows"))
        own = f"person/{person.pk}/k1"
        assert rows == {own: 0, f"{own}//inner-1": 1, f"{own}//inner-2": 1}


@pytest.mark.django_db
class TestChain:
    @pytest.mark.parametrize("statement", ["UPDATE {t} SET verb = 'x'", "DELETE FROM {t}"])
    def test_entry_changed_by_hand_is_refused_by_the_database(
        self, person: Person, statement: str
    ) -> None:
        _name(by=person, at=AT, key="k1", name="one")
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(t=Entry._meta.db_table))

    def test_untouched_chain_has_no_fault(self, person: Person) -> None:
        for number in range(5):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        assert list(chain.faults()) == []

    @pytest.mark.parametrize(
        "column",
        [
            "verb",
            "by",
            "of",
            "detail",
            "payload",
            "at",
            "recorded_at",
            "digest",
            "by_name",
            "key",
            "rows",
            "rows_digest",
            "format",
        ],
    )
    def test_one_changed_column_is_named(self, person: Person, column: str) -> None:
        for number in range(3):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        _drop_triggers()
        then = datetime(2019, 1, 1, tzinfo=UTC)
        value = {"detail": {"name": "other"}, "at": then, "recorded_at": then, "rows": 7}.get(
            column, "0"
        )
        Entry.objects.filter(number=2).update(**{column: value})
        faults = list(chain.faults())
        assert any("entry 2" in fault for fault in faults), faults

    def test_detail_kept_as_bytes_of_the_same_text_is_named(self, person: Person) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL keeps no bytes where JSON should be")
        _name(by=person, at=AT, key="k", name="n")
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER ledger_entry_no_update")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("UPDATE ledger_entry SET detail = CAST(detail AS BLOB)")
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        named = [one for one in chain.faults() if "was changed after it was written" in one]
        assert len(named) == Entry.objects.count() > 0

    def test_entry_written_anew_with_a_digest_of_its_own_is_named_by_the_next(
        self, person: Person
    ) -> None:
        for number in range(3):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        _drop_triggers()
        forged = Entry.objects.get(number=2)
        forged.verb = "test.other"
        forged.digest = hashlib.sha256(chain.canonical(forged)).hexdigest()
        Entry.objects.filter(number=2).update(verb=forged.verb, digest=forged.digest)
        assert list(chain.faults()) == [
            "ledger register: entry 3 does not follow entry 2: the chain is broken there"
        ]

    @pytest.mark.parametrize(
        "given", [{}, {"recorded_at": AT}, {"rows": 3}, {"rows_digest": "0" * 64}]
    )
    def test_entry_of_format_1_with_what_that_format_did_not_know_is_named(
        self, person: Person, given: dict[str, object]
    ) -> None:
        """Its digest is not taken over these, so that anybody could write them beside it."""
        entry = Entry(
            format=1,
            stream="old",
            number=1,
            at=AT,
            by=str(person.pk),
            by_name=person.name,
            verb="test.name",
            of=f"people.person/{person.pk}",
            key="old",
            payload="0" * 64,
            previous=chain.START,
            **given,
        )
        entry.digest = hashlib.sha256(chain.canonical(entry)).hexdigest()
        entry.save(force_insert=True)
        named = [one for one in chain.faults() if "was changed after it was written" in one]
        assert len(named) == (1 if given else 0)

    def test_first_entry_that_follows_another_is_named(self, person: Person) -> None:
        _name(by=person, at=AT, key="k", name="n")
        _drop_triggers()
        forged = Entry.objects.get()
        forged.previous = "0" * 63 + "1"
        forged.digest = hashlib.sha256(chain.canonical(forged)).hexdigest()
        Entry.objects.update(previous=forged.previous, digest=forged.digest)
        assert list(chain.faults()) == [
            "ledger register: entry 1 does not follow entry 0: the chain is broken there"
        ]

    def test_removed_entry_is_named(self, person: Person) -> None:
        for number in range(3):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        _drop_triggers()
        _raw_delete(2)
        assert next(iter(chain.faults())) == "ledger register: entry 2 is missing (found 3 next)"

    def test_entry_that_cannot_be_read_is_named_and_those_around_it_are_sound(
        self, person: Person
    ) -> None:
        if connection.vendor != "sqlite":
            pytest.skip("PostgreSQL keeps no month 13")
        for number in range(4):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        _drop_triggers()
        forged = Entry.objects.get(number=2).pk
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Entry._meta.db_table} SET at = '2018-13-01 09:00:00' WHERE id = {forged}"
            )
        assert list(chain.faults()) == [
            f"ledger register: the row of id {forged}, next after entry 1, cannot be read: it was "
            f"changed"
        ]

    def test_long_chain_is_read_in_as_few_questions_as_a_short_one(
        self,
        person: Person,
        django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
    ) -> None:
        for number in range(12):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        with django_assert_num_queries(2):
            assert list(chain.faults()) == []


@pytest.mark.django_db(transaction=True)
class TestHead:
    def test_cut_tail_passes_the_chain_but_is_caught_by_the_head(self, person: Person) -> None:
        for number in range(3):
            _name(by=person, at=AT, key=f"k{number}", name=f"n{number}")
        _drop_triggers()
        try:
            _raw_delete(3)
            assert list(chain.faults()) == []
            told = (
                "ledger register: ends at entry 2, but the external head knows entry 3: its "
                "tail was cut"
            )
            assert list(heads.faults()) == [told]
            with pytest.raises(heads.LedgerBehindHead):
                heads.refuse_if_behind()
        finally:
            _restore_triggers()

    def test_head_is_noted_only_on_commit(self, person: Person) -> None:
        with transaction.atomic():
            _name(by=person, at=AT, key="k1", name="one")
            transaction.set_rollback(True)
        assert heads.read_heads() == {}


def _restore_triggers() -> None:
    for model in (Entry, RowDigest):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
        else:
            triggers.put(model)
