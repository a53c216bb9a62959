"""The figures of the house hold, and each count would notice what it is there for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import figures

WIDE = "x = " + "1 + " * 30 + "1\n"
BRANCHES = "".join(f"    if x == {number}:\n        return {number}\n" for number in range(17))
MANY = "".join(f"def f{number}(x: int) -> int:\n{BRANCHES}    return 0\n" for number in range(15))


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A house of one file and one template, both as they should be."""
    (tmp_path / "src/inspectorate/domain").mkdir(parents=True)
    (tmp_path / "src/inspectorate/interfaces").mkdir()
    (tmp_path / "src/inspectorate/interfaces/page.html").write_text("<p>\n  Words\n</p>\n")
    (tmp_path / "src/inspectorate/domain/room.py").write_text('"""A room."""\n')
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    figures.sources.cache_clear()
    yield tmp_path
    figures.sources.cache_clear()


def functions_of() -> figures.Row:
    return figures.functions("src/inspectorate", (9, 38, 60))


def written(house: Path, text: str) -> None:
    (house / "src/inspectorate/domain/room.py").write_text(text)


@pytest.mark.drill  # `./run check` prints every one of them and fails where one does not hold
@pytest.mark.parametrize("place", range(len(figures.ROWS)))
def test_every_figure_holds_but_those_that_wait(place: int) -> None:
    row = figures.ROWS[place]()
    assert row.holds is None or row.holds is (row.name not in figures.WAITING), row.behind[:20]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (WIDE, figures.width),
        ("x = 1  # type: ignore[misc]  # " + "why " * 20 + "\n", figures.width),
        ("x = [1]  # fmt" + ": skip\n", figures.skips),
        ('x = "counted"\n', figures.kinds),
        ("if claim.kind == 'figure':\n    x = 1\n", figures.kinds),
        ("def long() -> None:\n" + "    x = 1\n" * 70, functions_of),
        (MANY, figures.radon),
    ],
)
def test_control_what_a_figure_forbids_turns_it_red(
    house: Path, text: str, count: Callable[[], figures.Row]
) -> None:
    written(house, text)
    figures.sources.cache_clear()
    assert count().holds is False


def test_control_line_of_a_template_that_is_too_wide_is_counted(house: Path) -> None:
    assert figures.templates().holds
    (house / "src/inspectorate/interfaces/page.html").write_text("<p>" + "x" * 140 + "</p>\n")
    assert figures.templates().holds is False


def test_docstring_does_not_count() -> None:
    node = ast.parse('def f() -> None:\n    """One.\n\n    Two.\n    """\n    return\n').body[0]
    assert isinstance(node, ast.FunctionDef)
    assert figures._docstring(node) == 4
