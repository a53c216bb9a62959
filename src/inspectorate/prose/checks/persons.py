"""Named persons: a title or rank before a name, a given name, initials; and one marked out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .given_names import DOUBTFUL, PLAIN
from .passage import Check, Span
from .ranks import LONG, SHORT, TITLES

NAME = Check.PERSON
_WORD = r"[A-Z](?:[a-z]+|['.-])?(?:[A-Za-z'-]*[A-Za-z])?"
_CALLED = rf"(?:(?:[A-Z]\.? ?){{0,3}}{_WORD}(?:[ -]{_WORD})?)"
# What begins with a capital after a rank and is an office, a team or a title of its own.
_OFFICES_WORDS = """
    a academy agency and area association authority board bureau case children college command
    commission committee complaints conduct conference constable constables constabulary control
    council county court crime custody department deputy desk development directorate district
    division domestic executive federation fire for force forum fraud framework general government
    group guidance health his her home hub incident inspector inspectors inspectorate intelligence
    investigation investigations lead leads leadership learning local major management member
    ministry national network of office officer officers operations our panel partnership plan
    police policy prevent prison professional programme project public region regional report
    review safeguarding scheme school scotland secretary section senior sergeant sergeants service
    services special standards station strategy support team teams terrorism the training trust
    unit university wales we west yorkshire england britain ireland london kingdom in is was will
    shall has have had i it if as at on by to this that these those
"""
_OFFICES = frozenset(_OFFICES_WORDS.split())
# A collar number may stand between the rank and the name: "PC 4471 Whitfield".
_TITLED = re.compile(
    rf"(?<![\w/-])(?:(?i:{TITLES})|{SHORT})(?:\.? | ?\. ?|: ?)(?:\d{{1,6}},? )?{_CALLED}"
)
_LOWER = re.compile(
    r"\b(?:mr|mrs|miss|mx)\.? (?!(?:and|or|the|of|is|was|out)\b)[a-z'-]{2,}", re.IGNORECASE
)
_RANKED = re.compile(rf"\b(?i:{LONG}),? {_CALLED}")
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\. ?){1,3}[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+(?:['-][A-Z][a-z]+)*\b|\b[A-Z]{3,}\b")
_SURNAME = re.compile(
    r" (?:[A-Z]\.? )?(?:(?:de|van|von|der|al|el|bin|ap|Mac|Mc|O')[ -]?)?[A-Z][A-Za-z'-]+"
)
_SIGNED = re.compile(
    r"\b(?i:signed(?: by)?|contact|regards|sincerely|faithfully|author|ask for|speak to|spoke to|"
    r"speaking to|"
    r"c/o|attn|fao|line manager|called|named|namely|name is|name was|known as|surname|next of kin)"
    rf"[ ,.:\n-]{{1,4}}({_WORD}(?: {_WORD}){{1,2}})"
)
# One among others, told by a letter or pointed at.
_POINTED = (
    re.compile(
        r"\b(?:Officer|Witness|Person|Victim|Subject|Child|Adult|Source|Complainant|Suspect|"
        r"Nominal|Patient|"
        r"Prisoner|Detainee|Employee|Constable|Sergeant|Force)s? "
        r"(?:[A-Z]{1,2}\d{0,2}|\d{1,3})\b(?!')"
    ),
    re.compile(
        r"\b(?:the|a|an|our|this|that|one|each|any)? ?(?:above[- ])?(?:named|identified|"
        r"identifiable|nominated) "
        r"(?:[a-z-]+ ){0,2}(?:officers?|individuals?|persons?|members?|constables?|sergeants?|"
        r"inspectors?|"
        r"detectives?|superintendents?|managers?|leads?|staff|victims?|witness(?:es)?|suspects?|"
        r"offenders?|"
        r"complainants?|employees?|trainers?|handlers?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:the|our) (?:only|current|former|then|previous|new|outgoing|incoming|retired|late) "
        r"(?:[a-z-]+ ){0,3}(?:officer|lead|head|manager|sergeant|inspector|superintendent|"
        r"commander|constable|"
        r"director|detective|supervisor|trainer|postholder|post-holder|analyst|coordinator|"
        r"co-ordinator|chair|"
        r"secretary|governor|investigator|handler|nurse|doctor|imam|headteacher|teacher)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bthe (?:[a-z-]+ ){0,2}(?:officer|constable|sergeant|inspector|detective|man|woman|boy|"
        r"girl|"
        r"individual|person|employee|manager|supervisor|"
        r"[a-z]{3,}(?:er|or|ee|ist|ant|ent)) (?:who|whose|concerned|involved|"
        r"in question|"
        r"responsible|referred to|mentioned)\b",
        re.IGNORECASE,
    ),
)


def spans(text: str) -> Iterator[Span]:
    """Yield each person named or marked out; an office without its holder is none."""
    for pattern in (_TITLED, _RANKED):
        for found in pattern.finditer(text):
            # "Chief Constable Council" is an office.
            if not _is_office(found[0]):
                yield found.span()
    for pattern in (_LOWER, *_POINTED):
        for found in pattern.finditer(text):
            yield found.span()
    for found in _INITIALS.finditer(text):
        if found[0].split(".")[-1].strip().casefold() not in _OFFICES:
            yield found.span()
    for found in _SIGNED.finditer(text):
        if not _OFFICES & set(found[1].casefold().split()):
            yield found.span(1)
    yield from _given(text)


def _is_office(words: str) -> bool:
    return words.split()[-1].strip(".,'").casefold() in _OFFICES or any(
        one.casefold() in _OFFICES for one in words.split()[-1:]
    )


def _given(text: str) -> Iterator[Span]:
    """A given name, with the surname after it; of one that is a word too, only with a surname."""
    for found in _CAPITALISED.finditer(text):
        name = found[0].casefold().split("-")[0]
        after = _SURNAME.match(text, found.end())
        surname = after if after and after[0].split()[-1].casefold() not in _OFFICES else None
        if name in PLAIN or (name in DOUBTFUL and surname):
            yield found.start(), surname.end() if surname else found.end()
