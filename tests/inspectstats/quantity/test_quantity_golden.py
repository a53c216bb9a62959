"""Every published or shared case of the quantity words: G22, G23, the claims cases, the bands, the
two claim edge cases.
"""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest
from tests.shared import shared

from inspectstats.quantity import chance
from inspectstats.quantity.flips import flips
from inspectstats.quantity.meanings import meaning
from inspectstats.quantity.missing import holds_with_missing
from inspectstats.quantity.shipped import (
    AS_PRINTED,
    DEFAULT,
    EDUCATION_SCOTLAND_AS_PRINTED,
    ETI_AS_PRINTED,
    SHIPPED,
)
from inspectstats.quantity.vocabulary import Band, Vocabulary

COVERED = {"G22", "G23"}
EDGES = {"claim_N_small", "claim_missing"}
SCHEMES = {"education_scotland": EDUCATION_SCOTLAND_AS_PRINTED, "proposed_default": DEFAULT}

# scheme, word, k, N, holds, k_min, k_max, fewest, down, up: typed from data/stats/claims_cases.csv
# so that they run alone
CLAIMS = [
    ("education_scotland", "most", 36, 46, True, 35, 41, 2, 2, 6),
    ("education_scotland", "most", 35, 46, True, 35, 41, 1, 1, 7),
    ("education_scotland", "most", 34, 46, False, 35, 41, 0, None, None),
    ("education_scotland", "almost all", 42, 46, True, 42, 46, 1, 1, None),
    ("education_scotland", "almost all", 41, 46, False, 42, 46, 0, None, None),
    ("education_scotland", "majority", 32, 43, False, 22, 31, 0, None, None),
    ("education_scotland", "most", 32, 43, False, 33, 38, 0, None, None),
    ("education_scotland", "majority", 23, 46, True, 23, 34, 1, 1, 12),
    ("education_scotland", "few", 6, 46, True, 0, 6, 1, None, 1),
    ("education_scotland", "few", 7, 46, False, 0, 6, 0, None, None),
    ("education_scotland", "less than half", 7, 46, True, 7, 22, 1, 1, 16),
    ("proposed_default", "most", 32, 43, False, 33, 38, 0, None, None),
    ("proposed_default", "a majority of", 32, 43, True, 22, 32, 1, 11, 1),
    ("proposed_default", "almost all", 46, 46, False, 42, 45, 0, None, None),
    ("proposed_default", "all", 46, 46, True, 46, 46, 1, 1, None),
    ("proposed_default", "half", 23, 46, True, 23, 23, 1, 1, 1),
    ("proposed_default", "a majority of", 23, 46, False, 24, 34, 0, None, None),
    ("proposed_default", "none", 0, 46, True, 0, 0, 1, None, 1),
    ("proposed_default", "very few", 4, 43, True, 1, 4, 1, 4, 1),
    ("proposed_default", "most", 3, 3, False, None, None, 0, None, None),
]


def _check(
    vocabulary: Vocabulary,
    word: str,
    k: int,
    n: int,
    holds: bool,
    limits: tuple[int, int] | None,
    expected: tuple[int | None, int | None, int],
) -> None:
    assert vocabulary.holds(word, k, n) is holds
    assert vocabulary.limits(word, n) == limits
    found = flips(vocabulary, word, k, n)
    assert (found.down, found.up, found.fewest) == expected


@pytest.mark.parametrize("row", CLAIMS, ids=lambda row: f"G22-{row[0]}-{row[1]}-{row[2]}of{row[3]}")
def test_claim_case_typed_in_holds_as_printed(
    row: tuple[str, str, int, int, bool, int, int, int, int, int],
) -> None:
    scheme, word, k, n, holds, k_min, k_max, fewest, down, up = row
    limits = None if k_min is None else (k_min, k_max)
    _check(SCHEMES[scheme], word, k, n, holds, limits, (down, up, fewest))


