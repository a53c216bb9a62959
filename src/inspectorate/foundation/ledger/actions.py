"""The only writers of the ledger's own records. Their stream is ``ledger``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from inspectorate.foundation.people.access import require
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.codes import Verb
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from . import head_file, heads, policies
from .acts import Actor, action, write
from .checkpoints import keys, placing, queries
from .checkpoints.leaves import leaf_of, root_of
from .checkpoints.texts import CheckpointText, digest_of, moment_of
from .models import AcceptedHeads, Checkpoint, CheckpointKey, SignedCheckpoint
from .permissions import TABLE
from .verbs import LedgerVerb

STREAM = "ledger"


@heads.one_acceptance()
@action(LedgerVerb.ACCEPT_HEADS, streams=lambda **_: [STREAM])
def accept_heads(*, by: Actor, at: datetime, key: str, reason: str, words: str) -> AcceptedHeads:
    """Set every file of heads aside, kept, and begin with the heads that the ledger holds now.

    Refused where the heads agree with the ledger. The entry names what was accepted by the digests
    of the files and by the reason's code; sentences stand in the row.
    """
    _require(by, LedgerVerb.ACCEPT_HEADS)
    faults = list(heads.faults())
    refuse_if(policies.heads_acceptable(faults, reason, words))
    files = [
        {"name": file.name, "bytes": (size := file.stat().st_size)}
        | {"sha256": head_file.digest(file, size)}
        for file in head_file.files(Path(settings.HEADS_FILE))
    ]
    made = AcceptedHeads.objects.create(
        at=at, reason=reason, words=words.strip(), files=files, faults=faults
    )
    # Before the head of this act's own entry is noted, which then stands in the new file.
    transaction.on_commit(heads.begin_anew)
    write(
        of=made,
        stream=STREAM,
        detail={
            "reason": reason,
            "files": [one["sha256"] for one in files],
            "faults": len(faults),
        },
    )
    return made


@action(LedgerVerb.CHECKPOINT, streams=lambda **_: [STREAM])
def make_checkpoint(*, by: Actor, at: datetime, key: str) -> Checkpoint:
    """Bind the heads of all streams, as they are now, into one text to be signed.

    Other streams go on meanwhile; each head is one that was committed. Refused while one waits.
    """
    _require(by, LedgerVerb.CHECKPOINT)
    refuse_if(policies.checkpointable())
    leaves = [leaf_of(head.stream, head.number, head.digest) for head in heads.of_ledger()]
    text = CheckpointText(
        origin=queries.origin(),
        number=queries.next_number(),
        moment=moment_of(at),
        previous=queries.previous_digest(),
        root=root_of(leaf.hidden for leaf in leaves),
    )
    made = Checkpoint.objects.create(
        number=text.number,
        at=at,
        previous=text.previous,
        root=text.root,
        text=str(text),
        leaves=leaves,
    )
    detail = {"number": text.number, "previous": text.previous, "root": text.root}
    write(of=made, stream=STREAM, detail=detail)
    return made


@action(LedgerVerb.ACCEPT_CHECKPOINT, streams=lambda **_: [STREAM])
def accept_checkpoint(*, by: Actor, at: datetime, key: str, note: str) -> SignedCheckpoint:
    """Keep the signed note of the checkpoint that waits, and put it where the site takes it from.

    Refused unless the key known for its number signed it.
    """
    _require(by, LedgerVerb.ACCEPT_CHECKPOINT)
    refuse_if(policies.note_acceptable(note, queries.waiting()))
    waiting = Checkpoint.objects.get(signed=None)
    made = SignedCheckpoint.objects.create(
        checkpoint=waiting, at=at, note=note, digest=digest_of(note)
    )
    transaction.on_commit(placing.publish)
    write(
        of=made,
        stream=STREAM,
        detail={"number": made.checkpoint.number, "note": made.digest},
    )
    return made


@action(LedgerVerb.TRUST_KEY, streams=lambda **_: [STREAM])
def trust_key(
    *, by: Actor, at: datetime, key: str, pem: str, ground: str, note: str = ""
) -> CheckpointKey:
    """Believe a public key from the next checkpoint on.

    ``note`` is the change of keys signed by the key before it, where the ground is that.
    """
    _require(by, LedgerVerb.TRUST_KEY)
    refuse_if(policies.trustable(pem, ground, note))
    made = CheckpointKey.objects.create(
        from_number=queries.next_number(),
        pem=keys.pem_of(keys.public_key(pem)),
        ground=CheckpointKey.Reason(ground),
        note=note,
        at=at,
    )
    detail = {"from": made.from_number, "key": keys.digest_of(made.pem), "ground": ground}
    write(of=made, stream=STREAM, detail=detail)
    return made


def _require(by: Actor, verb: Verb) -> None:
    """Let those in who hold the role; the command line, while nobody is registered."""
    if isinstance(by, Person):
        require(by, TABLE, verb)
    elif by is not CONSOLE or Person.objects.exists():
        raise Forbidden(verb)
