"""Binders made and read in: two shells, or one and whoever works meanwhile."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.at_once import Call, Door
from django.db import transaction
from tests.factories import rooms
from tests.factories.binders import elsewhere, written_out
from tests.factories.findings import LATER, a_recording, an_item
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.binder import exchange
from inspectorate.foundation.ledger.chain import append, lock
from inspectorate.foundation.ledger.rows import digests_of
from inspectorate.foundation.ledger.verbs import LedgerVerb
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call


def _upgraded(inspection: Inspection) -> Inspection:
    """An upgrade digested the inspection's row anew, in a stream of its own."""
    with transaction.atomic():
        lock("ledger")
        append(
            stream="ledger",
            verb=LedgerVerb.MIGRATE,
            by="console",
            at=AT,
            of="",
            key=a_key(),
            payload="",
            detail={},
            digests=digests_of({Inspection: [inspection.pk]}, secrets.token_hex(16)),
        )
    return inspection


def _take_over(on: Ground) -> Call:
    inspection = _upgraded(on.exported)
    return call(publication.take_over, by=on.lead(inspection), inspection=inspection)


def rows_taken_over_twice(on: Ground) -> Pair:
    return again(_take_over(on))


def rows_taken_over_or_evidence_recorded(on: Ground) -> Pair:
    return _take_over(on), _record(on.exported)


def _record(inspection: Inspection) -> Call:
    return call(
        evidence.record,
        by=member(inspection, Role.INSPECTOR),
        at=LATER,
        inspection=inspection,
        recording=a_recording(inspection),
    )


def _small(on: Ground) -> Inspection:
    """One with a lead, an inspector and a piece of evidence."""
    made = rooms.an_inspection(bodies=1, team=((Role.SIGNING, ""), (Role.INSPECTOR, "A")))
    an_item(made)
    return made


def _folder(on: Ground) -> Path:
    return Path(tempfile.mkdtemp(dir=on.folder))


def _export(inspection: Inspection, out: Path) -> Door:
    given = {"inspection": inspection, "out": out, "by": people.CONSOLE, "at": AT, "key": a_key()}
    return Door(publication.export_binder, given, exchange.export)


def binder_made_twice(on: Ground) -> Pair:
    inspection, folder = _upgraded(on.exported), _folder(on)
    return _export(inspection, folder / "one.zip"), _export(inspection, folder / "two.zip")


def _read_in(on: Ground) -> Door:
    """The binder of an inspection that is not here: what it was made from was taken back."""
    path = _folder(on) / "binder.zip"
    with elsewhere():
        written_out(_small(on), path)
    given: dict[str, Any] = {"path": path, "by": rooms.an_admin(), "at": AT, "key": a_key()}
    return Door(publication.import_binder, given, exchange.read)


def binder_read_in_twice(on: Ground) -> Pair:
    first = _read_in(on)
    return first, Door(first.act, {**first.given, "key": a_key()}, first.way)


def binder_read_in_or_evidence_recorded(on: Ground) -> Pair:
    return _read_in(on), _record(on.fieldwork)


def binder_read_in_or_person_registered(on: Ground) -> Pair:
    email = f"new-{next(on.numbers)}@example.test"
    return _read_in(on), call(people.register, by=rooms.an_admin(), email=email, name="New")
