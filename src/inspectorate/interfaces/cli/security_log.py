"""Prints lines of the security log: of one person, about one object, of one kind of event."""

from __future__ import annotations

from pathlib import Path

import click

from .demo_data import default_data
from .setting_up import load


@click.command("security-log")
@click.option("--person", type=int, help="The key of a person, as `people list` prints it.")
@click.option("--object", "of", help="An object that was read, say evidence.item:12.")
@click.option("--event", help="An event, or how its name begins: sign_in, sign_in.failed, read.")
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The log to read. Default: the configured one.",
)
@click.option("--data", default=None, help="The data folder. Default: as for every command.")
def security_log(
    person: int | None, of: str | None, event: str | None, file: Path | None, data: str | None
) -> None:
    """Print who came in, who was kept out, who read what is marked: lines of JSON, oldest first.

    A line holds keys of rows and no words; `inspectorate people list` says whose key it is.
    """
    load(data=default_data(data))
    from django.conf import settings

    from inspectorate.foundation.security_log.events import SecurityEvent
    from inspectorate.foundation.security_log.log import STDERR, events

    if event and not any(_is(one.value, event) for one in SecurityEvent):
        known = ", ".join(one.value for one in SecurityEvent)
        raise click.BadParameter(f"{event} is no event. There are: {known}.", param_hint="--event")
    if file is None and settings.SECURITY_LOG == STDERR:
        raise click.UsageError(
            "The security log goes to the error stream here. Name a file it was kept in: --file."
        )
    path = file or Path(settings.SECURITY_LOG)
    for one in events(path) if path.exists() else ():
        if (
            (person is None or one.ids.get("person") == person)
            and (of is None or of in one.ids.get("objects", ()))
            and (event is None or _is(one.event, event))
        ):
            click.echo(one.text)


def _is(event: str, asked: str) -> bool:
    return event == asked or event.startswith(f"{asked}.")
