"""Releases as their list is taken out."""

from __future__ import annotations

from inspectorate.domain.publication.models import Release
from inspectorate.domain.reports.models import Edition

from ..lists.listing import Column, Listing, Rows

# A row is a release's status and the tone it is shown in.
_RELEASES = (
    Column("Release", lambda row: row[0].release.number),
    Column("Corrects", lambda row: row[0].release.corrects and row[0].release.corrects.number),
    Column("Holds", lambda row: _held(row[0].editions)),
    Column("Embargo ends", lambda row: row[0].release.embargo_until),
    Column("Prepared by", lambda row: row[0].release.prepared_by.name),
    Column("Signed by", lambda row: _signed(row[0].release)),
    Column("State", lambda row: row[0].state.label),
)


def releases(rows: Rows) -> Listing:
    """Every release with where it stands."""
    return Listing("releases", "Releases", _RELEASES, rows)


def _held(editions: tuple[Edition, ...]) -> str:
    return "; ".join(f"{one.document.title}, edition {one.number}" for one in editions)


def _signed(release: Release) -> str:
    approval = getattr(release, "approval", None)
    return approval.by.name if approval else ""
