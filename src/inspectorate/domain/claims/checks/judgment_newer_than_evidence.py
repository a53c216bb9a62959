"""A judgment made before the last evidence on it did not weigh that evidence."""

from __future__ import annotations

from inspectorate.domain.judgments.verbs import JudgmentVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Severity
from inspectorate.prose.dates import in_words

from ..facts import ClaimFacts, Setting
from ..reasons import SupportCheck

NAME = SupportCheck.JUDGMENT_NEWER_THAN_EVIDENCE
SEVERITY: Severity = "warns"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Warn where evidence came after the newest judgment."""
    support = claim.figures.support
    evidence, judged = support.newest_item_on, support.newest_judgment_on
    if evidence is None or judged is None or evidence <= judged:
        return []
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` was judged on {in_words(judged)}; evidence came on "
            f"{in_words(evidence)}.",
            Mend.by(JudgmentVerb.AGREE, "Have the judgment confirmed in the light of it."),
        )
    ]
