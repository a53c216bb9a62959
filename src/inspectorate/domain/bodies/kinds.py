"""Kinds of body: the enumeration stored, and what differs by kind as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True, slots=True)
class KindOfBody:
    """What differs by kind.

    ``oversees``: its contacts speak as an overseer even before the register says for whom.
    ``must_comment``: a statute obliges it to publish its comments on a report.
    ``local``: a place gives it away, so in a rehearsal it is never addressed under its own name.
    """

    sentence: str
    oversees: bool = False
    must_comment: bool = False
    local: bool = False


class Kind(models.TextChoices):
    """What a body is."""

    TERRITORIAL = "territorial", "Territorial police force"
    SPECIAL = "special", "Non-Home Office force"
    FIRE = "fire", "Fire and rescue service"
    NATIONAL = "national", "National body"
    LOCAL_POLICING = "local-policing", "Local policing body"
    OTHER = "other", "Other body"

    @property
    def about(self) -> KindOfBody:
        """What differs by this kind."""
        return KINDS[self]


KINDS: Mapping[Kind, KindOfBody] = {
    Kind.TERRITORIAL: KindOfBody("Polices an area; inspected.", local=True),
    Kind.SPECIAL: KindOfBody(
        "Polices a network or a kind of place, such as railways; inspected.", local=True
    ),
    Kind.FIRE: KindOfBody("Serves an area; inspected.", local=True),
    Kind.NATIONAL: KindOfBody("Works for the whole country; recommendations are put to it."),
    Kind.LOCAL_POLICING: KindOfBody(
        "Oversees a police force; asked for its comments on a report about that force.",
        oversees=True,
        must_comment=True,
        local=True,
    ),
    Kind.OTHER: KindOfBody("Any other body that a recommendation may be put to."),
}
# "Before the end of 56 days beginning with the day of publication". The statute is kept as the
# legal basis of each addressee to which it applies; a page speaks of law only from there.
POLICE_ACT = "Police Act 1996 s.55(5A)"
COMMENT_DAYS = 56
LOCAL = tuple(kind for kind, about in KINDS.items() if about.local)
MUST_COMMENT = tuple(kind for kind, about in KINDS.items() if about.must_comment)
OVERSEER = Kind.LOCAL_POLICING  # what the unnamed overseer of a body in scope is called

# What the inspectorate says of itself that it inspects, as phrases of prose (below).
INSPECTED = ("police forces in England and Wales", "fire and rescue services in England")

# Phrases of prose, each with the kinds and the nation it counts; "" is every nation.
# "Home Office forces" are the territorial ones; a claim stored before "non-Home Office forces" was
# said counts "special police forces".
PHRASES: Mapping[str, tuple[tuple[Kind, ...], str]] = {
    "police forces in England and Wales": ((Kind.TERRITORIAL,), ""),
    "territorial police forces": ((Kind.TERRITORIAL,), ""),
    "Home Office forces": ((Kind.TERRITORIAL,), ""),
    "police forces in England": ((Kind.TERRITORIAL,), "England"),
    "police forces in Wales": ((Kind.TERRITORIAL,), "Wales"),
    "non-Home Office forces": ((Kind.SPECIAL,), ""),
    "special police forces": ((Kind.SPECIAL,), ""),
    "police forces": ((Kind.TERRITORIAL, Kind.SPECIAL), ""),
    "fire and rescue services in England": ((Kind.FIRE,), "England"),
    "fire and rescue services": ((Kind.FIRE,), ""),
    "national bodies": ((Kind.NATIONAL,), ""),
    "local policing bodies": ((Kind.LOCAL_POLICING,), ""),
}
