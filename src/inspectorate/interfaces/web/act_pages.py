"""How a staff page does a thing: only staff reach it, signing asks again who it is, an act has a
page in the inspection's frame.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from inspectorate.foundation.people.roles import STAFF

from ..act_forms import View, holding, one_act

staff = holding(STAFF)


def signing(view: View) -> View:
    """Ask again for password or second factor when the last time was longer ago than
    ``ACCOUNT_REAUTHENTICATION_TIMEOUT``.

    For acts that sign: freezing, approving, releasing, giving and ending roles. What was sent is
    kept and done afterwards. Waived where second factors are (the rehearsal on this machine).
    """

    @functools.wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Late imports: allauth reads its settings on import.
        from allauth.core.exceptions import ReauthenticationRequired

        from inspectorate.foundation.people.sign_in import proved_lately

        if (
            settings.SECOND_FACTOR_REQUIRED
            and request.method == "POST"
            and not proved_lately(request)
        ):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked


def act_page(
    request: HttpRequest,
    inspection: Any,
    form: forms.Form,
    act: Callable[..., Any],
    /,
    *,
    stair: str = "",
    **told: Any,
) -> HttpResponse:
    """A page that is one form for one act (see :func:`one_act`), standing on the staircase step
    ``stair``.
    """
    from .inspection_page import (
        page,
    )  # frame reads every room's queries; a late import keeps this module light for forms

    return one_act(page, request, inspection, form, act, frame={"stair": stair}, **told)
