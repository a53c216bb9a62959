"""Builds the public site from released bundles, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import click

from .setting_up import plain


@click.command("public-build")
@click.argument(
    "bundles",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site.",
)
@click.option(
    "--checkpoint",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder with the last signed checkpoint, to go out beside the manifest.",
)
@plain
def public_build(bundles: tuple[Path, ...], out: Path, checkpoint: Path | None) -> None:
    """Build the public site in OUT from one or more released BUNDLES (folders).

    Needs no database and no settings.
    """
    from inspectorate.interfaces.public.builder import build_many

    try:
        built = build_many(list(bundles), out, checkpoint=checkpoint)
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault
    click.echo(f"{built.pages} pages, {built.files} files, {built.bytes:,} bytes in {out}")
