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
from .models import AcceptedHeads
from .permissions import TABLE
from .verbs import LedgerVerb

STREAM = "ledger"


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


def _require(by: Actor, verb: Verb) -> None:
    """Let those in who hold the role; the command line, while nobody is registered."""
    if isinstance(by, Person):
        require(by, TABLE, verb)
    elif by is not CONSOLE or Person.objects.exists():
        raise Forbidden(verb)
