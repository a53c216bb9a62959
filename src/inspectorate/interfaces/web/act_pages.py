"""The earlier way to open a page and to do an act, until claims and reports use ``access`` and
``inspection_page``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from ..act_forms import one_act
from .access import signing, staff

__all__ = ["act_page", "signing", "staff"]


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
    from .inspection_page import page  # a late import keeps this module light for forms

    return one_act(page, request, inspection, form, act, frame={"stair": stair}, **told)
