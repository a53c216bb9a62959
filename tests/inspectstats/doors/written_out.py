"""Ordinal alpha from its definition, pair by pair, and the judgments the doors are tried with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

# unit, body, criterion, and the grades of three inspectors; None where one did not judge
ROWS = [
    ("u1", "North", "training", 2, 2, 3),
    ("u2", "North", "records", 1, 1, None),
    ("u3", "South", "training", 3, 4, 3),
    ("u4", "South", "records", 2, 1, 2),
    ("u5", "West", "training", 4, 4, 4),
    ("u6", "West", "records", 2, 3, 3),
    ("u7", "East", "training", 1, 2, 1),
    ("u8", "East", "records", 3, None, 3),
]
HEADER = ("unit", "force", "criterion", "anna", "ben", "carl")
WORDS = {1: "inadequate", 2: "requires improvement", 3: "good", 4: "outstanding"}


def written_out_alpha(units: Sequence[Sequence[int | None]]) -> float:
    """Krippendorff's ordinal alpha (2011), every pair of grades written out, in exact fractions."""
    held = [[g for g in unit if g is not None] for unit in units]
    paired = [unit for unit in held if len(unit) > 1]
    seen = Counter(g for unit in paired for g in unit)
    grades = sorted(seen)

    def apart(one: int, other: int) -> Fraction:
        low, high = sorted((one, other))
        between = sum(seen[g] for g in grades if low <= g <= high)
        return (between - Fraction(seen[low] + seen[high], 2)) ** 2

    n = sum(seen.values())
    observed = sum(
        apart(one, other) / Fraction(len(unit) - 1)
        for unit in paired
        for i, one in enumerate(unit)
        for j, other in enumerate(unit)
        if i != j
    )
    expected = sum(seen[a] * seen[b] * apart(a, b) for a in grades for b in grades)
    return float(1 - (n - 1) * Fraction(observed) / expected)


RIGHT = written_out_alpha([row[3:] for row in ROWS])


def wide_text(separator: str = ",", missing: str = "", header: Sequence[str] = HEADER) -> str:
    """The judgments as a CSV text with one column an inspector."""
    lines = [separator.join(missing if cell is None else str(cell) for cell in row) for row in ROWS]
    return "\n".join([separator.join(header), *lines]) + "\n"


def long_rows() -> list[dict[str, object]]:
    """The judgments as rows with one grade each."""
    return [
        {
            "unit": row[0],
            "force": row[1],
            "criterion": row[2],
            "rater": HEADER[3 + place],
            "rating": grade,
        }
        for row in ROWS
        for place, grade in enumerate(row[3:])
        if grade is not None
    ]


def long_text(
    separator: str = ",", header: Sequence[str] = ("unit", "force", "criterion", "rater", "rating")
) -> str:
    """The judgments as a CSV text with one row a grade."""
    lines = [separator.join(str(cell) for cell in row.values()) for row in long_rows()]
    return "\n".join([separator.join(header), *lines]) + "\n"


def columns() -> dict[str, list[object]]:
    """The judgments as columns, one an inspector."""
    return {name: [row[place] for row in ROWS] for place, name in enumerate(HEADER)}
