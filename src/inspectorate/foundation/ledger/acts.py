"""An act: one function per thing a person does, atomic, leaving exactly one entry.

Every action is keyword-only and takes ``by`` (a person), ``at`` (a moment) and ``key`` (made by the
client; sending the same act again changes nothing and returns what the first one made). The body
calls :func:`write` once.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction

from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Reason, Refused

from .chain import append, lock
from .models import Entry
from .reasons import LedgerReason
from .rows import append_only, row_digest

P = ParamSpec("P")
R = TypeVar("R")


class Actor(Protocol):
    """Whoever acts: a person with a primary key and a name."""

    pk: Any
    name: str


@dataclass(slots=True)
class _Frame:
    verb: Verb
    by: Actor
    at: datetime
    key: str
    payload: str
    entries: int = 0


_frames: ContextVar[tuple[_Frame, ...]] = ContextVar("frames", default=())
ACTIONS: dict[str, Callable[..., Any]] = {}


def action(verb: Verb) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make ``function`` the action named ``verb`` ("evidence.record")."""

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at, key = (
                cast(Actor, kwargs["by"]),
                cast(datetime, kwargs["at"]),
                str(kwargs["key"]),
            )
            frame = _Frame(verb, by, at, key, _fingerprint(kwargs))
            if not key:
                raise Refused(
                    [
                        Reason(
                            LedgerReason.KEY_MISSING,
                            "This act came without a key.",
                            "Reload the page and send it again.",
                            "key",
                        )
                    ]
                )
            try:
                with transaction.atomic():
                    return _first_or_repeat(function, frame, args, kwargs)
            except IntegrityError:
                # Two copies of one act at the same moment: the one that lost finds the other's
                # entry.
                earlier = Entry.objects.filter(key=key).first()
                if earlier is None:
                    raise
                return cast(R, _result_of(earlier, frame))

        ACTIONS[verb] = act
        return act

    return wrap


def _first_or_repeat[T](function: Callable[..., T], frame: _Frame, args: Any, kwargs: Any) -> T:
    # An act within an act has a key made from the outer one's, which is held already.
    if not _frames.get():
        # A copy of the act sent at the same moment waits here, and then finds what the first one
        # made.
        lock(f"key/{frame.key}")
    earlier = Entry.objects.filter(key=frame.key).first()
    if earlier is not None:
        return cast(T, _result_of(earlier, frame))
    token = _frames.set((*_frames.get(), frame))
    try:
        result = function(*args, **kwargs)
    finally:
        _frames.reset(token)
    # Still inside the transaction: an action that forgets its entry leaves nothing else either.
    if frame.entries != 1:
        raise AssertionError(
            f"{frame.verb} left {frame.entries} ledger entries; an act leaves exactly one"
        )
    return result


def _result_of(entry: Entry, frame: _Frame) -> models.Model:
    if (entry.verb, entry.by, entry.payload) != (frame.verb, str(frame.by.pk), frame.payload):
        raise Refused(
            [
                Reason(
                    LedgerReason.KEY_REUSED,
                    "This form was already used for another act, so nothing was saved.",
                    "Reload the page to get a new key, then send it again.",
                    "key",
                )
            ]
        )
    # Looked up afresh, so that a repeat is told what the thing is now, not what it was when made.
    label, _, pk = entry.of.partition("/")
    return cast(models.Model, apps.get_model(label)._base_manager.get(pk=pk))


def write(*, of: models.Model, stream: str, detail: Mapping[str, Any] | None = None) -> Entry:
    """Leave the act's one ledger entry.

    ``of`` is what the act made or changed, and what a repeat returns.
    """
    frames = _frames.get()
    if not frames:
        raise AssertionError("the ledger is written inside an action only")
    frame = frames[-1]
    frame.entries += 1
    kept = dict(detail or {})
    # Of rows that never change alone: any other would be reported as altered after its next change.
    if of._meta.db_table in append_only():
        kept["row"] = row_digest(of)
    return append(
        stream=stream,
        verb=frame.verb,
        by=str(frame.by.pk),
        by_name=frame.by.name,
        at=frame.at,
        of=label(of),
        key=frame.key,
        payload=frame.payload,
        detail=kept,
    )


def label(thing: models.Model) -> str:
    """Name a stored thing: ``evidence.item/12``."""
    return f"{thing._meta.label_lower}/{thing.pk}"


def _fingerprint(kwargs: Mapping[str, Any]) -> str:
    # A password must not reach the ledger even as a digest: a fast digest can be guessed at
    # offline.
    sent = {
        name: _plain(value)
        for name, value in kwargs.items()
        if name not in {"by", "at", "key", "password"}
    }
    return hashlib.sha256(
        # A lone surrogate in a text is for the room to refuse with a reason, not to fail on here.
        json.dumps(sent, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return label(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if _is_frozen(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, set | frozenset):
        return sorted((_plain(one) for one in value), key=str)
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return str(value)


def _is_frozen(value: Any) -> bool:
    """A frozen dataclass is what its fields hold; any other is told by its text."""
    parameters = getattr(value, "__dataclass_params__", None)
    return parameters is not None and parameters.frozen and not isinstance(value, type)
