"""Addresses in a document: anchors that differ from one another, and where a link may lead."""

from __future__ import annotations

SAFE_LINKS = ("https://", "http://", "mailto:", "#")


def free_anchor(wanted: str, taken: set[str]) -> str:
    """Return ``wanted``, numbered from 2 where it is in ``taken`` already, and add it there."""
    name, place = wanted, 2
    while name in taken:
        name, place = f"{wanted}-{place}", place + 1
    taken.add(name)
    return name
