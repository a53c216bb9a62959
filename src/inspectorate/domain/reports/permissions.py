"""Who may write, check and freeze documents. Contacts of a body stand in no table: they see their
own fact check only.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "reports.see": STAFF - {Role.ADMIN},
    "reports.open_document": roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    "reports.save": roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    "reports.place": roles(Role.LEAD, Role.EDITOR, Role.PRESS, Role.ANALYST),
    "reports.mend": roles(Role.LEAD, Role.EDITOR, Role.PRESS),
    "reports.waive": roles(Role.LEAD, Role.SIGNING),
    "reports.open_fact_check": roles(Role.LEAD, Role.EDITOR),
    "reports.raise_point": roles(
        Role.LEAD, Role.EDITOR
    ),  # for a point that reached the inspectorate outside the portal
    "reports.decide": roles(Role.LEAD),
    "reports.freeze": roles(Role.SIGNING),
}
