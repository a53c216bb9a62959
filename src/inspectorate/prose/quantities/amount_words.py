"""Reads the words that say how many: what each is known by, and where it says something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .amount_patterns import WORD
from .phrases import Phrase

_NONE = re.compile(
    r"^(?:not (?:a|one|even one|even a|any) single|no single|not even one|not one|not any|none|no)$"
)
_FEW = {
    "few, if any": "few, if any",
    "few if any": "few, if any",
    "little or no": "few, if any",
    "hardly any": "few, if any",
    "scarcely any": "few, if any",
    "barely any": "few, if any",
    "almost no": "few, if any",
    "almost none": "few, if any",
    "nearly no": "few, if any",
    "nearly none": "few, if any",
    "virtually no": "few, if any",
    "virtually none": "few, if any",
    "practically no": "few, if any",
    "practically none": "few, if any",
    "next to no": "few, if any",
}


def words(text: str) -> Iterator[Phrase]:
    """Yield every quantity word of ``text``, in order."""
    for match in WORD.finditer(text):
        written = " ".join(match["word"].lower().removesuffix(" of").split())
        if _no_quantity(text, match, written):
            continue
        # "Of" belongs to the words that cannot stand without it: "a number of", "a majority of".
        of = written.startswith(("a ", "an ", "the ")) and match["of"]
        whole = (
            match.group() if of else match.group()[: len(match.group()) - len(match["of"] or "")]
        )
        yield Phrase(
            "word", whole, match.start(), match.start() + len(whole), word=_plain_word(written)
        )


def _plain_word(written: str) -> str:
    """Return the word by which a written quantity word is known to a vocabulary."""
    if written in _FEW:
        return _FEW[written]
    if _NONE.match(written):
        return (
            "no" if written in ("no", "no single") else "none" if written == "none" else "not one"
        )
    plain = re.sub(r"^(?:only|just|relatively|comparatively) ", "", written)
    plain = re.sub(r"^(not|almost|nearly) (?:quite |nearly )?(all|every|each)$", _joined, plain)
    plain = re.sub(
        r"^(?:virtually|practically|just about|very nearly) (?:all|each)$", "almost all", plain
    )
    plain = re.sub(
        r"^(?:virtually|practically|just about|very nearly) every$", "almost every", plain
    )
    plain = re.sub(
        r"^(?:every (?:single )?one|every single|every last|each one|each)$", "every", plain
    )
    plain = re.sub(r"\bgood |\bgreat (?=number)|\bmere ", "", plain)
    return {
        "without exception": "all",
        "a small handful": "a handful",
        "an example": "an example",
    }.get(plain, plain)


def _joined(match: re.Match[str]) -> str:
    return f"{match[1]} {'every' if match[2] == 'each' else match[2]}"


_ELSE = {
    "all": re.compile(r"\b(?:at|after|above|first of|overall)\s+$", re.I),
    "most": re.compile(r"\b(?:the|an?|its|their|our|his|her|whose|at|be|far)\s+$", re.I),
    "many": re.compile(r"\b(?:how|as|so|too)\s+$", re.I),
    "few": re.compile(r"\b(?:how|as|so|too|next|last|past|first|the|these|those)\s+$", re.I),
    "a few": re.compile(r"\bquite\s+$", re.I),
    "no": re.compile(r"\b(?:yes or|whether or)\s+$", re.I),
}
_THEN = {
    "no": re.compile(r"^\s+(?:longer|doubt|matter|more|fewer|less|means|later|sooner)\b", re.I),
    "some": re.compile(r"^\s+(?:time|extent|way|ways|respects|degree|\d)", re.I),
    "all": re.compile(r"^\s+(?:in all|the same|right|along|too|but)\b", re.I),
    "each": re.compile(r"^\s+other\b", re.I),
    "both": re.compile(r"^[^.;:]{1,60}?\band\b", re.I),
    "either": re.compile(r"^[^.;:]{1,60}?\bor\b", re.I),
    "neither": re.compile(r"^[^.;:]{1,60}?\bnor\b", re.I),
}


def _no_quantity(text: str, match: re.Match[str], written: str) -> bool:
    """Whether a word that can say how many says something else here."""
    before = text[max(0, match.start() - 14) : match.start()]
    after = text[match.end() : match.end() + 64]
    first, then = _ELSE.get(written), _THEN.get(written)
    if first is not None and first.search(before):
        return True
    if then is not None and not match["of"] and then.match(after):
        return True
    if "minority" in written and re.match(
        r"\s+(?:ethnic|groups?|communit|backgrounds?|language|faith)", after
    ):
        return True
    if "majority" in written and re.match(r"\s+(?:vote|decision|verdict|party|stake)", after):
        return True
    return written in ("both", "all", "each") and after[:1] == "-"
