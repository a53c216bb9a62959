"""Loads how high the claims, sources and pictures are marked that texts name."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.claims import queries as claims
from inspectorate.domain.inspections.models import Inspection
from inspectorate.prose.manuscript import Manuscript

from .keys import PICTURE, keys_in, picture_key
from .pictures.queries import shown_in


def bears_of(inspection: Inspection, texts: Sequence[Manuscript]) -> dict[str, str]:
    """Return how high the claims, sources and pictures named in texts are marked, by key."""
    keys = {key for text in texts for key in keys_in(text)}
    if not keys:
        return {}
    pictures = {picture_key(key): one.marking for key, one in shown_in(inspection, keys).items()}
    keys -= {key for key in keys if key.startswith(PICTURE)}
    rows = claims.markings(inspection, inspection.claims.filter(key__in=keys))
    return {**claims.markings_of_sources(inspection, keys), **rows, **pictures}
