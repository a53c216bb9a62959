"""Proves that everything is as it was written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .setting_up import load, plain


@click.command()
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Another copy of the ledger's external heads to compare with, kept on another machine.",
)
@click.option(
    "--checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A signed checkpoint kept elsewhere, to compare with those accepted here.",
)
@click.option(
    "--binder",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Verify this exported archive instead. Needs no database and no settings; works off "
    "line, for anybody.",
)
@plain
def verify(
    data: str | None, heads: Path | None, checkpoint: Path | None, binder: Path | None
) -> None:
    """Verify ledger chains, heads and checkpoints, every row, stored file, edition and bundle.

    Exit 1 names each fault.
    """
    if binder:
        from .export import verify_archive

        verify_archive(binder, heads)
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.domain.publication.verify import verify as prove
    from inspectorate.foundation.ledger.checkpoints.comparing import note_faults
    from inspectorate.foundation.ledger.heads import faults as head_faults

    found = prove()
    faults = [*found.faults, *(head_faults(heads) if heads else ())]
    if checkpoint:
        faults += note_faults(checkpoint.read_text("utf-8", "replace"))
    for fault in faults:
        click.echo(fault, err=True)
    for note in found.notes:
        click.echo(note)
    click.echo(
        f"Read {found.entries:,} ledger entries in {found.streams} streams, {found.rows:,} rows, "
        f"{found.files:,} files, {found.editions} editions, "
        f"{found.bundles} bundles: "
        f"{'every one as it was written' if not faults else f'{len(faults)} faults'}."
    )
    sys.exit(1 if faults else 0)
