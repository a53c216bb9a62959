"""The rules of the house held against code that breaks them, and new kinds added to a copy of it:
``./run drill controls``.

Each case copies the source, changes it and runs tests there, which takes as long as these take.
``./run test`` breaks one rule and adds one kind of document.
"""

from __future__ import annotations

from benchmarks import marked

BROKEN = (
    "tests/house/test_acts.py",
    "tests/house/test_codes.py",
    "tests/house/test_figures.py",
    "tests/house/test_new_document.py",
    "tests/house/test_new_kind.py",
    "tests/house/test_step_up.py",
)
# A kind of claim added in three files, which the linters pass.
SHORT = ("tests/house/test_new_kind.py", "-n", "0", "-k", "three_files or linters")


def main(*, short: bool = False) -> bool:
    """Break each in turn, on SQLite; short: a kind of claim added to a copy."""
    return marked.held(SHORT if short else BROKEN)
