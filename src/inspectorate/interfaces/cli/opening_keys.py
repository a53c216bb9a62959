"""The keys by which sealed notes of devices open: another one made, and each tried."""

from __future__ import annotations

import sys

import click

from .demo_data import default_data
from .setting_up import load, plain


@click.command("add-opening-key")
@plain
def add_opening_key() -> None:
    """Make a key to which devices seal their notes from now on. The older ones stay.

    It lies in the folder that INSPECTORATE_OPENING_KEYS names, outside the data and its backups.
    Copy that folder to where the inspectorate keeps what it must never lose: without its key no
    note opens that a device sealed to it.
    """
    load()
    from inspectorate.foundation.envelopes import keys

    try:
        made = keys.add()
    except keys.KeysFault as fault:
        raise click.UsageError(str(fault)) from fault
    click.echo(f"Devices seal to key {made.id} from now on. Keys kept: {len(keys.every()):,}.")
    click.echo("Copy the folder to a second place now, and never remove an old key.")


@click.command("try-opening")
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@plain
def try_opening(data: str | None) -> None:
    """Seal a test to each opening key and open it. Run it once a night.

    What does not open is named, and the command ends with code 1.
    """
    load(data=default_data(data))
    from django.conf import settings

    from inspectorate.foundation.envelopes import keys, trying

    if not settings.OPENING_KEYS:
        click.echo("INSPECTORATE_OPENING_KEYS names no folder: no device is enrolled here.")
        return
    faults = trying.try_all()
    for one in faults:
        click.echo(one, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"Opened: {len(keys.every()):,} of as many keys.")
