"""The figures of the house: the rows of HOUSE's table that a script can count, each with what is
wanted. Part of ``./run check``; fails where a row does not hold.

``python -m tests.house.figures [ROW]`` also lists what is behind one row.
"""

from __future__ import annotations

import ast
import io
import json
import re
import statistics
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Function

ROOT = Path(__file__).resolve().parents[2]
WIDTH, TEMPLATE_MEAN, TEMPLATE_LONGEST = 100, 50, 140
RUFF_MOST, RADON_MOST, RADON_LISTED = 10, 15, 15
KINDS = "src/inspectorate/domain/claims/kinds/"
# A kind of claim by its member, its shape or its stored word.
KIND = re.compile(
    r"ClaimKind\.[A-Z]+\b"
    r"|\bKind\.(COUNTED|FIGURE|VARIATION|EXAMPLE|QUALITATIVE|DEVELOPMENT|QUOTATION)\b"
    r"|isinstance\([^)]*\b(Counted|FigureRecipe|Variation|Evidence|Development|Quotation)\b"
    r"|[\"'](counted|qualitative)[\"']"
    r"|\b(claim|facts|found)\.kind(\.\w+)?\s*(==|!=|in)\s*[({\[]?\s*[\"']\w"
)
# Functions that ruff counts above 10, each with its reason. This list may only shrink.
COMPLEX: dict[str, str] = {}
# Rows that are printed and not yet held. This list may only shrink.
WAITING: set[str] = set()


@dataclass(slots=True)
class Row:
    """One row: its name, what was counted, what is wanted, whether it holds, what is behind it."""

    name: str
    figure: str
    wanted: str
    holds: bool | None
    behind: list[str] = field(default_factory=list)


@cache
def sources(*roots: str) -> dict[str, str]:
    """The text of every Python file below some folders, migrations left out, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for root in roots
        for path in sorted((ROOT / root).rglob("*.py"))
        if "migrations" not in path.parts
    }


def width() -> Row:
    """Count the lines of Python that are wider than the formatter's width, words to a tool counted.

    A migration that was released is not written anew, so migrations are left out.
    """
    wide = [
        f"{path}:{number}"
        for path, text in sources("src", "tests", "benchmarks").items()
        for number, line in enumerate(text.splitlines(), start=1)
        if len(line) > WIDTH
    ]
    return Row("Python lines over 100, migrations left out", str(len(wide)), "0", not wide, wide)


def skips() -> Row:
    """Count the places where the formatter is switched off."""
    mark = re.compile(r"#\s*fmt:\s*(skip|off)")
    found = [
        f"{path}:{number}"
        for path, text in sources("src", "tests", "benchmarks").items()
        for number, line in enumerate(text.splitlines(), start=1)
        if mark.search(line)
    ]
    return Row("formatter switched off", str(len(found)), "0", not found, found)


def lengths(root: str) -> list[tuple[int, str]]:
    """The length of every function in lines, its docstring not counted, with its place."""
    found = []
    for path, text in sources(root).items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1 - _docstring(node)
                found.append((lines, f"{path}:{node.lineno} {node.name}"))
    return sorted(found)


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    return (
        (first.end_lineno or 0) - first.lineno + 1
        if ast.get_docstring(node, clean=False) is not None
        else 0
    )


def functions(root: str, most: tuple[int, int, int]) -> Row:
    """Measure the functions below a folder: median, 95 % and longest."""
    found = lengths(root)
    sizes = [lines for lines, _ in found]
    counted = (
        int(statistics.median(sizes)),
        int(statistics.quantiles(sizes, n=20)[-1]),
        sizes[-1],
    )
    behind = [f"{lines} {place}" for lines, place in reversed(found) if lines > most[1]]
    return Row(
        f"functions of {root.rpartition('/')[2]}: median, 95 %, longest",
        " / ".join(map(str, counted)),
        "≤ " + " / ".join(map(str, most)),
        all(one <= bound for one, bound in zip(counted, most, strict=True)),
        behind,
    )


def ruff() -> Row:
    """List the functions that ruff counts above 10: those of COMPLEX and no other."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "C901", "--output-format", "json"]
    limit = ["--config", f"lint.mccabe.max-complexity={RUFF_MOST}", "--exit-zero", "src"]
    done = subprocess.run([*command, *limit], cwd=ROOT, capture_output=True, text=True, check=True)
    found = {
        f"{Path(one['filename']).relative_to(ROOT).as_posix()} {one['message'].split('`')[1]}"
        for one in json.loads(done.stdout)
    }
    strange = sorted(found ^ COMPLEX.keys())
    return Row("complexity: ruff above 10", str(len(found)), "those listed", not strange, strange)


