"""Loads Django for the commands that need the database, and turns the house's exceptions into exit
codes.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from inspectorate.foundation.reasons.reasons import Forbidden, Refused


def load(data: str | None = None, mode: str | None = None) -> None:
    """Load the settings; ``data`` is the data folder, ``mode`` the mode where the environment names
    none.
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
    except ImproperlyConfigured as fault:
        raise click.ClickException(str(fault)) from fault


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """A refusal is told in its own words with exit code 2, never as a traceback."""

    @functools.wraps(function)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except Refused as refusal:
            for reason in refusal.reasons:
                where = f"{reason.field}: " if reason.field else ""
                click.echo(f"{where}{reason.text} {reason.mend}".strip(), err=True)
            click.echo("Nothing was written.", err=True)
            sys.exit(2)
        except Forbidden:
            click.echo("There is no such thing, or it is not yours to see.", err=True)
            sys.exit(2)

    return told


def fresh_key(word: str) -> str:
    """A key for an act started from the command line."""
    import uuid

    return f"cli-{word}-{uuid.uuid4().hex}"
