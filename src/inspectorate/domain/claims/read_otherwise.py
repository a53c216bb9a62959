"""The judgments as they would stand had somebody else read them: what a multiverse is made of.

Plain values; no Django. Only of cells that are agreed, which nobody is still to judge: of others
nothing is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .what_stands import JudgedCell, Place


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What one inspector submitted of a cell, by the key of the inspector."""

    inspector: int
    judged: JudgedCell


def first_read(
    agreed: Mapping[Place, JudgedCell], read: Mapping[Place, tuple[ReadCell, ...]]
) -> dict[Place, JudgedCell]:
    """Return the judgments as their first readings said: nothing moderated."""
    return {**agreed, **{place: cell[0].judged for place, cell in read.items()}}


def without(
    inspector: int,
    agreed: Mapping[Place, JudgedCell],
    read: Mapping[Place, tuple[ReadCell, ...]],
) -> dict[Place, JudgedCell]:
    """Return the judgments with every reading of one inspector left out.

    What the inspector never read stays as agreed; what another read too is as that reading said;
    what nobody else read is not judged.
    """
    found = dict(agreed)
    for place, cell in read.items():
        if all(one.inspector != inspector for one in cell):
            continue
        left = [one.judged for one in cell if one.inspector != inspector]
        if left:
            found[place] = left[0]
        else:
            del found[place]
    return found
