"""Who may follow recommendations up.

A contact of the addressee stands in no table: they answer for their own body only.
"""

from __future__ import annotations

from inspectorate.foundation.people.roles import STAFF, Role, Table, roles

from .verbs import RecommendationVerb

READERS = roles(Role.LEAD, Role.PRESS, Role.SIGNING, Role.EDITOR)
SECOND = roles(Role.LEAD, Role.SIGNING, Role.INSPECTOR)
TABLE: Table = {
    RecommendationVerb.SEE: STAFF - {Role.ADMIN},
    RecommendationVerb.OPEN_FROM: roles(
        Role.SIGNING, Role.PRESS, Role.LEAD
    ),  # by the release, never by itself
    # Whoever drafts the documents in which recommendations stand.
    RecommendationVerb.ANSWER_OUTCOME: roles(Role.LEAD, Role.EDITOR),
    RecommendationVerb.END_ANSWER: roles(Role.LEAD, Role.EDITOR),
    RecommendationVerb.RESPOND: roles(
        Role.LEAD, Role.ANALYST
    ),  # to record a reply published elsewhere
    RecommendationVerb.CLAIM_PROGRESS: roles(Role.LEAD, Role.ANALYST),
    RecommendationVerb.MOVE_DUE: roles(Role.LEAD),
    RecommendationVerb.VERIFY: roles(Role.LEAD, Role.INSPECTOR),
    RecommendationVerb.CLOSE: roles(Role.LEAD, Role.SIGNING),
    RecommendationVerb.ACCEPT: READERS,
    RecommendationVerb.WITHDRAW_ACCEPTANCE: READERS,
    RecommendationVerb.CONFIRM: SECOND,
    RecommendationVerb.WITHDRAW_CONFIRMATION: SECOND,
}
