"""Limits that the database keeps: exact under any number of workers, forgotten only in time."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
import time_machine
from django.db import connections
from hypothesis import given
from hypothesis import settings as example
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from inspectorate.foundation.tries import limits
from inspectorate.foundation.tries.limits import Counted, Limit, give_back, take
from inspectorate.foundation.tries.models import Tally
from tests.shared import ROOT

FIVE = Limit("five", 5, 300)
ONE = Limit("one", 1, 120)
NOW = 1_800_000_000.0


def at_once(count: int, *counted: Counted) -> int:
    """How many of ``count`` tries from as many threads are let through."""
    let: list[bool] = []
    ready = threading.Barrier(count)

    def attempt() -> None:
        try:
            ready.wait(timeout=60)
            let.append(take(*counted))
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=attempt) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert len(let) == count
    return sum(let)


@pytest.mark.django_db
class TestTake:
    def test_five_are_let_through_and_one_more_a_minute(self) -> None:
        me = Counted(FIVE, "me")
        with time_machine.travel(NOW, tick=False):
            assert [take(me) for _ in range(7)] == [True] * 5 + [False] * 2
        with time_machine.travel(NOW + 59, tick=False):
            assert not take(me)
        with time_machine.travel(NOW + 61, tick=False):
            assert [take(me), take(me)] == [True, False]
        with time_machine.travel(NOW + 3600, tick=False):
            assert [take(me) for _ in range(6)] == [True] * 5 + [False]

    def test_another_is_counted_apart(self) -> None:
        assert [take(Counted(FIVE, "me")) for _ in range(6)][-1] is False
        assert take(Counted(FIVE, "you"))
        assert take(Counted(ONE, "me"))

    def test_try_refused_by_one_limit_takes_none_of_the_other(self) -> None:
        take(Counted(ONE, "me"))
        for _ in range(9):
            assert not take(Counted(FIVE, "me"), Counted(ONE, "me"))
        assert [take(Counted(FIVE, "me")) for _ in range(5)] == [True] * 5

    def test_try_given_back_was_none(self) -> None:
        me = Counted(FIVE, "me")
        for _ in range(50):
            assert take(me)
            give_back(me)
        assert [take(me) for _ in range(6)] == [True] * 5 + [False]

    def test_row_names_nobody(self) -> None:
        take(Counted(FIVE, "somebody@example.org"))
        assert "somebody" not in Tally.objects.get().of

    def test_what_still_counts_outlives_a_flood_of_two_thousand_others(self) -> None:
        with time_machine.travel(NOW, tick=False) as clock:
            me = Counted(FIVE, "me")
            assert [take(me) for _ in range(6)][-1] is False
            for number in range(2_000):
                take(Counted(FIVE, f"other {number}"))
                if number % 100 == 0:
                    clock.shift(2)
            assert not take(me)

    def test_try_moves_its_own_count_alone(self) -> None:
        me, you = Counted(FIVE, "me"), Counted(FIVE, "you")
        with time_machine.travel(NOW, tick=False):
            assert [take(me) for _ in range(4)] == [True] * 4
            assert [take(you) for _ in range(6)] == [True] * 5 + [False]
            take(me)
            give_back(me)
            assert [take(me), take(me), take(you)] == [True, False, False]

    def test_one_more_is_let_through_at_the_moment_at_which_it_is_regained(self) -> None:
        me = Counted(FIVE, "me")
        with time_machine.travel(NOW, tick=False):
            assert [take(me) for _ in range(5)] == [True] * 5
        with time_machine.travel(NOW + 60, tick=False):
            assert take(me)
            # The last that is let through, to the thousandth.
            Tally.objects.update(until=NOW + 60 + 300 - 60 + limits.SLACK)
            assert [take(me), take(me)] == [True, False]

    def test_try_refused_writes_nothing(self, django_assert_num_queries: Any) -> None:
        take(Counted(ONE, "me"))
        with django_assert_num_queries(1):
            assert not take(Counted(FIVE, "me"), Counted(ONE, "me"))
        assert Tally.objects.count() == 1

    def test_try_where_a_row_is_there_is_one_question_and_one_change(
        self, django_assert_num_queries: Any
    ) -> None:
        take(Counted(FIVE, "me"))
        with django_assert_num_queries(2):
            assert take(Counted(FIVE, "me"))

    def test_try_refused_only_when_it_is_taken_gives_the_others_back(self) -> None:
        """As where another worker takes the last one meanwhile."""
        me, once = Counted(FIVE, "me"), Counted(ONE, "me")
        assert not take(me, once, once)
        assert [take(me) for _ in range(6)] == [True] * 5 + [False]
        assert [take(once), take(once)] == [True, False]

    @pytest.mark.parametrize(("ahead", "let"), [(60, True), (300, False)])
    def test_try_counts_on_where_another_worker_makes_the_row_first(
        self, ahead: float, let: bool
    ) -> None:
        me, others = Counted(FIVE, "me"), [Tally(of=Counted(FIVE, "me").of, until=NOW + ahead)]

        def another_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.startswith("SAVEPOINT") and others:
                others.pop().save()
            return execute(sql, params, many, context)

        with time_machine.travel(NOW, tick=False):
            with connections["default"].execute_wrapper(another_first):
                assert take(me) == let
            assert Tally.objects.get().until == NOW + (120 if let else 300)

    def test_code_of_an_app_is_good_once_as_long_as_it_could_be_typed(self) -> None:
        code = Counted(limits.CODE_ONCE, "123456")
        for after, let in ((0, True), (1, False), (119.5, False), (120.5, True)):
            with time_machine.travel(NOW + after, tick=False):
                assert take(code) == let, after

    def test_what_counts_no_more_is_removed_with_each_thirty_second_new_row(self) -> None:
        Tally.objects.create(of="old", until=NOW - 1)
        with time_machine.travel(NOW, tick=False):
            for number in range(33):
                take(Counted(FIVE, f"new {number}"))
                there = Tally.objects.filter(of="old").exists()
                assert there == (Tally.objects.latest("pk").pk % 32 != 0)
                if not there:
                    return
        pytest.fail("it is still there")

    def test_only_so_many_are_removed_at_once(self) -> None:
        many = limits.PRUNED_AT_ONCE + 1
        Tally.objects.bulk_create(Tally(of=f"old {one}", until=NOW) for one in range(many))
        Tally.objects.create(of="new", until=NOW + 1)
        limits.prune(NOW)
        assert Tally.objects.filter(until__lte=NOW).count() == 1
        limits.prune(NOW)
        assert [one.of for one in Tally.objects.all()] == ["new"]

    def test_what_counts_no_more_is_removed(self) -> None:
        with time_machine.travel(NOW, tick=False):
            for number in range(100):
                take(Counted(FIVE, f"old {number}"))
        with time_machine.travel(NOW + 61, tick=False):
            for number in range(100):
                take(Counted(FIVE, f"new {number}"))
            assert not Tally.objects.filter(until__lte=NOW + 61).exists()


class TestNever(TestCase):
    @given(
        waits=some.lists(some.floats(0, 400), min_size=1, max_size=40),
        limit=some.sampled_from([FIVE, ONE, Limit("ten", 10, 60)]),
    )
    @example(max_examples=60)
    def test_never_more_than_twice_the_limit_within_its_time_and_never_more_in_the_long_run(
        self, waits: list[float], limit: Limit
    ) -> None:
        now, let = NOW, []
        for wait in waits:
            now += wait
            with time_machine.travel(now, tick=False):
                if take(Counted(limit, "me")):
                    let.append(now)
        for begin in let:
            within = sum(begin <= one < begin + limit.seconds for one in let)
            assert within <= 2 * limit.at_once
        assert len(let) <= limit.at_once + (now - NOW) / limit.each + 1


LISTED = {
    "wrong passwords for one address": "ACCOUNT",
    "wrong passwords from one client": "CLIENT",
    "sign-ins from one client": "SIGN_INS",
    "wrong passwords for a person from one known browser": "DEVICE",
    "sign-ins from one known browser": "DEVICE_SIGN_INS",
    "wrong codes of a person": "CODE DEVICE_CODE CODE_AGAIN",
    "a person's own password": "AGAIN",
    "sign-ins by a passkey alone": "KEYS",
    "links to set a password for one address": "LINKS",
    "links asked for or followed from one client": "LINKS_OF_CLIENT",
}


def test_every_limit_is_the_one_that_the_guide_lists() -> None:
    text = (ROOT / "docs/guide/security.md").read_text("utf-8").split("then one more every")[1]
    rows = re.findall(r"^\| (.+?) \| (\d+)(?: each)? \| (?:(\d+) )?(second|minute)", text, re.M)
    assert len(rows) == len(LISTED)
    for what, at_once, number, unit in rows:
        every = int(number or 1) * {"second": 1, "minute": 60}[unit]
        (names,) = [those for words, those in LISTED.items() if what.startswith(words)]
        held = {(one.at_once, one.each) for one in (getattr(limits, one) for one in names.split())}
        assert held == {(int(at_once), every)}, what


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_sixty_at_once_let_five_through_though_no_row_was_there(self) -> None:
        assert at_once(60, Counted(FIVE, "me"), Counted(Limit("many", 60, 60), "client")) == 5

    def test_sixty_at_once_let_five_through_where_a_row_was_there(self) -> None:
        me = Counted(FIVE, "me")
        take(me)
        give_back(me)
        assert at_once(60, me) == 5

    def test_many_removing_at_once_stop_nobody(self) -> None:
        with time_machine.travel(time.time() - 3600, tick=False):
            for number in range(400):
                take(Counted(ONE, f"old {number}"))
        threads = [
            threading.Thread(
                target=lambda: (limits.prune(time.time()), connections["default"].close())
            )
            for _ in range(12)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join(timeout=60)
        limits.prune(time.time())
        limits.prune(time.time())
        assert Tally.objects.count() == 0
