"""Who may follow recommendations up. A contact of the addressee stands in no table: they answer for
their own body only.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

TABLE: Table = {
    "recommendations.see": STAFF - {Role.ADMIN},
    "recommendations.open_from": roles(
        Role.SIGNING, Role.PRESS, Role.LEAD
    ),  # by the release, never by itself
    "recommendations.respond": roles(
        Role.LEAD, Role.ANALYST
    ),  # to record a reply published elsewhere
    "recommendations.claim_progress": roles(Role.LEAD, Role.ANALYST),
    "recommendations.move_due": roles(Role.LEAD),
    "recommendations.verify": roles(Role.LEAD, Role.INSPECTOR),
    "recommendations.close": roles(Role.LEAD, Role.SIGNING),
}
