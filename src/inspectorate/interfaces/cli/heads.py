"""The external heads, from the command line: the way out where they rightly disagree."""

from __future__ import annotations

import click

from .setting_up import disk_named, fresh_key, load, person_named, plain


@click.group()
def heads() -> None:
    """The ledger's external heads: a file that knows the last entry of each stream."""


@heads.command()
@click.option(
    "--reason",
    required=True,
    help="restored (the database, from an older backup), torn (by a full disk or a power cut), "
    "lost (the file), or other.",
)
@click.option("--words", required=True, help="What happened, for whoever asks later.")
@click.option(
    "--by",
    "email",
    default="",
    help="E-mail address of the administrator in whose name it is done.",
)
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@plain
def accept(reason: str, words: str, email: str, data: str | None) -> None:
    """Set aside a file of heads that disagrees with the ledger, and begin a new one.

    Nothing is thrown away: the old file is kept beside the new one, and an entry of the ledger
    names it by its digest. Read first what verify says, and be sure that the ledger is the true
    one: what the old heads could prove, the new ones no longer do.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.foundation.ledger import actions
    from inspectorate.foundation.people.actions import CONSOLE
    from inspectorate.foundation.people.models import Person

    if not email and Person.objects.exists():
        raise click.UsageError(
            "Say with --by in whose name to accept it: the e-mail address of an administrator."
        )
    with disk_named():
        made = actions.accept_heads(
            by=person_named(email) if email else CONSOLE,
            at=timezone.now(),
            key=fresh_key("heads"),
            reason=reason,
            words=words,
        )
    for fault in made.faults:
        click.echo(f"Accepted: {fault}")
    click.echo(f"{len(made.files)} files of heads set aside and kept, a new one begun.")
