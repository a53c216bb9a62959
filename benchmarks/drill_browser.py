"""What people do in Chromium, every way of it: ``./run drill browser``.

``./run test`` goes one road through each room, by keyboard where a person may, with axe on the way,
and tries what capture must never lose. Here are the other roads: without scripts, at each width,
the server or the network gone in the middle, a second person at the same machine, a disk that is
full or damaged. What ``./run drill walks`` and ``./run drill pages`` go through whole is left to
them.
"""

from __future__ import annotations

from benchmarks import marked

OTHERS = (
    *("tests/browser/test_acts.py", "tests/browser/test_doors.py", "tests/browser/test_plan.py"),
    *("tests/browser/test_reach.py", "tests/browser/test_release.py"),
    *("tests/browser/test_requests.py", "tests/browser/test_narrow.py"),
    "tests/browser/test_sign_in.py",
)
ROADS = ("tests/browser", *(f"--ignore={one}" for one in OTHERS))
# A lost key replaced, documents whose connection broke off, and an older page in another tab: of
# these no road in ``./run test`` tells anything, and none needs a world that is told first.
SHORT = (
    *("tests/browser/test_lost_key.py", "tests/browser/test_capture_documents.py"),
    *("tests/browser/test_capture_store.py", "-n", "0"),
    *("-k", "replaced_by_way_of_a_recovery_code or breaks_off or older_tab"),
)


def main(*, short: bool = False) -> bool:
    """Go them on SQLite; short: three that stand for themselves."""
    return marked.held(SHORT if short else ROADS)
