"""The register of bodies as it is taken out."""

from __future__ import annotations

from datetime import date

from ..lists.listing import Column, Listing, Rows

_BODIES = (
    Column("Code", lambda body: body.code),
    Column("Name", lambda body: body.name),
    Column("Kind", lambda body: body.get_kind_display()),
    Column("Official code", lambda body: body.official_code),
    Column("Region", lambda body: body.region),
)


def bodies(rows: Rows, on: date) -> Listing:
    """Bodies on the register of a day."""
    return Listing("bodies", "Register of bodies", _BODIES, rows, f"on {on.isoformat()}")
