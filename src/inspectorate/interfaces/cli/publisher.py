"""The resident publisher, and one turn of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .setting_up import load, plain


@click.command()
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the public site. Default: INSPECTORATE_SITE; without either, none is switched.",
)
@click.option("--once", is_flag=True, help="Take one turn and end; exit 2 where something waits.")
@plain
def publisher(data: str | None, site: Path | None, once: bool) -> None:
    """Publish what two people signed at its moment, and switch the public site to it.

    It waits for the next moment until it is stopped (SIGTERM), tells on the error stream what it
    does, what was refused and what it doubts, and needs nobody at the keyboard. Run one for an
    installation; two publish once. Exit 2 with --once: something that is due did not go out.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    folder = folder_of_site(site)
    from inspectorate.interfaces.publishing.resident import Resident

    resident = Resident(folder)
    if not once:
        resident.run()
        return
    resident.once()
    status = resident.status
    sys.exit(2 if status.refused or status.waiting or status.failed else 0)


def folder_of_site(site: Path | None) -> Path | None:
    """The folder named, else that of the settings, if any."""
    from django.conf import settings

    return site or (Path(settings.PUBLIC_SITE) if settings.PUBLIC_SITE else None)
