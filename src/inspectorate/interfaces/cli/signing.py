"""Keys, signatures and comparing notes: without a database, on whatever machine holds the key."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.command("new-key")
@click.option("--key", required=True, type=NEW, help="The private key to make; must not exist.")
@click.option("--public", required=True, type=NEW, help="The public key to write beside it.")
def new_key(key: Path, public: Path) -> None:
    """Make a key that signs checkpoints. Needs no database.

    The private half is for its owner's account alone, never for that of the server.
    """
    from inspectorate.foundation.ledger.checkpoints import keys

    _refuse_in_data(key)
    try:
        made = keys.make_key(key)
    except FileExistsError as fault:
        raise click.UsageError(f"{key} exists already. Name another file.") from fault
    public.write_text(keys.pem_of(made), "utf-8")
    click.echo(f"{key}: keep it secret, and a copy of it elsewhere.\n{public}: give it to others.")


@click.command()
@click.argument("unsigned", metavar="TEXT", type=FILE)
@click.option("--key", required=True, type=FILE, help="The private key.")
@click.option("--out", required=True, type=NEW, help="The signed note to write.")
def sign(unsigned: Path, key: Path, out: Path) -> None:
    """Sign the text of a checkpoint, or of a change of keys. Needs no database."""
    from inspectorate.foundation.ledger.checkpoints import keys, notes, texts

    _refuse_in_data(key)
    try:
        text = unsigned.read_text("utf-8")
        read = texts.read_signable(text)
        out.write_text(notes.sign(text, read.origin, keys.private_key(key)), "utf-8")
    except (ValueError, UnicodeDecodeError) as fault:
        raise click.UsageError(f"{unsigned} is not signed: {fault}.") from fault
    click.echo(f"{text}signed: {out}")


@click.command()
@click.argument("one", type=FILE)
@click.argument("other", type=FILE)
def compare(one: Path, other: Path) -> None:
    """Say whether two checkpoints contradict each other. Needs no database.

    Exit 1 where they do: then one installation told two people two different pasts. Verify the
    signatures of both first; this looks at what they say.
    """
    from inspectorate.foundation.ledger.checkpoints import notes, texts

    try:
        why = texts.disagreement(one.read_text("utf-8"), other.read_text("utf-8"))
    except (notes.NoteBroken, UnicodeDecodeError) as fault:
        raise click.UsageError(f"One of them cannot be read: {fault}.") from fault
    click.echo(f"They disagree: {why}." if why else "They do not contradict each other.")
    sys.exit(1 if why else 0)


def _refuse_in_data(key: Path) -> None:
    """Refuse a key in the data folder this machine knows of."""
    from inspectorate.foundation.ledger.checkpoints import keys

    default = Path(__file__).resolve().parents[4] / "var"
    try:
        keys.refuse_under(Path(os.environ.get("INSPECTORATE_DATA") or default), key)
    except keys.KeyUnfit as fault:
        raise click.UsageError(str(fault)) from fault
