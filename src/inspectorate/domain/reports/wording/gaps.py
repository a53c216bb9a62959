"""What of a text's wording is not signed, or fell after it was frozen, as a gate before it."""

from __future__ import annotations

from inspectorate.prose.excerpts import excerpt
from inspectorate.prose.passages import Signing

from ..documents.gates import Gate
from ..gaps import Gap
from ..models import Edition
from .loading import fallen
from .standing import PassageStanding, SectionStanding, TextStanding


def unsigned_gap(standing: TextStanding) -> Gap:
    """What of a text's wording keeps it from being frozen, in the order of the text."""
    things = [f"“{_short(one)}”" for one in standing.unsigned]
    things += [f"section {_section(one)}" for one in standing.unread]
    things += [f"“{_short(one)}” (not looked at)" for one in standing.not_looked_at]
    singly = {
        one.passage.identity
        for one in standing.passages
        if one.passage.signing is not Signing.SECTION
    }
    return Gap(Gate.SIGNATURES, tuple(things), len(singly) + len(standing.sections))


def fallen_gap(edition: Edition) -> Gap:
    """What was signed when an edition was frozen, and taken back since.

    Of an edition frozen before wording was signed nothing was signed, so that nothing is missing:
    it may go out, and says of itself that its wording was not signed.
    """
    gone = fallen(edition)
    return Gap(Gate.SIGNATURES, tuple(f"“{excerpt(one, 80)}”" for one in gone), len(gone))


def _short(one: PassageStanding) -> str:
    return excerpt(" ".join(one.passage.words.split()), 80)


def _section(one: SectionStanding) -> str:
    return f"“{one.heading}”" if one.heading else "before the first heading"
