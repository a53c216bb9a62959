"""What every command that needs the database begins with: Django, who acts, a key, exit codes."""

from __future__ import annotations

import functools
import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspectorate.foundation.reasons.reasons import Forbidden, Refused

if TYPE_CHECKING:  # a model can be imported only once Django is loaded
    from inspectorate.foundation.people.models import Person


class NotSetUpError(click.ClickException):
    """The command could not be carried out: the settings or the database are not as they must be.

    Not 1, which says that something was found.
    """

    exit_code = 2


def load(data: str | None = None, mode: str | None = None, *, migrated: bool = True) -> None:
    """Load the settings, and refuse a database that does not answer or is not ``migrated``.

    ``data`` is the data folder, ``mode`` the mode where the environment names none.
    """
    if data:
        os.environ["INSPECTORATE_DATA"] = data
    if mode:
        os.environ.setdefault("INSPECTORATE_MODE", mode)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspectorate.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
        if migrated:
            from inspectorate.foundation.health import refuse_unmigrated

            refuse_unmigrated()
    except ImproperlyConfigured as fault:
        raise NotSetUpError(str(fault)) from fault


def plain[**P](function: Callable[P, None]) -> Callable[P, None]:
    """Print a refusal in its own words and exit with code 2, never with a traceback."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except Refused as refusal:
            click.echo(told(refusal), err=True)
            click.echo("Nothing was written.", err=True)
            sys.exit(2)
        except Forbidden as refusal:
            click.echo(told(refusal), err=True)
            sys.exit(2)

    return run


@contextmanager
def disk_named() -> Iterator[None]:
    """Say what the disk refused once an act was committed; the command, run again, mends it."""
    try:
        yield
    except OSError as fault:
        raise click.ClickException(f"{fault}. Mend that, then run the command again.") from fault


def told(refusal: Refused | Forbidden) -> str:
    """A refusal in its own words, a line for each reason."""
    if isinstance(refusal, Forbidden):
        return "This does not exist, or you do not have a role that may do it."
    # Late: what names the acts asks for the rooms, and so for Django.
    from ..acts import told as in_words

    return "\n".join(
        f"{f'{reason.field}: ' if reason.field else ''}{in_words(reason)}"
        for reason in refusal.reasons
    )


def person_named(email: str) -> Person:
    """The person in whose name a command acts."""
    from inspectorate.foundation.people.models import Person

    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise click.UsageError(f"Nobody is registered under {email}. See: inspectorate people list")
    return person


def bounded(path: Path, most: int) -> bytes:
    """The bytes of a file, and never more than one past ``most``: enough to see that it is larger.

    Raises OSError where it cannot be read.
    """
    with path.open("rb") as stream:
        return stream.read(most + 1)


def fresh_key(word: str) -> str:
    """A key for an act started from the command line."""
    return f"cli-{word}-{uuid.uuid4().hex}"
