"""Small numbers of persons, bodies or cases: who knows the place knows who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .passage import Check, Span

NAME = Check.SMALL_NUMBER
_WORDS = r"one|two|three|four|five|six|seven|eight|nine|ten"
_NUMBER = (
    rf"(?:(?:{_WORDS})|(?:a |the )?(?:single|sole|lone|couple|pair|handful|trio|quartet)|"
    rf"half a dozen|both|"
    r"the only|only (?:a|an|one)|(?<![\d.,:/-])(?:[1-9]/)?(?:10|[1-9])(?![\d%]|[.,:]\d|/\d))"
)
_PEOPLE = (
    r"officers?|constables?|sergeants?|inspectors?|superintendents?|detectives?|pcsos?|pcs?|dcs?|"
    r"dss?|"
    r"staff|employees?|workers?|colleagues?|members?|managers?|leads?|leaders?|chiefs?|"
    r"executives?|directors?|"
    r"heads?|analysts?|investigators?|handlers?|supervisors?|trainers?|trainees?|recruits?|"
    r"probationers?|"
    r"students?|pupils?|teachers?|volunteers?|specials?|cadets?|firefighters?|nurses?|doctors?|"
    r"(?:para)?medics?|"
    r"patients?|"
    r"professionals?|specialists?|practitioners?|partners?|councillors?|imams?|clerics?|"
    r"victims?|survivors?|witness(?:es)?|complainants?|suspects?|offenders?|detainees?|"
    r"prisoners?|arrestees?|"
    r"defendants?|perpetrators?|subjects?|nominals?|sources?|informants?|callers?|referees?|"
    r"persons?|people|individuals?|adults?|children|child|minors?|juveniles?|youths?|teenagers?|"
    r"babies|baby|"
    r"men|man|women|woman|males?|females?|boys?|girls?|brothers?|sisters?|parents?|mothers?|"
    r"fathers?|sons?|"
    r"daughters?|relatives?|siblings?|wives|wife|husbands?|residents?|citizens?|nationals?|"
    r"migrants?|refugees?|"
    r"famil(?:y|ies)|households?|couples?|neighbours?|friends?|users?|clients?|customers?|"
    r"candidates?|applicants?|"
    r"postholders?|post[- ]holders?|posts?|vacanc(?:y|ies)|\w+(?:m[ae]n|wom[ae]n|persons?|people)"
)
_CASES = (
    r"cases?|deaths?|arrests?|complaints?|referrals?|suicides?|injur(?:y|ies)|incidents?|"
    r"offences?|crimes?|"
    r"convictions?|prosecutions?|dismissals?|misconduct (?:cases?|hearings?)|grievances?|"
    r"allegations?|cautions?"
)
_BODIES = (
    r"forces?|constabular(?:y|ies)|police services?|services?|stations?|councils?|boroughs?|"
    r"districts?|counties|"
    r"county|authorit(?:y|ies)|schools?|colleges?|universit(?:y|ies)|prisons?|hospitals?|"
    r"clinics?|surger(?:y|ies)|"
    r"mosques?|churches|church|temples?|synagogues?|charit(?:y|ies)|agenc(?:y|ies)|"
    r"organi[sz]ations?|compan(?:y|ies)|"
    r"firms?|providers?|suppliers?|contractors?|units?|teams?|departments?|committees?|bodies|"
    r"trusts?|homes?|"
    r"custody suites?|communit(?:y|ies)|groups?|gangs?|brigades?"
)
# Any other word for who does, bears or gets something.
_DOERS = r"[a-z]{3,}(?:ers|ors|ists|ants|ents|ees|eers|ians)"
_THINGS = (
    r"quarters|papers|letters|numbers|orders|matters|computers|servers|chapters|posters|folders|"
    r"printers|"
    r"parameters|registers|filters|headers|trackers|newsletters|answers|offers|centers|errors|"
    r"sectors|factors|"
    r"vectors|monitors|indicators|documents|elements|events|components|agreements|assessments|"
    r"requirements|"
    r"statements|amendments|improvements|commitments|developments|appointments|arrangements|"
    r"patents|moments|"
    r"segments|payments|contents|accidents|grants|warrants|variants|lists|checklists|fees|"
    r"degrees|guarantees|"
    r"trees|attachments|experiments|instruments|investments|increments|deployments|corridors|"
    r"doors|floors|"
    r"metres|meters|layers|pointers|drivers|markers|identifiers|tiers|powers|covers|others|"
    r"charters|"
    r"environments|percents|cents|rents|mentors' notes|shifts"
)
_NOUN = rf"(?:(?:{_PEOPLE}|{_CASES}|{_BODIES})\b|(?!(?:{_THINGS})\b){_DOERS}\b)"
# Words that part a number from the noun after it: "two of the plans for officers" counts plans.
_PARTING = (
    r"and|or|for|in|to|by|with|from|on|at|per|as|is|was|are|were|has|had|have|that|which|who|"
    r"days?|weeks?|months?|years?|hours?|minutes?|times?|percent|per ?cent"
)
_BETWEEN = (
    r"(?:of (?:the |our |their |its |these |those )?(?:\d[\d,]* )?)?"
    rf"(?:(?!(?:{_PARTING})\b)[a-z'-]+[ -]+){{0,3}}?"
)
# Before a number these make it a name or a step of a scale.
_NAMING = (
    *("level", "phase", "section", "grade", "tier", "band", "stage", "part", "step", "category"),
    *("priority", "recommendation", "version", "chapter", "paragraph", "number", "pip", "area"),
    *("schedule", "article", "annex", "no", "any", "every", "each", "some"),
)
_BEFORE = "".join(f"(?<!{word} )" for word in _NAMING)
_MULTIPLE = (
    r"(?! ?(?:hundred|thousand|million|billion|dozen|score|per ?cent|percent|%|"
    r"-?(?:day|week|month|year|hour)s?\b))"
)
_OF_THEM = re.compile(
    rf"(?<![\w£$€-]){_BEFORE}(?:{_WORDS}|[1-9]) of (?:them|us|those|these|whom)\b", re.IGNORECASE
)
_FORWARD = re.compile(
    rf"(?<![\w£$€-]){_BEFORE}{_NUMBER}\b{_MULTIPLE}(?: ?(?:-|to|or|and) ?(?:\d{{1,2}}|"
    rf"{_WORDS})\b)?"
    rf"(?: \((?:\d{{1,2}}|{_WORDS})\))?[ -]{_BETWEEN}{_NOUN}",
    re.IGNORECASE,
)
# "Victims: 2", "officers (3)", "the number of complainants was four".
_BACKWARD = re.compile(
    rf"\b{_NOUN} ?(?:[(:=]| - |\b(?:was|were|is|are|numbered|totalled|totalling|rose to|fell to|"
    rf"stood at)\b) ?"
    rf"(?:only |just )?(?:[1-9]|10|{_WORDS})\b(?![\d%]|[.,/:-]\d|(?: of)? (?:days?|weeks?|"
    rf"months?|years?|hours?|"
    r"per ?cent|times?|hundred|thousand)\b)",
    re.IGNORECASE,
)


def spans(text: str) -> Iterator[Span]:
    """Yield each such number with what is counted; "level 2 officers" counts nobody."""
    for pattern in (_FORWARD, _BACKWARD, _OF_THEM):
        for found in pattern.finditer(text):
            yield found.span()
