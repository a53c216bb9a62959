"""Fits an amount into its sentence: singular or plural, capital, digits or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .units import plural, singular

_PLAIN = {"was": "were", "is": "are", "has": "have", "does": "do"}
_PAIRS = _PLAIN | {
    f"{one}n{mark}t": f"{many}n{mark}t" for one, many in _PLAIN.items() for mark in "’'"
}
_SWAP = {**_PAIRS, **{many: one for one, many in _PAIRS.items()}}
_BETWEEN = (
    r"(?:\s*,?\s*(?:that |which )?(?:we )?(?:inspected|visited|assessed|surveyed|in scope)\b,?)*"
    r"(?:\s+(?:also|still|now|already|not|only|\w+ly)\b)*\s+"
)
_VERB = re.compile(rf"{_BETWEEN}(?P<verb>[a-z]+(?:[’']t)?)\b", re.I)
# Forms that are the same of one and of many.
_PAST = re.compile(
    r"^(?:had|did|could|would|might|will|may|can|cannot|never|must|should|\w+ed|\w+n[’']t|gave|"
    r"made|held|kept|took|knew|understood|told|brought|led|met|ran|set|put|fell|went|wrote|said|"
    r"saw|found|began|chose|drew|felt|got|grew|heard|laid|left|lost|meant|paid|read|rose|sent|"
    r"spent|spoke|stood|taught|thought|won|built|bought|sought|showed|and|or|but|in|on|at|of|with|"
    r"for|to|by|from)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words to put in the place of ``text[start:end]``."""

    start: int
    end: int
    words: str


def agreeing(text: str, edit: Edit, noun_end: int, *, single: bool) -> list[Edit] | None:
    """Return ``edit`` with the verb after it in the number of what it now counts.

    ``noun_end`` is where its noun ends. ``None`` where the verb's other form is not known.
    """
    match = _VERB.match(text, noun_end)
    if match is None:
        return [edit]
    verb = match["verb"]
    if verb.lower() in _SWAP:
        wanted = _PAIRS.keys() if single else _PAIRS.values()
        if verb.lower() in wanted:
            return [edit]
        return [edit, Edit(match.start("verb"), match.end("verb"), _SWAP[verb.lower()])]
    return [edit] if _PAST.match(verb) else None


def in_number(noun: str, *, single: bool) -> str:
    """Return a noun in the number wanted, in its own case."""
    made = singular(noun.lower()) if single else plural(noun.lower())
    return made if noun.islower() else made[:1].upper() + made[1:]


def applied(text: str, edits: list[Edit]) -> str:
    """Return ``text`` with all edits made."""
    for edit in sorted(edits, key=lambda one: -one.start):
        text = text[: edit.start] + edit.words + text[edit.end :]
    return text
