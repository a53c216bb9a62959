"""May an edited file be brought in, with reasons. Nothing here reads the database or a clock."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.origin import Origin

from ..reasons import ReportReason

_TAKE = "Take the editors’ copy from the page of this document, and edit that."


def bringable(origin: Origin | None, wanted: Origin) -> list[Reason]:
    """A file says that it was made from the document into which it is brought."""
    if origin is None:
        told = "The file does not say which text it was made from: it is no editors’ own copy."
        return [Reason(ReportReason.NOT_OUR_COPY, told, Mend.words(_TAKE), "file")]
    if (origin.inspection, origin.document) != (wanted.inspection, wanted.document):
        told = "The file was made from another document."
        mend = Mend.words("Bring it in on the page of the document that it was made from.")
        return [Reason(ReportReason.COPY_OF_ANOTHER, told, mend, "file")]
    return []


def comparable(*, version: int, known: bool, plain: bool) -> list[Reason]:
    """The version that a file was made from is known, and is kept as it was read."""
    if not known:
        told = f"The document never had the version {version}, which the file was made from."
        return [Reason(ReportReason.REVISION_UNKNOWN, told, Mend.words(_TAKE), "version")]
    if not plain:
        told = f"Version {version} has line ends or signs of an older system."
        mend = Mend.words("Save the document once, take the editors’ copy again, and edit that.")
        return [Reason(ReportReason.NOT_COMPARED, told, mend, "version")]
    return []
