"""The closed grammar of quantity as patterns: bound × value × what it is a part of.

Each list of bounds has one meaning, by whose name it is called; a longer form stands before the
shorter one that it begins with.
"""

from __future__ import annotations

import re

from .numbers import NUMBER

# The name under which a bound is known, and the ways in which it is written.
BOUNDS: dict[str, str] = {
    "just over": (
        r"just over|just above|just more than|only just over|a little over|a little more than|"
        r"slightly over|slightly above|slightly more than"
    ),
    "nearly": (
        r"very nearly|nearly|almost|just under|just below|just short of|just less than|just fewer "
        r"than|a little under|a little less than|a little fewer than|slightly under|slightly "
        r"below|slightly less than|slightly fewer than|not quite|approaching"
    ),
    "at least": (
        r"at the very least|at least|at a minimum|no fewer than|not fewer than|no less than|not "
        r"less than|a minimum of|not under|not below"
    ),
    "at most": (
        r"at the very most|at the most|at most|up to|no more than|not more than|a maximum of|not "
        r"over|not above"
    ),
    "more than": (
        r"(?:well |far |considerably |significantly )?(?:more than|over|above)|in excess of|"
        r"upwards of|exceeding|greater than"
    ),
    "fewer than": (
        r"(?:well |far |considerably |significantly )?(?:fewer than|less than|under|below)|short of"
    ),
    "about": (
        r"about|around|approximately|approx\.?|roughly|in the region of|in the order of|close to|"
        r"circa|something like|some|more or less"
    ),
    "only": r"only|just|merely|a mere|as few as|no more and no less than|not even",
    "exactly": r"exactly|precisely|as many as|a total of|fully|a full|the same",
    "the other": r"(?:all )?(?:the |an|a further )?other|the remaining|the further|the rest of the",
    "all": r"all of the|all of these|all of those|all the|all these|all of|all",
    "the": r"the|these|those|our|its|their",
}
BOUND = "(?:" + "|".join(f"(?:{written})" for written in BOUNDS.values()) + ")"
_AFTER = {
    "at least": r"or more|or above|or over|or greater|or higher|and more|and above|and over",
    "at most": r"or fewer|or less|or under|or below|and under|and below",
    "about": r"or so|or thereabouts",
}
AFTER = "(?:" + "|".join(_AFTER.values()) + ")"

