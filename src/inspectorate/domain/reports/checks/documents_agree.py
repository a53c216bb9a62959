"""Report, release, summary and letters say the same of the same claim."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.phrases import Phrase, read

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.DOCUMENTS_AGREE
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("documents",)

_SAME = {
    "a majority": "majority",
    "the majority": "majority",
    "majority of": "majority",
    "a minority": "minority",
    "the minority": "minority",
    "almost every": "almost all",
    "nearly all": "almost all",
    "nearly every": "almost all",
    "every": "all",
    "no": "none",
    "a few": "few",
    "mostly": "in general",
    "generally": "in general",
    "largely": "in general",
    "not every": "not all",
}


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Compare the quantity of each bound passage with the same claim's passages elsewhere."""
    elsewhere: dict[tuple[str, str], tuple[str, str, str]] = {}
    for slug, other in facts.documents.items():
        if other is manuscript or (slug and slug == facts.slug):
            continue
        for _, span in other.claim_spans():
            for phrase in read(span.text, lenient=True)[:1]:
                elsewhere.setdefault(
                    (span.key, _class(phrase)), (_value(phrase), phrase.text, slug)
                )
    found = []
    for block, span in manuscript.claim_spans():
        for phrase in read(span.text, lenient=True)[:1]:
            there = elsewhere.get((span.key, _class(phrase)))
            if there is None or there[0] == _value(phrase):
                continue
            where = place(
                manuscript, block, span.start + phrase.start, span.start + phrase.end, span.key
            )
            # Their words may be kept from whoever is told.
            theirs = "other words" if there[2] in facts.unread else f"`{there[1]}`"
            what = f"`{phrase.text}` here, {theirs} in {there[2]}, of the same claim `{span.key}`."
            found.append(Problem(NAME, where, what, Mend.words("Write the same in both.")))
    return found


def _class(phrase: Phrase) -> str:
    """Words are compared with words, counts with counts, shares with shares."""
    return {"number": "count", "of": "count", "fraction": "share", "percent": "share"}.get(
        phrase.kind, phrase.kind
    )


def _value(phrase: Phrase) -> str:
    if phrase.kind in ("number", "of"):
        return str(phrase.n)
    if phrase.kind == "percent" and phrase.percent is not None:
        return str(phrase.percent / 100)
    if phrase.fraction is not None:
        return str(phrase.fraction)
    return _SAME.get(phrase.word, phrase.word) or str(phrase.n)
