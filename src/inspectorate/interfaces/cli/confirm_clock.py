"""A person's word that the clock is right."""

from __future__ import annotations

from datetime import datetime

import click

from .setting_up import fresh_key, load, person_named, plain


@click.command("confirm-clock")
@click.option(
    "--by",
    "email",
    required=True,
    help="E-mail address of who reads the clock: a press officer, "
    "an approving inspector or an administrator.",
)
@click.option(
    "--said",
    required=True,
    help="Day and hour as read on a clock of one's own, UK time: 2026-11-25 14:00.",
)
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@plain
def confirm_clock(email: str, said: str, data: str | None) -> None:
    """Confirm day and hour, so that what waits in doubt of the clock goes out.

    Read them from a clock that is not this server's. A clock that says another hour is refused:
    have it set right first, then confirm.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from inspectorate.domain.publication import actions
    from inspectorate.domain.publication.doubts import doubts
    from inspectorate.foundation.ledger.clock import database_clock

    person = person_named(email)
    made = actions.confirm_clock(
        by=person, at=database_clock(), key=fresh_key("clock"), said=_moment(said)
    )
    click.echo(f"{made}, as {person.name} confirms.")
    for one in doubts():
        click.echo(f"Still in doubt: {one.text}", err=True)


def _moment(said: str) -> datetime:
    from inspectorate.prose.dates import LONDON

    try:
        moment = datetime.fromisoformat(said)
    except ValueError as fault:
        raise click.UsageError(
            f"{said!r} is no day and hour. Write them so: 2026-11-25 14:00."
        ) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
