"""The changes that are made: given one node of a module, what could stand in its place.

Each is a mistake that somebody could make and that still runs: a bound off by one, a condition or a
filter left out, an answer turned round, a role too many or too few.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple


class Change(NamedTuple):
    """``operator`` names the kind of mistake; ``node`` stands in the place of what was there, None
    where a statement is left out.
    """

    operator: str
    node: ast.AST | None


_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
_JOINED = (ast.BitAnd, ast.BitOr, ast.Sub)
_CALLED = {"max": "min", "min": "max", "any": "all", "all": "any"}
_NARROWED = {"filter": "exclude", "exclude": "filter"}
_ASKED = {"filter", "exclude", "get", "Q", "exists"}
_EMPTY = {
    "list": ast.List([], ast.Load()),
    "tuple": ast.Tuple([], ast.Load()),
    "dict": ast.Dict([], []),
    "Mapping": ast.Dict([], []),
    "str": ast.Constant(""),
    "frozenset": ast.Call(ast.Name("frozenset", ast.Load()), [], []),
    "set": ast.Call(ast.Name("set", ast.Load()), [], []),
}


def compared(node: ast.AST) -> Iterator[Change]:
    """A comparison turned round or off by one."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARED[type(operator)]:
                changed = copy.copy(node)
                changed.ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
                yield Change("comparison", changed)


def conjoined(node: ast.AST) -> Iterator[Change]:
    """``and`` for ``or``, or one of the parts left out."""
    if isinstance(node, ast.BoolOp):
        other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield Change("and/or", ast.BoolOp(other, node.values))
        for at in range(len(node.values)):
            rest = [*node.values[:at], *node.values[at + 1 :]]
            yield Change("part left out", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest))


def denied(node: ast.AST) -> Iterator[Change]:
    """``not`` left out."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield Change("not left out", node.operand)


def decided(node: ast.AST) -> Iterator[Change]:
    """A condition that is always met, or never."""
    if isinstance(node, ast.If | ast.IfExp):
        for answer in (True, False):
            changed = copy.copy(node)
            changed.test = ast.Constant(answer)
            yield Change("condition", changed)
    if isinstance(node, ast.comprehension):
        for at in range(len(node.ifs)):
            changed = copy.copy(node)
            changed.ifs = [*node.ifs[:at], *node.ifs[at + 1 :]]
            yield Change("condition", changed)


def answered(node: ast.AST, returns: ast.AST | None) -> Iterator[Change]:
    """An answer that is empty, or its opposite; ``returns`` is what the function says it gives."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    told = returns.value if isinstance(returns, ast.Subscript) else returns
    name = told.id if isinstance(told, ast.Name) else ""
    if name == "bool":
        instead: list[ast.expr] = [ast.Constant(True), ast.Constant(False)]
    else:
        instead = [_EMPTY.get(name, ast.Constant(None))]
    for one in instead:
        if ast.dump(one) != ast.dump(node.value):
            yield Change("answer", ast.Return(one))


def joined(node: ast.AST) -> Iterator[Change]:
    """One side of a union, an intersection or a difference left out; a sum turned round."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, _JOINED):
            yield Change("side left out", node.left)
            if not isinstance(node.op, ast.Sub):
                yield Change("side left out", node.right)
        if type(node.op) in _RECKONED:
            yield Change("sum", ast.BinOp(node.left, _RECKONED[type(node.op)](), node.right))


def counted(node: ast.AST) -> Iterator[Change]:
    """A number one more or less, a yes for a no."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield Change("constant", ast.Constant(not node.value))
        elif isinstance(node.value, int):
            yield Change("constant", ast.Constant(node.value + 1))
            yield Change("constant", ast.Constant(node.value - 1))


def asked(node: ast.AST) -> Iterator[Change]:
    """A filter, or one thing it asks for, left out; one function for its opposite."""
    if not isinstance(node, ast.Call):
        return
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name in _CALLED and isinstance(function, ast.Name):
        yield Change("function", ast.Call(ast.Name(_CALLED[name]), node.args, node.keywords))
    if name in _ASKED:
        for at in range(len(node.keywords)):
            rest = [*node.keywords[:at], *node.keywords[at + 1 :]]
            if rest or name != "get":
                yield Change("filter", ast.Call(function, node.args, rest))
    if name in _NARROWED and isinstance(function, ast.Attribute):
        yield Change("filter", function.value)
        other = ast.Attribute(function.value, _NARROWED[name], ast.Load())
        yield Change("filter", ast.Call(other, node.args, node.keywords))


def listed(node: ast.AST) -> Iterator[Change]:
    """One of several left out; a row of a table of roles left out, or open to every role."""
    row = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "roles"
    if row:
        assert isinstance(node, ast.Call)
        for at in range(len(node.args)):
            rest = [*node.args[:at], *node.args[at + 1 :]]
            yield Change("role left out", ast.Call(node.func, rest, []))
        yield Change("open to every role", ast.Call(ast.Name("frozenset"), [ast.Name("Role")], []))
    elif isinstance(node, ast.List | ast.Tuple | ast.Set) and len(node.elts) > 1:
        if isinstance(getattr(node, "ctx", None), ast.Store):
            return
        for at in range(len(node.elts)):
            changed = copy.copy(node)
            changed.elts = [*node.elts[:at], *node.elts[at + 1 :]]
            yield Change("one of several left out", changed)
    elif isinstance(node, ast.Dict) and len(node.keys) > 1 and not _words_alone(node):
        for at in range(len(node.keys)):
            keys, values = list(node.keys), list(node.values)
            del keys[at], values[at]
            yield Change("one of several left out", ast.Dict(keys, values))


def _words_alone(node: ast.Dict) -> bool:
    """Whether a table holds texts and nothing that decides."""
    return all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.values)


def left_out(node: ast.AST) -> Iterator[Change]:
    """A statement that is not there."""
    told = isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    if told or isinstance(node, ast.Raise | ast.AugAssign | ast.Delete | ast.Continue | ast.Break):
        yield Change("statement left out", None)


_PLAIN: tuple[Callable[[ast.AST], Iterator[Change]], ...] = (
    compared,
    conjoined,
    denied,
    decided,
    joined,
    counted,
    asked,
    listed,
    left_out,
)


def changes(node: ast.AST, returns: ast.AST | None) -> Iterator[Change]:
    """Every change of one node, in one order; ``returns`` is the annotation of the function that
    the node stands in.
    """
    for operator in _PLAIN:
        yield from operator(node)
    yield from answered(node, returns)
