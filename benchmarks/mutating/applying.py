"""Puts a mutant into the modules that are loaded, in a process that is thrown away afterwards.

A function keeps its place and gets other code, so that whoever imported it runs the mutant. A table
or a constant of a module is made anew by its own statement, and put wherever the old one stands.
"""

from __future__ import annotations

import ast
import copy
import functools
import gc
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from benchmarks.mutating.sites import MODULE, ROOT, Mutant

_OURS = ("inspectorate", "inspectstats", "tests", "benchmarks")


class NotPut(Exception):
    """A mutant could not be put into what is loaded: the drill knows too little of the code."""


def put(mutant: Mutant) -> None:
    """Make the loaded code be the mutant's."""
    tree, file = mutant.tree(), str(ROOT / mutant.file)
    if mutant.function == MODULE:
        _make_anew(tree.body[mutant.path[0][1] or 0], file)
    else:
        _give_code(tree, file, mutant)
    _forget_answers()


def prepare() -> None:
    """Look for all that a child will need, once."""
    _remembering()


def codes(file: str) -> Iterator[CodeType]:
    """The code of every function of a module that is loaded, whatever stands around it."""
    for one in _loaded().get(str(ROOT / file), ()):
        yield one.__code__


@functools.cache
def _loaded() -> dict[str, list[FunctionType]]:
    """Every function that is loaded, by its file. Looked for once, before any child is made."""
    gc.unfreeze()
    found: dict[str, list[FunctionType]] = {}
    for one in gc.get_objects():
        # Not isinstance, to which a lazy object answers by being made. Django's admin, which the
        # library of tasks brings along, cannot be made where it is not installed.
        if type(one) is FunctionType:
            found.setdefault(one.__code__.co_filename, []).append(one)
    return found


def _give_code(tree: ast.Module, file: str, mutant: Mutant) -> None:
    made = _by_place(compile(tree, file, "exec", dont_inherit=True))
    parts = mutant.function.split(".<locals>.")
    names = {".<locals>.".join(parts[: n + 1]) for n in range(len(parts))}
    given = 0
    for one in _loaded().get(file, ()):
        code = made.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
        if code is not None and code.co_qualname in names:
            one.__code__ = _seeing_as_much(code, one.__code__, tree)
            given += 1
    if not given:
        raise NotPut(f"no function {mutant.function} of {mutant.file} is loaded")


def _by_place(module: CodeType) -> dict[tuple[str, int], CodeType]:
    return {(one.co_qualname, one.co_firstlineno): one for one in _inner(module)}


def _seeing_as_much(new: CodeType, old: CodeType, tree: ast.Module) -> CodeType:
    """The new code with every variable around it that the old one saw: a function keeps its cells,
    and the mutant may have left out the one place that named a variable.
    """
    if new.co_freevars == old.co_freevars:
        return new
    tree = copy.deepcopy(tree)
    names = sorted(set(old.co_freevars) - set(new.co_freevars))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == old.co_name:
            named: list[ast.stmt] = [ast.Expr(ast.Name(name, ast.Load())) for name in names]
            node.body.append(ast.If(ast.Constant(False), named, []))
    whole = compile(ast.fix_missing_locations(tree), old.co_filename, "exec", dont_inherit=True)
    found = _by_place(whole)[old.co_qualname, old.co_firstlineno]
    if found.co_freevars != old.co_freevars:
        raise NotPut(f"{old.co_qualname} would see other variables around it")
    return found


def _inner(code: CodeType) -> Iterator[CodeType]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one
            yield from _inner(one)


def _make_anew(statement: ast.stmt, file: str) -> None:
    module = next(one for one in _ours() if getattr(one, "__file__", None) == file)
    if isinstance(statement, ast.AnnAssign):
        statement = ast.Assign([statement.target], statement.value or ast.Constant(None))
    assert isinstance(statement, ast.Assign)
    names = [one.id for one in ast.walk(statement.targets[0]) if isinstance(one, ast.Name)]
    room = dict(vars(module))
    made = ast.fix_missing_locations(ast.Module([statement], []))
    exec(compile(made, file, "exec", dont_inherit=True), room)
    for name in names:
        _replace(name, vars(module)[name], room[name])


def _replace(name: str, old: Any, new: Any) -> None:
    if isinstance(old, dict):
        old.clear()
        old.update(new)
        return
    for module in _ours():
        for other, held in list(vars(module).items()):
            if held is old and (other == name or not isinstance(old, str | int | bool)):
                setattr(module, other, new)
            if isinstance(held, dict) and not other.startswith("__"):
                for key in [key for key, one in held.items() if one is old]:
                    if not isinstance(old, str | int | bool):
                        held[key] = new


def _ours() -> list[Any]:
    return [one for name, one in sys.modules.items() if name.partition(".")[0] in _OURS and one]


def _forget_answers() -> None:
    """What a function answered before must not stand for what the mutant would."""
    for one in _remembering():
        one.cache_clear()


@functools.cache
def _remembering() -> list[Any]:
    ours = [one for some in _loaded().values() for one in some if one.__module__]
    kept = {id(one): one for one in ours if one.__module__.startswith("inspect")}
    return _prepared() + [
        one
        for one in gc.get_objects()
        if type(one) is _CACHE and id(getattr(one, "__wrapped__", None)) in kept
    ]


@functools.cache
def _prepared() -> list[Any]:
    """Queries that keep the statement which their code made (``foundation/ledger/prepared.py``)."""
    ours = [one for some in _loaded().values() for one in some if one.__module__]
    return [one for one in ours if hasattr(one, "cache_clear")]


def forget_statements() -> None:
    """Have each prepared query built by the next test that asks it, which then reaches its code."""
    for one in _prepared():
        one.cache_clear()


_CACHE = type(functools.cache(lambda: None))
