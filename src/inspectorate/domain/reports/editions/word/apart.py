"""The process that writes one Word file: limits on itself first, then the edition it was given.

Started by :mod:`.making` with the edition as JSON on its standard input. It answers on its standard
output: the file, or why it cannot be written. It asks no database, needs no network, can write no
file, and ends with whoever started it.
"""

from __future__ import annotations

import json
import sys

from inspectorate.foundation.documents.child import limit

from ..layout import NotSet
from ..model import EditionData
from ..picture_files import from_words
from .comments import Comment
from .document import written

# Seconds, and bytes: the longest report with fifty pictures takes a tenth of both.
SECONDS, MEMORY = 30, 1024 * 1024 * 1024
# No package begins so.
REFUSED = b"refused: "


def main() -> None:
    """Write what the standard input holds."""
    # The typesetter draws in threads, which the kernel counts as processes.
    limit(MEMORY, SECONDS, threads=True)
    given = json.load(sys.stdin.buffer)
    comments = [Comment(**one) for one in given["comments"]]
    try:
        edition = EditionData.from_json(given["edition"])
        files = from_words(given["files"])
        said = written(edition, given["notes"], comments, given["copy"], given["origin"], files)
    except NotSet as fault:
        said = REFUSED + str(fault).encode("utf-8", "replace")
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
