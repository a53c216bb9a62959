"""The source as the tests of the house read it, parsed when a test first asks: every worker of both
runs collects these tests, and few run them.
"""

from __future__ import annotations

import ast
import functools
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
FILES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


@functools.cache
def trees() -> dict[Path, ast.Module]:
    """Every file of Python but migrations, parsed."""
    return {path: ast.parse(path.read_text("utf-8")) for path in FILES}
