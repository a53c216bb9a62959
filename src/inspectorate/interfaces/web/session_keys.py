"""A session gets a new key when its person proves again who they are, as it does at sign-in.

Whoever learnt the old key before gains nothing of what the proof opens.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RECORDS = "account_authentication_methods"  # the sign-in library's, in the session


class NewKeyOnProof:
    """Changes the key of a session in which a proof was just given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = proofs_of(request)
        response = self.get_response(request)
        # A sign-in changes the key by itself; a session that has just ended has none.
        if before and proofs_of(request) > before:
            request.session.cycle_key()
        return response


def proofs_of(request: HttpRequest) -> tuple[float, ...]:
    """When the last proof was given, and how many there were; empty for a stranger."""
    if not request.user.is_authenticated:
        return ()
    records = request.session.get(RECORDS, [])
    return (max((one.get("at", 0) for one in records), default=0), len(records))
