"""The two ways to a Word file: in this process, or in one of its own, which a door uses."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from inspectorate.foundation.documents import limited
from inspectorate.foundation.documents.reasons import DocumentReason

from ..layout import NotSet
from ..model import EditionData
from ..note_words import notes_of
from ..picture_files import as_words
from ..picture_store import stored
from .apart import MEMORY, REFUSED, SECONDS
from .comments import Comment
from .document import written

_WHY = {
    DocumentReason.TOO_LONG: f"it took longer than {SECONDS} seconds",
    DocumentReason.TOO_MUCH_MEMORY: f"it needs more than {MEMORY // 2**20} MB of memory",
}
# The typesetter starts a thread for each processor: of eighty, their stacks alone are the memory.
_THREADS = {"RAYON_NUM_THREADS": "2"}


def word(
    edition: EditionData, comments: Sequence[Comment] = (), copy: str = "", origin: str = ""
) -> bytes:
    """Return the Word file of an edition, made in this process.

    ``copy`` says which copy it is where it is no edition (the editors' own), whose ``comments``
    stand beside the text, and ``origin`` which text it was made from. Raises NotSet naming the
    document when a field cannot be written.
    """
    files = stored((one.file for one in edition.blocks), edition.slug)
    return written(edition, notes_of(edition), comments, copy, origin, files)


def word_apart(
    edition: EditionData, comments: Sequence[Comment] = (), copy: str = "", origin: str = ""
) -> bytes:
    """Return the same file, made in a process of its own that has a limit of time and memory.

    Raises NotSet also where it came to that limit.
    """
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(_given(edition, comments, copy, origin)).encode())
        given.seek(0)
        try:
            said = limited.run(
                [sys.executable, "-m", f"{__package__}.apart"],
                given,
                environment={"PYTHONPATH": os.pathsep.join(sys.path), **_THREADS},
                seconds=SECONDS,
            )
        except limited.Failed as fault:
            why = _WHY.get(fault.reason, f"it ended with a fault ({fault.kind})")
            raise NotSet(f"{edition.slug}: the Word file was not made: {why}") from fault
    if said.startswith(REFUSED):
        raise NotSet(said.removeprefix(REFUSED).decode())
    return said


def _given(
    edition: EditionData, comments: Sequence[Comment], copy: str, origin: str
) -> Mapping[str, Any]:
    return {
        "edition": edition.as_json(),
        "notes": notes_of(edition),
        "comments": [asdict(one) for one in comments],
        "copy": copy,
        "origin": origin,
        "files": as_words(stored((one.file for one in edition.blocks), edition.slug)),
    }
