"""Builds the public site from what committed rows say is out, and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .setting_up import load, plain

if TYPE_CHECKING:
    from inspectorate.domain.publication.published import Published

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("public-build")
@click.option("--out", type=FOLDER, default=None, help="Folder for the site.")
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option(
    "--published",
    "listed",
    type=FILE,
    default=None,
    help="A list of what is out, written by --list: no database and no settings are needed then.",
)
@click.option("--root", type=FOLDER, default=None, help="With --published: the folder bundles/.")
@click.option(
    "--checkpoint",
    type=FOLDER,
    default=None,
    help="Folder with the last signed checkpoint, to go out beside the manifest. Default: the "
    "data folder's.",
)
@click.option(
    "--list",
    "write",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Only write what is out to this file, and name the folders that it needs.",
)
@plain
def public_build(
    out: Path | None,
    data: str | None,
    listed: Path | None,
    root: Path | None,
    checkpoint: Path | None,
    write: Path | None,
) -> None:
    """Build the public site in OUT from what is out: from what committed rows name.

    A folder under bundles/ that no row names is never built. On another machine, without a
    database: copy the list that --list writes and the folders it names, then build with --published
    and --root.
    """
    if listed and write:
        raise click.UsageError("--list writes the list that --published reads: give one of them.")
    if not write and out is None:
        raise click.UsageError("Name a folder for the site with --out.")
    if listed and out:
        _build(_read(listed), root or listed.parent / "bundles", out, checkpoint)
    elif write:
        _write(_committed(data)[0], write)
    elif out:
        _alone(out, data, checkpoint)


def _alone(out: Path, data: str | None, checkpoint: Path | None) -> None:
    """Build while no publisher switches the same folder: who builds last has read the newest."""
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.interfaces.publishing.switch import alone

    with alone(out):
        published, root, kept = _committed(data)
        _build(published, root, out, checkpoint or kept)


def _committed(data: str | None) -> tuple[Published, Path, Path]:
    """What is out, where its folders lie, and where the last checkpoint does."""
    from .demo_data import default_data

    load(data=default_data(data))
    from django.conf import settings

    from inspectorate.domain.publication import queries

    return queries.published(), queries.root(), Path(settings.CHECKPOINT_ROOT)


def _read(listed: Path) -> Published:
    from inspectorate.domain.publication.published import published_of

    try:
        return published_of(json.loads(listed.read_text("utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise click.UsageError(
            f"{listed} is no list of what is out: {fault}. Write it anew with public-build --list."
        ) from fault


def _write(published: Published, file: Path) -> None:
    text = json.dumps(published.as_json(), ensure_ascii=False, indent=1) + "\n"
    file.write_text(text, "utf-8")
    for one in published.inspections:
        for folder in dict.fromkeys(
            [release.folder for release in one.releases]
            + ([one.register.folder] if one.register else [])
        ):
            click.echo(folder)


def _build(published: Published, root: Path, out: Path, checkpoint: Path | None) -> None:
    from inspectorate.interfaces.public.builder import build_site

    if not published.inspections:
        raise click.UsageError("Nothing is out, so there is no site to build.")
    try:
        built = build_site(published, root, out, checkpoint=checkpoint)
    except (ValueError, OSError) as fault:
        raise click.UsageError(f"{out} stays as it was: {fault}") from fault
    click.echo(f"{built.pages} pages, {built.files} files, {built.bytes:,} bytes in {out}")
