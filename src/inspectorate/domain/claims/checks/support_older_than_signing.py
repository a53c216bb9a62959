"""Evidence newer than the signature was not before the signer."""

from __future__ import annotations

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity
from inspectorate.prose.dates import in_words

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck

NAME = SupportCheck.SUPPORT_OLDER_THAN_SIGNING
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "signing_on", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Warn of support dated after the day of signing."""
    newest, signed = claim.figures.support.newest_item_on, setting.signing_on
    if newest is None or signed is None or newest <= signed:
        return []
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` rests on evidence of {in_words(newest)}, after the "
            f"signing on {in_words(signed)}.",
            Mend.by(JudgmentVerb.AGREE, "Sign again, or leave that evidence out."),
        )
    ]
