"""Which names may not stand in the words of a case: those of the bodies that are inspected."""

from __future__ import annotations

from inspectorate.domain.bodies.queries import names_of_bodies
from inspectorate.domain.bodies.real_names import NamedBody, RealNames
from inspectorate.domain.inspections.models import Inspection


def names_kept_out(inspection: Inspection) -> RealNames:
    """The names of the bodies in scope, and what they are called here. Two queries."""
    scope = list(inspection.scope.select_related("body"))
    found = names_of_bodies([one.body for one in scope])
    labels = tuple(NamedBody(one.code, (one.label,), local=True) for one in scope)
    return RealNames((*found.bodies, *labels), found.kinds)
