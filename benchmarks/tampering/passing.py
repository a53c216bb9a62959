"""Tables and columns that nothing proves, each with the reason why it need not be."""

from __future__ import annotations

DERIVED = "made again by every migration from the code; nothing asks it"
PASSING: dict[str, str] = {
    "django_content_type.*": DERIVED,
    "django_migrations.*": "which migrations were applied; a table's shape is what its code reads",
    "auth_permission.*": f"{DERIVED}: roles are held in people_roleheld",
    "auth_group.*": "nothing writes or reads it: roles are held in people_roleheld",
    "auth_group_permissions.*": "nothing writes or reads it: roles are held in people_roleheld",
    "django_session.*": "who is signed in now; ends within the day and is never printed",
    "account_emailconfirmation.*": "nothing writes or reads it: addresses are set by acts",
    "people_person.last_login": "when somebody last signed in; gives no power",
    "ledger_rowdigest.id": "which place it has in its table; nothing refers to it",
    "evidence_search.*": "the index of search, made again by ./run inspectorate reindex",
}


def passes(table: str, column: str) -> bool:
    """Need this column not be proven?"""
    return f"{table}.*" in PASSING or f"{table}.{column}" in PASSING
