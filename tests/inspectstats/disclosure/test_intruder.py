"""The intruder: what follows of a hidden set from counts, sets, rules and what is taken for it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import pytest
from tests.sizes import sized

from inspectstats.disclosure.derivations import Derived, Way, few
from inspectstats.disclosure.intruder import search
from inspectstats.disclosure.statements import Bodies, Given, Hidden, Rule, Secret, Statement, Sum
from inspectstats.disclosure.watch import Watch
from inspectstats.records import InputError

ALL = frozenset(f"b{n}" for n in range(1, 11))
KIND = frozenset(("b9", "b10"))
PLAN, LOOKED = {"plan": 1}, {"looked": 1}
RULES = (Rule({"looked": 1, "plan": -1}, 0, 1),)


def given(*told: Statement, plan: Bodies, looked: Bodies = ALL, **more: Bodies) -> Given:
    return Given(ALL, RULES, told, {"plan": plan, "looked": looked, **more})


def count(key: str, population: Bodies, number: int, **more: str) -> Statement:
    sums = (Sum(PLAN, population, number), Sum(LOOKED, population, len(population), looked=True))
    return Statement(
        key, f"{number} of {len(population)}", criteria=frozenset("c"), sums=sums, **more
    )


def secret(holders: Bodies, population: Bodies = ALL, hidden: Hidden = Hidden.SMALL) -> Secret:
    rest = {"looked": 1, "plan": -1}
    others = len(population) - len(holders)
    return Secret("s", "s", hidden, PLAN, rest, population, holders, others, frozenset("c"))


def sorted_by(**values: Bodies) -> Statement:
    return Statement("list", "a list", criteria=frozenset("c"), values=values)


def only(found: list[Derived]) -> Derived:
    (one,) = found
    return one


def test_a_small_count_of_many_alone_is_not_derivable() -> None:
    plan = frozenset(("b1",))

    assert search(given(count("all", ALL, 1), plan=plan), [secret(plan)]) == []


def test_a_set_of_the_same_size_on_the_criterion_is_taken_for_the_hidden_one() -> None:
    plan = frozenset(("b1",))
    told = [count("all", ALL, 1), sorted_by(Good=plan, Poor=ALL - plan)]

    one = only(search(given(*told, plan=plan), [secret(plan)]))

    assert one.bodies == ("b1",)
    assert [(step.way, step.taken) for step in one.steps] == [(Way.TAKEN, "Good")]


def test_a_set_of_the_size_of_the_rest_is_taken_for_the_rest() -> None:
    plan = frozenset(("b1",))
    rest = sorted_by(Poor=ALL - plan - {"b2"}, Bad=frozenset(("b2",)))

    one = only(search(given(count("all", ALL, 1), rest, plan=plan), [secret(plan)]))

    assert one.steps[-1].taken in ("Bad", "Bad or Poor")


def test_a_set_of_another_size_or_criterion_is_not_taken() -> None:
    plan = frozenset(("b1",))
    other = Statement("list", "", criteria=frozenset("d"), values={"Good": plan})
    three = sorted_by(Good=frozenset(("b1", "b2", "b3")))

    assert search(given(count("all", ALL, 1), other, three, plan=plan), [secret(plan)]) == []


def test_what_is_absent_without_a_criterion_is_taken_for_any_secret_of_its_size() -> None:
    plan = frozenset(("b1",))
    lacks = Statement("pages", "every body has a page but some", values={"not there": plan})

    one = only(search(given(count("all", ALL, 1), lacks, plan=plan), [secret(plan)]))

    assert one.steps[-1].way is Way.ABSENT


def test_a_set_that_contradicts_what_is_known_is_not_taken() -> None:
    plan = frozenset(("b1",))
    known = Statement(
        "known", "", criteria=frozenset("c"), sets={"plan": frozenset()}, among=frozenset(("b2",))
    )
    told = [count("all", ALL, 1), known, sorted_by(Good=frozenset(("b2",)))]

    assert search(given(*told, plan=plan), [secret(plan)]) == []


def test_a_small_kind_is_left_by_two_counts_and_both_are_named() -> None:
    plan = frozenset(("b1", "b2", "b3", "b4", "b9"))
    told = [count("all", ALL, 5), count("others", ALL - KIND, 4), count("part", ALL - {"b1"}, 4)]

    found = search(given(*told[:2], plan=plan), [])

    assert only(found).bodies == ("b10", "b9")
    assert {step.statement for step in found[0].steps} == {"all", "others"}


def test_a_kind_of_which_all_or_none_is_said_at_once_is_no_secret() -> None:
    told = [count("all", ALL, 10), count("others", ALL - KIND, 8)]

    assert search(given(*told, plan=ALL), []) == []


def test_a_kind_of_which_all_follows_only_from_two_counts_is_told_on() -> None:
    plan = frozenset(("b1", "b2", "b3", "b4", *KIND))
    told = [count("all", ALL, 6), count("others", ALL - KIND, 4)]

    assert only(search(given(*told, plan=plan), [])).bodies == ("b10", "b9")


def test_two_of_two_hidden_in_the_only_place_left_are_told_on() -> None:
    told = [count("all", ALL, 2), count("others", ALL - KIND, 0)]

    one = next(
        one for one in search(given(*told, plan=KIND), [secret(KIND)]) if one.secret.key == "s"
    )

    assert one.bodies == ("b10", "b9")


def test_a_withheld_number_is_told_on_by_its_denial() -> None:
    plan = frozenset(("b1",))
    denial = Statement(
        "denial",
        "9 of 10 did not",
        criteria=frozenset("c"),
        sums=(Sum({"looked": 1, "plan": -1}, ALL, 9), Sum(LOOKED, ALL, 10, looked=True)),
    )

    one = only(search(given(denial, plan=plan), [secret(plan, hidden=Hidden.WITHHELD)]))

    assert one.number == (1, 1)
    assert [step.statement for step in one.steps] == ["denial"]


def test_a_statement_that_is_no_longer_so_is_left_out_of_the_sums() -> None:
    plan = frozenset(("b1", "b2", "b3"))
    told = [count("all", ALL, 3), count("old", ALL - KIND, 2, earlier="release 1")]

    assert search(given(*told, plan=plan), []) == []


def test_what_earlier_releases_gave_away_alone_is_told_as_earlier() -> None:
    plan = frozenset(("b1",))
    old = [
        count("all", ALL, 1, earlier="r1"),
        Statement("list", "", criteria=frozenset("c"), values={"Good": plan}, earlier="r1"),
    ]
    before = secret(plan)
    again = Secret(
        *[
            getattr(before, name)
            for name in (
                "key",
                "says",
                "hidden",
                "term",
                "rest",
                "population",
                "holders",
                "others",
                "criteria",
            )
        ],
        before=True,
    )

    assert only(search(given(*old, plan=plan), [again])).earlier
    assert not only(search(given(count("all", ALL, 1), *old, plan=plan), [before])).earlier
    repeated = [*old, sorted_by(Good=plan)]
    assert not only(search(given(*repeated, plan=plan), [again])).earlier


def test_what_is_not_settled_in_time_is_named_and_not_settled() -> None:
    plan = frozenset(("b1",))
    times = iter((0.0, 0.0, *[9.0] * 99))
    told = [count("all", ALL, 1), sorted_by(Good=plan)]

    one = only(
        search(
            given(*told, plan=plan),
            [secret(plan)],
            seconds=5,
            watch=Watch(clock=lambda: next(times)),
        )
    )

    assert not one.settled


def test_a_search_that_is_given_up_settles_nothing_more() -> None:
    plan = frozenset(("b1",))
    told = [count("all", ALL, 1), sorted_by(Good=plan)]

    one = only(search(given(*told, plan=plan), [secret(plan)], watch=Watch(stop=lambda: True)))

    assert not one.settled


def test_progress_is_told_of_each_secret() -> None:
    plan = frozenset(("b1",))
    seen: list[tuple[int, int]] = []

    search(
        given(count("all", ALL, 1), plan=plan),
        [secret(plan)],
        progress=lambda done, of: seen.append((done, of)),
    )

    assert seen == [(0, 1), (1, 1)]


def test_a_statement_of_a_body_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="b99"):
        given(sorted_by(Good=frozenset(("b99",))), plan=frozenset())


def test_a_statement_of_a_property_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="strange"):
        given(Statement("x", "", sums=(Sum({"strange": 1}, ALL, 1),)), plan=frozenset())


@pytest.mark.parametrize(
    ("count_", "k", "said"),
    [(0, 3, False), (1, 3, True), (2, 3, True), (3, 3, False), (3, 5, True)],
)
def test_few_is_above_none_and_below_k(count_: int, k: int, said: bool) -> None:
    assert few(count_, k) is said


def worlds(told: list[Statement]) -> Iterator[Bodies]:
    """Every set of bodies with a plan under which all counts are so, by trying each."""
    for size in range(len(ALL) + 1):
        for chosen in combinations(sorted(ALL), size):
            plan = frozenset(chosen)
            if all(
                len(plan & one.population) == one.number
                for each in told
                for one in each.sums
                if one.term == PLAN
            ):
                yield plan


@pytest.mark.parametrize("seed", range(sized(12, 60)))
def test_exact_deduction_finds_what_trying_every_world_finds(seed: int) -> None:
    rng = random.Random(seed)
    plan = frozenset(rng.sample(sorted(ALL), rng.randint(1, 2)))
    populations = [ALL, *(frozenset(rng.sample(sorted(ALL), rng.randint(3, 9))) for _ in range(3))]
    told = [count(f"c{n}", one, len(plan & one)) for n, one in enumerate(populations)]
    possible = frozenset().union(*worlds(told))

    # Sets of the same size are guesses, which no world knows of: only deduction is compared.
    exact = given(
        *(Statement(one.key, one.says, sums=one.sums, criteria=frozenset("x")) for one in told),
        plan=plan,
    )
    found = [one for one in search(exact, [secret(plan)]) if one.secret.key == "s"]

    assert bool(found) is (len(possible) < 3)
    if found:
        assert set(found[0].bodies) == possible
