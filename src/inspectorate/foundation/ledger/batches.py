"""A batch: one act done many times in one transaction, each time under a key of its own.

Keys and streams are locked, permission is asked and arguments are read again once for all. Then
each item has its own entry with the digests of its own rows, as if it had been sent alone: sent
again, alone or in another batch, it is answered by what the first one made. An item that a rule
refuses leaves the batch before the batch writes, and stops no other.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection, models, transaction

from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Refused, refuse_if

from .acts import (
    STREAMS,
    Actor,
    Frame,
    fingerprint,
    in_its_space,
    label,
    result_of,
    under_way,
    without_key,
)
from .chain import append_all, locking
from .clock import not_of_now
from .fresh import read_again
from .models import Entry
from .recorded import noting
from .round_trip import asked_together
from .rows import digests_of_all

# As many as one statement of SQLite takes with every row of theirs.
MOST = 100
type Outcome = models.Model | Refused


@dataclass(frozen=True, slots=True)
class Done:
    """What an item of a batch did: the row it is of, the entry's detail, every row it wrote."""

    of: models.Model
    detail: Mapping[str, Any]
    rows: Sequence[models.Model]


@dataclass(slots=True)
class _Item:
    frame: Frame
    given: Any
    outcome: Outcome | None = None


BATCHES: dict[str, Callable[..., Any]] = {}


def batch(
    verb: Verb, *, each: str
) -> Callable[[Callable[..., Sequence[Done | Refused]]], Callable[..., list[Outcome]]]:
    """Make ``function`` the batch of the action named ``verb``, whose argument ``each`` differs by
    item; the streams are the action's.

    It is called with ``by``, ``at``, ``keys`` that all differ, the action's other arguments, and
    under the name of ``each`` a sequence as long as the keys. It gives for each, in their order,
    what it made, or :class:`Refused`. ``function`` is called with those of ``each`` that were not
    done before, and answers each by :class:`Done` or :class:`Refused`; what it made of one that it
    refuses is its fault.
    """

    def wrap(function: Callable[..., Sequence[Done | Refused]]) -> Callable[..., list[Outcome]]:
        @functools.wraps(function)
        def act(*, by: Actor, at: datetime, keys: Sequence[str], **kwargs: Any) -> list[Outcome]:
            if under_way():
                raise AssertionError(f"a batch of {verb} is no part of another act")
            sent = list(kwargs.pop(each))
            if not len(sent) == len(keys) == len(set(keys)) <= MOST:
                raise AssertionError(f"a batch of {verb} has a key for each, at most {MOST}")
            items: dict[str, _Item] = {}
            for key, given in zip(keys, sent, strict=True):
                refuse_if(without_key(key))
                digest = fingerprint({**kwargs, each: given})
                frame = Frame(verb, by, at, in_its_space(key, by), digest)
                items[frame.key] = _Item(frame, given)
            if not items:
                return []
            with transaction.atomic():
                _do(function, each, kwargs, items)
            return [cast(Outcome, one.outcome) for one in items.values()]

        BATCHES[verb] = act
        return act

    return wrap


def _do(
    function: Callable[..., Sequence[Done | Refused]],
    each: str,
    kwargs: dict[str, Any],
    items: Mapping[str, _Item],
) -> None:
    _answer_repeats(items)
    new = [one for one in items.values() if one.outcome is None]
    if not new:
        return
    verb, by, at = new[0].frame.verb, new[0].frame.by, new[0].frame.at
    refuse_if(not_of_now(at))
    given = [one.given for one in new]
    (stream,) = STREAMS[verb](by=by, at=at, key="", **kwargs, **{each: given[0]})
    read_again({"by": by, **kwargs, each: given}, after=locking([stream]))
    with noting() as note:
        done = function(by=by, at=at, **kwargs, **{each: given})
    _append(stream, new, done, note)


def _answer_repeats(items: Mapping[str, _Item]) -> None:
    """Hold every key, and find what was done under it before."""
    table = connection.ops.quote_name(Entry._meta.db_table)
    marks = ", ".join(["%s"] * len(items))
    statement = f"SELECT id FROM {table} WHERE key IN ({marks})"  # nosec B608
    *_, found = asked_together(
        [*locking([f"key/{one}" for one in sorted(items)]), (statement, list(items))]
    )
    for entry in Entry.objects.filter(pk__in=[pk for (pk,) in found]) if found else ():
        items[entry.key].outcome = _repeated(entry, items[entry.key].frame)


def _repeated(entry: Entry, frame: Frame) -> Outcome:
    try:
        return result_of(entry, frame)
    except Refused as refusal:
        return refusal


def _append(
    stream: str,
    new: Sequence[_Item],
    done: Sequence[Done | Refused],
    note: Mapping[type[models.Model], Iterable[Any]],
) -> None:
    notes, made = [], []
    left = {(model, key) for model, keys in note.items() for key in keys}
    for item, one in zip(new, done, strict=True):
        if isinstance(one, Refused):
            item.outcome = one
            continue
        item.outcome = one.of
        own: dict[type[models.Model], dict[Any, None]] = {}
        for row in one.rows:
            own.setdefault(type(row), {})[row.pk] = None
            # Claimed twice, or never written, it would be proven as written again.
            if (type(row), row.pk) not in left:
                raise AssertionError(f"an item of a batch claims {label(row)}, not its own")
            left.discard((type(row), row.pk))
        notes.append((own, secrets.token_hex(16)))
        made.append((item.frame, one))
    # A row that no item claims would be proven by no entry.
    if left:
        raise AssertionError(f"a batch wrote rows that belong to no item: {sorted(map(str, left))}")
    if made:
        digests = digests_of_all(notes)
        append_all(
            stream,
            [
                frame.entry(one.of, dict(one.detail), salt, lines)
                for (frame, one), (_, salt), lines in zip(made, notes, digests, strict=True)
            ],
        )
