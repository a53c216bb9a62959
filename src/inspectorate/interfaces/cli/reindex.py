"""Makes the search index afresh."""

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
    """Make the search index afresh from what is on record.

    Needed after a restore, or when a search misses what is on record.
    """
    load(data=default_data(data))
    from inspectorate.foundation.search import keeping

    indexed = keeping.rebuild()
    click.echo(f"Indexed {indexed.pop('item'):,} items of evidence.")
    if others := sum(indexed.values()):
        click.echo(f"Indexed {others:,} other things.")
