"""A copy of the world, loaded in this process, attacked and put back as it was.

An attack on rows is made in a transaction, verified in it and rolled back. Of verification only
those parts run again that read a table the attack wrote to: SQLite itself tells which tables a
statement reads and writes (its authorizer), and a part that read none of them finds what it found
on the untouched copy, which is nothing. Attacks on files are given the whole of it, and at the full
size those of meaning too.
"""

from __future__ import annotations

import functools
import re
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Codes of sqlite3_set_authorizer: what a statement is about to do, and to which table.
DELETE, INSERT, READ, UPDATE = 9, 18, 20, 23
# Seconds after which a verification that takes one is taken to go on for ever.
LONGEST = 120
Checks = list[tuple[Callable[[], Iterator[str]], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Attack:
    """One thing an attacker does; ``marks`` are texts of which a fault must hold one to name it.

    ``whole`` asks for the whole of verification, ``files`` to put files back too. Attacks that are
    alike ``beside`` one another are on different things, and may be made together.
    """

    kind: str
    name: str
    do: Callable[[Installation], None]
    marks: tuple[str, ...]
    whole: bool = False
    files: bool = False
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What verification made of one attack: named where it happened, merely noticed, or neither.

    ``control`` tells whether verification as it was before rows were proven notices it.
    """

    kind: str
    name: str
    named: bool
    noticed: bool
    control: bool
    faults: tuple[str, ...] = ()


class Installation:
    """The copy in ``data``; ``original`` is what its files are put back from."""

    def __init__(self, data: Path, original: Path) -> None:
        from benchmarks.worlds import load

        load(data, fresh=False)
        from django.db import connection

        from inspectorate.domain.publication import verify

        from . import before

        # It would wait for releases under way; here there are none.
        verify.time = SimpleNamespace(sleep=lambda _: None)  # type: ignore[attr-defined]
        self.data, self.original, self.connection = data, original, connection
        with connection.cursor() as cursor:
            # As an attacker would, who holds the file.
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        self.checks = self._traced([*verify.of_one_moment(), *verify.of_now()])
        self.control = self._traced(before.checks())

    def _traced(self, checks: Iterable[Callable[[], Iterator[str]]]) -> Checks:
        from inspectorate.domain.publication import verify

        found = []
        for check in checks:
            reads: set[str] = set()
            with self._watched({READ: reads}):
                faults = list(verify.found_by([check]))
            if faults:
                raise AssertionError(f"the untouched copy has faults: {faults[:5]}")
            found.append((check, frozenset(reads)))
        return found

    @contextmanager
    def _watched(self, sets: dict[int, set[str]]) -> Iterator[None]:
        def note(action: int, table: str | None, *_: Any) -> int:
            if action in sets and table:
                sets[action].add(table)
            return 0

        self.connection.connection.set_authorizer(note)
        try:
            yield
        finally:
            self.connection.connection.set_authorizer(None)

    def after(self, attack: Attack) -> Outcome | None:
        """Attack, verify, put back; None where the database refuses this attack."""
        from django.db import IntegrityError

        try:
            return self.together([attack])[0]
        except IntegrityError:
            return None

    def together(self, attacks: list[Attack]) -> list[Outcome]:
        """Make attacks on different things, verify once, put back; each must be named itself, by
        the control too where there are several. Raises IntegrityError where one is refused.
        """
        from django.db import transaction

        written: set[str] = set()
        try:
            with transaction.atomic():
                with self._watched(dict.fromkeys((DELETE, INSERT, UPDATE), written)):
                    for one in attacks:
                        one.do(self)
                concerned = None if any(one.whole or one.files for one in attacks) else written
                faults, failed = self._verified(attacks[0], concerned)
                told = self._faults(self.control, concerned)
                before = list(told if len(attacks) > 1 else islice(told, 1))
                transaction.set_rollback(True)
        finally:
            if any(one.files for one in attacks):
                self._put_files_back()
        return [
            _outcome(
                one,
                faults,
                failed,
                control=bool(_naming(one, before) if len(attacks) > 1 else before),
            )
            for one in attacks
        ]

    def _verified(self, attack: Attack, concerned: set[str] | None) -> tuple[list[str], str]:
        """What verification names, and why it came to no end where it did not."""
        from inspectorate.domain.publication import verify
        from inspectorate.foundation.ledger import proof

        faults: list[str] = []
        try:
            with _ended():
                faults += self._faults(self.checks, concerned)
                if attack.kind == "shipped":
                    faults += self._against_shipped()
                for _ in verify.found_by([proof.notes]):
                    pass
        # Whoever verifies would be told nothing.
        except Exception as fault:
            return faults, f"verification failed: {type(fault).__name__}: {fault}"
        return faults, ""

    def _faults(self, checks: Checks, written: set[str] | None) -> Iterator[str]:
        from inspectorate.domain.publication import verify

        yield from verify.found_by(
            check for check, reads in checks if written is None or reads & written
        )

    def _against_shipped(self) -> list[str]:
        """What the copy of the heads that is kept on another machine tells."""
        from inspectorate.foundation.ledger import heads

        return list(heads.faults(self.original / "heads.log"))

    def _put_files_back(self) -> None:
        for one in self.data.iterdir():
            if one.name.startswith(("heads", "files", "bundles", "checkpoint")):
                shutil.rmtree(one) if one.is_dir() else one.unlink()
        for one in self.original.iterdir():
            if one.name.startswith(("heads", "files", "bundles", "checkpoint")):
                copy = shutil.copytree if one.is_dir() else shutil.copy2
                copy(one, self.data / one.name)

    @contextmanager
    def unguarded(self, *tables: str) -> Iterator[Any]:
        """A cursor while the triggers of ``tables`` (of all where none is named) are away.

        They are put back letter by letter, so that what is named is not that they are missing.
        """
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [one for one in cursor.fetchall() if not tables or one[1] in tables]
            for name, _, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            yield cursor
            for _, _, statement in triggers:
                cursor.execute(statement)

    def one(self, statement: str, *parameters: Any) -> Any:
        """The first row a statement finds."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchone()

    def all(self, statement: str, *parameters: Any) -> list[Any]:
        """Every row a statement finds."""
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())


def _naming(attack: Attack, faults: list[str]) -> list[str]:
    marks = [re.compile(rf"(?<!\w){re.escape(mark)}(?!\w)") for mark in attack.marks]
    return [one for one in faults if any(mark.search(one) for mark in marks)]


def _outcome(attack: Attack, faults: list[str], failed: str, *, control: bool) -> Outcome:
    named = _naming(attack, faults)
    return Outcome(
        attack.kind,
        attack.name,
        bool(named) and not failed,
        bool(faults) and not failed,
        control,
        (failed,) if failed else tuple((named or faults)[:2]),
    )


class NoEnd(Exception):
    """A verification that goes on and on."""


@contextmanager
def _ended() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise NoEnd(f"no end within {LONGEST} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@functools.cache
def tables() -> dict[str, Any]:
    """Every table of a model, by its name."""
    from django.apps import apps

    return {
        one._meta.db_table: one
        for one in sorted(
            apps.get_models(include_auto_created=True), key=lambda one: one._meta.db_table
        )
    }
