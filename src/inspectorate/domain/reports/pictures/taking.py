"""A picture is brought in before the act that names it: the file as it came, and the copy of it
that is shown, made in a process under limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from django.conf import settings

from inspectorate.foundation.documents.copying import PIXELS, PictureCopy, picture_copy
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused

from ..reasons import ReportReason

SUFFIXES = (".png", ".jpg", ".jpeg")
_TOO_HARD = "takes too long or too much memory to be read.", "Send a smaller copy of it."
_WHY = {
    DocumentReason.TOO_MANY_PIXELS: (
        f"has more than {PIXELS // 1_000_000} million pixels.",
        "Send a smaller copy of it.",
    ),
    DocumentReason.PICTURE_MOVES: (
        "is a picture that moves.",
        "Save one picture of it as PNG, and choose that.",
    ),
    DocumentReason.TOO_LONG: _TOO_HARD,
    DocumentReason.TOO_MUCH_MEMORY: _TOO_HARD,
}
_DAMAGED = "is cut off or damaged, or no picture.", "Save it again from its program."


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture that lies in the store: the file as it came, and the copy that is shown.

    ``width`` and ``height`` are pixels of the copy.
    """

    original: StoredFile
    shown: StoredFile
    width: int
    height: int


def taken(content: IO[bytes], name: str) -> TakenPicture:
    """Bring a picture and its copy into the store; raises Refused, naming the file, for what is no
    PNG or JPEG, too large, cut off, or moves.
    """
    if PurePath(name).suffix.lower() not in SUFFIXES:
        mend = Mend.words("Save it as PNG or JPEG, and choose that.")
        what = f"{name}: pictures of this kind are not taken."
        raise Refused([Reason(ReportReason.PICTURE_KIND, what, mend, "file")])
    original = store.take(content, name=name, most=settings.PICTURE_LIMIT)
    copy = _copied(original)
    if len(copy.content) > settings.PICTURE_LIMIT:
        raise _not_taken(name, "is too large as it would be shown.", "Send a smaller copy of it.")
    ending = ".png" if copy.media_type == "image/png" else ".jpg"
    shown = store.take(copy.content, name=f"copy{ending}", most=settings.PICTURE_LIMIT)
    return TakenPicture(original, shown, copy.width, copy.height)


def _copied(original: StoredFile) -> PictureCopy:
    with store.opened(original.digest) as stream:
        try:
            return picture_copy(stream, original.media_type)
        except Failed as failure:
            what, mend = _WHY.get(failure.reason, _DAMAGED)
            raise _not_taken(original.name, what, mend) from failure


def _not_taken(name: str, what: str, mend: str) -> Refused:
    reason = Reason(ReportReason.PICTURE_NOT_READ, f"{name} {what}", Mend.words(mend), "file")
    return Refused([reason])
