"""A passage in which a check found something, and the codes of the checks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from inspectorate.foundation.reasons.codes import Code


class Check(Code):
    """What a check looks for, by name."""

    TELEPHONE = ("telephone", "a telephone number")
    EMAIL = ("email", "an e-mail address")
    POSTAL = ("postal", "a postal address or a place on the map")
    OFFICIAL_NUMBER = (
        "official_number",
        "a number that an authority or a bank gave to a person, a vehicle or a case",
    )
    BIRTH = ("birth", "a date of birth or an age")
    SERVICE_NUMBER = ("service_number", "a collar, warrant or staff number")
    PERSON = ("person", "a named person, or one marked out among others")
    WEB = ("web", "a web address or an account that tells who uses it")
    MARKING = ("marking", "a protective marking, or words that say it is not for the public")
    SMALL_NUMBER = ("small_number", "a small number of persons or bodies")
    REAL_BODY = ("real_body", "the name of a real body, beside what is simulated")


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one field in which a check found something; ``start`` and ``end`` are offsets."""

    check: Check
    field: str
    start: int
    end: int
    words: str

    @property
    def key(self) -> str:
        """By what a reason given for it is known: the same words are one passage of a field."""
        return f"{self.field}/{self.check}/{self.words}"


def folded(text: str) -> tuple[str, list[int]]:
    """Return the text as rules read it, and for each character where it stands in ``text``.

    Full-width digits, accents, odd dashes, quotation marks and blanks become plain ones, and what
    is invisible goes: a telephone number is one, however it is spaced.
    """
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKD", character):
            if unicodedata.category(one) in ("Cf", "Mn"):
                continue
            plain.append(_plain(one))
            places.append(place)
    return "".join(plain), places


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\r\n\u2028\u2029":
        return "\n"
    if character.isspace() or category == "Zs":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if category in ("Pi", "Pf"):
        return "'" if character in "\u2018\u2019\u201b" else '"'
    if category == "Nd":
        return str(unicodedata.digit(character))
    return character
