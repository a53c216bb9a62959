"""People, from the command line: the first administrator can be made nowhere else."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from .setting_up import fresh_key, load, plain


@click.group()
def people() -> None:
    """Register the first administrator; list people and the roles they hold."""


@people.command("first-admin")
@click.option("--email", required=True, help="The address to sign in with.")
@click.option("--name", required=True, help="How the person appears in records.")
@click.password_option(help="At least 12 characters. Asked for when not given.")
@plain
def first_admin(email: str, name: str, password: str) -> None:
    """Register the first administrator.

    Refused as soon as there is one: then administrators register people on the web.
    """
    load(mode="live")
    from django.utils import timezone

    from inspectorate.foundation.people import actions

    person = actions.first_administrator(
        by=actions.CONSOLE,
        at=timezone.now(),
        key=fresh_key("first"),
        email=email,
        name=name,
        password=password,
    )
    click.echo(
        f"{person.name} is registered as administrator. Sign in, then set up a second "
        f"factor: it is asked for at once."
    )


@people.command("list")
@plain
def list_people() -> None:
    """List people and the roles they hold."""
    load(mode="live")
    from inspectorate.foundation.people.models import Person

    table = Table("Key", "Name", "E-mail", "Roles", "Active")
    for person in Person.objects.all():
        table.add_row(
            str(person.pk),
            person.name,
            person.email,
            ", ".join(sorted(role.label for role in person.roles)),
            "yes" if person.is_active else "no",
        )
    Console().print(table)


@people.command("end-sessions")
@click.argument("address", required=False)
@click.option("--everybody", is_flag=True, help="All sessions of all people.")
@plain
def end_sessions(address: str | None, everybody: bool) -> None:
    """Sign a person out everywhere, by their e-mail address; or everybody."""
    load(mode="live")
    from inspectorate.foundation.people import signed_in
    from inspectorate.foundation.people.models import Person

    if bool(address) == everybody:
        raise click.UsageError("Name one person by their e-mail address, or say --everybody.")
    found = Person.objects.all() if everybody else Person.objects.filter(email__iexact=address)
    if not found:
        raise click.ClickException(f"Nobody is registered under {address!r}.")
    ended = sum(signed_in.end(person, by="console") for person in found)
    click.echo(f"{ended} sessions ended.")
