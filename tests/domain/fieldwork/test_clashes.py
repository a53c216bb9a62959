"""What clashes, told of loaded facts alone; days on which clocks change among them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import pytest

from inspectorate.domain.fieldwork.planning.clashes import (
    MOST,
    Clash,
    ClashKind,
    Facts,
    Sitting,
    Stay,
    clashes,
)

ZONE = ZoneInfo("Europe/London")
MONDAY = date(2018, 11, 5)
ANN, BOB = 1, 2
NAMES = {ANN: "Ann", BOB: "Bob"}


def stay(
    key: str, body: int = 1, days: int = 0, *people: int, team: str = "", **given: object
) -> Stay:
    first = MONDAY + timedelta(days=days)
    fields = {"inspection": 1, "last": first + timedelta(days=1), **given}
    return Stay(
        key, body, f"Body {body}", team=team, first=first, people=frozenset(people), **fields
    )  # type: ignore[arg-type]


def sitting(
    key: str, body: int, start: datetime, minutes: int, *people: int, ours: bool = True
) -> Sitting:
    end = (start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)).astimezone(ZONE)
    return Sitting(key, body, f"Body {body}", f"Talk {key}", start, end, frozenset(people), ours)


def at(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE, fold=fold)


def kinds(*things: Stay | Sitting, new: str = "new", **given: object) -> list[ClashKind]:
    return [one.kind for one in found(*things, new=new, **given)]


def found(*things: Stay | Sitting, new: str = "new", **given: object) -> list[Clash]:
    stays = [one for one in things if isinstance(one, Stay)]
    sittings = [one for one in things if isinstance(one, Sitting)]
    return clashes(Facts(stays, sittings, NAMES, **given), {new})  # type: ignore[arg-type]


class TestSessions:
    def test_sessions_that_touch_do_not_clash_and_those_that_overlap_do(self) -> None:
        first = sitting("new", 1, at(MONDAY, 9), 60, ANN)
        assert kinds(first, sitting("there", 1, at(MONDAY, 10), 60, ANN)) == []
        assert kinds(first, sitting("there", 1, at(MONDAY, 9, 59), 60, ANN)) == [
            ClashKind.TWO_SESSIONS
        ]
        assert kinds(first, sitting("there", 1, at(MONDAY, 9), 60, BOB)) == []

    def test_what_stands_already_is_not_told_again(self) -> None:
        there = [sitting(key, 1, at(MONDAY, 9), 60, ANN) for key in ("one", "two")]
        assert kinds(*there) == []

    def test_hour_that_clocks_show_twice_is_two_hours(self) -> None:
        back = date(2018, 10, 28)
        first = sitting("new", 1, at(back, 1, 30), 30, ANN)
        again = sitting("there", 1, at(back, 1, 30, fold=1), 30, ANN)
        assert kinds(first, again) == []

    def test_gap_is_time_that_passes_where_clocks_go_forward(self) -> None:
        forward = date(2019, 3, 31)
        # Two hours by the clocks, and one that passes.
        things = (
            sitting("new", 1, at(forward, 0), 30, ANN),
            sitting("there", 2, at(forward, 2, 30), 30, ANN),
        )
        (one, clash) = found(*things, minutes=lambda _one, _other: 90)
        assert one.kind == ClashKind.TWO_BODIES
        assert "would have 1 h between" in clash.text

    def test_travel_to_another_inspection_is_compared_with_the_default_alone(self) -> None:
        next_day = MONDAY + timedelta(days=1)
        things = (
            sitting("new", 1, at(MONDAY, 22), 60, ANN),
            sitting("there", 2, at(next_day, 0), 60, ANN, ours=False),
        )
        # Whoever knows the table of pairs would know the body by its minutes.
        asked = []

        def minutes(one: int | None, other: int | None) -> int | None:
            asked.append((one, other))
            return 317 if one else 90

        (clash,) = found(*things, minutes=minutes)
        assert clash.text.endswith("1 h 30 min are needed to travel.")
        assert asked == [(None, None)]

    def test_column_filled_down_stops_the_search_instead_of_holding_it(self) -> None:
        things = [sitting(f"{number}", 1, at(MONDAY, 9), 60, ANN) for number in range(2_500)]
        keys = {one.key for one in things}
        began = monotonic()
        assert len(clashes(Facts([], things, NAMES), keys)) == MOST + 1
        stays = [stay(f"{number}", number, 0, ANN) for number in range(400)]
        keys = {one.key for one in stays}
        assert len(clashes(Facts(stays, [], NAMES), keys)) == MOST + 1
        assert monotonic() - began < 5

    @pytest.mark.parametrize(("needed", "told"), [(None, 0), (60, 0), (61, 1)])
    def test_travel_is_compared_with_the_gap(self, needed: int | None, told: int) -> None:
        things = (
            sitting("new", 1, at(MONDAY, 22), 60, ANN),
            sitting("there", 2, at(MONDAY + timedelta(days=1), 0), 60, ANN),
        )
        assert len(kinds(*things, minutes=lambda _one, _other: needed)) == told


class TestVisits:
    def test_team_at_two_bodies_is_told_once_and_not_for_each_person(self) -> None:
        things = (stay("new", 1, 0, ANN, BOB, team="A"), stay("there", 2, 1, ANN, BOB, team="A"))
        held = sitting("there too", 2, at(MONDAY + timedelta(days=1), 9), 60, ANN)
        assert kinds(*things, held) == [ClashKind.TEAM_TWICE]
        assert kinds(stay("new", 1, 0, ANN, team="A"), stay("there", 2, 2, ANN, team="A")) == []

    def test_teams_of_one_letter_in_two_inspections_are_two_teams(self) -> None:
        things = (
            stay("new", 1, 0, ANN, team="A"),
            stay("there", 2, 0, BOB, team="A", inspection=2),
        )
        assert kinds(*things) == []

    def test_person_of_another_inspection_is_told_without_it(self) -> None:
        other = stay("there", 2, 0, ANN, team="B", inspection=2, ours=False)
        (clash,) = found(stay("new", 1, 0, ANN, team="A"), other)
        assert clash.kind == ClashKind.TWO_BODIES
        assert "another inspection of this inspectorate" in clash.text
        assert "Body 2" not in clash.text

    def test_second_new_visit_to_a_body_refuses(self) -> None:
        stays = [stay("new", 1, 0), stay("newer", 1, 1)]
        (clash,) = clashes(Facts(stays, [], NAMES), {"new", "newer"})
        assert (clash.kind, clash.refuses) == (ClashKind.BODY_TWICE, True)

    def test_person_who_sits_in_elsewhere_while_the_own_team_travels_is_told(self) -> None:
        held = sitting("new", 1, at(MONDAY, 9), 60, ANN)
        assert kinds(held, stay("there", 2, 0, ANN, team="A")) == [ClashKind.TWO_BODIES]
        assert kinds(held, stay("there", 2, 1, ANN, team="A")) == []


def test_day_off_is_told_once_a_day_of_who_is_new_and_within_the_days_alone() -> None:
    off = {ANN: [(MONDAY + timedelta(days=1), MONDAY + timedelta(days=9))]}
    held = sitting("new too", 1, at(MONDAY + timedelta(days=1), 9), 60, ANN)
    facts = Facts([stay("new", 1, 0, ANN, BOB)], [held], NAMES, off)
    told = clashes(facts, {"new", "new too"})
    assert [one.text for one in told] == ["Ann is not available on 6 November 2018."]
    assert clashes(facts, {"elsewhere"}) == []
