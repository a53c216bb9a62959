"""Published counts as cells tied together by sums: what an attacker sees.

It is the same whether they stand in a table, in more than one, or in sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspectstats.records import InputError

TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cells:
    """``values`` by key, and ``sums``: each total with the parts that make it up.

    Everything the reader can add up belongs in ``sums``, across tables too; what is left out cannot
    be defended.
    """

    values: Mapping[str, int]
    sums: tuple[tuple[str, tuple[str, ...]], ...]


def cells(values: Mapping[str, int], sums: Sequence[tuple[str, Sequence[str]]] = ()) -> Cells:
    """Check that counts are counts and every sum adds up; raises naming the cell or the sum."""
    for key, value in values.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InputError(
                f"{value!r} is not a count",
                where=f"cell {key}",
                mend="Give a whole number of 0 or more.",
            )
    for total, parts in sums:
        unknown = [key for key in (total, *parts) if key not in values]
        if unknown:
            raise InputError(
                "it is in a sum but has no value",
                where=f"cell {unknown[0]}",
                mend="Give its count.",
            )
        added = sum(values[key] for key in parts)
        if added != values[total]:
            raise InputError(
                f"the parts add up to {added}, not {values[total]}",
                where=f"cell {total}",
                mend="Correct one.",
            )
    return Cells(dict(values), tuple((total, tuple(parts)) for total, parts in sums))


def table(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]) -> Cells:
    """A table with row, column and grand totals, as published.

    Keys are ``row|column``, totals ``row|total`` and so on.
    """
    if len(counts) != len(rows) or any(len(line) != len(columns) for line in counts):
        raise InputError(
            "it is not rows by columns",
            where="counts",
            mend="Give a line per row, a count per column.",
        )
    if any(TOTAL in labels or len(set(labels)) < len(labels) for labels in (rows, columns)):
        raise InputError(
            f"a label occurs twice or is {TOTAL!r}",
            where="labels",
            mend="Name rows and columns apart.",
        )
    values: dict[str, int] = {}
    sums: list[tuple[str, tuple[str, ...]]] = []
    for row, line in zip(rows, counts, strict=True):
        values |= {f"{row}|{column}": count for column, count in zip(columns, line, strict=True)}
        values[f"{row}|{TOTAL}"] = sum(line)
        sums.append((f"{row}|{TOTAL}", tuple(f"{row}|{column}" for column in columns)))
    for place, column in enumerate(columns):
        values[f"{TOTAL}|{column}"] = sum(line[place] for line in counts)
        sums.append((f"{TOTAL}|{column}", tuple(f"{row}|{column}" for row in rows)))
    grand = f"{TOTAL}|{TOTAL}"
    values[grand] = sum(map(sum, counts))
    sums.append((grand, tuple(f"{row}|{TOTAL}" for row in rows)))
    sums.append((grand, tuple(f"{TOTAL}|{column}" for column in columns)))
    return cells(values, sums)
