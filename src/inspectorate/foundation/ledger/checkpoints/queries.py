"""Reads of checkpoints: what waits, what was accepted, which key signs which number."""

from __future__ import annotations

from django.conf import settings

from ..models import Checkpoint, CheckpointKey, SignedCheckpoint
from .leaves import Leaf
from .texts import FIRST

NOTE, PUBLIC_KEYS = "checkpoint.txt", "checkpoint.pub.pem"


def waiting() -> Checkpoint | None:
    """The checkpoint that is made and not signed yet; there is never more than one."""
    return Checkpoint.objects.filter(signed=None).first()


def newest() -> SignedCheckpoint | None:
    """The last checkpoint that came back signed."""
    return SignedCheckpoint.objects.order_by("checkpoint__number").last()


def next_number() -> int:
    """The number that the next checkpoint to be signed has."""
    last = newest()
    return last.checkpoint.number + 1 if last else 1


def previous_digest() -> str:
    """What the next checkpoint names as the note before it."""
    last = newest()
    return last.digest if last else FIRST


def key_for(number: int) -> CheckpointKey | None:
    """The key that signs the checkpoint of this number: the last that was told for it."""
    return (
        CheckpointKey.objects.filter(from_number__lte=number).order_by("from_number", "pk").last()
    )


def leaves(checkpoint: Checkpoint) -> list[Leaf]:
    """The heads behind a checkpoint."""
    return [Leaf(*one) for one in checkpoint.leaves]


def published() -> dict[str, str]:
    """The two files that go out beside the public site; none before a checkpoint was accepted.

    The key of the note stands first, where openssl reads it; the others follow, newest first, each
    with the note by which the key before it says so.
    """
    last = newest()
    key = key_for(last.checkpoint.number) if last else None
    if last is None or key is None:
        return {}
    others = CheckpointKey.objects.exclude(pk=key.pk).order_by("-from_number", "-pk")
    return {NOTE: last.note, PUBLIC_KEYS: "\n".join(_told(one) for one in [key, *others])}


def _told(key: CheckpointKey) -> str:
    ground = CheckpointKey.Reason(key.ground).label
    note = f"\n{key.note}" if key.note else ""
    return f"{key.pem}From checkpoint {key.from_number:010d}. {ground}.\n{note}"


def origin() -> str:
    """The name of this installation in its checkpoints."""
    name: str = settings.CHECKPOINT_ORIGIN
    return name
