"""Is an edition that was frozen still true to the records, and what may go out?

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.reports.gaps import Gap, hard, warned
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.excerpts import excerpt

from .reasons import PublicationReason
from .verbs import PublicationVerb


@dataclass(frozen=True, slots=True)
class Candidate:
    """One edition offered for release, as the rules see it.

    ``printed_on`` is the day of publication it prints, if any, ``planned_at`` the moment that its
    text gives with an hour, where it is given to the press before; ``newest`` is the number of its
    document's newest edition; ``stale`` names claims it carries that are stale or whose figures
    have moved since it was frozen. ``gaps`` are what its kind of document requires and is missing,
    ``signed`` those of them that somebody went past with a reason; ``named`` quotes passages that
    name a body, which the inspection no longer may, ``suppressed`` what prints a column that is
    suppressed since, ``excerpts`` those it prints that stand no more. ``small_below`` is its bound
    of small numbers, where another holds now. ``beside`` has of a translation the edition of its
    original that it was frozen beside, and the one that the public would see, 0 where it sees none.
    ``fallen`` names who speaks in it and took back that they approved the words; ``pictures`` says
    which of the pictures it shows may be shown no more, and why.
    """

    document: str
    title: str
    kind: str
    number: int
    newest: int
    printed_on: date | None
    planned_at: datetime | None = None
    here: bool = True
    stale: tuple[str, ...] = ()
    released: bool = False
    gaps: tuple[Gap, ...] = ()
    signed: frozenset[tuple[str, str]] = frozenset()
    named: tuple[str, ...] = ()
    suppressed: tuple[str, ...] = ()
    excerpts: tuple[str, ...] = ()
    small_below: int | None = None
    beside: tuple[int, int] | None = None
    fallen: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    @property
    def unsigned(self) -> list[Gap]:
        """What warns and nobody has gone past yet."""
        return warned(self.gaps, self.signed)


def still_true(candidates: Sequence[Candidate]) -> list[Reason]:
    """Require public editions of this inspection, the newest, whose claims have not moved."""
    found = []
    for one in candidates:
        name = f"{one.title}, edition {one.number}"
        if not one.here:
            text = f"{name}: is of another inspection."
            mend = Mend.words("Leave it out.")
            found.append(Reason(PublicationReason.EDITION_ELSEWHERE, text, mend, "editions"))
        if one.kind != "public":
            text = f"{name}: is a {one.kind} edition."
            mend = Mend.words("Choose the public one.")
            found.append(Reason(PublicationReason.EDITION_NOT_PUBLIC, text, mend, "editions"))
        if one.number < one.newest:
            text = f"{name}: edition {one.newest} is newer."
            mend = Mend.words("Choose that one.")
            found.append(Reason(PublicationReason.EDITION_NOT_NEWEST, text, mend, "editions"))
        found += [
            Reason(
                PublicationReason.CLAIM_MOVED,
                f"{name}: what the claim `{key}` rests on has changed since it was frozen.",
                Mend.by(
                    (ClaimVerb.REFRESH, ReportVerb.FREEZE),
                    "Look at the claim, then freeze the document again.",
                ),
                "editions",
            )
            for key in one.stale
        ]
        found += shut(name, hard(one.gaps), "editions")
        found += [
            Reason(
                PublicationReason.BODY_NAMED_SINCE,
                f"{name}: names a body, which this inspection no longer does: “{passage}”.",
                Mend.by(
                    (ReportVerb.FREEZE, PublicationVerb.AMEND),
                    "Take the name out and freeze the document again, or amend the inspection.",
                ),
                "editions",
            )
            for passage in one.named
        ]
        found += _suppressed_since(one, name)
        found += _beside_another(one, name)
        found += _fallen_since(one, name)
        found += _pictures_fallen(one, name)
    return found


def _beside_another(one: Candidate, name: str) -> list[Reason]:
    """Tell that a translation would go out beside other words than those it is signed against."""
    if one.beside is None or one.beside[0] == one.beside[1]:
        return []
    frozen, shown = one.beside
    seen = f"edition {shown}" if shown else "no edition"
    text = f"{name}: translates edition {frozen} of its original; the public would see {seen}."
    mend = Mend.by(ReportVerb.FREEZE, "Release that edition with it, or freeze it again.")
    return [Reason(PublicationReason.ORIGINAL_OTHERWISE, text, mend, "editions")]


def _suppressed_since(one: Candidate, name: str) -> list[Reason]:
    """Tell what an edition prints that the inspection came to publish otherwise since."""
    again = Mend.by(ReportVerb.FREEZE, "Freeze the document again.")
    found = [
        Reason(
            PublicationReason.COLUMN_SUPPRESSED_SINCE,
            f"{name}: prints a column that was suppressed since: “{called}”.",
            again,
            "editions",
        )
        for called in one.suppressed
    ]
    found += [
        Reason(
            PublicationReason.EXCERPT_WITHDRAWN,
            f"{name}: prints an excerpt that stands no more: “{excerpt(text, 80)}”.",
            again,
            "editions",
        )
        for text in one.excerpts
    ]
    if one.small_below is not None:
        text = f"{name}: says that a number is small below {one.small_below}; another bound holds."
        found.append(Reason(PublicationReason.BOUND_MOVED, text, again, "editions"))
    return found


def _fallen_since(one: Candidate, name: str) -> list[Reason]:
    """Tell whose words would go out that they no longer approve."""
    mend = Mend.by(
        (ReportVerb.APPROVE_QUOTATION, ReportVerb.FREEZE),
        "Have them approve the words again, or change the words and freeze the document again.",
    )
    return [
        Reason(
            PublicationReason.QUOTATION_FALLEN,
            f"{name}: `{speaker}` took back that they approved their words.",
            mend,
            "editions",
        )
        for speaker in one.fallen
    ]


def _pictures_fallen(one: Candidate, name: str) -> list[Reason]:
    """Tell which pictures would go out that were taken back, or whose evidence was."""
    mend = Mend.by(
        (ReportVerb.SAVE_SECTION, ReportVerb.FREEZE),
        "Take the picture out of the text, and freeze the document again.",
    )
    return [
        Reason(PublicationReason.PICTURE_FALLEN, f"{name}: {why}.", mend, "editions")
        for why in one.pictures
    ]


def shut(name: str, gaps: Sequence[Gap], field: str) -> list[Reason]:
    """Tell what is missing at each gate before the edition called ``name``."""
    told = [one.reason(field) for one in gaps]
    return [Reason(one.code, f"{name}: {one.text}", one.mend, field) for one in told]
