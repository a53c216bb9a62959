"""What answers at an address that told of single bodies, where a scope names none.

The signed release that gave the address stays as it was signed; beside the newest release, the
address says why nothing of a body stands there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial

from inspectorate.domain.publication.schema import BodyInfo

from ..cells import csv_text
from .about import NOT_NAMED, in_release, tabs
from .release_pages import body_path
from .rendering import page
from .served import Served

Make = Callable[[], bytes]
# The tables that tell of single bodies; that of outcomes does not where it was printed without.
TABLES = frozenset({"judgments", "outcomes"})


def unnamed(newest: Served, earlier: Iterable[Served]) -> dict[str, Make]:
    """Return, by its path, what answers beside ``newest`` at each such address of ``earlier``."""
    if newest.bundle.name_bodies:
        return {}
    found: dict[str, Make] = {}
    why = " ".join((NOT_NAMED, newest.about.notice)).strip()
    note = json.dumps({"note": why}, ensure_ascii=False).encode()
    for one in earlier:
        for body in (each for each in one.bundle.bodies if each.inspected):
            found[body_path(body)] = partial(_page, newest, body)
        for slug in TABLES.intersection(table.slug for table in one.bundle.tables):
            table = csv_text(("note",), [(why,)]).encode()
            found[f"data/{slug}.csv"] = partial(bytes, table)
            found[f"data/{slug}.json"] = partial(bytes, note)
            found[f"data/{slug}.csv-metadata.json"] = partial(bytes, note)
    return found


def _page(newest: Served, body: BodyInfo) -> bytes:
    path = body_path(body)
    place = in_release(path)
    return page(
        "not_named.html",
        newest.about,
        place,
        title=body.name,
        canonical=f"{newest.about.slug}/{newest.number}/index.html",
        tabs=tabs(newest.bundle, place),
        bundle=newest.bundle,
        body=body,
        reason=NOT_NAMED,
    )
