"""Holds checkpoints against themselves, their signatures and the ledger.

A stream that was rewritten with all its heads is named here: the forger could not sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import batched
from pathlib import Path

from django.conf import settings

from ..models import Checkpoint, CheckpointKey, Entry, SignedCheckpoint
from . import keys, notes, queries
from .leaves import root_of
from .texts import (
    FIRST,
    CheckpointText,
    digest_of,
    disagreement,
    moment_of,
    read_checkpoint,
    read_key_change,
)


def faults() -> Iterator[str]:
    """Yield a sentence for each checkpoint, key or ledger entry that does not fit the others."""
    yield from _key_faults()
    previous, last = FIRST, 0
    for one in Checkpoint.objects.select_related("signed").iterator(chunk_size=100):
        name = f"checkpoint {one.number}"
        if one.number != last + 1:
            yield f"checkpoint {last + 1} is missing (found {one.number} next)"
        if not _as_made(one):
            yield f"{name}: number, moment, root or leaves are not those of its text"
        if one.previous != previous:
            yield f"{name} does not follow the one before it"
        signed = getattr(one, "signed", None)
        if signed:
            yield from _note_faults(name, one, signed)
        last, previous = one.number, signed.digest if signed else previous
    yield from _ledger_faults()


def published_faults() -> Iterator[str]:
    """What lies ready for the public site is the last accepted; a newer one shows a loss."""
    root = Path(settings.CHECKPOINT_ROOT)
    expected = queries.published()
    for name in (queries.NOTE, queries.PUBLIC_KEYS):
        file = root / name
        text = file.read_text("utf-8", "replace") if file.exists() else None
        if text != expected.get(name):
            yield f"{root.name}/{name}: is not the last one accepted"


def note_faults(note: str) -> Iterator[str]:
    """Hold a note that was kept elsewhere against those accepted here."""
    try:
        text = read_checkpoint(notes.read_note(note).text)
    except notes.NoteBroken as fault:
        yield f"the checkpoint given cannot be read: {fault}"
        return
    here = SignedCheckpoint.objects.filter(checkpoint__number=text.number).first()
    if here is None:
        yield f"checkpoint {text.number}, which was kept elsewhere, was never accepted here"
    elif here.note != note:
        why = disagreement(here.note, note) or "its signatures differ"
        yield f"checkpoint {text.number} here is not the one that was kept elsewhere: {why}"


def _as_made(one: Checkpoint) -> bool:
    root = root_of(leaf.hidden for leaf in queries.leaves(one))
    try:
        text = read_checkpoint(one.text)
    except notes.NoteBroken:
        return False
    expected = CheckpointText(text.origin, one.number, moment_of(one.at), one.previous, one.root)
    return text == expected and one.root == root


def _note_faults(name: str, one: Checkpoint, signed: SignedCheckpoint) -> Iterator[str]:
    key = queries.key_for(one.number)
    try:
        note, text = notes.read_note(signed.note), read_checkpoint(one.text)
    except notes.NoteBroken as fault:
        yield f"{name}: its note cannot be read: {fault}"
        return
    if note.text != one.text or signed.digest != digest_of(signed.note):
        yield f"{name}: its note holds another text or has another digest"
    if key is None or not notes.is_signed(note, text.origin, keys.public_key(key.pem)):
        yield f"{name}: it is not signed by the key known for it"


def _key_faults() -> Iterator[str]:
    """Each key that the one before it is said to have signed over was."""
    before: CheckpointKey | None = None
    for key in CheckpointKey.objects.all():
        try:
            if key.ground == CheckpointKey.Reason.SIGNED and not _is_signed_over(key, before):
                yield f"{key}: the key before it did not sign the change"
        except (notes.NoteBroken, keys.KeyUnfit) as fault:
            yield f"{key}: {fault}"
        before = key


def _is_signed_over(key: CheckpointKey, before: CheckpointKey | None) -> bool:
    note = notes.read_note(key.note)
    change = read_key_change(note.text)
    return (
        before is not None
        and change.from_number == key.from_number
        and change.key.endswith(keys.encoded(key.pem))
        and notes.is_signed(note, change.origin, keys.public_key(before.pem))
    )


def _ledger_faults() -> Iterator[str]:
    """Compare the head of every leaf with the entry of that number; the first fault a stream."""
    told: dict[str, dict[int, tuple[str, int]]] = {}
    for one in Checkpoint.objects.filter(signed__isnull=False).iterator(chunk_size=100):
        for leaf in queries.leaves(one):
            told.setdefault(leaf.stream, {}).setdefault(leaf.number, (leaf.digest, one.number))
    for stream, heads in sorted(told.items()):
        for some in batched(sorted(heads), 5000):
            found = Entry.objects.filter(stream=stream, number__in=some)
            held = dict(found.values_list("number", "digest"))
            wrong = next((number for number in some if held.get(number) != heads[number][0]), None)
            if wrong is not None:
                what = "is not the one" if wrong in held else "is missing: it is one"
                yield (
                    f"ledger {stream}: entry {wrong} {what} that checkpoint {heads[wrong][1]} was "
                    f"signed over"
                )
                break
