"""A quantity vocabulary as JSON and back, in exact fractions, so that nothing is rounded."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from inspectstats.quantity.vocabulary import Band, Vocabulary


def written(vocabulary: Vocabulary) -> dict[str, Any]:
    """The vocabulary as plain data; ends are fractions such as "3/4"."""
    return {
        "code": vocabulary.code,
        "version": vocabulary.version,
        "title": vocabulary.title,
        "source": vocabulary.source,
        "smallest_n": vocabulary.smallest_n,
        "tolerance": str(vocabulary.tolerance),
        "mixed_share": str(vocabulary.mixed_share),
        "alike_below": str(vocabulary.alike_below),
        "closed_holes": list(vocabulary.closed_holes),
        "bands": [
            {
                "word": band.word,
                "low": str(band.low),
                "low_inclusive": band.low_inclusive,
                "high": str(band.high),
                "high_inclusive": band.high_inclusive,
                "aliases": list(band.aliases),
            }
            for band in vocabulary.bands
        ],
    }


def read_back(definition: dict[str, Any]) -> Vocabulary:
    """The vocabulary as adopted, from its data."""
    return Vocabulary(
        code=definition["code"],
        version=definition["version"],
        title=definition["title"],
        source=definition["source"],
        smallest_n=definition["smallest_n"],
        # Adopted before approximations had a tolerance of their own: it was this one.
        tolerance=Fraction(definition.get("tolerance", "1/20")),
        # Adopted before the words of difference had margins of their own: they were these.
        mixed_share=Fraction(definition.get("mixed_share", "1/4")),
        alike_below=Fraction(definition.get("alike_below", "1/5")),
        closed_holes=tuple(definition["closed_holes"]),
        bands=tuple(
            Band(
                word=band["word"],
                low=Fraction(band["low"]),
                low_inclusive=band["low_inclusive"],
                high=Fraction(band["high"]),
                high_inclusive=band["high_inclusive"],
                aliases=tuple(band["aliases"]),
            )
            for band in definition["bands"]
        ),
    )
