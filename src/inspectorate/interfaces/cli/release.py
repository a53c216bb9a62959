"""Releases what two people approved and whose moment has come.

A sweep that may run at any time, as often as you like.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from inspectorate.foundation.reasons.reasons import Forbidden, Refused

from .setting_up import fresh_key, load, person_named, plain, told

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

    Releasing twice changes nothing: each release has its own key. What is refused keeps nothing
    else back; it is named at the end, and the command exits with code 2.
    """
    from .demo_data import default_data

    load(data=default_data(data))
    from django.utils import timezone

    from inspectorate.domain.inspections import queries as inspections

    person, now = person_named(email), timezone.now()
    done, refused = 0, []
    for inspection in inspections.visible_to(person):
        for line, placed in _sweep(inspection, person, now, refresh=refresh):
            if placed:
                click.echo(line)
                done += 1
            else:
                refused.append(line)
    click.echo(f"{done} done.")
    for line in refused:
        click.echo(line, err=True)
    if refused:
        sys.exit(2)


def _sweep(
    inspection: Inspection, person: Person, now: datetime, *, refresh: bool
) -> Iterator[tuple[str, bool]]:
    """Release what is due of one inspection; with ``refresh`` also place its register again.

    One line for each bundle, and whether it was placed.
    """
    from inspectorate.domain.publication import actions, queries
    from inspectorate.domain.publication.states import State
    from inspectorate.foundation.ledger.acts import InternalKey

    for standing in queries.releases(inspection):
        release = standing.release
        if standing.state == State.APPROVED and release.embargo_until <= now:
            # The key is the release's own, so that a second sweep releases nothing again; and the
            # system's, since it can be guessed and nobody may take it before.
            key: str = InternalKey(f"sweep-{inspection.slug}-{release.number}")
            act, done = actions.release, "released"
        elif refresh and standing.state == State.RELEASED and _is_newest(release, inspection):
            key, act, done = fresh_key("refresh"), actions.refresh, "register refreshed"
        else:
            continue
        try:
            bundle = act(by=person, at=now, key=key, release=release)
        except (Refused, Forbidden) as refusal:
            yield f"{inspection.slug}, {release}: not {done}. {told(refusal)}", False
        else:
            yield f"{release}: {done}, {bundle.folder}", True


def _is_newest(release: Release, inspection: Inspection) -> bool:
    from inspectorate.domain.publication import queries

    return release == queries.released(inspection)[-1].release
