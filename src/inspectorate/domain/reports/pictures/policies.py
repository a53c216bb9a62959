"""May a picture be added, and taken back? Each rule answers with reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from inspectorate.domain.inspections.marked_words import markable
from inspectorate.foundation.markings.scheme import above
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import ReportReason
from .kinds import InPicture, PictureOrigin

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_KEY, LONGEST_LINE, LONGEST_REASON = 60, 400, 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSaid:
    """What is said of a picture as it is added; ``item`` is the number of its evidence, or None."""

    origin: str
    people: str
    marking: str
    item: int | None = None
    source: str = ""
    ground: str = ""
    agreement: str = ""


def addable(
    *, key: str, taken: bool, said: PictureSaid, item_marking: str | None, item_stands: bool
) -> list[Reason]:
    """A picture has a short name of its own, says where it is from and who is in it, and is marked
    no lower than its evidence. ``item_marking`` is None where no such item may be read.
    """
    found = _named(key, taken=taken)
    found += markable(said.marking)
    found += _from_somewhere(said, item_marking, stands=item_stands)
    if said.people not in InPicture.values:
        text = "It is not said who can be recognised in the picture."
        mend = Mend.words("Say that nobody can, or that those who can agreed to it.")
        found.append(Reason(ReportReason.PICTURE_PEOPLE, text, mend, "people"))
    if said.people == InPicture.AGREED:
        found += storable(said.agreement, "agreement", needed=True, limit=LONGEST_REASON)
    return found


def withdrawable(*, withdrawn: bool, reason: str) -> list[Reason]:
    """A picture is taken back once, and why is said."""
    if withdrawn:
        text = "The picture has been taken back already."
        return [Reason(ReportReason.PICTURE_GONE, text, Mend.nothing(), "reason")]
    return storable(reason, "reason", needed=True, limit=LONGEST_REASON)


def _named(key: str, *, taken: bool) -> list[Reason]:
    if not _KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        text = f"A short name is small letters, figures and hyphens, at most {LONGEST_KEY}."
        mend = Mend.words("Write it so, as “control-room”.")
        return [Reason(ReportReason.PICTURE_KEY, text, mend, "code")]
    if taken:
        text = "Another picture of this inspection has that short name."
        mend = Mend.words("Choose another: a picture is never changed under its name.")
        return [Reason(ReportReason.PICTURE_KEY, text, mend, "code")]
    return []


def _from_somewhere(said: PictureSaid, item_marking: str | None, *, stands: bool) -> list[Reason]:
    if said.origin == PictureOrigin.OURS:
        return []
    if said.origin == PictureOrigin.SOURCE:
        return [
            *storable(said.source, "source", needed=True, limit=LONGEST_LINE),
            *storable(said.ground, "ground", needed=True, limit=LONGEST_LINE),
        ]
    if said.origin != PictureOrigin.EVIDENCE:
        text = "It is not said where the picture is from."
        mend = Mend.words("Name the evidence or the source, or say that the inspectorate made it.")
        return [Reason(ReportReason.PICTURE_ORIGIN, text, mend, "origin")]
    if item_marking is None or not stands:
        text = "There is no such evidence that stands and that you may read."
        mend = Mend.words("Give the number of the item, as 12 of PREV-E0012.")
        return [Reason(ReportReason.PICTURE_EVIDENCE, text, mend, "item")]
    if above(item_marking, said.marking):
        text = "The evidence is marked higher than the picture."
        mend = Mend.words("Mark the picture as high.")
        return [Reason(ReportReason.PICTURE_BELOW, text, mend, "marking")]
    return []
