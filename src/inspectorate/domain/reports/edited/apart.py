"""The process that opens one edited Word file: limits on itself first, then the file it was given.

Started by :mod:`.opening` with a line of JSON and the file behind it on its standard input. Asked
for the ``origin`` it answers which text the file was made from; else what the file asks to change
in that text. It asks no database, needs no network, can write no file, and ends with whoever
started it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from inspectorate.foundation.documents.child import limit
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.word_changes import read_changes
from inspectorate.prose.reading.word_package import opened
from inspectorate.prose.word_edits.comparing import NotCompared
from inspectorate.prose.word_edits.gathering import gathered

from ..editions.layout import NotSet
from ..editions.model import EditionData
from ..editions.word.comments import AUTHOR
from ..editions.word.document import written
from .opening import MEMORY, SECONDS


def main() -> None:
    """Answer what the standard input asks."""
    limit(MEMORY, SECONDS)
    given = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(answer(given, sys.stdin.buffer.read())))
    sys.stdout.flush()


def answer(given: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """Return what was asked of a file, or why it was not read."""
    try:
        if given["asks"] == "origin":
            origin = opened(data).origin
            return {"origin": origin and asdict(origin)}
        return _changes(given, data)
    except Refused as refused:
        (why,) = refused.reasons
        return {"refused": [str(why.code), why.text, str(why.mend)]}
    except (NotCompared, NotSet, RecursionError) as fault:
        return {"fault": type(fault).__name__}


def _changes(given: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    text = given["text"]
    manuscript: Manuscript = from_markdown(text)
    edition = EditionData.from_json(given["edition"])
    # The same words as in the copy that was taken away, by the same writer.
    base = written(edition, given["notes"], (), given["copy"], draws=False)
    known = manuscript.keys()
    then, now = read_changes(base, known), read_changes(data, known)
    return {"found": asdict(gathered(text, manuscript, then, now, AUTHOR))}


if __name__ == "__main__":
    main()
