"""Words that were sent and not taken: sealed, kept for an hour, and shown again to their writer.

They lie in the session store, as sessions of their own that let nobody in, encrypted by a key that
the database does not hold. A session holds only where its own lie and whose they are.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.http import urlencode

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.sealing import KEPT_WORDS, seal, unseal

# The field of every form that says, sealed, whose page it stands on.
WHOSE = "whose"
# In an address: what was kept and is shown at it; in a session: where its own lie.
KEPT = "kept"
SECONDS = 60 * 60
# Of one session; the oldest goes first.
MOST = 8


class WhyKept(StrEnum):
    """Why what was sent was not taken, or not yet."""

    SIGNED_OUT = "signed-out"
    TOKEN = "token"  # its page was opened before the person signed in anew
    PROOF = "proof"  # who the person is must be proved again first
    ANSWERED = "answered"  # it was refused, or conflicted: the answer is kept with it


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form sent, or the page that answered it.

    ``address`` is the form's own with what was asked of it, ``came_from`` the page it stood on,
    ``fields`` the form as a browser encodes it, ``whose`` the key of the person who wrote it.
    """

    whose: int
    why: WhyKept
    address: str
    came_from: str = ""
    fields: str = ""
    files: bool = False
    answer: str = ""
    status: int = 200


def mark(person: Person) -> str:
    """Seal whose page a form stands on."""
    return seal(KEPT_WORDS, WHOSE, {"person": person.pk})


def whose(sealed: str) -> int | None:
    """The key of the person on whose page a form stood; None for a mark that is none of ours."""
    found = unseal(KEPT_WORDS, WHOSE, sealed)
    return None if found is None else int(found["person"])


def keep(request: HttpRequest, kept: Kept) -> str:
    """Keep it for the session of ``request``; return the address at which it is shown again."""
    store = _sessions()
    store.clear_expired()  # an hour is an hour, also for what nobody came back for
    name = secrets.token_urlsafe(12)
    row = store()
    row[KEPT] = seal(KEPT_WORDS, name, asdict(kept))
    row.set_expiry(SECONDS)
    row.create()
    own = _own(request)
    own[name] = {
        "row": row.session_key,
        WHOSE: kept.whose,
        "until": time.time() + SECONDS,
        "shown": kept.why is not WhyKept.SIGNED_OUT,
    }
    for oldest in list(own)[:-MOST]:
        store(own.pop(oldest)["row"]).delete()
    request.session[KEPT] = own
    mark_of_query = "&" if "?" in kept.address else "?"
    return f"{kept.address}{mark_of_query}{urlencode({KEPT: name})}"


def found(request: HttpRequest, name: str) -> Kept | None:
    """What the session of ``request`` keeps under ``name`` of the person who is signed in."""
    own = _own(request).get(name)
    if own is None or own[WHOSE] != request.user.pk or own["until"] < time.time():
        return None
    sealed = _sessions()(own["row"]).get(KEPT)
    opened = None if sealed is None else unseal(KEPT_WORDS, name, sealed)
    return None if opened is None else Kept(**{**opened, "why": WhyKept(opened["why"])})


def not_shown(request: HttpRequest) -> list[str]:
    """The addresses of what this person wrote, was signed out before, and has not seen since."""
    return [
        f"{kept.address}{'&' if '?' in kept.address else '?'}{urlencode({KEPT: name})}"
        for name, own in _own(request).items()
        if not own["shown"] and (kept := found(request, name)) is not None
    ]


def note_shown(request: HttpRequest, name: str) -> None:
    """Remember that the person has seen it; it stays until its hour is over."""
    own = _own(request)
    if name in own and not own[name]["shown"]:
        own[name]["shown"] = True
        request.session[KEPT] = own


def forget(request: HttpRequest, name: str) -> None:
    """Remove what is kept under ``name``: it was sent, or is kept under another."""
    own = _own(request)
    if name in own:
        _sessions()(own.pop(name)["row"]).delete()
        request.session[KEPT] = own


def wipe_of_others(request: HttpRequest) -> bool:
    """Remove what anybody but the person who is signed in wrote; say whether there was any."""
    others = [name for name, own in _own(request).items() if own[WHOSE] != request.user.pk]
    for name in others:
        forget(request, name)
    return bool(others)


def _own(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return dict(request.session.get(KEPT, {}))


def _sessions() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store
