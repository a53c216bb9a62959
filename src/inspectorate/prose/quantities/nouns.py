"""Finds the noun a quantity is said of, by a list of counted things and by plural endings."""

from __future__ import annotations

import re


def wordset(words: str) -> frozenset[str]:
    """Return the words of a line of words."""
    return frozenset(words.split())


_SINGULAR = wordset(
    "force service body officer council authority school hospital prison provider "
    "interviewee partner agency case file referral "
    "record station unit team victim chief leader lead visit interview respondent "
    "practitioner region area recommendation "
    "household home trust department employee manager pupil patient resident worker member "
    "district borough site ward "
    "organisation inspectorate constabulary college inspection report document session "
    "group stakeholder strand objective "
    "policy plan woman man child person inspector vacancy complaint response survey "
    "question brigade"
)
_IRREGULAR = {
    "body": "bodies",
    "authority": "authorities",
    "agency": "agencies",
    "constabulary": "constabularies",
    "policy": "policies",
    "woman": "women",
    "man": "men",
    "child": "children",
    "person": "people",
    "vacancy": "vacancies",
}
COUNTED_SINGULAR = frozenset(_SINGULAR)
COUNTED_PLURAL = frozenset(
    [_IRREGULAR.get(word, word + "s") for word in _SINGULAR] + ["staff", "people", "police"]
)
# What an inspectorate inspects; an inspection has its own noun beside these.
BODIES = wordset(
    "force forces service services body bodies constabulary constabularies brigade brigades "
    "school schools hospital hospitals prison prisons council councils authority authorities "
    "provider providers trust trusts home homes college colleges agency agencies practice "
    "practices nursery nurseries academy academies organisation organisations"
)
TIMES = wordset(
    "second seconds minute minutes hour hours day days week weeks weekend weekends month "
    "months year years decade decades "
    "time times night nights morning mornings"
)
# A word after which no noun of this quantity can come.
_STOPS = wordset(
    "was were is are has have had do did does can could will would may might shall should "
    "must be been being not that which who "
    "whom whose when where while if and or but to in on at by for with from as than into "
    "over under per also then so because "
    "said says told met use used describe described recognised use uses using agreed "
    "thought felt considered"
)
_NOT_PLURAL = wordset(
    "its this us perhaps always sometimes towards across less plus news besides afterwards "
    "regards means series previous various "
    "serious religious anonymous continuous conscious dangerous numerous obvious process "
    "progress access business success "
    "address witness illness awareness status focus campus his hers ours theirs yours thus "
    "whereas analysis basis crisis"
)
_SUPERLATIVE_ENDINGS = (
    "ive",
    "ful",
    "ous",
    "able",
    "ible",
    "ant",
    "ent",
    "ary",
    "ly",
    "ing",
    "ate",
    "ern",
)
_PLAIN_MODIFIERS = wordset(
    "police local inspected territorial home office other frontline front-line senior "
    "young new rural urban small large larger "
    "smaller special partner public case safeguarding statutory neighbourhood regional "
    "national english welsh scottish british "
    "fire rescue and health education front line community counter-terrorism chief prevent "
    "of the these those our its their "
    "metropolitan county combined non-home different remaining relevant participating "
    "recent independent"
)
# A word, past the short form of a name: "Veterans Health Administration (VHA) facilities".
_TOKEN = re.compile(r"(?:\s+\([A-Z][A-Z&]+\))?\s+([A-Za-zÀ-ž][\w’'-]*|\d[\d,]*)")
# A name that goes on: its first word is no noun of its own, though it looks like a plural.
_NAME_GOES_ON = re.compile(r"\s+[A-Z][a-z]")
# How many words may stand between a quantity and its noun ("most of the 43 Home Office forces").
_WINDOW = 5


def noun_after(text: str, end: int, *, superlative: bool = False) -> tuple[str, int]:
    """Return the noun after the quantity that ends at ``end`` and where the noun ends.

    Return ("", end) where none follows.

    ``superlative`` is for *most*: an adjective before the noun ("most effective forces") makes it a
    superlative, not a quantity.
    """
    at = end
    for _ in range(_WINDOW):
        match = _TOKEN.match(text, at)
        if not match:
            break
        word = _bare(match.group(1))
        if word in _STOPS and not (word == "and" and at > end):
            break
        if _counted(word, text, match):
            nxt = _TOKEN.match(text, match.end())
            following = _bare(nxt.group(1)) if nxt else ""
            # "Police officers": the first of two nouns describes the second.
            if word in ("police", "staff") and following in COUNTED_PLURAL:
                at = match.end()
                continue
            return word, match.end()
        if superlative and word not in _PLAIN_MODIFIERS and word.endswith(_SUPERLATIVE_ENDINGS):
            break
        at = match.end()
    return "", end


def _counted(word: str, text: str, match: re.Match[str]) -> bool:
    """Say whether a word is what is counted, and not a part of what is named after it."""
    if word in COUNTED_PLURAL or word in TIMES:
        return True
    said = match.group(1)
    # "Magistrates' courts" are courts.
    name = said[:1].isupper() and _NAME_GOES_ON.match(text, match.end())
    return is_plural(word) and not name and not said.endswith(("'", "’"))


def singular_after(text: str, end: int) -> tuple[str, int]:
    """Return the singular counted noun after ``end`` and where it ends, or ("", end).

    As in "one force", "no police force".
    """
    at = end
    for _ in range(3):
        match = _TOKEN.match(text, at)
        if not match:
            break
        word = _bare(match.group(1))
        if word in _STOPS:
            break
        nxt = _TOKEN.match(text, match.end())
        following = _bare(nxt.group(1)) if nxt else ""
        if (
            word in COUNTED_SINGULAR
            and following not in COUNTED_SINGULAR
            and following not in COUNTED_PLURAL
        ):
            return word, match.end()
        at = match.end()
    return "", end


def word_after(text: str, end: int) -> str:
    """Return the next word in lower case, or nothing where punctuation or the end comes first."""
    match = _TOKEN.match(text, end)
    return _bare(match.group(1)) if match else ""


def word_before(text: str, start: int) -> str:
    """Return the word before ``start`` in lower case, or nothing where punctuation comes first."""
    match = re.search(r"([\w’'.-]+)\s+$", text[max(0, start - 40) : start])
    return _bare(match.group(1)) if match else ""


def is_plural(word: str) -> bool:
    """Guess from its ending whether a word is a plural noun."""
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is"))
        and word not in _NOT_PLURAL
    )


def _bare(word: str) -> str:
    plain = word.lower().replace("’", "'")
    return plain.rstrip("'") if plain.endswith("s'") else plain.removesuffix("'s").strip("'-")
