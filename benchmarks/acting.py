"""``python -m benchmarks.acting THREADS SECONDS``: how many items a second the action itself
records, on the database of DATABASE_URL or on SQLite; prints one number.

It asks for nothing that older commits lack, so that it measures them too.
"""

from __future__ import annotations

import copy
import os
import sys
import tempfile
import threading
import time


def main(threads: int, seconds: float) -> float:
    """Record from ``threads`` threads on one inspection for ``seconds``; acts a second."""
    with tempfile.TemporaryDirectory(prefix="inspectorate-acting-") as folder:
        os.environ.update(
            INSPECTORATE_MODE="test",
            INSPECTORATE_DATA=folder,
            DJANGO_SETTINGS_MODULE="inspectorate.config.settings",
        )
        import django
        from tests.migrated import migrate

        django.setup()
        migrate()
        return _measured(threads, seconds)


def _measured(threads: int, seconds: float) -> float:
    from django.db import connection
    from tests.factories.findings import LATER, a_recording
    from tests.factories.rooms import a_key, an_inspection, member

    from inspectorate.domain.evidence import actions

    inspection = an_inspection()
    whole = (inspection, member(inspection, "inspector"), a_recording(inspection))
    gate, done, faults = threading.Barrier(threads + 1), [0] * threads, []

    def work(place: int) -> None:
        # As requests do, threads share no object.
        inspection, inspector, recording = copy.deepcopy(whole)
        try:
            connection.ensure_connection()
            gate.wait()
            until = time.perf_counter() + seconds
            while time.perf_counter() < until:
                actions.record(
                    by=inspector, at=LATER, key=a_key(), inspection=inspection, recording=recording
                )
                done[place] += 1
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    each = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    for one in each:
        one.start()
    gate.wait()
    begun = time.perf_counter()
    for one in each:
        one.join()
    if faults:
        raise faults[0]
    return sum(done) / (time.perf_counter() - begun)


if __name__ == "__main__":
    print(main(int(sys.argv[1]), float(sys.argv[2])))
