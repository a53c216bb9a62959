"""When a finding is triangulated: kinds, origins, testimony, effective kinds, contradictions,
duplicates, dates.
"""

from __future__ import annotations

from datetime import date

import pytest

from inspectstats.records import InputError
from inspectstats.triangulation import Item, across, effective_kinds, triangulate


def _item(kind: str, origin: str, **more: object) -> Item:
    return Item("north", "training", kind, origin, **more)  # type: ignore[arg-type]


THREE = [_item("interview", "a"), _item("document", "b"), _item("data", "c")]


def test_three_kinds_of_three_origins_are_met() -> None:
    found = triangulate(THREE)
    assert (found.met, found.problems, found.origins) == (True, (), 3)
    assert found.effective_kinds == pytest.approx(3)


def test_one_person_quoted_three_times_is_one_origin() -> None:
    found = triangulate([_item("interview", "a"), _item("document", "a"), _item("data", "a")])
    assert (found.met, found.problems) == (False, ("too_few_origins: 1 of 3",))


def test_testimony_alone_is_not_met() -> None:
    found = triangulate([_item("interview", "a"), _item("focus_group", "b"), _item("survey", "c")])
    assert (found.met, found.problems[0].split(":")[0]) == (False, "testimony_only")


def test_twenty_interviews_and_a_document_are_1_2_effective_kinds_and_fail_two() -> None:
    items = [_item("interview", str(i)) for i in range(20)] + [_item("document", "d")]
    found = triangulate(items, k=2)
    assert found.effective_kinds == pytest.approx(1.2, abs=0.05)
    assert (len(found.kinds), found.met) == (2, False)
    assert triangulate(
        [_item("interview", "a"), _item("interview", "b"), _item("document", "c")], k=2
    ).met


def test_contradictions_are_counted_and_warned_of_until_answered() -> None:
    against = _item("observation", "d", direction="contradicts")
    found = triangulate([*THREE, against])
    assert (found.met, found.contradicting, found.warnings) == (
        True,
        1,
        ("1 contradicting item unanswered",),
    )
    answered = _item("observation", "d", direction="contradicts", answered=True)
    assert triangulate([*THREE, answered]).warnings == ()


def test_contradicting_items_do_not_support() -> None:
    assert not triangulate([*THREE[:2], _item("data", "c", direction="contradicts")]).met


def test_duplicates_and_late_items_do_not_count() -> None:
    items = [
        _item("document", "a", sha256="1"),
        _item("document", "b", sha256="1"),
        _item("data", "c", on=date(2020, 3, 2)),
    ]
    found = triangulate(
        [*items, _item("interview", "d", on=date(2020, 3, 1))], k=2, cut_off=date(2020, 3, 1)
    )
    assert (found.supporting, dict(found.dropped)) == (2, {"duplicate": 1, "after_cut_off": 1})


def test_nothing_at_all_is_not_met_with_a_reason() -> None:
    found = triangulate([])
    assert (found.met, found.effective_kinds, found.problems[0].split(":")[0]) == (
        False,
        None,
        "no_evidence",
    )
    assert effective_kinds([]) is None


def test_across_forces_counts_those_counted_and_lists_the_weakest_first() -> None:
    south = [Item("south", "training", "interview", "a")]
    found = across([*THREE, *south], ["north", "south", "west"], "training")
    assert (found.counted, found.met, found.supported) == (3, 1, False)
    assert found.share == pytest.approx(1 / 3)
    assert [each.force for each in found.weakest] == ["west", "south"]
    assert across(THREE, ["north"], "training").supported
    assert across([*THREE, *south], ["north", "south"], "training", required=0.5).supported
    assert across([], [], "training").share is None


@pytest.mark.parametrize(
    ("items", "where"),
    [
        ([_item("rumour", "a")], "row 1, column kind"),
        ([*THREE, _item("data", "a", direction="maybe")], "row 4, column direction"),
        ([*THREE, Item("south", "training", "data", "a")], "items"),
    ],
)
def test_unusable_items_are_named(items: list[Item], where: str) -> None:
    with pytest.raises(InputError) as caught:
        triangulate(items)
    assert caught.value.where == where
