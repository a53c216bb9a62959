"""Every installation that an earlier commit wrote, upgraded and carried on: ``./run drill
upgrades``.

``./run test`` upgrades the newest of the sets in ``tests/written`` on both databases, and reads in
the binder and the bundles of each. Here each installation is migrated, verified, its pages read and
its work gone on with, on both databases; the control is one changed byte, which must be named.
"""

from __future__ import annotations

from benchmarks import marked
from tests.postgres import server

WRITTEN = ("tests/written",)
# The oldest set, which goes through every migration there is, and the control.
SHORT = ("tests/written/test_opens.py", "-n", "0")


def main(*, short: bool = False) -> bool:
    """Upgrade them on SQLite and on PostgreSQL; short: the oldest alone and its control, on
    SQLite.
    """
    if short:
        return marked.held(SHORT)
    with server() as address:
        return marked.held(WRITTEN) & marked.held(WRITTEN, database=address)
