"""Whether a language variant may be opened, and frozen, now: each rule returns its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable

from ..reasons import ReportReason
from ..verbs import ReportVerb
from .languages import Language


def variant_openable(
    *,
    translatable: bool,
    written: bool,
    language: str,
    there: bool,
    slug_taken: bool,
    title: str,
) -> list[Reason]:
    """A document that is written, is no letter and no variant has one variant in a language."""
    found = storable(title, "title", needed=True, limit=250)
    if not translatable:
        text = "Letters, templates of letters, press releases and translations have no translation."
        mend = Mend.words("Open the translation from its original.")
        found.append(Reason(ReportReason.NOT_TRANSLATABLE, text, mend, "original"))
    elif not written:
        text = "The document is empty."
        mend = Mend.by(ReportVerb.SAVE, "Write it first.")
        found.append(Reason(ReportReason.TEXT_EMPTY, text, mend, "original"))
    if language not in Language:
        known = ", ".join(one.label for one in Language)
        text, mend = f"{language!r} is no language known here.", Mend.words(f"Choose of {known}.")
        found.append(Reason(ReportReason.LANGUAGE_UNKNOWN, text, mend, "language"))
    elif there:
        text = f"There is a translation into {Language(language).label} already."
        mend = Mend.words("Write on in that one.")
        found.append(Reason(ReportReason.VARIANT_THERE, text, mend, "language"))
    elif slug_taken:
        text = "There is another document of the name that this translation would have."
        mend = Mend.words("Open the original anew under another short name.")
        found.append(Reason(ReportReason.SLUG_TAKEN, text, mend, "language"))
    return found


def freezable(
    *, original: str, frozen: bool, same: bool, moved: Sequence[str] = ()
) -> list[Reason]:
    """A variant is frozen beside an edition of its original that holds the text it answers to.

    ``moved`` are the claims whose figures are others now than that edition prints.
    """
    if not frozen:
        text = f"The original, “{original}”, has no edition yet."
        mend = Mend.by(ReportVerb.FREEZE, "Freeze the original first.")
        return [Reason(ReportReason.ORIGINAL_NOT_FROZEN, text, mend, "original")]
    if not same:
        text = f"The original, “{original}”, has been changed since its newest edition."
        mend = Mend.by(ReportVerb.FREEZE, "Freeze the original as it stands first.")
        return [Reason(ReportReason.ORIGINAL_MOVED, text, mend, "original")]
    if moved:
        keys = ", ".join(moved)
        text = f"What the newest edition of “{original}” says has moved since, of {keys}."
        mend = Mend.by(ReportVerb.FREEZE, "Bring the original up, and freeze it first.")
        return [Reason(ReportReason.ORIGINAL_MOVED, text, mend, "original")]
    return []
