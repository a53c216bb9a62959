"""What entries on requests are of: the request, on whose page each is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspectorate.domain.fieldwork.verbs import FieldworkVerb

if TYPE_CHECKING:
    from .things import Kind, Place  # which read this module for their table

# By table: the way from its row to the request.
_RETURN = "asked__request"
_OF_REQUEST = {
    "request": "",
    "receipt": "request",
    "requestwithdrawal": "request",
    "datareturn": _RETURN,
    "datareturnwithdrawal": f"data_return__{_RETURN}",
    "returnexception": f"data_return__{_RETURN}",
    "returnexceptionwithdrawal": f"exception__data_return__{_RETURN}",
    "returncertificate": f"data_return__{_RETURN}",
    "certificatewithdrawal": f"certificate__data_return__{_RETURN}",
}
# By table: the way from its row to the template of a data return.
_OF_TEMPLATE = {"returntemplate": "", "returntemplatewithdrawal": "template"}


def of_requests(kind: type[Kind], place: type[Place]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of."""
    asked = {f"fieldwork.{table}": _of(kind, place, to) for table, to in _OF_REQUEST.items()}
    templates = {
        f"fieldwork.{table}": _of_template(kind, place, to) for table, to in _OF_TEMPLATE.items()
    }
    return {**asked, **templates}


def _of_template(kind: type[Kind], place: type[Place], to: str) -> Kind:
    def named(row: Any) -> str:
        template = getattr(row, to) if to else row
        return f"the template “{template.title}”"

    return kind(
        FieldworkVerb.SEE,
        "a template of a data return",
        named,
        place("fieldwork-return-template", (f"{to}.number" if to else "number",)),
        whose=f"{to}__inspection" if to else "inspection",
        with_=(to,) if to else (),
    )


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
