"""How a staff page does a thing: only staff reach it, and an act has a page in the inspection's frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from inspectorate.foundation.people.roles import STAFF

from ..doing import holding, one_act

staff = holding(STAFF)


def act_page(
    request: HttpRequest, inspection: Any, form: forms.Form, act: Callable[..., Any], /, *, stair: str = "", **told: Any
) -> HttpResponse:
    """A page that is one form for one act (see :func:`one_act`), standing on the staircase step ``stair``."""
    from .frame import page  # frame reads every room's queries; a late import keeps this module light for forms

    return one_act(page, request, inspection, form, act, frame={"stair": stair}, **told)
