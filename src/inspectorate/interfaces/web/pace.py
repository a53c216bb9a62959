"""How much one person may ask for: enough for any work by hand, too little to carry the house away.

Counted in the memory of each worker, so that the true bound is that times the workers, and an
asked-for page costs no write. Guessing at sign-in is another matter, and counted in the database.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .middleware import too_many

# How the address ends at which an open page asks by itself what is wrong in words being typed: no
# work by hand, and none must be refused for it.
TYPED = "/typed/"


class Pace:
    """Answers 429 in words to a signed-in person who asks or sends faster than anybody works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # As many as people at work, each no longer than the limit.
        self._times: dict[tuple[int | None, str, int], deque[float]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not self._take(request):
            return too_many(request)
        return self.get_response(request)

    def _take(self, request: HttpRequest) -> bool:
        now = time.monotonic()
        asked = list(self._counted(request, now))
        if any(len(times) >= most for times, most in asked):
            return False
        for times, _ in asked:
            times.append(now)
        return True

    def _counted(self, request: HttpRequest, now: float) -> Iterator[tuple[deque[float], int]]:
        """The times at which this person did the same before, and how many there may be."""
        counts = _counts_as(request)
        for what, seconds, most in settings.PACE:
            if what not in counts:
                continue
            times = self._times.setdefault((request.user.pk, what, seconds), deque())
            # Two threads at once may let one more through, and that is all.
            with suppress(IndexError):
                while now - times[0] > seconds:
                    times.popleft()
            yield times, most


def _counts_as(request: HttpRequest) -> tuple[str, ...]:
    """Among what a request is counted."""
    if request.method != "POST":
        return ("asked",)
    return ("typed",) if request.path.endswith(TYPED) else ("asked", "sent")
