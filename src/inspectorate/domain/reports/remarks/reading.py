"""Who may read remarks: whoever may read the words that they are about.

Whether a section may be read is asked here and nowhere else of this package.
"""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Document
from ..sections.reading import reasons_unread


def reasons_section_unread(person: Person, document: Document, identity: str) -> list[Reason]:
    """Why this person may not read a section as it stands; where they may, the read is noted."""
    return reasons_unread(person, document, identity)
