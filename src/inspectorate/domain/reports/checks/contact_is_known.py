"""How the inspectorate is reached is what its record says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.CONTACT_IS_KNOWN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("known.contacts",)
LOCAL = True

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_TIME = r"(?:\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?)?|noon|midday|midnight)"
_KINDS: Mapping[str, re.Pattern[str]] = {
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I),
    "telephone number": re.compile(r"(?<![\w/.-])(?:\+?\d[\d\s()-]{7,17}\d)(?![\w/-])"),
    "hours": re.compile(
        rf"\b{_TIME}\s*(?:to|until|–|-|and)\s*\d{{1,2}}(?:[.:]\d\d)?\s?[ap]\.?m\b", re.I
    ),
    "days": re.compile(rf"\b{_DAY}\s+(?:to|–|-|and|through)\s+{_DAY}\b", re.I),
}
_ABOUT = re.compile(
    r"\b(?:press\s+office|newsroom|media|enquir\w+|inquir\w+|contacts?|telephone|phone|call|tel|"
    r"e-?mail|ring|reach(?:ed)?|duty\s+officer|out\s+of\s+hours)\b",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each number, address or hour that is not on record, where one of its kind is."""
    found = []
    record = " \n".join(facts.known.contacts)
    for block in manuscript.lines():
        if block.kind in ("code", "quote") or not _ABOUT.search(block.text):
            continue
        for kind, pattern in _KINDS.items():
            known = {_plain(one[0]): one[0] for one in pattern.finditer(record)}
            for match in pattern.finditer(block.text) if known else ():
                if _plain(match[0]) in known:
                    continue
                where = place(manuscript, block, *match.span())
                right = next(iter(known.values())) if len(known) == 1 else None
                what = (
                    f"the text gives {match[0]}; the {kind} on record: {', '.join(known.values())}."
                )
                mend = Mend.words(f"Write `{right}`." if right else "Write the one on record.")
                found.append(Problem(NAME, where, what, mend, replacement=right))
    return found


def _plain(written: str) -> str:
    """Return it as it is compared: no blanks and marks but those of an address."""
    bare = re.sub(r"\s*(?:to|until|–|-|and|through)\s*", "~", written.lower())
    bare = re.sub(r"(?<=\d)[.:]00", "", bare)
    return re.sub(r"[\s().-]", "", bare) if "@" not in bare else written.lower()
