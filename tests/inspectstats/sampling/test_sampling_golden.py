"""G16, G17, G18: RFC 3797, Rivest's tickets, a drand round; edges of frames and of draws in
proportion to size.
"""

from __future__ import annotations

import csv
import hashlib
from fractions import Fraction

import pytest
from tests.inspectstats.golden import Row, rows
from tests.shared import shared

from inspectstats.records import InputError
from inspectstats.sampling.draw import chances_by_size, draw, draw_by_size
from inspectstats.sampling.frame import Case
from inspectstats.sampling.seeds import (
    beacon_agrees,
    beacon_randomness,
    entropy_bits,
    rfc3797_key,
    rfc3797_sequence,
)
from inspectstats.sampling.tickets import rivest_order, rivest_ticket

COVERED = {"G16", "G17", "G18"}
EDGES = {"pps_size_zero", "pps_certainty", "duplicate_id", "frame_reordered"}

KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
SIGNATURE = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef"
    "9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
)


def _value(row: Row) -> str:
    if row.statistic == "selected_sequence":
        return " ".join(
            map(str, rfc3797_sequence(row.given["key"], row.number("N"), len(row.expected.split())))
        )
    if row.statistic == "entropy_bits_needed":
        return str(entropy_bits(row.number("pool"), row.number("select")))
    if row.statistic == "ticket_order":
        return " ".join(
            rivest_order(row.given["ids"].split(","), row.given["seed"])[: row.number("take")]
        )
    if row.statistic == "ticket_number":
        return rivest_ticket(row.given["id"], row.given["seed"])[: len(row.expected)]
    assert row.statistic == "beacon_randomness"
    return beacon_randomness(row.params.rsplit(" ", 1)[1])


@pytest.mark.parametrize("row", rows(COVERED), ids=str)
def test_golden_row_matches(row: Row) -> None:
    assert _value(row) == row.expected


def test_rfc3797_worked_example_typed_in_G16() -> None:
    key = rfc3797_key([9319, [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]])
    assert key == KEY
    assert rfc3797_sequence(key, 25, 11) == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22]
    assert [entropy_bits(pool, 10) for pool in (20, 25, 30, 35, 40, 50, 60, 75, 100, 120)] == [
        18,
        22,
        25,
        28,
        30,
        34,
        37,
        40,
        44,
        47,
    ]


def test_rfc3797_every_hash_of_the_example_is_reproduced_G16() -> None:
    for line in csv.DictReader(shared("data/stats/rfc3797_example.csv").open()):
        around = int(line["step"]).to_bytes(2, "big")
        assert (
            hashlib.md5(around + KEY.encode() + around, usedforsecurity=False).hexdigest().upper()
            == line["md5_hex"]
        )


def test_rivest_readme_typed_in_G17() -> None:
    ids = ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]
    assert rivest_order(ids, "314159")[:4] == ["B-2", "B-3", "A-3", "A-2"]
    assert rivest_ticket("B-2", "314159").startswith("0.410310858")
    assert rivest_ticket("AB-130", "01382438112797316654").startswith(
        "0.26299714122838008416507544297546663599"
    )


def test_rivest_ticket_put_back_gets_a_larger_number_G17() -> None:
    numbers = [rivest_ticket("B-2", "314159", generation) for generation in range(1, 6)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 5


def test_drand_quicknet_round_657413_typed_in_G18() -> None:
    value = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
    assert beacon_randomness(SIGNATURE) == value
    assert beacon_agrees(SIGNATURE, value.upper())
    assert not beacon_agrees(SIGNATURE[:-1] + "c", value)


def test_edge_pps_size_zero_is_refused_by_id() -> None:
    with pytest.raises(InputError, match=r"zero_size.*'b'"):
        draw_by_size([Case("a", "s", Fraction(2)), Case("b", "s", Fraction(0))], 1, "seed")


def test_edge_pps_certainty_taken_and_the_rest_rescaled() -> None:
    cases = [
        Case("a", "", Fraction(100)),
        Case("b", "", Fraction(1)),
        Case("c", "", Fraction(1)),
        Case("d", "", Fraction(2)),
    ]
    assert chances_by_size(cases, 2) == {
        "a": 1,
        "b": Fraction(1, 4),
        "c": Fraction(1, 4),
        "d": Fraction(1, 2),
    }
    for seed in map(str, range(20)):
        drawn = draw_by_size(cases, 2, seed).drawn
        assert (drawn[0].id, drawn[0].certain, len(drawn)) == ("a", True, 2)


def test_edge_duplicate_id_is_refused_with_both_rows() -> None:
    with pytest.raises(InputError) as caught:
        draw(["c1", "c2", "c1"], 1, "seed")
    assert caught.value.where == "row 3, id"
    assert "duplicate_id" in caught.value.what
    assert "row 1" in caught.value.what


def test_edge_frame_reordered_gives_the_same_sample() -> None:
    ids = [f"case-{i}" for i in range(50)]
    assert draw(ids, 7, "seed") == draw(ids[::-1], 7, "seed")
