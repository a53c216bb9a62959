"""Good files spoilt at random, as hands and programs spoil them: the same answer, or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.inspectstats.doors.written_out import written_out_alpha
from tests.sizes import sized

from inspectstats import agreement as ag
from inspectstats.cli.ratings import declared, load
from inspectstats.cli.separated import decoded, parsed
from inspectstats.records import InputError

NAMES = ["anna", "ben", "carl", "dora"]
MISSING = ["", " ", "NA", "n/a", "NaN", "null", "#N/A", "<NA>"]
ALIASES = {
    "unit": ["Unit", "UNIT", "Item", "subject", "Case ID", "unit_id"],
    "force": ["Force", "BODY", "body_name", "School", "Police Force"],
    "criterion": ["Criterion", "CRITERIA", "Question"],
    "rater": ["Inspector", "JUDGE", "rater_id", "Assessor"],
    "rating": ["Grade", "SCORE", "Judgement", "mark"],
}


@dataclass(frozen=True, slots=True)
class File:
    """A file in the making: lines of cells, and how they are written."""

    lines: list[list[str]]
    separator: str = ","
    quoted: bool = False
    ending: str = "\n"
    encoding: str = "utf-8"

    def data(self) -> bytes:
        """The bytes of the file."""
        mark = '"' if self.quoted else ""
        texts = [self.separator.join(f"{mark}{c}{mark}" for c in line) for line in self.lines]
        return (self.ending.join(texts) + self.ending).encode(self.encoding)


@st.composite
def judged(draw: st.DrawFn) -> list[list[int | None]]:
    """Grades 1 to 4 of some units by some inspectors, with gaps."""
    raters = draw(st.integers(2, 4))
    cell = st.one_of(st.none(), *[st.integers(1, 4)] * 4)
    return draw(st.lists(st.lists(cell, min_size=raters, max_size=raters), min_size=4, max_size=10))


def wide(grades: list[list[int | None]]) -> list[list[str]]:
    """The grades as lines with one column an inspector."""
    head = ["unit", "force", "criterion", *NAMES[: len(grades[0])]]
    lines = [
        [f"u{i}", f"b{i // 2}", f"c{i % 2}", *("" if g is None else str(g) for g in row)]
        for i, row in enumerate(grades)
    ]
    return [head, *lines]


def long(grades: list[list[int | None]]) -> list[list[str]]:
    """The grades as lines with one grade each."""
    lines = [
        [f"u{i}", f"b{i // 2}", f"c{i % 2}", NAMES[j], "" if g is None else str(g)]
        for i, row in enumerate(grades)
        for j, g in enumerate(row)
    ]
    return [["unit", "force", "criterion", "rater", "rating"], *lines]


def renamed(file: File, draw: st.DrawFn) -> File:
    head = [draw(st.sampled_from([name, *ALIASES.get(name, [])])) for name in file.lines[0]]
    return replace(file, lines=[head, *file.lines[1:]])


def other_case(file: File, draw: st.DrawFn) -> File:
    how = draw(st.sampled_from([str.upper, str.title, str.capitalize, str.swapcase]))
    return replace(file, lines=[[how(name) for name in file.lines[0]], *file.lines[1:]])


def other_case_throughout(file: File, _draw: st.DrawFn) -> File:
    return replace(file, lines=[[cell.swapcase() for cell in line] for line in file.lines])


def separated(file: File, draw: st.DrawFn) -> File:
    return replace(file, separator=draw(st.sampled_from([";", "\t", "|", ","])))


def gaps(file: File, draw: st.DrawFn) -> File:
    word = draw(st.sampled_from(MISSING))
    return replace(file, lines=[[cell or word for cell in line] for line in file.lines])


def padded(file: File, _draw: st.DrawFn) -> File:
    return replace(file, lines=[[f" {cell} " if cell else cell for cell in x] for x in file.lines])


def quoted(file: File, _draw: st.DrawFn) -> File:
    return replace(file, quoted=True)


def encoded(file: File, draw: st.DrawFn) -> File:
    encoding = draw(st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "latin-1"]))
    return replace(file, encoding=encoding, ending=draw(st.sampled_from(["\n", "\r\n"])))


def trailing(file: File, _draw: st.DrawFn) -> File:
    return replace(file, lines=[[*line, ""] for line in file.lines])


def turned(file: File, _draw: st.DrawFn) -> File:
    return replace(file, lines=[list(line) for line in zip(*file.lines, strict=True)])


def headless(file: File, _draw: st.DrawFn) -> File:
    return replace(file, lines=file.lines[1:])


def reordered(file: File, draw: st.DrawFn) -> File:
    order = draw(st.permutations(range(len(file.lines[0]))))
    return replace(file, lines=[[line[place] for place in order] for line in file.lines])


def repeated(file: File, draw: st.DrawFn) -> File:
    line = draw(st.sampled_from(file.lines))
    return replace(file, lines=[*file.lines, list(line)])


def with_column(file: File, draw: st.DrawFn) -> File:
    """One more column that nobody announced."""
    n = len(file.lines) - 1
    name, cells = draw(
        st.sampled_from(
            [
                ("region", ["east", "west"] * n),
                ("zeta", ["east", "west"] * n),
                ("year", ["2023", "2024"] * n),
                ("zeta", ["2023", "2024"] * n),
                ("visit", ["1", "2"] * n),
                ("visit date", ["2024-05-01"] * n),
                ("id", [str(i) for i in range(n)]),
                ("zeta", [str(101 + i) for i in range(n)]),
                ("notes", ["seen", ""] * n),
                ("moderated grade", ["1", "2"] * n),
                ("Body", ["x"] * n),
                ("score", ["2"] * n),
                ("", ["1"] * n),
                ("total", [str(i % 5) for i in range(n)]),
            ]
        )
    )
    at = draw(st.integers(0, len(file.lines[0])))
    column = [name, *cells[:n]]
    lines = [[*line[:at], cell, *line[at:]] for line, cell in zip(file.lines, column, strict=True)]
    return replace(file, lines=lines)


SPOILT: list[Callable[[File, st.DrawFn], File]] = [
    renamed,
    other_case,
    other_case_throughout,
    separated,
    gaps,
    padded,
    quoted,
    encoded,
    trailing,
    turned,
    headless,
    reordered,
    repeated,
    with_column,
]


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[list[list[int | None]], File, str]:
    """Grades, a file of them spoilt up to three times, and the layout asked for."""
    grades = draw(judged())
    file = File(draw(st.sampled_from([wide, long]))(grades))
    done = draw(st.lists(st.sampled_from(SPOILT), min_size=1, max_size=3))
    # Turned, given a column, and turned back: that is a good file of one unit more.
    assume(done != [turned, with_column, turned])
    for how in done:
        file = how(file, draw)
    return grades, file, draw(st.sampled_from(["auto", "auto", "auto", "raters", "long"]))


def answer(file: File, layout: str, scale: list[str] | None) -> float | None:
    """Ordinal alpha of the file as the command reads it."""
    table = parsed(decoded(file.data(), "file"), "file")
    ratings = load(table, layout, declared([]), scale, None, [])
    return ag.alpha(ratings, interval=None).value


def right(grades: list[list[int | None]]) -> float | None:
    """Alpha written out, None where nothing was judged twice or all grades are one."""
    paired = [row for row in grades if sum(g is not None for g in row) > 1]
    if len({g for row in paired for g in row if g is not None}) < 2:
        return None
    return written_out_alpha(paired)


@settings(max_examples=sized(200, 800), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=spoilt(), scaled=st.booleans())
def test_spoilt_file_gives_the_same_answer_or_is_refused(
    case: tuple[list[list[int | None]], File, str], scaled: bool
) -> None:
    grades, file, layout = case
    try:
        found = answer(file, layout, ["1", "2", "3", "4"] if scaled else None)
    except InputError:
        return
    wanted = right(grades)
    assert found == (None if wanted is None else pytest.approx(wanted, abs=1e-9))


@settings(max_examples=60, deadline=None)
@given(
    grades=judged(),
    how=st.sampled_from([renamed, other_case, separated, gaps, quoted]),
    data=st.data(),
)
def test_harmless_change_is_answered_and_not_refused(
    grades: list[list[int | None]], how: Callable[[File, st.DrawFn], File], data: st.DataObject
) -> None:
    for made in (wide, long):
        file = how(File(made(grades)), data.draw)
        wanted = right(grades)
        found = answer(file, "auto", ["1", "2", "3", "4"])
        assert found == (None if wanted is None else pytest.approx(wanted, abs=1e-9))
