"""The process that sets one PDF: limits on itself first, then what it was given.

Started by :mod:`.setting` with what the template reads as JSON on its standard input. It answers on
its standard output: the PDF, or why it cannot be set. It asks no database, needs no network, can
write no file, and ends with whoever started it.
"""

from __future__ import annotations

import json
import sys

from inspectorate.foundation.documents.child import limit

from .typesetting import NotSet, typeset

# Seconds, and bytes: a report of 381 pages takes a tenth of the time and half of the memory.
SECONDS, MEMORY = 60, 1024 * 1024 * 1024
# No PDF begins so.
REFUSED = b"refused: "


def main() -> None:
    """Set what the standard input holds."""
    # The typesetter sets in threads, which the kernel counts as processes.
    limit(MEMORY, SECONDS, threads=True)
    given = json.load(sys.stdin.buffer)
    try:
        said = typeset(given["data"], given["name"], given["tokens"], given.get("files", {}))
    except NotSet as fault:
        said = REFUSED + str(fault).encode("utf-8", "replace")
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
