"""Every case of rules of which ``./run test`` asks some: ``./run drill cases``.

One in so many of the forged rows, binders, tokens and checkpoints (``tests/sizes.py``), of the
pages of the public site and of what a program may ask is tried in ``./run test``; so is one of
several ways to the same refusal of a file, a folder or a figure. Here are the others.
"""

from __future__ import annotations

from benchmarks import marked

CASES = (
    "tests/domain/publication/",
    "tests/domain/recommendations/test_answered.py",
    "tests/domain/reports/checks/",
    "tests/domain/reports/test_addressed.py",
    "tests/domain/reports/test_pdf_structure.py",
    "tests/foundation/documents/",
    "tests/foundation/sign_in/",
    "tests/foundation/single_sign_on/test_forged_answers.py",
    "tests/foundation/test_archives.py",
    "tests/foundation/test_checkpoints.py",
    "tests/foundation/test_forged_bytes.py",
    "tests/foundation/test_migrating.py",
    "tests/foundation/test_proof.py",
    "tests/interfaces/api/",
    "tests/interfaces/portal/test_delegates.py",
    "tests/interfaces/public/test_in_browser.py",
    "tests/interfaces/web/",
    "tests/journeys/test_demo.py",
    "tests/journeys/test_fire.py",
)
# Forged tokens, each its own way.
SHORT = ("tests/foundation/single_sign_on/test_forged_answers.py", "-n", "0")


def main(*, short: bool = False) -> bool:
    """Try them on SQLite; short: forged tokens alone."""
    return marked.held(SHORT if short else CASES)