def radon() -> Row:
    """List the functions that radon counts above 15."""
    found = sorted(
        ((one.complexity, f"{path} {one.fullname}") for path, one in _blocks()), reverse=True
    )
    above = [f"{count} {where}" for count, where in found if count > RADON_MOST]
    holds = len(above) < RADON_LISTED
    return Row("complexity: radon above 15", str(len(above)), f"< {RADON_LISTED}", holds, above)


def _blocks() -> Iterator[tuple[str, Function]]:
    for path, text in sources("src").items():
        yield from ((path, one) for one in cc_visit(text) if isinstance(one, Function))


def comments() -> Row:
    """Count comment lines for each hundred lines of source; only printed."""
    lines = found = 0
    for text in sources("src").values():
        lines += len(text.splitlines())
        found += sum(
            one.type == tokenize.COMMENT
            for one in tokenize.generate_tokens(io.StringIO(text).readline)
        )
    return Row("comments in 100 lines", f"{100 * found / lines:.1f}", "where one asks why", None)


def templates() -> Row:
    """Measure the lines of the templates: mean and longest, blank lines not counted."""
    lines = [
        (len(line), f"{path.relative_to(ROOT).as_posix()}:{number}")
        for path in sorted((ROOT / "src").rglob("*.html"))
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.strip()
    ]
    mean, longest = statistics.mean(size for size, _ in lines), max(lines)[0]
    long = [f"{size} {place}" for size, place in sorted(lines, reverse=True)]
    return Row(
        "characters of a template line: mean, longest",
        f"{mean:.0f} / {longest}",
        f"≤ {TEMPLATE_MEAN} / {TEMPLATE_LONGEST}",
        mean <= TEMPLATE_MEAN and longest <= TEMPLATE_LONGEST,
        [one for one in long if int(one.split()[0]) > TEMPLATE_LONGEST],
    )


def kinds() -> Row:
    """Find the files outside the folder of kinds that name a kind of claim."""
    pages = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "src/inspectorate/interfaces").rglob("*.html"))
    }
    found = [
        f"{path}: {', '.join(sorted({match[0] for match in matches}))}"
        for path, text in (sources("src") | pages).items()
        if not path.startswith((KINDS, "src/inspectstats", "src/inspectorate/demo"))
        if (matches := list(KIND.finditer(text)))
    ]
    return Row("files that name a kind of claim", str(len(found)), "0", not found, found)


def arrows(room: str) -> Row:
    """Count the modules of a room and the imports between them; only printed."""
    top = f"src/inspectorate/domain/{room}"
    modules = {
        path.relative_to(ROOT / top).parts[0].removesuffix(".py"): path
        for path in sorted((ROOT / top).iterdir())
        if (path.suffix == ".py" or path.is_dir())
        and path.name not in ("__init__.py", "migrations", "__pycache__", "typst")
    }
    found = set()
    for path, text in sources(top).items():
        here = Path(path).relative_to(top).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(text)):
            found |= {(here, there) for there in _imported(node, path, top, room)}
    between = {(here, there) for here, there in found if there in modules and there != here}
    figure = f"{len(modules)} / {len(between)}"
    return Row(f"{room}: modules, arrows between them", figure, "", None)


def _imported(node: ast.AST, path: str, top: str, room: str) -> list[str]:
    """The modules of the room that one statement imports."""
    if not isinstance(node, ast.ImportFrom):
        return []
    package = f"inspectorate.domain.{room}"
    deep = len(Path(path).relative_to(top).parts)
    if node.level == deep or (node.level == 0 and node.module == package):
        return (
            [name.name for name in node.names]
            if not node.module or node.level == 0
            else [node.module.partition(".")[0]]
        )
    if node.level == 0 and (node.module or "").startswith(f"{package}."):
        return [(node.module or "").removeprefix(f"{package}.").partition(".")[0]]
    return []


ROWS: tuple[Callable[[], Row], ...] = (
    width,
    skips,
    lambda: functions("src/inspectorate", (9, 38, 60)),
    lambda: functions("src/inspectstats", (12, 45, 60)),
    ruff,
    radon,
    comments,
    templates,
    kinds,
    lambda: arrows("claims"),
    lambda: arrows("reports"),
)


def main(asked: str = "") -> int:
    """Print every row; 1 where one fails, or holds and is still among those that wait."""
    rows = [make() for make in ROWS]
    for row in rows:
        verdict = "" if row.holds is None else "holds" if row.holds else "FAILS"
        if row.holds is False and row.name in WAITING:
            verdict = "waits"
        print(f"{row.name:58} {row.figure:>14}   {row.wanted:20} {verdict}")
        if verdict == "FAILS" or (asked and asked in row.name):
            print("".join(f"    {one}\n" for one in row.behind), end="")
    settled = sorted(row.name for row in rows if row.holds and row.name in WAITING)
    if settled:
        print(f"These hold now; take them out of WAITING: {', '.join(settled)}")
    failed = [row.name for row in rows if row.holds is False and row.name not in WAITING]
    return 1 if failed or settled else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