def test_claims_cases_file_every_row_holds() -> None:
    rows = list(csv.DictReader(shared("data/stats/claims_cases.csv").open()))
    assert len(rows) >= 20
    for row in rows:
        whole = {
            name: int(row[name]) if row[name] else None
            for name in ("k_min", "k_max", "flips_down", "flips_up")
        }
        limits = None if whole["k_min"] is None else (whole["k_min"], whole["k_max"])
        expected = (whole["flips_down"], whole["flips_up"], int(row["min_flips_to_break"]))
        holds = row["holds"] == "true"
        _check(
            SCHEMES[row["scheme"]],
            row["word"],
            int(row["k"]),
            int(row["N"]),
            holds,
            limits,
            expected,
        )


def test_bands_file_matches_the_shipped_bands() -> None:
    for row in csv.DictReader(shared("data/stats/quantity_word_bands.csv").open()):
        printed = Band.parse(row["word"], row["interval"])
        ours = SCHEMES[row["scheme"]].band(row["word"])
        assert ours is not None
        assert ours.interval() == printed.interval(), row


def test_quantity_words_file_matches_the_bands_as_printed() -> None:
    names = {
        "Education Scotland": EDUCATION_SCOTLAND_AS_PRINTED,
        "ETI Northern Ireland": ETI_AS_PRINTED,
    }
    for row in csv.DictReader(shared("data/quantity_words.csv").open()):
        band = names[row["inspectorate"]].band(row["word"])
        assert band is not None, row
        assert (band.low, band.high) == (
            Fraction(row["lower_percent"]) / 100,
            Fraction(row["upper_percent"]) / 100,
        )
        assert band.high_inclusive is (row["upper_inclusive"] == "yes")
        assert band.low_inclusive is (row["lower_inclusive"] != "no")


def test_claim_probability_most_of_46_is_a_coin_toss_G23() -> None:
    p = [0.92] * 36 + [0.15] * 10
    found = chance.probability("most", p)
    assert found.value == pytest.approx(0.5368553924301853, abs=1e-9)
    assert found.warnings
    assert chance.probability_between(p, 35, 46) == pytest.approx(0.5369472087380578, abs=1e-9)


def test_poisson_binomial_of_three_by_hand_G23() -> None:
    assert chance.poisson_binomial([0.1, 0.5, 0.9]) == pytest.approx(
        [0.045, 0.455, 0.455, 0.045], abs=1e-12
    )


def test_edge_claim_N_small_is_refused() -> None:
    assert DEFAULT.word_for(3, 3) is None
    most = meaning("most")
    assert most is not None
    assert (most.holds(3, 3), most.reason(3)) == (False, "too_few_units")
    refused = chance.probability("most", [0.9, 0.9, 0.9])
    assert (refused.value, refused.reason) == (None, "too_few_units")


def test_edge_claim_missing_bounds_must_both_hold() -> None:
    found = holds_with_missing(DEFAULT, "most", 30, 42, 46)
    assert (found.bounds.low, found.bounds.high, found.bounds.of_judged) == (
        (30, 46),
        (34, 46),
        (30, 42),
    )
    assert (found.holds, found.reason) == (False, "missing_judgments")
    kept = holds_with_missing(DEFAULT, "most", 35, 42, 46)
    assert (kept.bounds.low, kept.bounds.high, kept.holds) == ((35, 46), (39, 46), True)


def test_published_hole_32_of_43_has_no_word_as_printed_and_one_when_closed() -> None:
    printed = AS_PRINTED["education_scotland"]
    assert printed.word_for(32, 43) is None
    assert SHIPPED["education_scotland"].word_for(32, 43) == "majority"
    holes = {
        (k, n) for n in (38, 43, 44, 45, 46) for k in range(n + 1) if not printed.bands_at(k, n)
    }
    assert holes == {(32, 43)}
    assert any("74" in line for line in printed.problems())
