"""An act: one function per thing a person does, atomic, leaving exactly one entry.

Every action is keyword-only and takes ``by`` (a person), ``at`` (a moment) and ``key`` (made by the
client; sending the same act again changes nothing and returns what the first one made). It declares
the ledger streams it needs as a function of its arguments. Before its body runs, the key and then
the streams are locked, and every stored thing among its arguments is read again: what its rules
look at is what is there now, and stays so until it is done. The body calls :func:`write` once;
after it the entry is appended with a digest of every row the act wrote.
"""

from __future__ import annotations

import functools
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import Field, dataclass, field, fields
from datetime import date, datetime
from itertools import batched
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from django.apps import apps
from django.db import connection, models, transaction

from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused, refuse_if

from .chain import NewEntry, append_all, locking
from .clock import not_of_now
from .fresh import is_frozen, read_again
from .models import Entry, RowDigest
from .prepared import prepared
from .reasons import LedgerReason
from .recorded import noting
from .round_trip import Statement, asked_together
from .rows import digests_of

# Marks on a field of a value that is sent. One that was ADDED later tells nothing while it holds
# its default, so that what was sent before is known again; one APART is no part of what was said.
ADDED, APART = "added", "apart"
P = ParamSpec("P")
R = TypeVar("R")
Streams = Callable[..., Iterable[str]]


class Actor(Protocol):
    """Whoever acts: a person with a primary key and a name."""

    pk: Any
    name: str


class InternalKey(str):
    """A key that the system itself gives to an act, in a space that no form reaches."""

    __slots__ = ()


@dataclass(slots=True)
class Frame:
    """One act under way: who does what, under which key, with a digest of what was sent."""

    verb: Verb
    by: Actor
    at: datetime
    key: str
    sent: str
    held: frozenset[str] = frozenset()
    said: list[tuple[models.Model, str, dict[str, Any]]] = field(default_factory=list)

    def entry(
        self, of: models.Model, detail: dict[str, Any], salt: str, digests: Sequence[RowDigest]
    ) -> NewEntry:
        """What the ledger is told of the act."""
        payload, by = salted(salt, self.sent), str(self.by.pk)
        return NewEntry(self.verb, by, self.at, label(of), self.key, payload, detail, digests)


_frames: ContextVar[tuple[Frame, ...]] = ContextVar("frames", default=())
ACTIONS: dict[str, Callable[..., Any]] = {}
STREAMS: dict[str, Streams] = {}


def action(verb: Verb, *, streams: Streams) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make ``function`` the action named ``verb`` ("evidence.record").

    ``streams`` is called with the act's arguments by name and names every stream whose entries or
    rows the act depends on.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at, key = cast(Actor, kwargs["by"]), cast(datetime, kwargs["at"]), kwargs["key"]
            refuse_if(without_key(str(key)))
            frame = Frame(verb, by, at, in_its_space(cast(str, key), by), fingerprint(kwargs))
            with transaction.atomic():
                return _first_or_repeat(functools.partial(function, *args), streams, frame, kwargs)

        ACTIONS[verb], STREAMS[verb] = act, streams
        return act

    return wrap


def without_key(key: str) -> list[Reason]:
    """Require a key."""
    if key:
        return []
    return [
        Reason(
            LedgerReason.KEY_MISSING,
            "This act came without a key.",
            Mend.words("Reload the page and send it again."),
            "key",
        )
    ]


def in_its_space(key: str, by: Actor) -> str:
    """The key as it is stored: nobody can take one of another person's, or of the system's."""
    frames = _frames.get()
    if frames:
        return f"{frames[-1].key}//{key}"
    return f"internal/{key}" if isinstance(key, InternalKey) else f"person/{by.pk}/{key}"


def used_keys(by: Actor, keys: Iterable[str]) -> set[str]:
    """Return which of these keys acts of ``by`` were done under. One query for each thousand."""
    stored = {in_its_space(key, by): key for key in keys}
    found: set[str] = set()
    for some in batched(stored, 1000):
        found |= set(Entry.objects.filter(key__in=some).values_list("key", flat=True))
    return {stored[one] for one in found}


