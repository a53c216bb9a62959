"""Copies the SQLite database while people work, to the file named on the command line.

SQLite's own online copy: one state of the database, whoever writes meanwhile. A plain ``cp`` of a
database in use is none.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .safety import use_safe_library


def copy(source: Path, to: Path) -> None:
    """Copy the database at ``source`` to a new file. Raises FileExistsError where there is one."""
    use_safe_library()
    import sqlite3

    # Before SQLite opens it: for this account alone, and never over another.
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    read = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    written = sqlite3.connect(to)
    try:
        read.backup(written)
    finally:
        written.close()
        read.close()


if __name__ == "__main__":
    copy(Path(os.environ["INSPECTORATE_DATA"]) / "inspectorate.sqlite3", Path(sys.argv[1]))
