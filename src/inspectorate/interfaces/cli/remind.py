"""Mails contacts a link where something that was asked of their body is due soon or late."""

from __future__ import annotations

import sys

import click

from .demo_data import default_data
from .setting_up import load, plain


@click.command("remind")
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@plain
def remind(data: str | None) -> None:
    """Mail contacts of bodies a link and a day where a request is due within three days or late.

    Run it once a day. Nobody is mailed twice a day, nor of one request within a week.
    """
    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.interfaces import reminding

    if reminding.mails_nothing():
        click.echo("No mail server is set: give INSPECTORATE_SMTP_HOST. Nobody was reminded.")
        sys.exit(2)
    went, failed = reminding.remind(timezone.localdate(), timezone.now)
    click.echo(f"Reminders mailed: {went:,}; not taken by the mail server: {failed:,}.")
    sys.exit(1 if failed else 0)
