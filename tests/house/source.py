"""The source as the tests of the house read it, parsed when a test first asks: every worker of both
runs collects these tests, and few run them.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
FILES = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)


@functools.cache
def trees() -> dict[Path, ast.Module]:
    """Every file of Python but migrations, parsed."""
    return {path: ast.parse(path.read_text("utf-8")) for path in FILES}


def walk(node: ast.AST) -> Iterable[ast.AST]:
    """Every node below this one, itself included; those of a whole file are gathered once, since
    dozens of tests go through all of them.
    """
    return _of_file(node) if isinstance(node, ast.Module) else ast.walk(node)


@functools.cache
def _of_file(tree: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree))
