"""A PDF set in a process of its own, which every door uses: no worker of the web sets one."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

from inspectorate.foundation.documents import limited
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectstats.drawing.tokens import TOKENS

from .model import EditionData
from .pdf import laid_out
from .picture_files import as_words
from .picture_store import stored
from .set_apart import MEMORY, REFUSED, SECONDS
from .typesetting import NotSet

_WHY = {
    DocumentReason.TOO_LONG: f"it took longer than {SECONDS} seconds",
    DocumentReason.TOO_MUCH_MEMORY: f"it needs more than {MEMORY // 2**20} MB of memory",
}
# The typesetter starts a thread for each processor: of eighty, their stacks alone are the memory.
_THREADS = {"RAYON_NUM_THREADS": "2"}


def pdf_apart(edition: EditionData) -> bytes:
    """Return the tagged PDF of an edition, set in a process of its own that has a limit of time and
    memory.

    Raises NotSet as :func:`.pdf.pdf` does, and where it came to a limit.
    """
    return typeset_apart(laid_out(edition), edition.slug)


def typeset_apart(data: Mapping[str, Any], name: str) -> bytes:
    """Set what the template reads, with the pictures that it names out of the store; raises NotSet
    with the document's ``name``.
    """
    with tempfile.TemporaryFile() as given:
        files = as_words(stored((one.get("file", "") for one in data["blocks"]), name))
        told = {"data": data, "name": name, "tokens": TOKENS, "files": files}
        given.write(json.dumps(told).encode())
        given.seek(0)
        try:
            said = limited.run(
                [sys.executable, "-m", f"{__package__}.set_apart"],
                given,
                environment={"PYTHONPATH": os.pathsep.join(sys.path), **_THREADS},
                seconds=SECONDS,
            )
        except limited.Failed as fault:
            why = _WHY.get(fault.reason, f"it ended with a fault ({fault.kind})")
            raise NotSet(f"{name}: the PDF was not made: {why}") from fault
    if said.startswith(REFUSED):
        raise NotSet(said.removeprefix(REFUSED).decode())
    return said
