"""The inspection that an address names, for whoever may do there what is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from inspectorate.domain.inspections import queries as inspections
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.people.models import Person

from .tokens import asked_by


def inspection_of(
    request: HttpRequest,
    slug: str,
    can: Callable[[Person, Inspection, Any], bool] | None = None,
    verb: object = None,
) -> Inspection:
    """The inspection named ``slug`` that the person sees and on which they ``can`` do ``verb``.

    Raises Http404 alike where there is none.
    """
    person = asked_by(request)
    found = inspections.visible_to(person).filter(slug=slug).first()
    if found is None or (can is not None and not can(person, found, verb)):
        raise Http404
    return found
