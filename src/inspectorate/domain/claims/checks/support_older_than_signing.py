"""Evidence newer than the signature was not before the signer."""

from __future__ import annotations

from inspectorate.foundation.reasons.reasons import Reason, Severity
from inspectorate.prose.dates import in_words

from ..facts import ClaimFacts, Setting

NAME = "support_older_than_signing"
SEVERITY: Severity = "warns"
MEANING = "The newest evidence behind a claim is not younger than the signature on the document."
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
            "Sign again, or leave that evidence out.",
        )
    ]
