"""The environment every test run has to itself, set before anything reads the settings: pytest
loads this first (``-p``).

A conftest would be too late: pytest-django reads the settings before it, and two runs at once would
share one test database.
"""

from __future__ import annotations

import os
import shutil
import tempfile

os.environ["INSPECTORATE_MODE"] = "test"
os.environ["INSPECTORATE_DATA"] = tempfile.mkdtemp(prefix="inspectorate-test-")
# Playwright's sync API runs a loop in this thread; the tests use the database from the same thread
# and nothing awaits.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["INSPECTORATE_DATA"], ignore_errors=True)
