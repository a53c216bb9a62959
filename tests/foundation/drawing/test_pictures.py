"""Every picture has a table that says all it shows, is well formed, needs no style, and is the same
bytes twice.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable

import pytest

from inspectorate.foundation.drawing.bars import bars
from inspectorate.foundation.drawing.heatmap import heatmap
from inspectorate.foundation.drawing.interval import Estimate, intervals
from inspectorate.foundation.drawing.picture import Picture, ramp
from inspectorate.foundation.drawing.stacked import stacked
from inspectorate.foundation.drawing.strip import Band, strip
from inspectorate.foundation.drawing.tiles import Tile, tiles

NS = "{http://www.w3.org/2000/svg}"
NASTY = 'A & B <b>"x"</b> \x07 ŵŷ ]]> ' + "long " * 30
LEVELS = ramp([("O", "Outstanding"), ("G", "Good"), ("A", "Adequate"), ("I", "Inadequate")])
MEMBERS = [
    (f"Force {n:02}", "met" if n < 36 else "not met" if n < 41 else "not inspected")
    for n in range(1, 47)
]

DRAWINGS: dict[str, Callable[[str], Picture]] = {
    "bars": lambda p: bars([(NASTY, 3), ("Visits", 46), ("None", 0)], prefix=p, title=NASTY),
    "stacked": lambda p: stacked(
        [(NASTY, {"O": 3, "G": 30, "–": 13}), ("1.2", {"I": 1})], LEVELS, prefix=p, title=NASTY
    ),
    "heatmap": lambda p: heatmap(
        [("Force 01", ["O", "–"]), ("Force 02", ["I", "G"])],
        ["1.1", NASTY],
        LEVELS,
        prefix=p,
        title="t",
    ),
    "tiles": lambda p: tiles(
        [Tile(0, 4, "NU", "G", NASTY), Tile(1, 3, "CU", "–")], LEVELS, prefix=p, title="t"
    ),
    "strip": lambda p: strip(MEMBERS, prefix=p, title=NASTY, band=Band("most", 31, 40)),
    "intervals": lambda p: intervals([Estimate(NASTY, 62, 51, 72)], prefix=p, title="t"),
}
each = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)


@each
def test_picture_is_well_formed_and_named_by_its_own_title_and_description(
    draw: Callable[[str], Picture],
) -> None:
    root = ET.fromstring(draw("one").svg)
    named = [
        element.get("id")
        for element in (root.find(f"{NS}title"), root.find(f"{NS}desc"))
        if element is not None
    ]
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert named == ["one-title", "one-desc"]
    assert (root.findtext(f"{NS}desc") or "").strip()


@each
def test_picture_drawn_twice_is_the_same_bytes(draw: Callable[[str], Picture]) -> None:
    assert draw("one") == draw("one")


@each
def test_pictures_with_other_prefixes_share_no_id(draw: Callable[[str], Picture]) -> None:
    ids = [set(re.findall(r' id="([^"]+)"', draw(prefix).svg)) for prefix in ("one", "two")]
    assert ids[0] & ids[1] == set()


@each
def test_picture_uses_presentation_attributes_only(draw: Callable[[str], Picture]) -> None:
    svg = draw("one").svg
    assert (
        re.findall(
            r'\bstyle=|\bclass=|foreignObject|var\(|<style|<script|url\((?!#one-)|on\w+="', svg
        )
        == []
    )
    assert all(
        text.get("fill", "").startswith("#") for text in ET.fromstring(svg).iter(f"{NS}text")
    )


@each
def test_table_has_as_many_cells_in_every_row_as_in_its_head(
    draw: Callable[[str], Picture],
) -> None:
    picture = draw("one")
    assert picture.rows
    assert {len(row) for row in picture.rows} == {len(picture.header)}


def test_bars_share_a_scale_that_begins_at_zero() -> None:
    root = ET.fromstring(bars([("a", 10), ("b", 20)], prefix="p", title="t").svg)
    short, long = [float(rect.get("width", "0")) for rect in root.iter(f"{NS}rect")]
    assert long == pytest.approx(2 * short, abs=0.01)


def test_bars_refuse_a_negative_value_naming_it() -> None:
    with pytest.raises(ValueError, match=r"'Closed'.*-1"):
        bars([("Closed", -1)], prefix="p", title="t")


def test_stacked_refuses_a_code_that_is_no_level() -> None:
    with pytest.raises(ValueError, match=r"'1\.1': Z is not a level"):
        stacked([("1.1", {"Z": 1})], LEVELS, prefix="p", title="t")


def test_not_inspected_is_hatched_and_never_on_the_ramp() -> None:
    svg = heatmap([("Force 01", ["–", "O"])], ["1.1", "1.2"], LEVELS, prefix="p", title="t").svg
    tip = next(
        rect
        for rect in ET.fromstring(svg).iter(f"{NS}rect")
        if rect.findtext(f"{NS}title") == "Force 01, 1.1: Not inspected"
    )
    assert tip.get("fill") == "url(#p-hatch)"


def test_heatmap_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        heatmap([("Force 01", ["O"])], ["1.1", "1.2"], LEVELS, prefix="p", title="t")


def test_tiles_refuse_two_members_in_one_place() -> None:
    with pytest.raises(ValueError, match="row 0, column 0: both 'A' and 'B'"):
        tiles([Tile(0, 0, "A", "G"), Tile(0, 0, "B", "G")], LEVELS, prefix="p", title="t")


def test_whoever_hears_a_picture_is_told_how_many_there_are_of_each_level() -> None:
    """A long table stands apart from its picture: the words say what both show."""
    many = [(f"Force {place}", ["O", "G" if place % 3 else "I"]) for place in range(9)]
    grid = heatmap(many, ["1.1", "1.2"], LEVELS, prefix="p", title="t")
    assert grid.description == "9 rows. 1.1: Outstanding 9. 1.2: Good 6, Inadequate 3."
    placed = tiles(
        [Tile(0, place, f"{place}", "G" if place else "–") for place in range(3)],
        LEVELS,
        prefix="p",
        title="t",
    )
    assert placed.description.endswith("in their rough places. Good 2, Not inspected 1.")
    for picture in (grid, placed):
        for column in range(1, len(picture.header)):
            said = Counter(row[column] for row in picture.rows)
            assert all(f"{label} {many}" in picture.description for label, many in said.items())


def test_strip_orders_met_first_and_says_the_margin_in_words() -> None:
    picture = strip(list(reversed(MEMBERS)), prefix="p", title="t", band=Band("most", 30, 39))
    assert [row[1] for row in picture.rows] == ["met"] * 35 + ["not met"] * 5 + [
        "not inspected"
    ] * 6
    assert (
        picture.description
        == "35 of 40 inspected: met. 6 not inspected. The word “most” holds for 30 to 39."
    )


def test_strip_with_links_names_each_member_on_its_link() -> None:
    root = ET.fromstring(strip(MEMBERS, prefix="p", title="t", links={"Force 01": "/bodies/1"}).svg)
    links = list(root.iter(f"{NS}a"))
    assert root.get("role") == "group"
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("/bodies/1", "Force 01: met")
    ]


def test_interval_that_does_not_hold_its_value_is_refused() -> None:
    with pytest.raises(ValueError, match="'Files'"):
        intervals([Estimate("Files", 40, 51, 72)], prefix="p", title="t")


def test_prefix_that_would_break_an_id_is_refused() -> None:
    with pytest.raises(ValueError, match="must begin with a letter"):
        bars([("a", 1)], prefix="1 x", title="t")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_ramp_gives_every_level_another_step(count: int) -> None:
    levels = ramp([(str(n), str(n)) for n in range(count)])
    assert len({level.step for level in levels}) == count + 1


def test_ramp_refuses_more_levels_than_can_be_told_apart() -> None:
    with pytest.raises(ValueError, match="7 levels"):
        ramp([(str(n), str(n)) for n in range(7)])
