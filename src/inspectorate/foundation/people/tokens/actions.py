"""The only writers of tokens. What a program sends is in no row and no entry, only its digest."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from inspectorate.foundation.ledger.acts import action, write
from inspectorate.foundation.reasons.reasons import Forbidden, refuse_if

from ..access import require
from ..actions import STREAM
from ..models import Person
from ..permissions import TABLE
from ..roles import Role
from ..verbs import PersonVerb
from . import policies
from .models import AccessToken
from .scopes import written


@action(PersonVerb.MAKE_TOKEN, streams=lambda **_: [STREAM])
def make_token(
    *,
    by: Person,
    at: datetime,
    key: str,
    label: str,
    scopes: Collection[str],
    days: int,
    digest: str,
) -> AccessToken:
    """Let a program act for oneself within ``scopes`` for some days, known by ``digest`` alone."""
    require(by, TABLE, PersonVerb.MAKE_TOKEN)
    refuse_if(policies.token_makeable(by, label, scopes, days, digest, at))
    made = AccessToken.objects.create(
        person=by,
        label=label.strip(),
        scopes=written(scopes),
        digest=digest,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    write(of=made, stream=STREAM, detail={"person": by.pk, "scopes": sorted(made.opens)})
    return made


@action(PersonVerb.END_TOKEN, streams=lambda **_: [STREAM])
def end_token(*, by: Person, at: datetime, key: str, token: AccessToken) -> AccessToken:
    """End a token: one's own, or as an administrator anybody's. It opens nothing any more."""
    require(by, TABLE, PersonVerb.END_TOKEN)
    if token.person_id != by.pk and Role.ADMIN not in by.roles:
        raise Forbidden(PersonVerb.END_TOKEN)
    refuse_if(policies.token_endable(token))
    token.ended_at = at
    token.save(update_fields=["ended_at"])
    write(of=token, stream=STREAM, detail={"person": token.person_id})
    return token
