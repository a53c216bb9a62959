"""Opens an edited Word file in a process of its own, which a hostile one may bring down."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from typing import IO, Any

from inspectorate.foundation.documents import limited
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.prose.origin import Origin
from inspectorate.prose.reasons import ProseReason
from inspectorate.prose.word_edits.found import Found, found_from

from ..editions.model import EditionData
from ..editions.note_words import notes_of
from ..reasons import ReportReason

# Seconds, and bytes: a text of 100,000 characters takes a tenth of both.
SECONDS, MEMORY = 30, 768 * 1024 * 1024


def origin_in(file: IO[bytes]) -> Origin | None:
    """Return which text a file says it was made from; raises Refused for what is no Word file."""
    held = _asked({"asks": "origin"}, file)["origin"]
    return Origin(**held) if held else None


def found_in(file: IO[bytes], text: str, edition: EditionData, copy: str) -> Found:
    """Return what a file asks to change in ``text``, from which ``edition`` was compiled.

    ``copy`` is what the copy that was taken away called itself. Raises Refused.
    """
    notes = notes_of(edition)
    given = {"asks": "changes", "text": text, "edition": edition.as_json(), "notes": notes}
    return found_from(_asked({**given, "copy": copy}, file)["found"])


def _asked(given: Mapping[str, Any], file: IO[bytes]) -> Mapping[str, Any]:
    file.seek(0)
    with tempfile.TemporaryFile() as held:
        held.write(json.dumps(given).encode() + b"\n")
        shutil.copyfileobj(file, held)
        held.seek(0)
        try:
            said = limited.run(
                [sys.executable, "-m", f"{__package__}.apart"],
                held,
                environment={"PYTHONPATH": os.pathsep.join(sys.path)},
                seconds=SECONDS,
            )
        except limited.Failed as fault:
            raise _refused(ProseReason.NOT_A_WORD_FILE, fault.reason.sentence) from fault
    told: Mapping[str, Any] = json.loads(said)
    if refused := told.get("refused"):
        code, text, mend = refused
        named = next(one for one in ProseReason if one == code)
        raise Refused([Reason(named, text, Mend.words(mend), "file")])
    if "fault" in told:
        raise _refused(ReportReason.NOT_COMPARED, ReportReason.NOT_COMPARED.sentence)
    return told


def _refused(code: ProseReason | ReportReason, what: str) -> Refused:
    mend = "Take the editors’ copy again, and bring the changes into that one."
    return Refused([Reason(code, f"The file was not read: {what}", Mend.words(mend), "file")])
