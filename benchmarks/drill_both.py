"""Every test that touches the database, on PostgreSQL: ``./run drill both``.

``./run test`` asks on PostgreSQL what a database could change. What is of Python, and pages whose
queries the tests of their rooms ask there, it asks on SQLite alone: here they are asked as well.
"""

from __future__ import annotations

from benchmarks import marked
from tests.postgres import server

TOUCHING = "(database or of_python) and not browser and not drill"
# One small door: the pages on which a contact hands a return in.
SHORT = ("tests/interfaces/portal/test_returns.py", "-n", "0")


def main(*, short: bool = False) -> bool:
    """Run them all; short: the pages of one door."""
    chosen = SHORT if short else ("tests",)
    with server() as address:
        return marked.held((*chosen, "-m", TOUCHING), database=address)
