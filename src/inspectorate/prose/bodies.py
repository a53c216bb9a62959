"""Reads quantities of bodies under whatever an inspection calls them: homes, auditees, brigades."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from .quantities.nouns import wordset
from .quantities.patterns import SINGULAR_WORDS
from .quantities.phrases import Phrase, read

# Called so by somebody, whatever this inspection says of its own bodies.
USUAL = wordset(
    "force forces service services body bodies constabulary constabularies brigade "
    "brigades school schools hospital hospitals "
    "prison prisons council councils authority authorities provider providers trust trusts "
    "home homes"
)
# What other inspectorates inspect, or a report on one kind of body says of another: one, several.
# Parts of bodies that a text on method speaks of (a team, a board, an office) stand here only under
# their whole name.
_ELSEWHERE = (
    "abattoir/abattoirs academy/academies borough/boroughs clinic/clinics college/colleges "
    "court/courts diocese/dioceses farm/farms harbour/harbours hospice/hospices hostel/hostels "
    "institution/institutions laboratory/laboratories library/libraries museum/museums "
    "nursery/nurseries ombudsman/ombudsmen parish/parishes pharmacy/pharmacies refuge/refuges "
    "surgery/surgeries university/universities utility/utilities wharf/wharves "
    "ambulance_service/ambulance_services bus_company/bus_companies "
    "care_provider/care_providers charity/charities custody_suite/custody_suites "
    "dental_practice/dental_practices detention_centre/detention_centres "
    "general_practice/general_practices GP_practice/GP_practices health_board/health_boards "
    "housing_association/housing_associations insurer/insurers lifeboat_crew/lifeboat_crews "
    "medical_practice/medical_practices ombudsman_scheme/ombudsman_schemes "
    "police_station/police_stations probation_area/probation_areas "
    "pupil_referral_unit/pupil_referral_units removal_centre/removal_centres "
    "safeguarding_board/safeguarding_boards safety_partnership/safety_partnerships "
    "train_operator/train_operators water_company/water_companies "
    "water_undertaker/water_undertakers youth_offending_team/youth_offending_teams"
)
# The grammar of quantities knows these nouns. A noun of the inspection is read as the longest of
# them that is no longer, filled up with blanks, so that every offset stays what it was.
_ONE = ("force", "home", "man")
_MANY = ("forces", "homes", "men")
_IRREGULAR = {"man": "men", "woman": "women", "child": "children", "person": "people"}
# Forms that the grammar does not read, before one of its nouns.
_MORE = re.compile(
    r"\b(?P<said>each(?: (?:and every|one of the|of the))?|not a single|a single|another|either|"
    r"neither(?: of the)?|no other|dozens of(?: the)?|scores of(?: the)?|"
    r"(?:about |around |only )?a couple of(?: the)?|more than one|the (?:other|remaining) two)\s+"
    r"(?:(?!(?:an?|the|for|of|in|to|at|and|n?or|on|by|with|from|as)\b)"
    r"[a-z-]+\s+){0,3}?(?P<noun>forces?|homes?|men|man)\b(?!\s+of\s+law)",
    re.I,
)
# A word that is a noun of bodies in one inspection and a thing of its own in any.
_NOT_BODIES = re.compile(
    r"(?:force)\s+(?:of\b|majeure)|(?:authority)\s+(?:to|over|for)\b|"
    r"(?:trust)\s+(?:in|between|that|from|among)\b|(?:practice|service)\s+(?:of|to)\b",
    re.I,
)


@dataclass(frozen=True)
class Nouns:
    """What the bodies of an inspection are called: ``one`` and ``many``, in lower case."""

    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()

    def names(self, noun: str) -> bool:
        """Say whether a noun, as the grammar returns it, names bodies."""
        return noun in USUAL or noun in self.one or noun in self.many

    @cached_property
    def written(self) -> re.Pattern[str]:
        """Matches one or several bodies under any of their nouns, and those usual anywhere."""
        every = sorted({*self.one, *self.many, *USUAL}, key=lambda one: (-len(one), one))
        words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in every)
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)

    @cached_property
    def own(self) -> re.Pattern[str] | None:
        """Matches one or several bodies under a noun of the inspection."""
        own = sorted({*self.one, *self.many}, key=lambda one: (-len(one), one))
        if not own:
            return None
        words = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in own)
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.I)

    def masked(self, text: str) -> str:
        """Return ``text`` with each noun written as one the grammar knows, of the same length."""
        if self.own is None:
            return text
        return self.own.sub(self._usual, text)

    def _usual(self, match: re.Match[str]) -> str:
        written = " ".join(match[0].lower().split())
        known = _MANY if written in self.many else _ONE
        short = next((one for one in known if len(one) <= len(match[0])), "")
        return short.ljust(len(match[0])) if short else match[0]


@lru_cache(maxsize=256)
def nouns_of(*words: str) -> Nouns:
    """Return the nouns of bodies from what they are called, one or several, in any order.

    "care homes" gives home, homes, care home and care homes: an editor writes the long and the
    short form. A word that ends as a plural does is one; its other number is made from it, unless
    it is given too.
    """
    one: dict[str, None] = {}
    many: dict[str, None] = {}
    given = dict.fromkeys(" ".join(word.lower().split()) for word in words if word.strip())
    for word in given:
        plural = _is_plural(word, given)
        known = next((one for one in given if one != word and _plural(one) == word), "")
        other = (known or _singular(word)) if plural else _plural(word)
        for single, several in _short_too(*((other, word) if plural else (word, other))):
            one[single] = None
            many[several] = None
    return Nouns(tuple(one), tuple(many))


_NEAR = 400


@lru_cache(maxsize=64)
def anywhere(own: Nouns) -> Nouns:
    """Return the nouns of an inspection with those of bodies that others inspect."""
    pairs = [pair.lower().replace("_", " ").split("/") for pair in _ELSEWHERE.split()]
    one = dict.fromkeys((*own.one, *(pair[0] for pair in pairs)))
    many = dict.fromkeys((*own.many, *(pair[1] for pair in pairs)))
    return Nouns(tuple(one), tuple(many))


@lru_cache(maxsize=4_096)
def quantities(text: str, nouns: Nouns, *, lenient: bool = False) -> tuple[Phrase, ...]:
    """Return the quantity phrases of ``text``, as the grammar does, of these bodies too.

    ``noun`` is the noun as it stands in the text, in lower case. ``lenient`` is for a passage bound
    to a claim: there only what the grammar itself reads can be held to the claim's counts.
    """
    masked = nouns.masked(text)
    found = [one for one in read(masked, lenient=lenient) if not _another_thing(text, one, nouns)]
    more = [
        one
        for one in (() if lenient else _more(masked))
        if not any(one.start < other.end and other.start < one.end for other in found)
    ]
    every = sorted([*found, *more], key=lambda one: one.start)
    return tuple(_as_written(text, masked, one, nouns) for one in every)


def _more(masked: str) -> Iterator[Phrase]:
    for match in _MORE.finditer(masked):
        word = " ".join(match["said"].lower().split())
        start, end = match.span("said")
        yield Phrase("word", masked[start:end], start, end, word=word, noun=match["noun"].lower())


def _another_thing(text: str, phrase: Phrase, nouns: Nouns) -> bool:
    """Whether a noun of bodies means something else here: no force of law, no trust in it."""
    if not nouns.names(phrase.noun):
        return False
    return _NOT_BODIES.match(text[phrase.end : phrase.end + _NEAR].lstrip()) is not None


def _as_written(text: str, masked: str, phrase: Phrase, nouns: Nouns) -> Phrase:
    """Return a phrase with the words of the text instead of those it was read as."""
    noun = phrase.noun
    if phrase.word in SINGULAR_WORDS and (next_to := nouns.written.match(text, phrase.end + 1)):
        # "In every force officers knew it": the grammar takes two nouns side by side for one thing.
        return replace(phrase, text=text[phrase.start : phrase.end], noun=next_to[0].lower())
    # Within a window: a noun stands few words after its amount, and a text may be one paragraph.
    until = phrase.end + _NEAR
    for match in nouns.own.finditer(text, phrase.start, until) if nouns.own and noun else ():
        if masked[match.start() : match.start() + len(noun)].lower() == noun:
            noun = " ".join(match[0].lower().split())
            break
    return replace(phrase, text=text[phrase.start : phrase.end], noun=noun)


def _short_too(single: str, several: str) -> Iterator[tuple[str, str]]:
    """Yield the noun as given and, of more than one word, its last word alone."""
    yield single, several
    if " " in single and " " in several:
        yield single.rsplit(" ", 1)[1], several.rsplit(" ", 1)[1]


def _is_plural(word: str, given: Iterable[str]) -> bool:
    if word in _IRREGULAR.values() or _plural(word) in given:
        return word in _IRREGULAR.values()
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _plural(word: str) -> str:
    head, _, last = word.rpartition(" ")
    return f"{head} {_plural_of(last)}".strip()


def _plural_of(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u"):
        return f"{word[:-1]}ies"
    if word.endswith("is"):
        return f"{word[:-2]}es"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def _singular(word: str) -> str:
    head, _, last = word.rpartition(" ")
    single = next((one for one, many in _IRREGULAR.items() if many == last), "")
    if not single:
        if last.endswith("ies") and len(last) > 4:
            single = f"{last[:-3]}y"
        elif last.endswith(("sses", "xes", "zzes", "ches", "shes")):
            single = last[:-2]
        else:
            single = last.removesuffix("s")
    return f"{head} {single}".strip()
