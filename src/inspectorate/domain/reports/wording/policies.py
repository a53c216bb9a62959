"""May words be signed, unsigned, objected to now? Each rule answers with reasons.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import ReportReason
from ..verbs import ReportVerb

_RELOAD = Mend.words("Open the page again, and read what stands there now.")


def declarable(*, open_already: bool, text: str) -> list[Reason]:
    """A text is declared ready once, and not empty."""
    if open_already:
        told = "Somebody has said already that this document is ready to be signed."
        return [Reason(ReportReason.DRAFT_OPEN, told, Mend.nothing())]
    if not text.strip():
        mend = Mend.by(ReportVerb.SAVE, "Write it first.")
        return [Reason(ReportReason.TEXT_EMPTY, "The document is empty.", mend)]
    return []


def undeclarable(*, is_open: bool, reason: str) -> list[Reason]:
    """A declaration that stands is taken back with a reason."""
    found = [] if is_open else [_not_open()]
    return [*found, *storable(reason, "reason", needed=True, limit=4000)]


def signable(
    *,
    draft_open: bool,
    stands: bool,
    signed: bool,
    own_words: bool,
    own_claims: tuple[str, ...],
    translation: bool = False,
    reads_both: bool = False,
) -> list[Reason]:
    """Words that stand are signed by who wrote none of them, nor a claim they are bound to.

    Having referenced the claim is no bar. Words of a ``translation`` are signed by a reader of both
    languages.
    """
    if not draft_open:
        return [_not_open()]
    if not stands:
        told = "These words no longer stand in the document as they were shown."
        return [Reason(ReportReason.PASSAGE_GONE, told, _RELOAD)]
    if signed:
        told = "These words are signed as they stand."
        return [Reason(ReportReason.SIGNED_ALREADY, told, Mend.nothing())]
    found = []
    if own_words:
        told = "You changed words of it last yourself."
        mend = Mend.by_another(ReportVerb.SIGN, "Somebody who did not write them must sign.")
        found.append(Reason(ReportReason.OWN_WORDS, told, mend))
    if own_claims:
        told = f"You wrote the claim {', '.join(own_claims)} yourself."
        mend = Mend.by_another(ReportVerb.SIGN, "Somebody who did not write it must sign.")
        found.append(Reason(ReportReason.OWN_CLAIMS, told, mend))
    if translation and not reads_both:
        told = "Nobody has said that they read both languages."
        mend = Mend.words("Say that you do, or leave it to somebody who does.")
        found.append(Reason(ReportReason.BOTH_NOT_READ, told, mend, "reads_both"))
    return found


def unsignable(*, withdrawn: bool, own: bool, reason: str) -> list[Reason]:
    """A signature that stands is taken back by whoever gave it, with a reason."""
    if withdrawn:
        told = "This signature has been taken back already."
        return [Reason(ReportReason.SIGNATURE_GONE, told, Mend.nothing())]
    return [*([] if own else [_others()]), *storable(reason, "reason", needed=True, limit=4000)]


def objectionable(*, draft_open: bool, stands: bool, reason: str) -> list[Reason]:
    """Words that stand are objected to with a reason."""
    if not draft_open:
        return [_not_open()]
    if not stands:
        told = "These words no longer stand in the document as they were shown."
        return [Reason(ReportReason.PASSAGE_GONE, told, _RELOAD)]
    return storable(reason, "reason", needed=True, limit=4000)


def lookable(*, changed: bool, looked: bool) -> list[Reason]:
    """A change under a signature is looked at once by one person."""
    if not changed:
        told = "This passage is not one that was changed under its signature."
        return [Reason(ReportReason.NOT_CHANGED, told, _RELOAD)]
    if looked:
        told = "You have looked at this change already."
        return [Reason(ReportReason.LOOKED_AT, told, Mend.nothing())]
    return []


def _not_open() -> Reason:
    return Reason(
        ReportReason.DRAFT_NOT_OPEN,
        "Nobody has said that this document is ready to be signed.",
        Mend.by(ReportVerb.DECLARE_DRAFT, "Whoever writes it says so on its page."),
    )


def _others() -> Reason:
    return Reason(
        ReportReason.OTHERS_SIGNATURE,
        "Somebody else gave this signature.",
        Mend.by(ReportVerb.OBJECT, "Object to the words: then they are not signed either."),
    )
