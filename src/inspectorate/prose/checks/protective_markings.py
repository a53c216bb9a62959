"""Protective markings, of today and of before 2014, and words that say "not for the public"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.MARKING
_LEVELS = ("OFFICIAL", "SENSITIVE", "SECRET", "CONFIDENTIAL", "RESTRICTED", "PROTECT")
# A level written letter by letter, as on a stamp.
_STAMPED = "|".join(r"[ .]".join(level) for level in _LEVELS)
_ANY_CASE = (
    r"\b(?:do not|don't|never) (?:\w+ )?(?:copy|print|record|repeat|minute)\b",
    r"\binternal(?:ly)? only\b|\bbetween (?:us|ourselves)\b",
    r"\bsensitive (?:personal |police )?(?:data|information|material)\b",
    r"\b(?:registered|authorised) sources?\b",
    r"official ?[-:/,(_ ] ?(?:sen(?:s|sitive)?)\b",
    r"\boff ?[-_/]? ?sen[s]?\b",
    r"\b(?:top[ -])?secret\b",
    r"\bconfidential(?:ly)?\b",
    r"\bin (?:the )?(?:strict(?:est)? )?confidence\b|\bin[- ]confidence\b",
    r"\bnot protectively marked\b",
    r"\bunclassified\b|\bclassified\b|\bdeclassified\b",
    r"\bprotective marking\b|\bhandling (?:code|instruction|caveat|condition)s?\b",
    r"\beyes[ -]only\b|\bukeo\b|\beyes of\b",
    r"\bnot (?:be )?(?:intended )?(?:for|to be) (?:\w+ )?(?:publication|published|disclosure|"
    r"disclosed|release|"
    r"released|onward (?:transmission|dissemination|disclosure|circulation|sharing)|circulation|"
    r"circulated|"
    r"dissemination|disseminated|distribution|distributed|shar(?:ing|ed)|quot(?:ation|ed)|"
    r"public(?: \w+)?|"
    r"further \w+|copying|copied|forward(?:ing|ed))\b",
    r"\b(?:do not|don't|must not(?: be)?|should not(?: be)?|may not(?: be)?|cannot be|never|"
    r"please (?:do not|don't)) "
    r"(?:\w+ ){0,2}?(?:publish|shar|disclos|forward|circulat|distribut|disseminat|quot|"
    r"releas)\w*\b",
    r"\bunpublished\b|\bembargo(?:ed)?\b|\boff the record\b|\bnon[- ]disclosable\b|\bredact(?:ed|"
    r"ion)?\b",
    r"\bwithout prejudice\b|\bsub judice\b",
    r"\blegal(?:ly)? (?:professional )?privileged?\b|\bprivileged (?:and|&) \w+\b",
    r"\b(?:law enforcement|operationally|commercially|market|politically|personal(?:ly)?|"
    r"security)[ -]sensitive\b",
    r"\b(?:for )?(?:internal|police|government|official|law enforcement|hmg|"
    r"restricted) use(?: only)?\b",
    r"\bfor (?:\w+ ){1,4}only\b",
    r"\bneed[- ]to[- ]know\b|\blimited (?:circulation|distribution)\b",
    r"\bprivate (?:and|&) \w+\b",
    r"\btlp ?[: -]? ?(?:red|amber(?:\+strict)?|green)\b",
    r"\bexempt(?:ion)? (?:from disclosure|under (?:section|s\.?)|information)\b",
    # Covert work: the word itself may put somebody in danger.
    r"\bchis(?:es)?\b|\bcovert(?:ly)?\b|\bunder ?-?cover\b|\bhuman intelligence\b|\bhumint\b",
    r"\binformants?\b|\bsource (?:handler|handling|unit|reporting|protection)s?\b|\b(?:dedicated|"
    r"live) source\w*\b",
    r"\b(?:directed|intrusive|technical|covert) surveillance\b|\bsigint\b|"
    r"\bintercept(?:ion)? (?:product|material|warrant)s?\b",
    r"\bintelligence (?:report|log|source|product|submission)s?\b",
    r"\b(?:5x5x5|3x5x2|5 x 5 x 5|3 x 5 x 2)\b",
    r"\bwitness protection\b|\bprotected (?:person|witness|informant)s?\b|"
    r"\bpublic interest immunity\b",
    r"\bcounter[- ]terror\w* (?:operation|investigation)s?\b|\blive (?:operation|"
    r"investigation)s?\b",
    r"\boperation(?:al)? (?:name|order)s?\b",
)
_CAPITALS = (
    rf"\b(?:{'|'.join(_LEVELS)})\b",
    rf"(?<!\w)(?:{_STAMPED})(?!\w)",
    r"(?<![\w-])(?:O ?[-/.] ?S(?:EN)?|OS|TS|NPM|GPMS|UKEO|UKHO|FOUO|LES|LPP|PII|UCO|STRAP ?\d?|"
    r"LOCSEN|NOFORN|EO)(?![\w-])",
    r"[(\[](?:O|S|C|R|P|U|TS|O-S|OS|NPM)[)\]]",
    r"\b(?:CODEWORD|CAVEAT|COMMERCIAL|MANAGEMENT|STAFF|POLICY|PERSONAL DATA|HONOURS|"
    r"INVESTIGATIONS)\b(?= ?[-:/]|$)",
    # An operation by its name tells of it.
    r"\b(?:Operation|Op\.?) [A-Z][A-Za-z]+\b",
    r"(?m:^ ?(?:Restricted|Protect|Official|Sensitive|Commercial)(?: ?[-:].*)?$)",
)
_PATTERNS = (
    *(re.compile(one, re.IGNORECASE) for one in _ANY_CASE),
    *(re.compile(one) for one in _CAPITALS),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each marking; "protect the public" and "official figures" are none."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield found.span()
