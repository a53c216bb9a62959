"""Makes the search index of evidence afresh."""

from __future__ import annotations

import click

from .demo_data import default_data
from .setting_up import load, plain


@click.command()
@click.option(
    "--data",
    default=None,
    help="The data folder. Default: var/demo where there is a demonstration, else the "
    "configured one.",
)
@plain
def reindex(data: str | None) -> None:
    """Make the search index afresh from the evidence itself.

    Needed after a restore, or when a search misses an item that is on record.
    """
    load(data=default_data(data))
    from inspectorate.domain.evidence import search

    click.echo(f"Indexed {search.rebuild():,} items of evidence.")
