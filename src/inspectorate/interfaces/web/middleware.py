"""What every staff answer passes through: refusals become pages, sessions end, no caching."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from inspectorate.foundation.markings.reading import Read, noting_reads
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note

from ..uploads import read_out

Next = Callable[[HttpRequest], HttpResponse]


class Answers:
    """Turns house exceptions into pages and keeps authenticated answers out of every cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._tell_of_an_end(request)
        # Only where nothing is written: an act must see a role that ended a moment ago.
        if request.method in ("GET", "HEAD") and request.user.is_authenticated:
            request.user.read_rights_once(request.user.let_in_with)
        with noting_reads() as reads:
            response = self.get_response(request)
        _tell_of(reads, request)
        if request.user.is_authenticated or response.status_code == 404:
            # Nor kept by the browser: the next person at this machine presses Back. And what does
            # not exist is answered alike, a calendar's address that was ended among it.
            response["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _tell_of_an_end(request: HttpRequest) -> None:
        """End a session for good that Django no longer takes; nobody hears of it otherwise."""
        held = request.session.get(SESSION_KEY)
        if held is None or request.user.is_authenticated:
            return
        # Django has emptied a session already whose password was changed elsewhere.
        why = "role" if SESSION_KEY in request.session else "password"
        note(SecurityEvent.SESSION_ENDED, person=int(held), why=why)
        request.session.flush()

    def process_view(
        self,
        request: HttpRequest,
        view: object,
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> None:
        """Answer an address with a NUL in it as one that does not exist.

        PostgreSQL takes no text that holds one, whatever asks for it.
        """
        asked = [
            *kwargs.values(),
            *request.GET,
            *(value for values in request.GET.lists() for value in values[1]),
        ]
        if any("\x00" in str(value) for value in asked):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refused: 422 with the reasons.

        Conflict: 409 with what changed on each side. Forbidden: exactly as if it did not exist.
        """
        if isinstance(exception, Refused):
            return render(
                request, "inspectorate/refused.html", {"reasons": exception.reasons}, status=422
            )
        if isinstance(exception, Conflict):
            from .conflict import conflict_page  # a late import: its frame loads models

            return conflict_page(request, exception)
        if isinstance(exception, Forbidden | PermissionDenied):
            raise Http404
        return None


def _tell_of(reads: Iterable[Read], request: HttpRequest) -> None:
    """Note in the security log what was laid open while an answer was made, ids and never words."""
    told: dict[tuple[str, str], list[str]] = {}
    for one in reads:
        told.setdefault((one.inspection, one.marking), []).append(one.of)
    for (inspection, marking), objects in told.items():
        note(
            SecurityEvent.READ,
            person=request.user.pk,
            inspection=inspection,
            marking=marking,
            objects=objects,
        )


def too_many(request: HttpRequest) -> HttpResponse:
    """429 in words, for whoever tries to sign in too often."""
    return render(request, "429.html", status=429)


def failed(request: HttpRequest) -> HttpResponse:
    """The page for whatever went wrong on our side; 507 in words where the disk is full, 503 where
    too many write at once.

    Neither asks the database for anything. Django calls it while it handles what was raised, be it
    by a page, in reading a form or in noting a session.
    """
    fault = sys.exc_info()[1]
    status = 507 if disk_is_full(fault) else 503 if is_busy(fault) else 500
    read_out(request)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)


def is_busy(fault: BaseException | None) -> bool:
    """Did ``fault`` arise because others were writing for longer than a request waits its turn?"""
    while fault is not None:
        if isinstance(fault, OperationalError) and "database is locked" in str(fault):
            return True
        # lock_not_available, which PostgreSQL says where a lock timeout is set.
        if getattr(fault, "sqlstate", None) == "55P03":
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def disk_is_full(fault: BaseException | None) -> bool:
    """Did ``fault`` arise because a disk took no more: the store's, SQLite's or PostgreSQL's?"""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(fault, OperationalError) and "database or disk is full" in str(fault):
            return True
        if getattr(fault, "sqlstate", None) == "53100":
            return True
        fault = fault.__cause__ or fault.__context__
    return False


class Sessions(SessionMiddleware):
    """Django's sessions; an answer stands though the disk was too full to note when it was given.

    What was done is done, and reading goes on. Whatever else a session should have kept, that
    somebody has signed in above all, is a failure.
    """

    PASSING = frozenset({"began", "seen"})

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, OSError, SessionInterrupted) as fault:
            if not disk_is_full(fault):
                raise
            if self._changed(request) <= self.PASSING:
                return response
            # Django takes any failure here for a session ended meanwhile, and answers 400.
            raise OSError(errno.ENOSPC, "the session was not kept") from fault

    @staticmethod
    def _changed(request: HttpRequest) -> set[str]:
        """The names under which a session and its stored form hold different things."""
        now, stored = dict(request.session.items()), request.session.load()
        return {name for name in {*now, *stored} if now.get(name) != stored.get(name)}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the page for signing in, and from there to what was asked for."""
    if request.method != "GET":
        return HttpResponseRedirect(reverse("account_login"))
    messages.info(request, "You were signed out after a while without a request. Sign in again.")
    asked = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('account_login')}?{asked}")


class SecondFactor:
    """Ends sessions, and sends who has no second factor to the pages that set one up."""

    OPEN = ("/accounts/", "/static/", "/healthz")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if why := self._over(request, now):
                note(SecurityEvent.SESSION_ENDED, person=request.user.pk, why=why)
                logout(request)
                return _to_sign_in(request)
            # Django's own end of a session is renewed whenever it is saved, so that one in use
            # would never end.
            if "began" not in request.session:
                request.session["began"] = now
            # Every thirty seconds at most: each change of a session is a write to the database.
            if now - request.session.get("seen", 0) > 30:
                request.session["seen"] = now
            if (
                settings.SECOND_FACTOR_REQUIRED
                and not request.path.startswith(self.OPEN)
                and not self._has_factor(request)
            ):
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _over(request: HttpRequest, now: int) -> str:
        """Say why a session has ended: half an hour without a request, or ten hours in all."""
        if now - request.session.get("seen", now) > settings.SESSION_IDLE_SECONDS:
            return "idle"
        age = now - request.session.get("began", now)
        return "age" if age > settings.SESSION_ABSOLUTE_SECONDS else ""

    @staticmethod
    def _has_factor(request: HttpRequest) -> bool:
        from allauth.mfa.utils import is_mfa_enabled  # allauth reads its settings on import

        from inspectorate.foundation.single_sign_on.adapter import factor_given

        return bool(is_mfa_enabled(request.user)) or factor_given(request, request.user)