def was_done(by: Actor, key: str, verb: Verb, of: models.Model | str) -> bool:
    """Was ``verb`` done of this very thing by an act of ``by`` under this key?"""
    name = of if isinstance(of, str) else label(of)
    stored = in_its_space(key, by)
    return Entry.objects.filter(key=stored, verb=verb, of=name).exists()


def done_of(by: Actor, key: str, verb: Verb) -> str:
    """What ``verb`` was done of by an act of ``by`` under this key ("evidence.item/12"), or ""."""
    # None of ours, and none that each database takes.
    if not key or not key.isascii() or not key.isprintable():
        return ""
    found = Entry.objects.filter(key=in_its_space(key, by), verb=verb)
    return found.values_list("of", flat=True).first() or ""


def done_under(by: Actor, keys: Iterable[str], verb: Verb) -> dict[str, str]:
    """What ``verb`` was done of by acts of ``by``, by those of these keys under which it was."""
    stored = {in_its_space(key, by): key for key in keys}
    return {stored[key]: of for key, of in _things_under(list(stored), verb)}


@prepared
def _things_under(keys: list[str], verb: Verb) -> models.QuerySet[Entry, tuple[str, str]]:
    done = Entry.objects.filter(key__in=keys, verb=verb).order_by()
    return done.values_list("key", "of")


def done_below(by: Actor, key: str, verb: Verb) -> list[str]:
    """What ``verb`` was done of by acts of ``by`` under keys that begin with ``key`` and a stroke,
    the oldest first.
    """
    below = Entry.objects.filter(key__startswith=f"{in_its_space(key, by)}/", verb=verb)
    return list(below.order_by("pk").values_list("of", flat=True))


def _first_or_repeat[T](
    function: Callable[..., T], streams: Streams, frame: Frame, kwargs: dict[str, Any]
) -> T:
    outer = _frames.get()
    # A copy of the act sent at the same moment waits for the key, and then finds what the first one
    # made. An act within an act has a key made from the outer one's, which is held already.
    key_lock = [] if outer else locking([f"key/{frame.key}"])
    earlier = _entry_of(frame, str(kwargs["key"]), after=key_lock)
    if earlier is not None:
        return cast(T, result_of(earlier, frame))
    refuse_if(not_of_now(frame.at))
    frame.held = frozenset(streams(**kwargs))
    if outer and not frame.held <= outer[-1].held:
        raise AssertionError(
            f"{frame.verb} needs streams that {outer[-1].verb} around it does not hold: "
            f"{', '.join(sorted(frame.held - outer[-1].held))}"
        )
    # In one order, so that two acts never wait for each other.
    read_again(kwargs, after=[] if outer else locking(sorted(frame.held)))
    token = _frames.set((*outer, frame))
    try:
        with noting() as note:
            result = function(**kwargs)
    finally:
        _frames.reset(token)
    _append(frame, note)
    return result


def _entry_of(frame: Frame, sent_key: str, *, after: Sequence[Statement]) -> Entry | None:
    """The entry an act left when it was sent before, looked for when ``after`` is done.

    Entries of format 1 keep the bare key; whose it is, the entry says.
    """
    table = connection.ops.quote_name(Entry._meta.db_table)
    statement = f"SELECT id FROM {table} WHERE key IN (%s, %s)"  # nosec B608
    *_, keys = asked_together([*after, (statement, [frame.key, sent_key])])
    # Hardly ever is anything sent twice: whole entries are asked for where one is there alone.
    found = Entry.objects.filter(pk__in=[pk for (pk,) in keys]) if keys else ()
    by = str(frame.by.pk)
    return next((one for one in found if one.key == frame.key or is_bare(one, by)), None)


