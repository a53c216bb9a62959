"""No excerpt printed behind a claim says what the text took out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.EXCERPTS_KEEP_REDACTIONS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims", "binding")
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each passage whose claim has an excerpt that holds words removed from a document."""
    removed = {words for one in (manuscript, *facts.documents.values()) for words in _removed(one)}
    if not removed:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(removed))})(?!\w)", re.IGNORECASE)
    found: dict[str, Problem] = {}
    for block, span in manuscript.claim_spans():
        claim = (facts.claims or {}).get(span.key)
        for one in claim.excerpts if claim else ():
            told = pattern.search(one.text)
            if told and span.key not in found:
                found[span.key] = Problem(
                    NAME,
                    place(manuscript, block, span.start, span.end, span.key),
                    f"an excerpt behind `{span.key}` says “{told[0]}”, which was removed.",
                    Mend.by(
                        ClaimVerb.WITHDRAW_EXCERPT,
                        "Withdraw the excerpt, or print the words in the text too.",
                    ),
                )
    return list(found.values())


def _removed(manuscript: Manuscript) -> Iterator[str]:
    """Yield a pattern of each passage removed; a single word in small letters is said anywhere."""
    for block in manuscript.lines():
        for span in block.spans:
            words = block.text[span.start : span.end].split()
            if span.kind == "sensitive" and (len(words) > 1 or any(not w.islower() for w in words)):
                yield r"\s+".join(re.escape(word) for word in words)
