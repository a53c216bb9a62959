"""Every page of staff, portal, sign-in and public site at 320 pixels: ./run drill pages.

In ``./run test`` each address is opened once, by its first reader, and a part of the pages is asked
axe; here all are, those of whoever may only read too, forms that were refused, and each page of the
public site of the demonstration.
"""

from __future__ import annotations

import os
import subprocess
import sys

PAGES = ("tests/browser/test_narrow.py", "tests/browser/test_sign_in.py")
# The pages of two small rooms; the world that all of them stand in takes most of it.
ROOMS = "recommendations or steering or too_wide or somebody"
SHORT = ("tests/browser/test_narrow.py", "-n", "0", "-k", ROOMS, "-m", "drill or not drill")


def main(*, short: bool = False) -> bool:
    """Open them on SQLite; short: the pages of two rooms, and the control."""
    chosen = SHORT if short else (*PAGES, "-m", "drill or not drill")
    size = "" if short else "whole"
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *chosen]
    environment = {**os.environ, "DATABASE_URL": "", "INSPECTORATE_WALKS": size}
    return subprocess.run(command, env=environment, check=False).returncode == 0
