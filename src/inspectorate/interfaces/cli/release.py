"""Releases what two people approved and whose moment has come; a sweep that may run at any time, as
often as you like.
"""

from __future__ import annotations

import click

from .setting_up import load, plain


@click.command()
@click.option(
    "--by",
    "email",
    required=True,
    help="E-mail address of the press officer or signing inspector in whose name it is done.",
)
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option(
    "--refresh",
    is_flag=True,
    help="Also place new bundles of what is out, with the register as it stands now.",
)
@plain
def release(email: str, data: str | None, refresh: bool) -> None:
    """Release every approved release whose embargo has passed. Releasing twice changes nothing:
    each release has its own key.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.domain.inspections import queries as inspections
    from inspectorate.domain.publication import actions, queries
    from inspectorate.domain.publication.states import State

    from .bodies import _person
    from .setting_up import fresh_key

    person, now = _person(email), timezone.now()
    done = 0
    for inspection in inspections.visible_to(person):
        for standing in queries.releases(inspection):
            one = standing.release
            if standing.state == State.APPROVED and one.embargo_until <= now:
                bundle = actions.release(
                    by=person, at=now, key=f"sweep-{inspection.slug}-{one.number}", release=one
                )
                click.echo(f"{one}: released, {bundle.folder}")
                done += 1
            elif (
                refresh
                and standing.state == State.RELEASED
                and one == queries.released(inspection)[-1].release
            ):
                bundle = actions.refresh(by=person, at=now, key=fresh_key("refresh"), release=one)
                click.echo(f"{one}: register refreshed, {bundle.folder}")
                done += 1
    click.echo(f"{done} done.")
