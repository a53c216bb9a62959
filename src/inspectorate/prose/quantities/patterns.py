"""The patterns by which quantity phrases are found, and the words beside which they are none."""

from __future__ import annotations

import re

from .nouns import COUNTED_PLURAL, wordset
from .numbers import NUMBER

APPROXIMATE = "about|around|approximately|roughly|nearly|almost|some"
BOUND = (
    rf"(?:(?P<bound>only|just|exactly|at least|at most|up to|no more than|not more than|no "
    rf"fewer than|more than|over|fewer than|"
    rf"less than|under|all of the|all the|all|all of|the remaining|the "
    rf"other|the|these|those|our|its|their|{APPROXIMATE})\s+)?"
)
PERCENT = re.compile(
    rf"{BOUND}\b(?P<n>{NUMBER})\s?(?:%|per\s?cent\b|percent\b)(?!\s*points?)", re.I
)
OF = re.compile(
    rf"{BOUND}\b(?P<n>{NUMBER})\s+(?:out\s+of|of)\s+"
    rf"(?:(?:all|the|these|those|our|its)\s+){{0,2}}(?P<m>{NUMBER})\b(?![-.,:/]\d)",
    re.I,
)
APART = re.compile(
    rf"{BOUND}\b(?P<n>{NUMBER})\s+(?:[\w-]+\s+){{0,2}}?"
    rf"(?P<noun>{'|'.join(sorted(COUNTED_PLURAL))})\s+(?:out\s+of|of)\s+"
    rf"(?:(?:all|the)\s+){{0,2}}(?P<m>{NUMBER})\b(?![-.,:/]\d)",
    re.I,
)
IN = re.compile(
    r"\b(?P<n>one|two|three|four|five|six|seven|eight|nine)\s+"
    r"(?:(?P<noun>[a-z]+)\s+)?in\s+(?:every\s+)?"
    r"(?P<m>two|three|four|five|six|seven|eight|nine|ten|twenty|a "
    r"hundred)\b(?!\s+(?:days|weeks|months|years|hours))",
    re.I,
)
UNDER = r"halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?"
FRACTION = re.compile(
    rf"{BOUND}\b(?P<f>(?:an?|one|two|three|four|five|six|seven|eight|nine)[- "
    rf"](?:{UNDER})|[½⅓⅔¼¾])(?![\w-])",
    re.I,
)
HALF = re.compile(
    rf"\b(?:(?P<bound>more than|over|less than|fewer "
    rf"than|under|exactly|only|just|{APPROXIMATE})\s+)?(?P<f>half)(?![-\w])",
    re.I,
)
ALL_BUT = re.compile(rf"\ball but\s+(?P<n>{NUMBER})\b", re.I)
REMAINDER = re.compile(
    r"\bthe (?:remainder|rest(?= of the\b| had| were| did| have| could| would|,)|others)\b", re.I
)
WORD = re.compile(
    r"\b(?P<word>not all(?: of)?|not every|(?:almost|nearly|virtually|practically) "
    r"(?:all(?: of)?|every|none(?: of)?|no)|"
    r"all(?: of)?|every|each(?: of)?|neither(?: of)?|(?:hardly|scarcely) any(?: "
    r"of)?|without exception|"
    r"most(?: "
    r"of)?|(?:an?|the)\s+(?:(?:vast|overwhelming|large|small|clear|great|slim|bare)\s+)?"
    r"majority(?:\s+of)?|majority\s+of|"
    r"(?:a significant|a small|a large|a sizeable|the|a)\s+minority(?:\s+of)?|very few(?: "
    r"of)?|a few(?: of)?|few(?: of)?|"
    r"none(?: of)?|not one(?: of)?|no|some(?: of)?|many(?: of)?|several(?: of)?|numerous|a "
    r"(?:large |small )?number of|"
    r"a handful of|a (?:large|small|high|significant|sizeable) proportion of|"
    r"the bulk of|both|in general|generally|largely|mostly|mainly|"
    r"in the main|for the most part|typically|examples of)"
    r"(?![-\w])",
    re.I,
)
VARIATION = re.compile(
    r"\bsome (?:inconsistenc(?:y|ies)|variation|differences?)\b|(?:(?<=was )|(?<=were "
    r")|(?<=is )|(?<=are ))mixed\b"
    r"|\b(?:a )?mixed(?= (?:picture|views?|results?|evidence|experiences?))",
    re.I,
)
PLAIN = re.compile(rf"{BOUND}(?<![\w£€$#.,:/-])(?P<n>{NUMBER})(?![\w%]|[-–/.:,]\d|-[A-Za-z])", re.I)
ADVERBS = frozenset(
    (
        "in general",
        "generally",
        "largely",
        "mostly",
        "mainly",
        "in the main",
        "for the most part",
        "typically",
    )
)
# No text can hold it as a quantity word, since those have no parentheses.
MEMBER = "(member of a set)"
VERBS = wordset(
    "have had has were was are is did do does could can would said told described met use "
    "used recognised gave made failed "
    "understood provided lacked held knew showed agreed needed relied"
)
SINGULAR_WORDS = frozenset(
    (
        "no",
        "every",
        "not every",
        "almost every",
        "nearly every",
        "virtually every",
        "practically every",
        "not one",
    )
)
NEVER_AFTER = {
    "all": {"at", "after", "above", "first", "overall", "in"},
    "most": {
        "the",
        "a",
        "an",
        "its",
        "their",
        "our",
        "his",
        "her",
        "those",
        "whose",
        "at",
        "be",
        "is",
        "are",
        "were",
        "was",
        "far",
    },
    "many": {"how", "as", "that"},
    "few": {"next", "last", "past", "first", "the"},
    "some": {"to", "for"},
}
NEVER_BEFORE = {
    "no": {
        "single",
        "longer",
        "doubt",
        "matter",
        "further",
        "more",
        "fewer",
        "less",
        "means",
        "one",
        "other",
        "such",
    },
    "some": {"time", "extent", "way", "ways", "respects", "degree"},
    "all": {"in", "the same", "right", "along", "too", "but"},
    "none": {"the"},
}
