"""The ledger's own records: two shells on the server, or one and whoever works meanwhile."""

from __future__ import annotations

from pathlib import Path

from benchmarks.at_once import Call
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from tests.factories import rooms
from tests.factories.findings import LATER, a_recording
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.evidence import actions as evidence
from inspectorate.foundation.ledger import actions as ledger
from inspectorate.foundation.ledger.checkpoints import keys, notes, queries
from inspectorate.foundation.ledger.models import CheckpointKey
from inspectorate.foundation.people.roles import Role

from .ground import Ground, Pair, again, call, twice


def _accept_heads(on: Ground) -> Call:
    # As a power cut leaves it.
    with Path(settings.HEADS_FILE).open("ab") as file:
        file.write(b"inspection/half\t3\n")
    return call(ledger.accept_heads, by=rooms.an_admin(), reason="torn", words="A power cut.")


def _record(on: Ground) -> Call:
    """Evidence goes on, whatever is done to the ledger's own records."""
    return call(
        evidence.record,
        by=member(on.fieldwork, Role.INSPECTOR),
        at=LATER,
        inspection=on.fieldwork,
        recording=a_recording(on.fieldwork),
    )


def heads_accepted_twice(on: Ground) -> Pair:
    return again(_accept_heads(on))


def heads_accepted_or_evidence_recorded(on: Ground) -> Pair:
    return _accept_heads(on), _record(on)


def _trust(on: Ground) -> Call:
    key, known = Ed25519PrivateKey.generate(), queries.key_for(queries.next_number())
    pem = keys.pem_of(key.public_key())
    on.private_keys[pem] = key
    grounds = CheckpointKey.Reason
    ground = grounds.LOST if known else grounds.FIRST
    return call(ledger.trust_key, by=rooms.an_admin(), pem=pem, ground=ground)


def _made(on: Ground) -> str:
    """The signed note of the checkpoint that waits."""
    if queries.key_for(queries.next_number()) is None:
        _trust(on)()
    waiting = queries.waiting() or ledger.make_checkpoint(by=rooms.an_admin(), at=AT, key=a_key())
    known = queries.key_for(waiting.number)
    assert known is not None
    return notes.sign(waiting.text, queries.origin(), on.private_keys[known.pem])


def _accept(on: Ground) -> Call:
    return call(ledger.accept_checkpoint, by=rooms.an_admin(), note=_made(on))


def _none_waits(on: Ground) -> None:
    _accept(on)()


def key_trusted_twice(on: Ground) -> Pair:
    return again(_trust(on))


def checkpoint_made_twice(on: Ground) -> Pair:
    _none_waits(on)
    return twice(ledger.make_checkpoint, by=rooms.an_admin())


def checkpoint_accepted_twice(on: Ground) -> Pair:
    return again(_accept(on))


def key_trusted_or_checkpoint_accepted(on: Ground) -> Pair:
    return _trust(on), _accept(on)


def checkpoint_made_or_evidence_recorded(on: Ground) -> Pair:
    """One that waits for its signature keeps the next back; evidence goes on all the same."""
    _none_waits(on)
    return call(ledger.make_checkpoint, by=rooms.an_admin()), _record(on)
