"""The register of bodies as it is taken out."""

from __future__ import annotations

from datetime import date

from inspectorate.domain.bodies.kinds import Kind

from ..lists.listing import Column, Listing, Rows

_BODIES = (
    Column("Code", lambda body: body.code),
    Column("Name", lambda body: body.name),
    Column("Kind", lambda body: body.get_kind_display()),
    Column("Official code", lambda body: body.official_code),
    Column("Region", lambda body: body.region),
)


def bodies(rows: Rows, on: date, kind: str, words: str) -> Listing:
    """Bodies on the register of a day; of one ``kind``, their names with ``words``, where asked."""
    said = [f"on {on.isoformat()}"]
    said += [f"Kind: {Kind(kind).label}"] if kind in Kind.values else []
    said += [f"Name contains: {words}"] if words else []
    return Listing("bodies", "Register of bodies", _BODIES, rows, "; ".join(said))
