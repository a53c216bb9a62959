"""Every family with its forms, by name."""

from ..sown import Family
from .around import AROUND, TAKEN
from .causes import CAUSE
from .days import DATE, ENUMERATION
from .keys import WRONG
from .letters import LETTER, MARK
from .meaning import NEGATION, OPPOSITE
from .narrative import CAPTION, NARRATIVE
from .numbers import NUMBERS
from .people import ACTOR, ADDRESSEE, NAME
from .population import POPULATION
from .quoted import QUOTATION
from .words import PERCENT, WORD

FAMILIES: tuple[Family, ...] = (
    NUMBERS,
    WORD,
    PERCENT,
    DATE,
    NAME,
    ENUMERATION,
    NEGATION,
    OPPOSITE,
    WRONG,
    ACTOR,
    POPULATION,
    CAUSE,
    QUOTATION,
    NARRATIVE,
    CAPTION,
    ADDRESSEE,
    LETTER,
    MARK,
    AROUND,
    TAKEN,
)
