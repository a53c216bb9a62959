"""One turn of the publisher: what is due goes out, then the public site is switched to it.

Each release goes out in the name of the person who approved it, each register in that of who gave
its mandate; the rules are those of the acts. What is refused keeps nothing else back. Cut short at
any step, the next turn completes what was begun: a release is out once its row is committed, and
the site follows the rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.db import Error as DatabaseFault

from inspectorate.domain.publication import actions, due, policies
from inspectorate.domain.publication.models import Mandate, Release
from inspectorate.foundation.clocks.watch import Doubt
from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.ledger.clock import deciding
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.prose.dates import LONDON

from ..acts import told
from .switch import BuiltSite, switch

# The resident publisher looks every few seconds: whatever takes longer was kept from going out.
LATE = timedelta(minutes=1)
# The key of the switch itself, among those of what is due.
SITE = "site"
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Turn:
    """What one turn did, in sentences.

    ``late`` went out late on its day. ``refused`` is what did not go out, by its key, one whose day
    has passed among them; ``waiting`` would have gone out but for a doubt about the clock;
    ``failed`` is what went wrong and may be tried again at once.
    """

    out: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    switched: BuiltSite | None = None

    @property
    def clean(self) -> bool:
        """Did all go out that is due?"""
        return not (self.refused or self.waiting or self.failed)


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that is due: its key, what it is called, and the act that does it."""

    key: str
    name: str
    act: Callable[[], object]
    release: Release | None = None


def turn(
    now: datetime,
    doubts: Sequence[Doubt],
    *,
    site: Path | None,
    passed_over: Collection[str] = (),
    going_on: Callable[[], bool] = lambda: True,
) -> Turn:
    """Publish what is due at ``now``, then switch ``site`` to what is out; say what came of it.

    In a live installation the database's clock decides, whatever ``now`` says. With ``doubts``
    nothing goes out. ``passed_over`` are keys that are not tried in this turn; ``going_on`` is
    asked between steps.
    """
    done, moment = Turn(), deciding(now)
    for step in _steps(moment, passed_over):
        if not going_on():
            return done
        if doubts:
            done.waiting.append(f"{step.name} waits: {doubts[0].text}")
        else:
            _do(step, moment, done)
    if site is not None and SITE not in passed_over and going_on():
        switched(site, done)
    return done


def publish(release: Release, *, by: Person, now: datetime, key: str) -> Turn:
    """Publish one release by hand in the name of ``by``; refused as the publisher would be."""
    done, moment = Turn(), deciding(now)

    def act() -> object:
        return actions.release(by=by, at=moment, key=key, release=release)

    _do(_Step(_key_of(release), _name_of(release), act, release), moment, done)
    return done


def switched(site: Path, done: Turn) -> None:
    """Switch ``site`` to what is out; a fault leaves the old site and is told in ``done``."""
    try:
        done.switched = switch(site)
    except DatabaseFault as fault:
        done.failed.append(f"The public site {site} was not switched: {fault}")
    except Exception as fault:
        # Whatever went wrong, the old site stands, the next turn tries again, and it is told.
        _log.exception("The public site was not switched")
        done.refused[SITE] = f"The public site {site} was not switched and stays as it was: {fault}"


def in_words(built: BuiltSite) -> str:
    """How much a site holds."""
    return f"{built.pages} pages, {built.files} files, {built.bytes:,} bytes"


def _steps(now: datetime, passed_over: Collection[str]) -> Iterator[_Step]:
    for release in due.releases_due(now):
        if _key_of(release) not in passed_over:
            yield _Step(_key_of(release), _name_of(release), _release(release, now), release)
    for mandate in due.registers_due(now):
        key = f"publisher/register/{mandate.inspection_id}/{policies.day(now)}"
        if key not in passed_over:
            yield _Step(key, f"{mandate.inspection}: the register", _register(mandate, now, key))


def _release(release: Release, now: datetime) -> Callable[[], object]:
    # A key that no form reaches, and the release's own: whoever tries again publishes nothing anew.
    key = InternalKey(_key_of(release))
    by = release.approval.by
    return lambda: actions.release(by=by, at=now, key=key, release=release, publisher=True)


def _register(mandate: Mandate, now: datetime, key: str) -> Callable[[], object]:
    return lambda: actions.refresh(
        by=mandate.by,
        at=now,
        key=InternalKey(key),
        inspection=mandate.inspection,
        publisher=True,
    )


def _do(step: _Step, now: datetime, done: Turn) -> None:
    """Do one thing that is due, and say in ``done`` what came of it."""
    try:
        step.act()
    except Refused as refusal:
        text = " ".join(told(one) for one in refusal.reasons)
        done.refused[step.key] = f"{step.name} did not go out. {text}"
    except Forbidden:
        done.refused[step.key] = (
            f"{step.name} did not go out: whoever signed for it may not publish it any more. "
            f"Somebody who may can publish it by hand."
        )
    except DatabaseFault as fault:
        done.failed.append(f"{step.name} did not go out: {fault}")
    except Exception as fault:
        # A fault in one inspection must not keep another's release from going out.
        _log.exception("%s did not go out", step.name)
        done.refused[step.key] = f"{step.name} did not go out: {type(fault).__name__}: {fault}"
    else:
        done.out.append(f"{step.name} is out.")
        if step.release and now - step.release.embargo_until > LATE:
            done.late.append(_late(step, step.release.embargo_until, now))


def _late(step: _Step, planned: datetime, now: datetime) -> str:
    local, out = planned.astimezone(LONDON), now.astimezone(LONDON)
    return f"{step.name} went out LATE: planned for {local:%H:%M}, out at {out:%H:%M}."


def _key_of(release: Release) -> str:
    return f"publisher/{release.pk}"


def _name_of(release: Release) -> str:
    return f"{release.inspection}, release {release.number}"
