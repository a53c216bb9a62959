"""The resident worker, which does long work that no page can wait for."""

from __future__ import annotations

import click

from .setting_up import NotSetUpError, load, plain


@click.command()
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option("--once", is_flag=True, help="Do what waits, then end.")
@plain
def worker(data: str | None, once: bool) -> None:
    """Do long work that people ask for on pages, one piece after another.

    It waits for the next until it is stopped (SIGTERM), which ends it when the piece in hand is
    done. Run one for an installation; with several, each piece is done once. Exit 2: the
    installation does long work at once and needs no worker.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from django.conf import settings

    if settings.JOBS != "worker":
        raise NotSetUpError(
            "INSPECTORATE_JOBS is immediate: long work is done at once, while whoever asked for it "
            "waits, and a worker would find nothing to do. Set INSPECTORATE_JOBS=worker here and "
            "for the staff application."
        )
    from inspectorate.interfaces.jobs.resident import Worker

    Worker(once=once).run()
