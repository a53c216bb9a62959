"""Installations set up by the printed lines of the guide, served, backed up, restored, taken over,
killed: ``./run drill installation``.

``./run test`` walks the lines of ``docs/guide/running.md`` once, on SQLite, and tries what each
command refuses. Here they are walked on PostgreSQL too, whose two roles are held to what each may
do; a server is killed among posted items, one loses its database, and an installation of before is
taken over. So are the servers, workers, publishers and commands of the night that live through
faults of which ``./run test`` brings about one each.
"""

from __future__ import annotations

from benchmarks import marked

ROLES = "tests/journeys/test_database_roles.py"
INSTALLED = (
    "tests/config/",
    "tests/foundation/test_heads.py",
    "tests/interfaces/cli/",
    "tests/interfaces/jobs/test_worker.py",
    "tests/interfaces/publishing/test_resident.py",
    "tests/journeys/test_guide_operation.py",
    "tests/journeys/test_kill.py",
    ROLES,
)
# One installation on PostgreSQL by the printed lines, and all that its roles are refused.
SHORT = (ROLES, "-n", "0", "-k", "own_no_more or refused or worker or signs_in or nobody_there")


def main(*, short: bool = False) -> bool:
    """Set them up; each test brings its own database. Short: one on PostgreSQL and its roles."""
    return marked.held(SHORT if short else INSTALLED)