_DOZEN = r"(?:half a dozen|(?:an?|one|two|three|four|five|six) dozen|a couple(?: of)?|a pair of)"
NUM = rf"(?:{_DOZEN}|zero|{NUMBER})"
_UNDER = (
    r"halves|half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|"
    r"twelfths?|twentieths?"
)
FRACTION = (
    rf"(?:(?:an?|one|two|three|four|five|six|seven|eight|nine|eleven)[- ](?:{_UNDER})|"
    r"half(?! a dozen)|[½⅓⅔¼¾⅕⅖⅗⅘])"
)
PERCENT = r"\s?(?:%|per\s?cent\b|percent\b)(?!\s*points?)"
_ROUND = r"(?:two|three|four|five|six|seven|eight|nine|ten|twenty|a hundred|100|\d{1,2})"
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|\d{1,2})"
RATIO = (
    rf"(?P<r1>{_SMALL})\s+(?:(?P<rnoun>[a-z]+)\s+)?(?:in|(?:out\s+)?of)\s+every\s+(?P<r2>{_ROUND})"
    rf"|(?P<r3>{_SMALL})\s+(?:(?P<rnoun2>[a-z]+)\s+)?in\s+(?P<r4>{_ROUND})"
)
# No share or number goes on after the numeral: "24-hour", "1.2", "38/46", "2018-19".
_END = r"(?![\w%]|[-–/.:,]\d|-[A-Za-z])"
_START = r"(?<![\w£€$#.,:/–-])"
_RANGE = (
    rf"(?:(?P<between>(?:somewhere )?between)\s+(?P<b1>{NUM}|{FRACTION})(?:{PERCENT})?\s+and\s+"
    rf"(?P<b2>{NUM}|{FRACTION})(?P<bp>{PERCENT})?"
    rf"|(?:from\s+)?(?P<t1>{NUM}|{FRACTION})(?:{PERCENT})?(?:\s+to\s+|\s?–\s?|(?<=\d)-(?=\d))"
    rf"(?P<t2>{NUM}|{FRACTION})(?P<tp>{PERCENT})?"
    rf"|(?P<o1>{_SMALL})\s+or\s+(?P<o2>{_SMALL}|ten))"
)
_BASE = (
    rf"(?:\s+(?:out\s+of|of|from|from among|in)\s+(?:(?:all|the|these|those|our|its|a|total|of)"
    rf"\s+){{0,3}}?(?P<m>{NUM})(?![-.,:/]\d|[\w%]|-[A-Za-z]|\s?(?:%|per\s?cent)))"
)
VALUE = re.compile(
    rf"{_START}(?:(?P<bound>{BOUND})\s+)?(?:(?P<bound2>{BOUND})\s+)?"
    rf"(?:(?P<range>{_RANGE}){_END}"
    rf"|(?P<p>{NUM}){PERCENT}"
    rf"|(?P<ratio>{RATIO})(?!\s+(?:days|weeks|months|years|hours))(?![-/.]\d|[\w])"
    rf"|(?P<f>{FRACTION})(?![\w-])"
    rf"|(?P<n>{NUM})(?P<odd>-odd\b)?{_END})"
    rf"(?:\s+(?P<after>{AFTER})\b)?{_BASE}?",
    re.I,
)
SLASH = re.compile(r"(?<![\w/.])(?P<n>\d{1,5})\s?/\s?(?P<m>\d{1,5})(?![\w/.])")
EXCEPT = re.compile(
    rf"\b(?P<how>(?<=\ball )but|with the (?:sole |single )?exceptions? of|except for|except|"
    rf"excepting|apart from|aside from|other than|save for|save|bar|barring|(?<!all )but(?: for)?)"
    rf"\s+(?:(?:only|just|the|for)\s+)*(?P<n>{NUM})(?![-\w%])",
    re.I,
)
_FEW = r"(?:an? )?(?:very |mere )?(?:few|handful|small number|(?:small |tiny )?minority)"
LEFT_OUT = re.compile(
    rf"\ball but (?:for )?(?P<word>{_FEW})(?![\w-])"
    r"|\bwith (?:only )?(?P<fewer>(?:a )?(?:very )?few|a (?:small )?handful of) exceptions\b",
    re.I,
)
REMAINDER = re.compile(
    r"\b(?:all )?the (?:remainder|rest(?! (?:time|home|day|room|period))|others)\b"
    r"|\ball others\b|\bthe (?:other|remaining)(?= [a-z]+s\b)",
    re.I,
)
_BIG = r"vast|overwhelming|great|large|clear|substantial|sizeable|big|comfortable|strong"
_LITTLE = r"slim|narrow|bare|small|slight|simple|tiny|very small"
WORD = re.compile(
    r"(?<![\w-])(?P<word>not (?:quite |nearly )?(?:all|each|every)|(?:almost|nearly|virtually|"
    r"practically|just about|very nearly) (?:all|every|each|none|no)|"
    r"every (?:single )?one|every single|every last|each one|all|every|each|"
    r"not (?:a|one|even one|even a|any) single|no single|not even one|not one|not any|"
    r"any(?= of the\b| forces?\b| services?\b)|few,? if any|little or no|"
    r"hardly any|scarcely any|barely any|almost no|next to no|"
    r"none|no|neither|either|both|without exception|"
    rf"(?:an?|the) (?:(?:{_BIG}|{_LITTLE}) )?majority|"
    r"(?:an?|the) (?:(?:significant|sizeable|large|substantial|considerable|small|very small|tiny) "
    r")?minority|most|"
    r"(?:only |just |relatively |comparatively )?(?:a very few|very few|quite a few|a few|few)|"
    r"some|many|several|numerous|(?:only )?a (?:small |mere )?handful|"
    r"a (?:good |great )?(?:large |small |very small |high |low |significant |sizeable |"
    r"substantial |considerable )?(?:number|proportion|percentage|share)(?= of)|"
    r"the (?:bulk|greater part|larger part)(?= of)|"
    r"in general|generally|largely|mostly|mainly|in the main|for the most part|by and large|"
    r"on the whole|typically|predominantly|an example|examples)(?P<of> of)?(?![\w-])",
    re.I,
)
# What speaks of a quantity and states none that a count could make true or false.
VAGUE = re.compile(
    rf"\b(?:(?:half|twice|{NUM} times|a third|a quarter) as (?:many|few)|(?:tens|dozens|scores|"
    r"hundreds|thousands|millions) of|dozens|scores(?= [a-z]+s had)|various|a (?:wide |broad )?"
    r"(?:range|variety|mix|mixture) of|countless|innumerable|"
    r"an? (?:increasing|growing|rising|falling|declining) (?:number|proportion) of|"
    r"(?:increasing|growing) numbers of|"
    r"(?<!or )(?<!and )(?:far |many |even )?(?:more|fewer)(?! than)"
    r"(?= (?:\w+ ){0,2}\w+s\b(?! than \d)))\b",
    re.I,
)


def bound_of(written: str) -> str:
    """Return the name of a bound as it is written before or after a value, or ""."""
    plain = " ".join(written.lower().split())
    for table in (BOUNDS, _AFTER):
        for name, forms in table.items():
            if re.fullmatch(forms, plain):
                return name
    return ""
