"""Which text a copy says it was made from: a property of the file that whoever edits it keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass

# The property of the file that says which text it was made from.
ORIGIN = "InspectorateText"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which text a file was made from: inspection and document by their slugs, and the version."""

    inspection: str
    document: str
    version: int

    @property
    def words(self) -> str:
        """As the file holds it."""
        return json.dumps([self.inspection, self.document, self.version])


def origin_said(words: str) -> Origin | None:
    """Return what the property says; None where that is no sense."""
    try:
        inspection, document, version = json.loads(words)
    except (ValueError, TypeError, RecursionError):
        return None
    sound = isinstance(inspection, str) and isinstance(document, str) and type(version) is int
    return Origin(inspection, document, version) if sound else None
