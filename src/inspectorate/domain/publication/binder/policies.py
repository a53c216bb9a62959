"""May somebody take a binder out? With reasons, empty when all is well.

Nothing here reads the database or a clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason

from ..reasons import PublicationReason

# So many judgments are named; the others are counted.
_NAMED = 3


def exportable(to_judge: Sequence[str]) -> list[Reason]:
    """Require that whoever takes a binder out has nothing ``to_judge`` there any more, each named
    by its body and criterion: it holds what others said of it, and what bodies were told.
    """
    if not to_judge:
        return []
    named, more = ", ".join(to_judge[:_NAMED]), len(to_judge) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    text = (
        f"You have still to judge {named}{others}, or may judge it anew, and the binder holds what "
        f"others said of it."
    )
    mend = Mend.by(
        JudgmentVerb.SUBMIT,
        "Judge it first, or let somebody take the binder out who has nothing to judge there. "
        "Another lead can hand it over.",
    )
    return [Reason(PublicationReason.STILL_TO_JUDGE, text, mend)]
