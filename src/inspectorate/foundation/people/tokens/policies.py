"""May a token be made, or ended, now?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import room_for_more, storable

from ..models import Person
from ..reasons import PersonReason
from ..verbs import PersonVerb
from .known import standing
from .models import AccessToken
from .scopes import Scope

# The longest that a token is good for, in days: one that is forgotten ends by itself.
LONGEST = 366
# More programs than anybody runs.
MOST = 20


def token_makeable(
    by: Person, label: str, scopes: Collection[str], days: int, digest: str, at: datetime
) -> list[Reason]:
    """Require what it is for, known scopes, an end within a year, and a secret never seen."""
    found = storable(label, "label", needed=True, limit=80)
    if not scopes:
        text = "Nothing is chosen that the token may be used for."
        found.append(
            Reason(PersonReason.SCOPES_MISSING, text, Mend.words("Tick what it needs."), "scopes")
        )
    for one in sorted(set(scopes) - set(Scope.values)):
        mend = Mend.words(f"Choose among: {', '.join(Scope.values)}.")
        found.append(
            Reason(PersonReason.SCOPE_UNKNOWN, f"There is no scope {one!r}.", mend, "scopes")
        )
    if not 1 <= days <= LONGEST:
        text = f"A token is good for 1 to {LONGEST} days, not for {days:,}."
        found.append(
            Reason(PersonReason.TOKEN_TOO_LONG, text, Mend.words("Choose fewer days."), "days")
        )
    if AccessToken.objects.filter(digest=digest).exists():
        mend = Mend.words("Open the page again, and send it.")
        found.append(Reason(PersonReason.TOKEN_KNOWN, "This token was made already.", mend))
    mend = Mend.by(PersonVerb.END_TOKEN, "End one that is no longer used.", by)
    return found + room_for_more(standing(by, at).count(), MOST, "tokens of yours", mend)


def token_endable(token: AccessToken) -> list[Reason]:
    """Require a token that was not ended."""
    if token.ended_at is None:
        return []
    return [Reason(PersonReason.TOKEN_ENDED, "This token was ended already.", NOTHING_TO_DO)]
