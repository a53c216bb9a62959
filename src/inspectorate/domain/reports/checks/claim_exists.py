"""Every key in the text is the key of a claim."""

from __future__ import annotations

from difflib import get_close_matches

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import place

NAME = CheckName.CLAIM_EXISTS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each key without a claim, and the claim probably meant."""
    claims = facts.claims or {}
    found = []
    for block, span in manuscript.claim_spans():
        if span.key not in claims:
            where = place(manuscript, block, span.start, span.end, span.key)
            found.append(_problem(where, span.key, list(claims)))
    for block in manuscript.blocks:
        for span in block.spans:
            if (
                facts.binding
                and span.kind == "quotation"
                and span.key not in claims
                and span.key not in facts.sources
            ):
                where = place(manuscript, block, span.start, span.end, span.key)
                what = f"no source and no claim has the key `{span.key}`."
                found.append(
                    Problem(
                        NAME,
                        where,
                        what,
                        Mend.words("Name a source, or a claim of kind quotation."),
                    )
                )
        key = block.fields.get("claim", "") if block.kind in ("chart", "table") else ""
        if key and key not in claims:
            found.append(
                _problem(Place(block.line, 1, key, manuscript.name, key), key, list(claims))
            )
    return found


def _problem(where: Place, key: str, known: list[str]) -> Problem:
    near = get_close_matches(key, known, 1)
    mend = (
        Mend.words(f"Write `{near[0]}`.")
        if near
        else Mend.by(
            (ClaimVerb.DRAFT, ReportVerb.PLACE), "Draft the claim, or bind the passage to another."
        )
    )
    return Problem(NAME, where, f"no claim has the key `{key}`.", mend)
