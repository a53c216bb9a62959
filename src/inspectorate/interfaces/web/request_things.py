"""What entries on requests are of: the request, on whose page each is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.fieldwork.verbs import FieldworkVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table

# By table: the way from its row to the request.
_OF_REQUEST = {"request": "", "receipt": "request", "requestwithdrawal": "request"}


def of_requests(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    return {f"fieldwork.{table}": _of(kind, place, to) for table, to in _OF_REQUEST.items()}


def _of(kind: type[Kind], place: type[Place], to: str) -> Kind:
    under, ways = (f"{to}__", to.split("__")) if to else ("", [])

    def named(row: Any) -> str:
        for way in ways:
            row = getattr(row, way)
        return f"the request “{row.title}” to {row.scope_body.label}"

    return kind(
        FieldworkVerb.SEE,
        "a request",
        named,
        place("fieldwork-request", (".".join([*ways, "pk"]),)),
        whose=f"{under}inspection",
        body=f"{under}scope_body__body",
        with_=(f"{under}scope_body",),
    )
