"""The record of a draw as published: all it takes to repeat it, and no case that was not drawn."""

from __future__ import annotations

from typing import Any

from inspectstats.sampling.draw import Draw


def published(draw: Draw, frame_hash: str) -> dict[str, Any]:
    """The record as plain JSON values; ``verifier.py`` reads it.

    ``frame_hash`` is what was published before the seed.
    """
    return {
        "method": draw.method,
        "frame_sha256": frame_hash,
        "seed": draw.seed,
        "draw": draw.name,
        "sizes": dict(draw.sizes),
        "populations": dict(draw.populations),
        "drawn": [
            {
                "stratum": each.stratum,
                "place": each.place,
                "id": each.id,
                "ticket": each.ticket,
                "chance": str(each.chance),
                "certain": each.certain,
            }
            for each in draw.drawn
        ],
    }
