"""Words that were sent and not taken: sealed, kept for an hour, and shown again to their writer.

They lie in the session store, as sessions of their own that let nobody in, encrypted by a key that
the database does not hold. A session holds only where its own lie and whose they are.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

from inspectorate.domain.inspections.models import NeedToKnow
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.sealing import KEPT_WORDS, seal, unseal

# The field of every form that says, sealed, whose page it stands on.
WHOSE = "whose"
# In an address: what was kept and is shown at it; in a session: where its own lie.
KEPT = "kept"
SECONDS = 60 * 60
# A page that has stood open for longer says no more whose it is.
LONGEST_MARK = 3 * 24 * 60 * 60
# What a request carries with it, beside what it was sent.
NAME, SHOWN = "inspectorate.kept", "inspectorate.kept_shown"
WITHOUT_TOKEN = "inspectorate.without_token"
# Of one session; the oldest goes first.
MOST = 8


class WhyKept(StrEnum):
    """Why what was sent was not taken, or not yet."""

    SIGNED_OUT = "signed-out"
    TOKEN = "token"  # its page was opened before the person signed in anew
    PROOF = "proof"  # who the person is must be proved again first
    FIRST = "first"  # a password or factor of their own is to be set first
    ANSWERED = "answered"  # it was refused, or conflicted: the answer is kept with it


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form sent, or the page that answered it.

    ``address`` is the form's own with what was asked of it, ``came_from`` the page it stood on,
    ``fields`` the form as a browser encodes it, ``whose`` the key of the person who wrote it.
    ``rights`` is a digest of what that person might see when the answer was made.
    """

    whose: int
    why: WhyKept
    address: str
    came_from: str = ""
    fields: str = ""
    files: bool = False
    answer: str = ""
    status: int = 200
    rights: str = ""

    def said(self) -> str:
        """Return what the page says above what was sent."""
        files = " Choose the files again: they were not kept." if self.files else ""
        return f"{SAYS[self.why]} What you wrote stands below. Read it and send it.{files}"

    def words(self) -> list[tuple[str, str]]:
        """Return the fields that hold words, each with its name as words."""
        sent = QueryDict(self.fields)
        return [
            (name.replace("_", " ").capitalize(), value)
            for name, values in sent.lists()
            for value in values
            if name not in {"key", "version"} and " " in value.strip()
        ]


SAYS = {
    WhyKept.SIGNED_OUT: "You were signed out before this was sent, so nothing was done.",
    WhyKept.TOKEN: "You have signed in anew since this page was opened, so nothing was done.",
    WhyKept.PROOF: "This waits for you to send it.",
    WhyKept.FIRST: "Something else was asked of you first, so nothing was done.",
    WhyKept.ANSWERED: "What you may see has changed since this was sent, so nothing was done.",
}


def mark(person: Person) -> str:
    """Seal whose page a form stands on."""
    return seal(KEPT_WORDS, WHOSE, {"person": person.pk, "at": int(time.time())})


def whose(sealed: str) -> int | None:
    """The key of the person on whose page a form stood; None for a mark that is none of ours."""
    found = unseal(KEPT_WORDS, WHOSE, sealed)
    if found is None or not 0 <= time.time() - found["at"] <= LONGEST_MARK:
        return None
    return int(found["person"])


def rights(person: Person) -> str:
    """Return a digest of what this person may see and do: an old answer shows no more than that."""
    teams = person.on_teams.filter(left_at=None).values_list("pk", flat=True)
    needs = NeedToKnow.objects.filter(person=person, ended_at=None).values_list("pk", flat=True)
    held = [sorted(person.roles), person.clearance, sorted(teams), sorted(needs)]
    return hashlib.sha256(json.dumps(held).encode()).hexdigest()


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
        "shown": False,
    }
    # What was seen goes before what was not.
    for oldest in sorted(own, key=lambda one: not own[one]["shown"])[: max(0, len(own) - MOST)]:
        store(own.pop(oldest)["row"]).delete()
    request.session[KEPT] = own
    return at(kept.address, name)


def at(address: str, name: str) -> str:
    """Return the address at which what is kept under ``name`` is shown."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({KEPT: name})}"


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
        at(kept.address, name)
        for name, own in _own(request).items()
        if not own["shown"]
        and name != request.META.get(NAME)
        and (kept := found(request, name)) is not None
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


def forget_all(request: HttpRequest) -> None:
    """Remove all that the session keeps: its person signs out."""
    for name in _own(request):
        forget(request, name)


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
