"""Finds the published data kept beside the checkout; a test that needs a file there skips, with the
reason, when it is absent.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared(relative: str) -> Path:
    """Return the path of a file under ``../shared``, or skip the calling test saying which file is
    missing.
    """
    for parent in (ROOT.parent, ROOT):
        path = parent / "shared" / relative
        if path.exists():
            return path
    pytest.skip(f"../shared/{relative} is not beside this checkout")
