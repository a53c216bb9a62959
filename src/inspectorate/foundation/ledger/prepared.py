"""Queries whose statements are built once.

Django builds the statement of a query anew whenever it is asked, which costs several times what
the database needs to answer. What every act asks, and every request of a program, is built once for
a process: the text of a statement depends on the models alone, and only the values in it change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    QuerySet,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql.compiler import SQLCompiler

from .round_trip import asked_together

# Longer lists are asked as Django asks them: their statement is hardly needed twice.
LONGEST = 50


class _Place(Expression):
    """Stands where a value will, while a statement is built: that of an argument, or that of one
    thing in it where the argument is a list.
    """

    def __init__(self, argument: int, of: int | None = None) -> None:
        super().__init__()
        self.argument, self.of = argument, of

    def as_sql(self, *_: Any, **__: Any) -> Any:
        """The statement's mark, and this place among its values."""
        return "%s", [self]

    def value(self, given: Sequence[Any]) -> Any:
        """The value, of what the query is asked with, as the driver takes it."""
        found = given[self.argument] if self.of is None else given[self.argument][self.of]
        if isinstance(found, models.Model):
            found = found.pk
        if isinstance(found, datetime):
            return connection.ops.adapt_datetimefield_value(found)
        # Django would ask whether the column is empty; here nothing would be found.
        assert found is not None
        return found


def prepared[*Given, R](
    build: Callable[[*Given], QuerySet[Any, R]],
) -> Callable[[*Given], list[R]]:
    """Make ``build``, which returns a query of models or of lists of values, a function that
    returns what is found.

    ``build`` is called once, with places in place of its arguments, and once more for each length
    of an argument that is a list: it may filter by them and nothing else. None is no value.
    """
    built: dict[tuple[int, ...], _Statement] = {}

    @functools.wraps(build)
    def found(*given: *Given) -> list[R]:
        lengths = tuple(len(one) if isinstance(one, list) else -1 for one in given)
        if 0 in lengths or max(lengths, default=0) > LONGEST:
            return list(build(*given))
        if lengths not in built:
            places = [_places(at, length) for at, length in enumerate(lengths)]
            built[lengths] = _Statement(build(*cast(Any, places)))
        return built[lengths].found(given)

    # By the name that functions of Python which remember have, for who changes code as it runs.
    remembering: Any = found
    remembering.cache_clear = built.clear
    return found


def _places(argument: int, length: int) -> _Place | list[_Place]:
    if length < 0:
        return _Place(argument)
    return [_Place(argument, of) for of in range(length)]


class _Statement:
    """The text of a query, its values or the places for them, and what makes things of its rows."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        compiler = query.query.get_compiler(query.db)
        self.text, self.values = compiler.as_sql()
        self.converters = compiler.get_converters([one[0] for one in compiler.select])
        self.made = _made_by(query, compiler)

    def found(self, given: Sequence[Any]) -> list[Any]:
        """What is found with these values."""
        values = [one.value(given) if isinstance(one, _Place) else one for one in self.values]
        (rows,) = asked_together([(self.text, values)])
        return [self.made(self._read(row)) for row in rows]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        read = list(row)
        for at, (steps, column) in self.converters.items():
            for step in steps:
                read[at] = step(read[at], column, connection)
        return read


def _made_by(query: Any, compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """What makes of a row what the query is to find: a thing with what is read along, or values."""
    kind = query._iterable_class
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesListIterable:
        return tuple
    if kind is not ModelIterable or query._prefetch_related_lookups or compiler.annotation_col_map:
        raise AssertionError("a prepared query finds things as they are, or lists of values")
    known: Any = compiler.klass_info
    columns = known["select_fields"]
    first, last = columns[0], columns[-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:last]]
    related = get_related_populators(known, compiler.select, query.db, query._fetch_mode)

    def make(row: Sequence[Any]) -> models.Model:
        made: models.Model = known["model"].from_db(query.db, names, row[first:last])
        for one in related:
            one.populate(row, made)
        return made

    return make
