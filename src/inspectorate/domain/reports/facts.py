"""Everything a document is checked against, as plain data; absent outside the database.

No Django, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from inspectorate.domain.bodies.real_names import RealNames
from inspectorate.domain.claims.facts import ClaimFacts, Setting
from inspectorate.prose.bodies import Nouns, anywhere, nouns_of
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.style.house import HouseStyle

from .keys import picture_key
from .known_facts import KnownFacts

if TYPE_CHECKING:
    from inspectstats.quantity.vocabulary import Vocabulary

    from .editions.frozen import PinnedClaim  # for types alone: editions are made from facts

# Facts of which there may be none, and that is known.
_KNOWN_WHEN_EMPTY = frozenset(
    {
        *("claims", "grade_outcome_problems", "outcome_gaps"),
        *("may_name_bodies", "recommendation_count", "spoken", "pictures"),
    }
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A speaker of a live quotation: their office, and a name or none.

    ``approved`` are the words they approved, by digest, that nobody took back; ``ever`` says that
    they approved any.
    """

    office: str
    name: str = ""
    approved: frozenset[str] = frozenset()
    ever: bool = False


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of an editor's own: the copy that is shown, and what may keep it from being shown.

    ``digest`` is the SHA-256 of the copy in hexadecimal, ``media_type`` image/png or image/jpeg,
    ``width`` and ``height`` are pixels. ``withdrawn`` says that it was taken back, ``fallen`` what
    became of the evidence that it is from, "" where that stands.
    """

    digest: str
    media_type: str
    width: int
    height: int
    marking: str = "OFFICIAL"
    withdrawn: bool = False
    fallen: str = ""


MARKINGS = ("PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "TOP SECRET")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one inspection as one document may use them.

    ``None`` or empty means "not known here".

    ``titles`` maps a document's slug to its title; ``slug`` names the document being checked.
    ``counts`` maps a phrase of the registers ("fire and rescue services in England") to its number.
    ``body_names`` are all names a body is known by, ``printable_names`` those this document may
    print beside a finding (pseudonyms in a rehearsal); ``real_names`` finds every real body, which
    a rehearsal may not name beside what is simulated. ``sources`` maps a source's key to its text,
    for quotations; ``quoted`` how high a source that is no claim is marked, by key, where that is
    known and not PUBLIC; ``unread`` names the documents that whoever is told may not read whole.
    ``said`` is in what words claims and sources name bodies and institutions.
    ``pinned`` maps each document's slug to what its newest edition pins, by claim.
    ``scale_changes`` are days on which the grading scale changed.
    ``grade_outcome_problems`` and ``outcome_gaps`` are sentences from the judgments room.
    ``markings`` runs from lowest to highest. ``binding`` says that every sentence with a figure
    must be bound to a claim: true inside the system. ``population`` is what several of the bodies
    are called, ``nouns`` what else they are: one of them, and what their kinds are called.
    ``asked_here`` counts the bodies that were asked to check this very text. ``spoken`` are those
    who speak in this text, by the code under which it names them, ``pictures`` those of editors'
    own that texts show, by key. ``known`` are facts of records
    that a text may state. ``style`` is how the house writes, where one was adopted. Of a language
    variant ``variant_of`` is the slug of its original, whose text is among ``documents``,
    ``original_edition`` the number of that one's newest edition (0 where it has none) and
    ``language`` its own.
    """

    slug: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    report_title: str = ""
    headline: str = ""
    inspection_from: date | None = None
    inspection_to: date | None = None
    published_on: date | None = None
    signing_on: date | None = None
    claims: Mapping[str, ClaimFacts] | None = None
    vocabulary: Vocabulary | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    recommendation_count: int | None = None
    body_names: tuple[str, ...] = ()
    printable_names: tuple[str, ...] = ()
    may_name_bodies: bool | None = None
    documents: Mapping[str, Manuscript] = field(default_factory=dict)
    pinned: Mapping[str, Mapping[str, PinnedClaim]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    quoted: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    edition: str = ""
    ceiling: str = ""
    markings: tuple[str, ...] = MARKINGS
    rehearsal: bool = False
    real_names: RealNames | None = None
    grade_outcome_problems: tuple[str, ...] | None = None
    outcome_gaps: tuple[str, ...] | None = None
    scale_changes: tuple[date, ...] = ()
    population: str = "forces"
    nouns: tuple[str, ...] = ()
    asked_here: int | None = None
    spoken: Mapping[str, Spoken] | None = None
    pictures: Mapping[str, ShownPicture] | None = None
    known: KnownFacts = field(default_factory=KnownFacts)
    style: HouseStyle | None = None
    variant_of: str = ""
    language: str = "en-GB"
    original_edition: int = 0
    binding: bool = True
    least_items: int = 2
    least_kinds: int = 2
    least_bodies: int = 1

    def knows(self, name: str) -> bool:
        """Say whether the fact ``name`` is known: neither ``None`` nor empty.

        A name is a field's, or "known." and a field of the known facts.
        """
        known, _, of = name.partition(".")
        value = getattr(self.known, of) if known == "known" and of else getattr(self, name)
        if name in _KNOWN_WHEN_EMPTY:
            return value is not None
        return bool(value)

    @property
    def called(self) -> Nouns:
        """What the bodies of this inspection are called, one and several."""
        return nouns_of(self.population, *self.nouns)

    @property
    def called_anywhere(self) -> Nouns:
        """What bodies are called, those of this inspection and those that others inspect."""
        return anywhere(self.called)

    @property
    def bears(self) -> dict[str, str]:
        """How high each claim is marked, each source that is quoted and each picture, by key."""
        claims = {key: one.marking for key, one in (self.claims or {}).items()}
        shown = {picture_key(key): one.marking for key, one in (self.pictures or {}).items()}
        return {**self.quoted, **claims, **shown}

    @property
    def setting(self) -> Setting:
        """What surrounds each claim, for the checks of the claims room."""
        return Setting(
            inspection_from=self.inspection_from,
            inspection_to=self.inspection_to,
            signing_on=self.signing_on,
            least_items=self.least_items,
            least_kinds=self.least_kinds,
            least_bodies=self.least_bodies,
        )
