"""Who may read remarks: whoever may read the words that they are about.

Whether a section may be read is asked here and nowhere else of this package.
"""

from __future__ import annotations

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Reason

from .. import queries
from ..models import Document


def reasons_section_unread(
    person: Person,
    document: Document,
    identity: str,  # noqa: ARG001 - asked for where sections are read one by one
) -> list[Reason]:
    """Why this person may not read a section as it stands; where they may, the read is noted.

    Of a document one reads all or nothing, whichever section is asked for.
    """
    return queries.reasons_unread(person, document)
