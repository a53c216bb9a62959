"""On which side of a count a body is told that it is, and when that would tell of the others."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Bodies, Figures
from inspectorate.domain.reports.accuracy.sides import WITHHELD, narrows, sides_of
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import ClaimInfo, EditionData


class TestSides:
    """On which side of a count a body is, and when that is not told."""

    @pytest.mark.parametrize(
        ("met", "not_met", "narrow"),
        [
            (20, 26, False),
            (4, 42, False),
            (3, 43, True),
            (43, 3, True),
            (1, 45, True),
            (46, 0, False),
        ],
    )
    def test_side_is_withheld_where_fewer_than_k_others_are_left_on_one(
        self, met: int, not_met: int, narrow: bool
    ) -> None:
        assert narrows(met, not_met, 3) is narrow

    @staticmethod
    def sides(label: str, met: int, *, suppressed: bool = False) -> list[dict[str, Any]]:
        """The sides of a body where ``met`` of ten forces met it, and one was not inspected."""
        labels = tuple(f"Force {number:02d}" for number in range(11))
        figures = Figures(
            met=met,
            not_met=10 - met,
            inspected=10,
            scope=11,
            bodies=Bodies(labels[:met], labels[met:10], labels[10:]),
            asked={7: (), 8: ()},
        )
        return TestSides.told(label, {"trains": figures}, {"trains"} if suppressed else set())

    @staticmethod
    def told(label: str, counts: dict[str, Figures], suppressed: set[str]) -> list[dict[str, Any]]:
        """The sides of a body in an edition that prints these counts."""
        claims = {
            key: ClaimFacts(key, statement="Forces train", figures=figures)
            for key, figures in counts.items()
        }
        infos = {
            key: ClaimInfo(
                *(key, "counted", "", "", "", one.met, one.inspected, one.scope, "", "", (), 0),
                suppressed=key in suppressed,
            )
            for key, one in counts.items()
        }
        edition = EditionData(
            slug="report",
            kind=DocumentKind.REPORT,
            edition="body",
            number=0,
            title="T",
            subtitle="",
            marking="OFFICIAL",
            publisher="",
            inspection="",
            published_on="",
            notice="",
            blocks=(),
            claims=infos,
        )
        reasons = {7: "All have had it.", 9: "Of another criterion."}
        return sides_of(edition, claims, label, reasons, 3)

    @staticmethod
    def of_46(met: range, *asked: int) -> Figures:
        """A count on criteria that some of 46 forces met."""
        labels = [f"Force {number:02d}" for number in range(46)]
        there = tuple(labels[number] for number in met)
        others = tuple(one for one in labels if one not in there)
        return Figures(
            met=len(there),
            not_met=len(others),
            inspected=46,
            scope=46,
            bodies=Bodies(there, others, ()),
            asked=dict.fromkeys(asked, ()),
        )

    def test_reasons_on_a_criterion_are_withheld_with_any_count_on_it(self) -> None:
        counts = {"wide": self.of_46(range(20), 7), "narrow": self.of_46(range(2), 7)}
        found = self.told("Force 00", counts, set())
        assert [(one["key"], one["side"], one["reasons"]) for one in found] == [
            ("narrow", WITHHELD, []),
            ("wide", "met", []),
        ]
        other = {**counts, "narrow": self.of_46(range(2), 8)}
        wide = self.told("Force 00", other, set())[1]
        assert wide["reasons"] == ["All have had it."]

    @pytest.mark.parametrize(
        ("second", "asked", "told"),
        [
            (range(18), 7, False),  # two lie between 20 and 18
            (range(18), 8, False),
            (range(15), 7, True),
            (range(3, 24), 7, False),  # three of the one are not of the other
            (range(3, 24), 8, True),  # of two criteria print does not say how many
            (range(20), 7, True),  # the same bodies
        ],
    )
    @pytest.mark.parametrize("label", ["Force 00", "Force 19", "Force 40"])
    def test_count_is_withheld_that_with_a_related_one_parts_too_few_from_the_others(
        self, second: range, asked: int, told: bool, label: str
    ) -> None:
        counts = {"a": self.of_46(range(20), 7), "b": self.of_46(second, asked)}
        found = self.told(label, counts, set())
        assert [one["side"] == WITHHELD for one in found].count(True) == (0 if told else 1)

    def test_body_is_told_its_own_side_with_its_own_reasons(self) -> None:
        (one,) = self.sides("Force 01", 5)
        assert (one["side"], one["reasons"], one["count"]) == (
            "met",
            ["All have had it."],
            "5 of 10",
        )
        assert self.sides("Force 07", 5)[0]["side"] == "not_met"
        assert self.sides("Force 10", 5)[0]["side"] == "not_inspected"

    @pytest.mark.parametrize("label", ["Force 01", "Force 09"])
    def test_small_side_is_withheld_from_both_sides_alike_with_the_reasons(
        self, label: str
    ) -> None:
        (one,) = self.sides(label, 3)
        assert (one["side"], one["reasons"]) == (WITHHELD, [])

    def test_count_that_print_withholds_is_told_to_nobody(self) -> None:
        (one,) = self.sides("Force 01", 5, suppressed=True)
        assert (one["side"], one["count"], one["reasons"]) == (WITHHELD, "", [])

    def test_body_that_no_count_places_is_told_nothing(self) -> None:
        assert self.sides("Force 99", 5) == []
