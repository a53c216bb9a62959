"""Asking again who it is, before an act that gives power."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .act_forms import View


def signing(view: View) -> View:
    """Ask again for password or second factor when it was last given too long ago.

    The limit is ``ACCOUNT_REAUTHENTICATION_TIMEOUT``. The pages of ``proofs.PAGES`` ask for both.

    For every act that gives power: over people, teams, contacts, clearance, over what is frozen,
    waived or public (``tests/house/test_step_up.py`` lists them all). What was sent is kept and
    done afterwards. Waived where second factors are (the rehearsal on this machine).
    """

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Late import: allauth reads its settings on import.
        from inspectorate.foundation.people.proofs import ask_unless_proved

        # What only shows a form signs nothing.
        if settings.SECOND_FACTOR_REQUIRED and request.method == "POST":
            ask_unless_proved(request)
        return view(request, *args, **kwargs)

    return asked
