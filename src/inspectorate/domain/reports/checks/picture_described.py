"""A picture has words for who does not see it, which are no caption and no name of a file."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.PICTURE_DESCRIBED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = True

FEWEST = 3  # words: fewer name a thing and tell nothing of it
_FILE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|tiff?|svg|webp|heic)\b|\b(?:IMG|DSCN?|PXL)[_-]?\d+"
    # As programs name what they save, with the day.
    r"|\A(?:screenshot|screen shot|scan|photo|(?:whatsapp )?image)[ _-]*\d{4}-?\d\d-?\d\d",
    re.I,
)
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_MEND = Mend.words("Say in a sentence what the picture shows, after “alt:” in its block.")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each picture without such words, or with words that say nothing of what it shows."""
    found = []
    for block in manuscript.blocks:
        what = _amiss(block) if block.kind == "picture" else ""
        if what:
            found.append(Problem(NAME, _where(manuscript, block), what, _MEND))
    return found


def _where(manuscript: Manuscript, block: TextBlock) -> Place:
    said = block.inline.get("alt")
    if said is None or not said.text:
        return Place(block.line, 1, f"picture: {block.picture}", manuscript.name)
    return place(manuscript, said, 0, len(said.text))


def _amiss(block: TextBlock) -> str:
    said = _plain(block, "alt")
    if not said:
        return "the picture has no alternative text."
    if _FILE.search(said) or said.casefold() == block.picture.casefold():
        return f"the alternative text `{said}` names a file, and not what the picture shows."
    if _WORD.findall(said.casefold()) == _WORD.findall(_plain(block, "caption").casefold()):
        return "the alternative text is the caption: it tells nobody what the picture shows."
    if len(_WORD.findall(said)) < FEWEST:
        return f"the alternative text `{said}` has fewer than {FEWEST} words."
    return ""


def _plain(block: TextBlock, name: str) -> str:
    line = block.inline.get(name)
    return " ".join(line.text.split()) if line else ""
