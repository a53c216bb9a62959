"""Who may read remarks: whoever may read the words that they are about.

Whether a section may be read is asked here and nowhere else of this package; what somebody reads of
a version that a remark was made on, in ``sections.versions``.
"""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from ..models import Document
from ..sections.reading import reasons_unread
from ..sections.versions import versions_as_read


def reasons_section_unread(person: Person, document: Document, identity: str) -> list[Reason]:
    """Why this person may not read a section as it stands; where they may, the read is noted."""
    return reasons_unread(person, document, identity)


def reasons_version_unread(
    person: Person, document: Document, identity: str, version: int
) -> list[Reason]:
    """Why this person may not read a version of a section, on which a remark was made."""
    found = versions_as_read(person, document, identity, [version]).get(version)
    return list(found.unread) if found else []
