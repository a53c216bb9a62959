"""Checkpoints, from the command line: made here, signed elsewhere, taken back here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .setting_up import disk_named, fresh_key, load, person_named, plain
from .signing import FILE, NEW, compare, new_key, sign

if TYPE_CHECKING:  # models can be imported only once Django is loaded
    from inspectorate.foundation.ledger.acts import Actor

BY = click.option(
    "--by",
    "email",
    default="",
    help="E-mail address of the person in whose name it is done.",
)
DATA = click.option("--data", default=None, help="The data folder. Default: the configured one.")


@click.group()
def checkpoint() -> None:
    """Bind the whole ledger into one signed text that an outsider can verify.

    make writes the text, sign signs it (on another machine, or under another account), accept takes
    it back. Of what the ledger holds the text tells nothing.
    """


for offline in (new_key, sign, compare):
    checkpoint.add_command(offline)


@checkpoint.command()
@click.option("--out", required=True, type=NEW, help="The text to be signed.")
@BY
@DATA
@plain
def make(out: Path, email: str, data: str | None) -> None:
    """Write the text of the next checkpoint; where one waits for its signature, that one again."""
    by = _actor(email, data)
    from django.utils import timezone

    from inspectorate.foundation.ledger import actions
    from inspectorate.foundation.ledger.checkpoints import queries

    made = queries.waiting() or actions.make_checkpoint(
        by=by, at=timezone.now(), key=fresh_key("checkpoint")
    )
    out.write_text(made.text, "utf-8")
    click.echo(f"Checkpoint {made.number}: {out}. Sign it, then: inspectorate checkpoint accept")


@checkpoint.command()
@click.argument("note", type=FILE)
@BY
@DATA
@plain
def accept(note: Path, email: str, data: str | None) -> None:
    """Take a signed checkpoint back and put it where the public site takes it from.

    The last one accepted may be given again: its files are then written again.
    """
    by = _actor(email, data)
    from django.conf import settings
    from django.utils import timezone

    from inspectorate.foundation.ledger import actions
    from inspectorate.foundation.ledger.checkpoints import placing, queries

    text, last = note.read_text("utf-8", "replace"), queries.newest()
    with disk_named():
        if last and last.note == text:
            placing.publish()
        else:
            last = actions.accept_checkpoint(
                by=by, at=timezone.now(), key=fresh_key("checkpoint"), note=text
            )
    click.echo(f"Checkpoint {last.checkpoint.number} accepted: {settings.CHECKPOINT_ROOT}")


@checkpoint.command()
@click.argument("public", type=FILE)
@click.option("--note", type=FILE, default=None, help="The change of keys, signed by the old key.")
@click.option("--lost", is_flag=True, help="The old key is lost, so that it signs nothing more.")
@BY
@DATA
@plain
def trust(public: Path, note: Path | None, lost: bool, email: str, data: str | None) -> None:
    """Believe the public key PUBLIC from the next checkpoint on.

    The first needs nothing more; any later one the note by which the key before it says so, or
    --lost, which everybody can then read.
    """
    by = _actor(email, data)
    from django.utils import timezone

    from inspectorate.foundation.ledger import actions
    from inspectorate.foundation.ledger.models import CheckpointKey

    grounds = CheckpointKey.Reason
    ground = grounds.SIGNED if note else grounds.LOST if lost else grounds.FIRST
    made = actions.trust_key(
        by=by,
        at=timezone.now(),
        key=fresh_key("key"),
        pem=public.read_text("utf-8", "replace"),
        ground=ground,
        note=note.read_text("utf-8", "replace") if note else "",
    )
    click.echo(f"{public} signs from checkpoint {made.from_number} on.")


@checkpoint.command("change-key")
@click.argument("public", type=FILE)
@click.option("--out", required=True, type=NEW, help="The text that the old key is to sign.")
@DATA
@plain
def change_key(public: Path, out: Path, data: str | None) -> None:
    """Write the text by which the key in use says that PUBLIC signs from the next checkpoint on.

    Sign it with the key in use, then give it to trust with --note.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.foundation.ledger.checkpoints import keys, queries, texts

    try:
        key = keys.public_key(public.read_text("utf-8", "replace"))
    except keys.KeyUnfit as fault:
        raise click.UsageError(f"{public}: {fault}.") from fault
    named = texts.named_key(queries.origin(), key)
    change = texts.KeyChange(queries.origin(), queries.next_number(), named)
    out.write_text(str(change), "utf-8")
    click.echo(f"{out}: sign it with the key in use, then: inspectorate checkpoint trust")


@checkpoint.command()
@click.argument("stream")
@click.option("--out", required=True, type=NEW, help="The file for whoever holds the stream.")
@DATA
@plain
def leaf(stream: str, out: Path, data: str | None) -> None:
    """Write what proves that the last checkpoint holds STREAM ("inspection/prevent-2018").

    For whoever holds that inspection's binder; it tells nothing of the other streams but how many
    they are.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.foundation.ledger.checkpoints import leaves, queries

    last = queries.newest()
    shown = leaves.shown(queries.leaves(last.checkpoint), stream, last.note) if last else None
    if shown is None:
        raise click.UsageError(
            f"No checkpoint that was accepted holds the stream {stream!r}. Make one: "
            f"inspectorate checkpoint make"
        )
    out.write_text(leaves.as_text(shown), "utf-8")
    click.echo(f"{out}: entry {shown['number']} of {stream}")


def at_once(by: Actor) -> None:
    """Make, sign and accept a checkpoint with a key that is thrown away: for a demonstration."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.utils import timezone

    from inspectorate.foundation.ledger import actions
    from inspectorate.foundation.ledger.checkpoints import keys, notes, queries
    from inspectorate.foundation.ledger.models import CheckpointKey

    at, key = timezone.now(), Ed25519PrivateKey.generate()
    actions.trust_key(
        by=by,
        at=at,
        key=fresh_key("key"),
        pem=keys.pem_of(key.public_key()),
        ground=CheckpointKey.Reason.THROWN_AWAY,
    )
    made = actions.make_checkpoint(by=by, at=at, key=fresh_key("checkpoint"))
    note = notes.sign(made.text, queries.origin(), key)
    actions.accept_checkpoint(by=by, at=at, key=fresh_key("checkpoint"), note=note)


def _actor(email: str, data: str | None) -> Actor:
    """Load Django; whoever it is done by: the person named, or the command line before any."""
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.foundation.people.actions import CONSOLE
    from inspectorate.foundation.people.models import Person

    if not email and Person.objects.exists():
        raise click.UsageError(
            "Say with --by in whose name to do it: the e-mail address of a person who may."
        )
    return person_named(email) if email else CONSOLE
