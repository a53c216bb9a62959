"""What words bound to a claim of difference say: that bodies differ, are mixed, or are alike; which
end they stand at; that more of some are so. A closed list: what is not in it is not read.

A denial turns the word it stands before: "did not differ" is alike, "lack of consistency" differs.
"""

from __future__ import annotations

import re
from enum import Enum, auto

_DIFFER = (
    r"inconsisten(?:t|tly|cy|cies)|differ(?:s|ed|ing|ences?|ent|ently)?|var(?:y|ies|ied|ying|"
    r"iations?|iable|iability)|uneven(?:ly)?|patchy|divergen(?:t|ce)|unequal(?:ly)?|"
    r"dispar(?:ity|ities|ate)"
)
_ALIKE = (
    r"consisten(?:t|tly|cy)|alike|uniform(?:ly|ity)?|similar(?:ly|ity)?|identical(?:ly)?|equally|"
    r"(?:much )?the same|evenly"
)
_WORD = re.compile(
    rf"\b(?:(?P<differ>{_DIFFER})|(?P<alike>{_ALIKE})|(?P<mixed>mixed|mixture))\b", re.I
)
_DENIALS = frozenset(
    (
        *("no", "not", "nor", "never", "little", "few", "hardly", "scarcely", "barely", "without"),
        *("lack", "lacks", "lacked", "lacking", "less", "rarely", "seldom", "free", "absence"),
        "cannot",
    )
)
# Between a denial and what it denies: "no great difference", "did not in any way differ".
_BETWEEN = 4
# Beyond these a denial is of something else: "not one failed, and they were consistent".
_ENDS = frozenset(("and", "but", "they", "was", "were", "are", "is", "be", "it"))
_DENIED_AFTER = re.compile(
    r"\s+(?:is|was|were|are)\s+(?:rare|absent|not\s+(?:shown|found|seen))\b", re.I
)
_NO_DENIAL = re.compile(
    r"\b(?:no doubt|without (?:exception|doubt)|not only|not least|not (?:shown|known) that)\b",
    re.I,
)


class SpreadWord(Enum):
    """What a passage says of bodies."""

    DIFFER = auto()
    MIXED = auto()
    ALIKE = auto()


def says(words: str) -> SpreadWord | None:
    """What the first word of the list says, turned by the denials before it; None where none is."""
    match = _WORD.search(words)
    if match is None:
        return None
    after = bool(_DENIED_AFTER.match(words[match.end() :]))
    turned = _denied(words[: match.start()]) ^ after
    if match["mixed"]:
        return SpreadWord.ALIKE if turned else SpreadWord.MIXED
    return SpreadWord.ALIKE if bool(match["alike"]) ^ turned else SpreadWord.DIFFER


def _denied(before: str) -> bool:
    """Does an odd number of denials stand right before the word?"""
    before = _NO_DENIAL.sub(" and ", before)
    turned, steps = False, 0
    for word in reversed(re.findall(r"[\w’']+|[;:.]", before.lower())):
        if word in _DENIALS or word.endswith(("n't", "n’t")):
            turned, steps = not turned, 0
        elif word in _ENDS and not (word in ("was", "were", "are", "is", "be") and steps == 0):
            # "Was not consistent", and "not one failed, and they were consistent".
            break
        elif word in ";:." or steps == _BETWEEN:
            break
        else:
            steps += 1
    return turned


_LOW = re.compile(r"\b(?:lowest|worst|weakest|poorest|bottom)\b", re.I)
_HIGH = re.compile(r"\b(?:highest|best|strongest|top)\b", re.I)
_FEWER = re.compile(
    r"\b(?:fewer|less|smaller|lower|worse|as (?:many|much|often|well)|no more|not more|equally|"
    r"the same|twice|thrice|double|half|(?:two|three|four|five|\d+) times)\b",
    re.I,
)
_MORE = re.compile(r"\b(?:more|greater|larger|higher|better)\b", re.I)
_DENY = re.compile(r"\b(?:no|not|none|never|nor)\b|n[’']t\b", re.I)


def at_end(words: str) -> str:
    """Which end the words name: "low", "high", or nothing where they name none, or both."""
    low, high = _LOW.search(words), _HIGH.search(words)
    return "" if bool(low) == bool(high) else "low" if low else "high"


def denies(words: str) -> bool:
    """Do the words deny something, whatever it is?"""
    return bool(_DENY.search(_NO_DENIAL.sub("", words)))


def says_more(words: str) -> bool | None:
    """Whether the words say that more of the first group are so; None where they say neither."""
    if _FEWER.search(words):
        return False
    return not denies(words) if _MORE.search(words) else None
