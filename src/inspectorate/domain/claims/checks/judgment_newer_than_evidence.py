"""A judgment made before the last evidence on it did not weigh that evidence."""

from __future__ import annotations

from inspectorate.domain.claims.dates import in_words
from inspectorate.domain.claims.facts import ClaimFacts, Setting
from inspectorate.foundation.answers.answers import Reason, Severity

NAME = "judgment_newer_than_evidence"
SEVERITY: Severity = "warns"
MEANING = "The judgments behind a claim are newer than the evidence they rest on."
NEEDS: tuple[str, ...] = ("claims", "binding")


def check(claim: ClaimFacts, setting: Setting) -> list[Reason]:
    """Warn where evidence came after the newest judgment."""
    evidence, judged = claim.newest_support_on, claim.newest_judgment_on
    if evidence is None or judged is None or evidence <= judged:
        return []
    return [
        Reason(
            NAME,
            f"the claim `{claim.key}` was judged on {in_words(judged)}; evidence came on {in_words(evidence)}.",
            "Have the judgment confirmed in the light of it.",
        )
    ]
