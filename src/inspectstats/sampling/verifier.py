#!/usr/bin/env python3
"""Check a published draw on your own list.

Python's standard library only: copy this one file and run it.

python3 verifier.py your-list.csv record.json [--salt SALT]

``your-list.csv`` needs a column ``id``; ``stratum`` and ``size`` where the draw used them.
``record.json`` is the record the inspectorate published with the draw. It answers line by line, and
ends with 0 when the draw is right, 1 when it is not, and 2 when a file cannot be read. A list
holding only your own stratum is enough to check your own cases.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

# Nothing is imported from the library: a body runs this one file alone, and must not trust ours.
VERSION = "1"
Row = tuple[str, str, Fraction]


class Unreadable(Exception):
    """A file that cannot be used, with the row and the column."""


def read_list(path: Path) -> list[Row]:
    """Rows (stratum, id, size) of a CSV file, sorted.

    Refuses duplicates and empty ids by row number.
    """
    rows: list[Row] = []
    seen: dict[str, int] = {}
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames is None or "id" not in reader.fieldnames:
            raise Unreadable(f"{path.name}: there is no column id")
        for number, row in enumerate(reader, start=2):
            case_id = unicodedata.normalize("NFC", (row["id"] or "").strip())
            stratum = unicodedata.normalize("NFC", (row.get("stratum") or "").strip())
            if not case_id:
                raise Unreadable(f"{path.name}, row {number}, column id: it is empty")
            if case_id in seen:
                raise Unreadable(
                    f"{path.name}, row {number}, column id: {case_id!r} stands in row "
                    f"{seen[case_id]} too"
                )
            seen[case_id] = number
            try:
                size = Fraction((row.get("size") or "1").strip())
            except (ValueError, ZeroDivisionError):
                raise Unreadable(
                    f"{path.name}, row {number}, column size: {row['size']!r} is no number"
                ) from None
            rows.append((stratum, case_id, size))
    return sorted(rows)


def frame_sha256(rows: list[Row], salt: str) -> str:
    """The hash that was published before the draw."""
    sha = hashlib.sha256(f"{salt}\n".encode())
    for stratum, case_id, size in rows:
        sha.update(f"{stratum}\t{case_id}\t{size}\n".encode())
    return sha.hexdigest()


def ticket(seed: str, draw: str, stratum: str, case_id: str) -> int:
    """The number a case pulled."""
    return int(hashlib.sha256(f"{seed}\n{draw}\n{stratum}\n{case_id}".encode()).hexdigest(), 16)


def simple(rows: list[Row], seed: str, draw: str, n: int) -> list[str]:
    """The n smallest tickets of one stratum."""
    return [
        case_id
        for _, case_id in sorted((ticket(seed, draw, stratum, i), i) for stratum, i, _ in rows)[:n]
    ]


def pareto(rows: list[Row], seed: str, draw: str, n: int) -> list[str]:
    """The n smallest Pareto ranks of one stratum, certain cases first."""
    certain: set[str] = set()
    while True:
        rest = [row for row in rows if row[1] not in certain]
        total, left = sum((row[2] for row in rest), Fraction(0)), n - len(certain)
        more = {row[1] for row in rest if left > 0 and left * row[2] >= total}
        if not more:
            break
        certain |= more
    ranked: list[tuple[int, Fraction, str]] = [(0, Fraction(0), case_id) for case_id in certain]
    for stratum, case_id, size in rest:
        if left <= 0:
            break
        share = Fraction(2 * ticket(seed, draw, stratum, case_id) + 1, 1 << 257)
        chance = left * size / total
        ranked.append((1, share * (1 - chance) / (chance * (1 - share)), case_id))
    return [case_id for _, _, case_id in sorted(ranked)[:n]]


RULES = {"tickets.sha256/1": simple, "pareto.sha256/1": pareto}


def differences(rows: list[Row], record: dict[str, Any], salt: str | None) -> list[str]:
    """Everything in which the record and the list disagree; empty when the draw is right."""
    rule = RULES.get(record["method"])
    if rule is None:
        return [f"method {record['method']!r} is unknown to this file (version {VERSION})"]
    held = {
        stratum: [row for row in rows if row[0] == stratum] for stratum in {row[0] for row in rows}
    }
    found = []
    whole = set(held) == set(record["populations"])
    if salt is not None and whole and frame_sha256(rows, salt) != record.get("frame_sha256"):
        found.append("the list is not the one committed to: its hash differs")
    for stratum in sorted(held):
        label = f"stratum {stratum!r}" if stratum else "the list"
        published = record["populations"].get(stratum)
        if published != len(held[stratum]):
            found.append(
                f"{label}: {len(held[stratum])} cases in the list, {published} in the record"
            )
            continue
        expected = rule(
            held[stratum], record["seed"], record["draw"], record["sizes"].get(stratum, 0)
        )
        drawn = [each["id"] for each in record["drawn"] if each["stratum"] == stratum]
        found += [f"{label}: {line}" for line in _misdrawn(expected, drawn)]
    return found


def _misdrawn(expected: list[str], drawn: list[str]) -> list[str]:
    missing, surplus = set(expected) - set(drawn), set(drawn) - set(expected)
    found = [f"{case_id!r} should have been drawn" for case_id in sorted(missing)]
    found += [f"{case_id!r} should not have been drawn" for case_id in sorted(surplus)]
    if not found and expected != drawn:
        found.append("the right cases in the wrong order")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the check; 0 right, 1 wrong, 2 unreadable."""
    parser = argparse.ArgumentParser(description="Check a published draw on your own list.")
    parser.add_argument("list", type=Path, help="CSV with a column id (and stratum, size)")
    parser.add_argument("record", type=Path, help="the published record of the draw, JSON")
    parser.add_argument("--salt", help="the salt of the frame's hash, to check the list itself")
    given = parser.parse_args(arguments)
    try:
        rows, record = read_list(given.list), json.loads(given.record.read_text(encoding="utf-8"))
        found = differences(rows, record, given.salt)
    except (
        Unreadable,
        OSError,
        UnicodeDecodeError,
        json.JSONDecodeError,
        KeyError,
        TypeError,
        AttributeError,
    ) as cause:
        sys.stderr.write(f"cannot check: {cause}\n")
        return 2
    for line in found:
        sys.stdout.write(f"WRONG  {line}\n")
    if not found:
        drawn = sum(1 for each in record["drawn"] if each["stratum"] in {row[0] for row in rows})
        sys.stdout.write(f"RIGHT  {drawn} cases drawn of {len(rows)} as the record says\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
