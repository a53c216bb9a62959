"""Releases what two people approved and whose moment has come.

A sweep that may run at any time, as often as you like.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from .setting_up import fresh_key, load, person_named, plain

if TYPE_CHECKING:  # models can be imported only once Django is loaded
    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.domain.publication.models import Release
    from inspectorate.foundation.people.models import Person


@click.command()
@click.option(
    "--by",
    "email",
    required=True,
    help="E-mail address of the press officer or approving inspector in whose name it is done.",
)
@click.option("--data", default=None, help="The data folder. Default: the configured one.")
@click.option(
    "--refresh",
    is_flag=True,
    help="Also place new bundles of what is out, with the register as it is now.",
)
@plain
def release(email: str, data: str | None, refresh: bool) -> None:
    """Release every approved release whose embargo has passed.

    Releasing twice changes nothing: each release has its own key.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.domain.inspections import queries as inspections

    person, now = person_named(email), timezone.now()
    done = 0
    for inspection in inspections.visible_to(person):
        for line in _sweep(inspection, person, now, refresh=refresh):
            click.echo(line)
            done += 1
    click.echo(f"{done} done.")


def _sweep(
    inspection: Inspection, person: Person, now: datetime, *, refresh: bool
) -> Iterator[str]:
    """Release what is due of one inspection; with ``refresh`` also place its register again.

    One line for each bundle placed.
    """
    from inspectorate.domain.publication import actions, queries
    from inspectorate.domain.publication.states import State

    for standing in queries.releases(inspection):
        release = standing.release
        if standing.state == State.APPROVED and release.embargo_until <= now:
            # The key is the release's own, so that a second sweep releases nothing again.
            key = f"sweep-{inspection.slug}-{release.number}"
            bundle = actions.release(by=person, at=now, key=key, release=release)
            yield f"{release}: released, {bundle.folder}"
        elif refresh and standing.state == State.RELEASED and _is_newest(release, inspection):
            key = fresh_key("refresh")
            bundle = actions.refresh(by=person, at=now, key=key, release=release)
            yield f"{release}: register refreshed, {bundle.folder}"


def _is_newest(release: Release, inspection: Inspection) -> bool:
    from inspectorate.domain.publication import queries

    return release == queries.released(inspection)[-1].release
