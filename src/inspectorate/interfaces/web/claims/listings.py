"""Claims as they are taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..lists.listing import Column, Listing

_CLAIMS = (
    Column("Claim", lambda row: row["claim"].key),
    Column("Says", lambda row: row["claim"].statement, wide=True),
    Column("Kind", lambda row: str(row["claim"].kind).capitalize()),
    Column("Figures", lambda row: row["numbers"]),
    Column("Word", lambda row: row["figures"].word),
    Column("State", lambda row: row["words"]),
    # The row's marking is that of what is shown: of a claim withheld, of the sentence in its place.
    Column("Marking", lambda row: "" if row["claim"].withheld else row["marking"]),
)


def claims(rows: Sequence[dict[str, Any]], *chosen: str) -> Listing:
    """Claims with their figures, words and states."""
    said = ", ".join(one for one in chosen if one)
    return Listing("claims", "Claims", _CLAIMS, rows, said)
