"""What the notes of an edition say, for whatever prints them: by the key of its claim. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from inspectorate.domain.claims.kinds.kind import Kind
from inspectorate.domain.claims.kinds.registry import KINDS

from .model import ClaimInfo, EditionData, ExcerptInfo


class Note(NamedTuple):
    """What one note says: what is claimed, then everything else that is known."""

    statement: str
    text: str


def notes_of(edition: EditionData) -> dict[str, Note]:
    """Return the note of each claim of an edition."""
    return {key: _note(claim, edition.small_below) for key, claim in edition.claims.items()}


def _note(claim: ClaimInfo, small_below: int) -> Note:
    method = claim.method
    kind = KINDS.get(claim.kind)  # None in an old edition whose kind of claim is gone
    if kind is not None and kind.explains_judging:  # said once, beside the notes
        method = method.partition(". ")[0].rstrip(".") + "."
    lines = [
        _counted(claim, small_below),
        claim.coverage,
        claim.margin,
        method,
        _rests(claim, kind),
        *(_excerpt(one) for one in claim.excerpts),
    ]
    statement = claim.statement.rstrip()
    statement += "" if not statement or statement[-1] in ".!?…”" else "."
    # A percent sign never begins a line.
    return Note(statement, " ".join(filter(None, lines)).replace(" %", "\u00a0%"))


def _counted(claim: ClaimInfo, small_below: int) -> str:
    if claim.suppressed:
        why = "it, or another that it would give away, could point at a body."
        bound = f" A number is small below {small_below}, or where it leaves so few."
        return f"The number is withheld: {why}{bound if small_below else ''}"
    if claim.met is None or claim.inspected is None:
        return ""
    meaning = f" (“{claim.word}” means {claim.band})" if claim.word and claim.band else ""
    return f"{claim.met} of {claim.inspected} {claim.of_those or 'inspected'}{meaning}."


def _rests(claim: ClaimInfo, kind: Kind[Any] | None) -> str:
    if claim.undescribed:
        return "Rests on evidence that cannot be described."
    if not claim.evidence_count:
        return ""
    among = "Read among" if kind is not None and kind.pins_items else "Rests on"
    items = f"{claim.evidence_count} item{'' if claim.evidence_count == 1 else 's'} of evidence"
    items += " that can be described" if claim.evidence_ceiling else ""
    sources = ", ".join(kind.replace("-", " ") for kind in claim.source_kinds)
    return f"{among} {items}{f' ({sources})' if sources else ''}."


def _excerpt(one: ExcerptInfo) -> str:
    said = one.text if one.paraphrase else f"“{one.text}”"
    stop = "" if one.text.endswith((".", "!", "?", "…")) else "."
    return f"{one.introduced}: {said}{stop}"
