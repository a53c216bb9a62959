"""The copy of a picture that is shown: made anew, without what its file says of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO

from . import limited
from .limited import Failed
from .readers.pixels import PIXELS as PIXELS
from .reasons import DocumentReason

_REASONS = {one.value: one for one in DocumentReason}


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """A picture as PNG or JPEG; ``width`` and ``height`` are pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


def picture_copy(stream: IO[bytes], media_type: str) -> PictureCopy:
    """Make the copy of an open PNG or JPEG in a process under limits; it has no camera's data, no
    words, no second picture and nothing behind its end. Raises Failed where it cannot be made.
    """
    said = limited.python(["copy", media_type], stream)
    head, _, content = said.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise Failed(_REASONS[told["refused"]])
    return PictureCopy(content, told["media_type"], told["width"], told["height"])
