"""Data returns of 5,000 rows of eight columns: read and checked from CSV and from Excel, handed in
by 43 bodies, and their template replaced by a later version, which checks all of them again.

Of the replacing it is told for how long the act holds its lock: with what had come checked before
it, as the page does, and with nothing checked before. ``python -m benchmarks.returning FOLDER``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.statistics import Row, shortest
from benchmarks.worlds import answer, load

ROWS, BODIES, TIMES = 5_000, 43, 3
FAST, LOCK = 1_000, 1.0
# Of so many rows one breaches a rule that is not hard.
ODD = 50


def lines(number: int, of: str = "A") -> list[tuple[str, ...]]:
    """So many rows of the template that tests use; references and hours stand in no two of them."""
    made = []
    for place in range(number):
        officers, hours = place * 7 % 1000, place / 4
        total = officers + hours + (place % ODD == 0)
        day = f"2018-{place % 12 + 1:02}-{place % 28 + 1:02}"
        outcome = ("charged", "dropped")[place % 2]
        cells = (f"{of}{place:06}", day, f"2019{day[4:]}", str(officers), str(hours), str(total))
        made.append((*cells, outcome, ("yes", "no")[place % 2]))
    return made


def measure(rows: int = ROWS, bodies: int = BODIES, times: int = TIMES) -> list[Row]:
    """Check files of each kind, have every body hand one in, and replace the template twice."""
    from tests.factories import returns, rooms

    inspection = rooms.an_inspection(bodies=bodies, slug="bench", prefix="BENCH")
    template = returns.a_template(inspection)
    return [
        *_checked(template, rows, times),
        _handed_in(template, rows, bodies),
        *_replaced(template, rows, bodies),
    ]


def _checked(template: Any, rows: int, times: int) -> list[Row]:
    from tests.factories import returns

    from inspectorate.domain.fieldwork.returns import queries, reading
    from inspectorate.domain.fieldwork.returns.checking import check
    from inspectorate.foundation.files import store

    columns, rules = queries.columns_of(template), queries.rules_of(template)
    names, table = [one.name for one in columns], lines(rows)
    found = []
    for kind, name, content in (
        ("CSV", "cases.csv", returns.a_csv(*table)),
        ("Excel", "cases.xlsx", returns.an_xlsx(*_typed(table))),
    ):
        file = store.take(content, name=name)

        def checked(file: Any = file) -> None:
            result = check(reading.read(file, names), columns, rules)
            if result.faults or len(result.rows) != rows:
                raise RuntimeError(f"{file.name}: {len(result.faults)} faults")

        seconds = shortest(checked, times)
        what = f"{kind} of {rows:,} rows and 8 columns read and checked"
        figure = f"{rows / seconds:,.0f} rows/s, {seconds:.2f} s"
        found.append(Row(what, figure, None, "", f"{FAST:,} rows/s", rows / seconds >= FAST))
    return found


def _typed(table: Sequence[Sequence[str]]) -> list[list[object]]:
    """Rows as a spreadsheet holds them, with numbers as numbers."""
    return [[*row[:3], int(row[3]), float(row[4]), float(row[5]), *row[6:]] for row in table]


def _handed_in(template: Any, rows: int, bodies: int) -> Row:
    from tests.factories import returns

    seconds = []
    for number in range(bodies):
        request = returns.asked(template, number)
        content = returns.a_csv(*lines(rows, f"B{number}-"))
        begun = time.perf_counter()
        returns.hand_in(request, content=content)
        seconds.append(time.perf_counter() - begun)
    middle = sorted(seconds)[len(seconds) // 2]
    figure = f"p50 {middle:.2f} s, longest {max(seconds):.2f} s"
    return Row(f"handed in as CSV by {bodies} bodies, checked and kept", figure, None, "")


def _replaced(template: Any, rows: int, bodies: int) -> list[Row]:
    from tests.factories import rooms
    from tests.factories.returns import COLUMNS, RULES

    from inspectorate.domain.fieldwork.returns import actions
    from inspectorate.domain.fieldwork.returns.taking_over import check_ahead
    from inspectorate.foundation.people.roles import Role

    lead = rooms.member(template.inspection, Role.LEAD)
    given: dict[str, Any] = {"by": lead, "at": rooms.AT, "columns": COLUMNS, "rules": RULES}
    given["title"] = template.title
    begun = time.perf_counter()
    made = actions.replace_template(key=rooms.a_key(), template=template, **given)
    without = time.perf_counter() - begun
    begun = time.perf_counter()
    ahead = check_ahead(made, COLUMNS, RULES)
    before = time.perf_counter() - begun
    begun = time.perf_counter()
    last = actions.replace_template(key=rooms.a_key(), template=made, ahead=ahead, **given)
    under = time.perf_counter() - begun
    if last.takeovers.filter(holds=True).count() != bodies:
        raise RuntimeError("a return did not hold by the same columns and rules")
    of = f"template replaced, {bodies} × {rows:,} rows"
    lock = f"{LOCK:.0f} s under the lock"
    return [
        Row(f"{of}: all checked under the lock", f"{without:.2f} s", None, ""),
        Row(f"{of}: checked before the lock", f"{before:.2f} s", None, ""),
        Row(f"{of}: the act, with that at hand", f"{under:.2f} s", None, "", lock, under <= LOCK),
    ]


if __name__ == "__main__":
    load(Path(sys.argv[1]))
    answer(measure(*map(int, sys.argv[2:])))
