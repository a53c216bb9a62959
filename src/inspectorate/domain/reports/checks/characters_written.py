"""A text holds no character that a page may show and a Word file or a feed cannot hold."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.characters import NEVER, number_of
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName

NAME = CheckName.CHARACTERS_WRITTEN
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

# The words around it by which it is found: it shows nothing itself.
_AROUND = 20
# Of a file that is no text: a person needs no longer list.
_MOST = 50


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each such character by its number, with the words around it."""
    found = []
    for line, text in enumerate(manuscript.source.split("\n"), 1):
        for match in NEVER.finditer(text):
            at, named = match.start(), number_of(match[0])
            around = NEVER.sub(" ", text[max(at - _AROUND, 0) : at + _AROUND]).strip()
            found.append(
                Problem(
                    NAME,
                    Place(line, at + 1, around or named, manuscript.name),
                    f"the character {named} shows nothing and can stand in no Word file or feed.",
                    Mend.words("Take it out, or write the words there anew."),
                )
            )
            if len(found) == _MOST:
                return found
    return found
