"""Every key of a translation stands in its original; which of them are missing is said."""

from __future__ import annotations

from collections.abc import Iterator

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..keys import keys_in, picture_key
from ..reasons import CheckName
from ..verbs import ReportVerb
from .places import place

NAME = CheckName.VARIANT_KEYS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each key that is none of the original, and say which of that are missing."""
    original = facts.documents.get(facts.variant_of)
    if original is None:
        return []
    theirs = dict.fromkeys(keys_in(original))
    found = [_elsewhere(where) for where in _bound(manuscript) if where.key not in theirs]
    here = set(keys_in(manuscript))
    missing = [key for key in theirs if key not in here]
    if missing:
        found.append(_missing(manuscript, missing, told=facts.variant_of not in facts.unread))
    return found


def _bound(manuscript: Manuscript) -> Iterator[Place]:
    """Yield the place of each key: of words, of a quotation, of a picture or table."""
    lines = (*manuscript.inline.values(), *manuscript.blocks)
    for block in (line for one in lines for line in (*one.inline.values(), one)):
        for span in block.spans:
            if span.kind in ("claim", "quotation") and span.key:
                yield place(manuscript, block, span.start, span.end, span.key)
        key = _of_picture(block)
        if key:
            yield Place(block.line, 1, key, manuscript.name, key)


def _of_picture(block: TextBlock) -> str:
    if block.picture:
        return picture_key(block.picture)
    return block.fields.get("claim", "") if block.kind in ("chart", "table") else ""


def _elsewhere(where: Place) -> Problem:
    what = f"the original has no passage of the key `{where.key}`."
    mend = Mend.by(ReportVerb.SAVE, "Bind the words to the key that they have in the original.")
    return Problem(NAME, where, what, mend)


def _missing(manuscript: Manuscript, missing: list[str], *, told: bool) -> Problem:
    """Say once what is left out, by name to who may read the original; it keeps nothing back."""
    keys = "key" if len(missing) == 1 else "keys"
    names = f": {', '.join(missing)}" if told else ""
    what = f"{len(missing)} {keys} of the original {'is' if len(missing) == 1 else 'are'} missing"
    first = next((one.strip() for one in manuscript.source.split("\n") if one.strip()), "")
    where = Place(1, 1, first, manuscript.name)
    mend = Mend.by(ReportVerb.SAVE, "Translate the passages that carry them, or leave them out.")
    return Problem(NAME, where, f"{what}{names}.", mend, "warns")