def is_bare(entry: Entry, by: str) -> bool:
    """Does an entry keep the bare key of whoever it is by, as format 1 did?"""
    return entry.format == 1 and entry.by == by


def _append(frame: Frame, note: Mapping[type[models.Model], Iterable[Any]]) -> None:
    # Still inside the transaction: an action that forgets its entry leaves nothing else either.
    if len(frame.said) != 1:
        raise AssertionError(
            f"{frame.verb} left {len(frame.said)} ledger entries; an act leaves exactly one"
        )
    ((of, stream, detail),) = frame.said
    salt = secrets.token_hex(16)
    append_all(stream, [frame.entry(of, detail, salt, digests_of(note, salt))])


def result_of(entry: Entry, frame: Frame) -> models.Model:
    """What an act made that was sent before; raises Refused where its key was another act's."""
    if (entry.verb, entry.by) != (frame.verb, str(frame.by.pk)) or not _same_arguments(
        entry, frame.sent
    ):
        raise key_reused()
    # Looked up afresh, so that a repeat is told what the thing is now, not what it was when made.
    label, _, pk = entry.of.partition("/")
    return cast(models.Model, apps.get_model(label)._base_manager.get(pk=pk))


def key_reused() -> Refused:
    """What is answered where a key comes again with something else."""
    text = "This key was already used for another act, so nothing was saved."
    mend = Mend.words("Send it again under a new key: reload the page.")
    return Refused([Reason(LedgerReason.KEY_REUSED, text, mend, "key")])


def _same_arguments(entry: Entry, sent: str) -> bool:
    if entry.format == 1:
        return entry.payload == sent
    salt = RowDigest.objects.values_list("nonce", flat=True).get(entry=entry, place=0)
    return entry.payload == salted(salt, sent)


def salted(salt: str, sent: str) -> str:
    """The arguments as the entry keeps them: without the salt nobody can guess at the words."""
    return hashlib.sha256(f"{salt}\n{sent}".encode()).hexdigest()


@contextmanager
def standing_still(*streams: str) -> Iterator[None]:
    """Let no act of these streams begin: for what a library writes beside acts, and no act is.

    What it writes is no act's and proven by none. Inside an act nothing may ask for it.
    """
    if _frames.get():
        raise AssertionError("an act declares its streams, and holds them")
    with transaction.atomic():
        asked_together(locking(sorted(streams)))
        yield


def write(*, of: models.Model, stream: str, detail: Mapping[str, Any] | None = None) -> None:
    """Say what the act's one ledger entry holds.

    ``of`` is what the act made or changed, and what a repeat returns. ``detail`` holds codes,
    numbers and keys of rows; words stand in the rows alone, where they can be disposed of.
    """
    frames = _frames.get()
    if not frames:
        raise AssertionError("the ledger is written inside an action only")
    frame = frames[-1]
    if stream not in frame.held:
        raise AssertionError(f"{frame.verb} does not hold the stream {stream}; declare it")
    frame.said.append((of, stream, dict(detail or {})))


def under_way() -> bool:
    """Is an act being done?"""
    return bool(_frames.get())


def label(thing: models.Model) -> str:
    """Name a stored thing: ``evidence.item/12``."""
    return f"{thing._meta.label_lower}/{thing.pk}"


def fingerprint(kwargs: Mapping[str, Any]) -> str:
    """The SHA-256 of what was sent, as the same arguments give it at any time."""
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


def _told(one: Field[Any], value: Any) -> bool:
    """Is a field of a value that was sent part of what was said?"""
    if one.metadata.get(APART):
        return False
    return not (one.metadata.get(ADDED) and getattr(value, one.name) == one.default)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return label(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, str | int | float) or value is None:
        return value
    if is_frozen(value):
        return {
            one.name: _plain(getattr(value, one.name)) for one in fields(value) if _told(one, value)
        }
    if isinstance(value, set | frozenset):
        return sorted((_plain(one) for one in value), key=str)
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return str(value)
