"""Every mutant of a module: which change where, named so that it is found again when lines move."""

from __future__ import annotations

import ast
import copy
import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.mutating.operators import Change, changes

ROOT = Path(__file__).resolve().parents[2]
MODULE = "(module)"
# Of a statement longer than this, only so much is kept on either side of what changes.
_LONG, _AROUND = 120, 40
_Step = tuple[str, int | None]
# What says nothing of what the code does, or is evaluated once and for all when it is loaded.
_PASSED_OVER = {"annotation", "returns", "decorator_list", "defaults", "kw_defaults", "type_params"}
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module. ``function`` is its qualified name, ``before`` and ``after`` the
    statement (of one that holds others, its condition); ``nth`` counts those named alike.
    """

    file: str
    function: str
    operator: str
    before: str
    after: str
    nth: int
    line: int
    path: tuple[_Step, ...]
    change: Change

    @property
    def name(self) -> tuple[str, str, str, str, str, int]:
        """What it is known by, whatever its line."""
        return (self.file, self.function, self.operator, self.before, self.after, self.nth)

    def tree(self) -> ast.Module:
        """The module with this change in it."""
        tree, new = parsed(self.file), copy.deepcopy(self.change.node) or ast.Pass()
        old = _put(tree, self.path, new)
        if isinstance(new, ast.stmt | ast.expr):
            ast.copy_location(new, old)
        return ast.fix_missing_locations(tree)


def parsed(file: str) -> ast.Module:
    """The module as it stood when it was first asked for."""
    return ast.parse(source(file))


@functools.cache
def source(file: str) -> str:
    """The words of a module: read once, so that somebody may go on writing meanwhile."""
    return (ROOT / file).read_text("utf-8")


def mutants(file: str, only: Collection[str] = ()) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines; of some functions alone where ``only``
    names them (a method by its class and name).
    """
    tree = parsed(file)
    found: list[Mutant] = []
    named: dict[tuple[str, ...], int] = {}
    for path, node, function, returns in _nodes(tree):
        if _fixed(node, _at(tree, path[:-1])):
            continue
        if only and function.split(".<locals>")[0] not in only:
            continue
        for change in changes(node, returns):
            before, after = _short(*_words(tree, path, change))
            if before == after:
                continue
            key = (function, change.operator, before, after)
            named[key] = named.get(key, 0) + 1
            line = getattr(node, "lineno", 0) or getattr(node, "target", node).lineno
            found.append(Mutant(file, *key, named[key], line, path, change))
    return found


def _nodes(
    tree: ast.Module,
) -> Iterator[tuple[tuple[_Step, ...], ast.AST, str, ast.AST | None]]:
    """Each node that may be changed with its path, its function, and what that returns."""
    for at, statement in enumerate(tree.body):
        step: _Step = ("body", at)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            for path, node in _within(statement.value, (step, ("value", None))):
                yield path, node, MODULE, None
        yield from _functions(statement, (step,), "")


def _functions(
    node: ast.AST, path: tuple[_Step, ...], prefix: str
) -> Iterator[tuple[tuple[_Step, ...], ast.AST, str, ast.AST | None]]:
    """The nodes of a function, or of the methods of a class."""
    if isinstance(node, ast.ClassDef):
        for at, one in enumerate(node.body):
            yield from _functions(one, (*path, ("body", at)), f"{prefix}{node.name}.")
    if isinstance(node, _FUNCTIONS):
        name = f"{prefix}{node.name}"
        for at, one in enumerate(node.body):
            for there, inner in _within(one, (*path, ("body", at))):
                if isinstance(inner, _FUNCTIONS):
                    yield from _functions(inner, there, f"{name}.<locals>.")
                else:
                    yield there, inner, name, node.returns


def _within(node: ast.AST, path: tuple[_Step, ...]) -> Iterator[tuple[tuple[_Step, ...], ast.AST]]:
    """A node and what is in it; a function is given and not gone into."""
    yield path, node
    if isinstance(node, (*_FUNCTIONS, ast.JoinedStr)):
        return
    for name, value in ast.iter_fields(node):
        if name in _PASSED_OVER:
            continue
        if isinstance(value, ast.AST):
            yield from _within(value, (*path, (name, None)))
        elif isinstance(value, list):
            for at, one in enumerate(value):
                if isinstance(one, ast.AST):
                    yield from _within(one, (*path, (name, at)))


def _fixed(node: ast.AST, holder: ast.AST) -> bool:
    """Whether a tuple has as many parts as something else says: without one, nothing would run."""
    return isinstance(node, ast.Tuple) and (
        isinstance(holder, ast.Return | ast.Yield | ast.Subscript | ast.Compare)
        or (isinstance(holder, ast.Assign) and isinstance(holder.targets[0], ast.Tuple))
    )


def _put(tree: ast.Module, path: tuple[_Step, ...], node: Any) -> Any:
    """Put a node where another stands; return that other."""
    holder, (name, at) = _at(tree, path[:-1]), path[-1]
    old = _at(tree, path)
    if at is None:
        setattr(holder, name, node)
    else:
        getattr(holder, name)[at] = node
    return old


def _at(tree: ast.AST, path: tuple[_Step, ...]) -> Any:
    found: Any = tree
    for name, at in path:
        found = getattr(found, name)
        found = found if at is None else found[at]
    return found


def _short(before: str, after: str) -> tuple[str, str]:
    """Of long statements what differs, with some of what stands around it."""
    if max(len(before), len(after)) <= _LONG:
        return before, after
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    first, last = max(0, start - _AROUND), max(0, end - _AROUND)

    def around(one: str) -> str:
        return ("…" if first else "") + one[first : len(one) - last] + ("…" if last else "")

    return around(before), around(after)


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with that are the same."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _words(tree: ast.Module, path: tuple[_Step, ...], change: Change) -> tuple[str, str]:
    """The statement around a node, before and after: of one that holds others, the part with it."""
    last = max(n for n in range(1, len(path) + 1) if isinstance(_at(tree, path[:n]), ast.stmt))
    if isinstance(_at(tree, path[:last]), _COMPOUND):
        if last == len(path):  # the condition of the statement itself
            old, new = _at(tree, path), cast(ast.If, change.node)
            return f"if {ast.unparse(old.test)}", f"if {ast.unparse(new.test)}"
        last += 1
        # A context manager is one of several.
        while not hasattr(_at(tree, path[:last]), "_fields"):
            last += 1
    before = ast.unparse(_at(tree, path[:last]))
    old = _put(tree, path, change.node or ast.Pass())
    try:
        return before, ast.unparse(_at(tree, path[:last]))
    finally:
        _put(tree, path, old)
