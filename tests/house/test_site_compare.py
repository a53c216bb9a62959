"""The comparison of two built sites sees what a reader would see, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site_compare import differences

PAGE = '<ul>\n<li><a class="b a" href="a.html">Report</a>.</li></ul>'
SHEET = "@media print{a,b{color:red;margin:0}}"


def _differences(folder: Path, name: str, before: str, after: str) -> list[str]:
    for site, text in (("before", before), ("after", after)):
        (folder / site).mkdir()
        (folder / site / name).write_text(text, "utf-8")
    return differences(folder / "before", folder / "after")


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.html", PAGE, PAGE.replace("<li>", "\n  <li>\n").replace("b a", "b\n a")),
        ("a.html", PAGE, PAGE.replace('class="b a" href="a.html"', "href=a.html class='b a'")),
        ("a.css", SHEET, "@media print {\n a, b {\n  color: red;\n  margin: 0;\n }\n}\n"),
        ("a.json", '{"a": 1, "b": [2]}', '{"b":[2],"a":1}'),
    ],
)
def test_white_space_and_the_order_of_names_make_no_difference(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    printed = _differences(tmp_path, name, before, after)
    assert [line for line in printed if "bytes before" not in line] == []


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        (
            "a.html",
            PAGE,
            PAGE.replace("a.html", "b.html"),
            ["-<a class='b a' href='a.html'>", "+<a class='b a' href='b.html'>"],
        ),
        (
            "a.html",
            PAGE,
            PAGE.replace("Report", "Notes"),
            ["-Report", "+Notes", "-word Report.", "+word Notes."],
        ),
        (
            "a.html",
            PAGE,
            PAGE.replace("Report<", "Report\n<"),
            ["-word Report.", "+word Report", "+word ."],
        ),
        (
            "a.css",
            SHEET,
            SHEET.replace("red", "blue"),
            ["-@media print > a,b { color:red }", "+@media print > a,b { color:blue }"],
        ),
        ("a.json", '{"a": [1]}', '{"a": [2]}', ["-$.a[0] = 1", "+$.a[0] = 2"]),
        ("a.csv", "a\n1\n", "a\n", ["-1"]),
        (
            "a.txt",
            "a" * 10,
            "a" * 11,
            ["-" + "a" * 10, "+" + "a" * 11, "10 bytes before, 11 after"],
        ),
    ],
)
def test_what_a_reader_would_see_is_printed(
    tmp_path: Path, name: str, before: str, after: str, expected: list[str]
) -> None:
    printed = _differences(tmp_path, name, before, after)
    assert [line.removeprefix(f"{name}: ") for line in printed] == expected


def test_a_file_on_one_side_alone_is_printed(tmp_path: Path) -> None:
    for site, name in (("before", "a.txt"), ("after", "b.txt")):
        (tmp_path / site).mkdir()
        (tmp_path / site / name).write_text("", "utf-8")
    printed = differences(tmp_path / "before", tmp_path / "after")
    assert printed == ["a.txt: only before", "b.txt: only after"]
