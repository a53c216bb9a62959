"""Stored things among an act's arguments, read again in place once the act holds its streams.

A page was made, and a person thought, before the act came: what its rules look at must be what is
there now. What a thing was read along with (its inspection, its body) is read again with it. Every
act does this, so the statements are built once a table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import batched
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Col

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, refuse_if

from .reasons import LedgerReason
from .recorded import Permanent
from .round_trip import Statement, asked_together
from .stored import BATCH, column_of

type Values = dict[type[models.Model], dict[Any, list[Any]]]
type Found = dict[type[models.Model], list[tuple[str, models.Model]]]


def read_again(arguments: Mapping[str, Any], *, after: Sequence[Statement] = ()) -> None:
    """Read every stored thing among ``arguments`` again, in place; the statements ``after`` first.

    Raises Refused naming the argument whose row is gone.
    """
    found: Found = {}
    seen: set[int] = set()
    for name, value in arguments.items():
        for thing in _stored_in(value):
            _gather(name, thing, found, seen)
    wanted = {model: {thing.pk for _, thing in things} for model, things in found.items()}
    values = _values(wanted, after)
    for model, things in found.items():
        there = values[model]
        names = [one.attname for one in model._meta.concrete_fields]
        for argument, thing in things:
            if thing.pk not in there:
                refuse_if([_gone(argument, model)])
            for name, value in zip(names, there[thing.pk], strict=True):
                # Django lets go of a related thing whose key is another now.
                setattr(thing, name, value)


def _gather(name: str, thing: models.Model, found: Found, seen: set[int]) -> None:
    """Note a thing and what was read along with it; let go of what only leads back to it."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    found.setdefault(thing._meta.concrete_model or type(thing), []).append((name, thing))
    cached = thing._state.fields_cache
    forward = {one.name for one in thing._meta.concrete_fields if one.is_relation}
    for related in list(cached):
        if related not in forward:
            del cached[related]
        # A row that never changes is as it was.
        elif cached[related] is not None and not isinstance(cached[related], Permanent):
            _gather(name, cached[related], found, seen)
    getattr(thing, "_prefetched_objects_cache", {}).clear()


def _values(
    wanted: Mapping[type[models.Model], Collection[Any]], after: Sequence[Statement]
) -> Values:
    """The values of every column of some rows, as the models have them, by primary key."""
    asked = [
        (model, (f"{_selection(model)[0]} ({', '.join(['%s'] * len(some))})", some))
        for model, keys in wanted.items()
        for some in batched(keys, BATCH)
    ]
    answers = asked_together([*after, *(statement for _, statement in asked)])
    found: Values = {model: {} for model in wanted}
    for (model, _), rows in zip(asked, answers[len(after) :], strict=True):
        _, place, converters = _selection(model)
        for row in rows:
            values = list(row)
            for at, column, steps in converters:
                for step in steps:
                    values[at] = step(values[at], column, connection)
            found[model][values[place]] = values
    return found


@cache
def _selection(
    model: type[models.Model],
) -> tuple[str, int, list[tuple[int, Col, list[Any]]]]:
    """The statement that reads a table, the place of its key, and what makes values of columns."""
    quote, columns = connection.ops.quote_name, model._meta.concrete_fields
    names = ", ".join(quote(column_of(one)) for one in columns)
    select = (
        f"SELECT {names} FROM {quote(model._meta.db_table)} "  # nosec B608
        f"WHERE {quote(column_of(model._meta.pk))} IN"
    )
    converters = []
    for at, one in enumerate(columns):
        column = Col(model._meta.db_table, one)
        steps = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        if steps:
            converters.append((at, column, steps))
    return select, list(columns).index(model._meta.pk), converters


def _gone(name: str, model: type[models.Model]) -> Reason:
    return Reason(
        LedgerReason.ROW_GONE,
        f"The {model._meta.verbose_name} is no longer there.",
        Mend.words("Reload the page; somebody changed it meanwhile."),
        name,
    )


def _stored_in(value: Any) -> Iterator[models.Model]:
    if isinstance(value, models.Model):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _stored_in(one)
    elif is_frozen(value):
        for each in fields(value):
            yield from _stored_in(getattr(value, each.name))
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
        for one in value:
            yield from _stored_in(one)


def is_frozen(value: Any) -> bool:
    """A frozen dataclass is what its fields hold; any other is told by its text."""
    parameters = getattr(value, "__dataclass_params__", None)
    return parameters is not None and parameters.frozen and not isinstance(value, type)
