"""One letter, or one mark, that makes another sentence of it."""

from __future__ import annotations

import random
import re

from ..page import Page
from ..sown import Change, Family, Make, World, inside_attribute, picked

LETTER = Family("one letter")
MARK = Family("one mark")
_KINDS = ("claim", "context", "narrative", "quote", "quotation", "recommendation.text")
_PAIRS = re.findall(
    r"(\w+)\s(\w+)",
    """
now not, not now, of off, on no, no on, or nor, for far, form from, from form, cases
causes, trust rust, shared scared, case cause, public pubic, lead lend, told sold,
made mad, word work, words works, most post, all ill, could would, better bitter,
there where, were where, than that, part past, plan play, risk disk, care core, ideas
ideals, sent spent, local vocal, done gone, last lost, threat treat, kept wept, read
dread, thing think, more mere, few new, aware award, short shore, late hate, late
fate, police policy, duty duly, live love, side aside, met set, had has, used fused,
same some, some same, one none, none one, with within, out our, our out, say pay, seen
been, good food, law low, need deed
""",
)
for _old, _new in _PAIRS:
    LETTER.swaps(_KINDS, ((_old, _new),), "another word, and not what was found")


def _marked(pattern: str, new: str, *kinds: str) -> Make:
    """A form that puts, moves or takes one mark."""
    sought = re.compile(pattern)

    def make(_world: World, page: Page, rng: random.Random) -> Change | None:
        found = [
            (place, match)
            for place in page.of(*(kinds or _KINDS))
            for match in sought.finditer(place.text)
            if not inside_attribute(place.text, match.start())
        ]
        chosen = picked(rng, found)
        if chosen is None:
            return None
        place, match = chosen
        start = place.start + match.start()
        why = f"the mark makes it another statement: {place.key or place.kind}"
        return Change(start, place.start + match.end(), match.expand(new), why)

    return make


for _name, _pattern, _put in (
    ("a decimal point in a count", r"\((\d)(\d) of", r"(\1.\2 of"),
    ("a comma in a count", r"\((\d)(\d) of", r"(\1,\2 of"),
    ("a blank in a count", r"\((\d)(\d) of", r"(\1 \2 of"),
    ("a decimal point in a base", r"the (\d)(\d) forces", r"the \1.\2 forces"),
    ("a hyphen for of", r"\((\d+) of the (\d+)", r"(\1-\2"),
    ("a minus before a count", r"\((\d+) of", r"(-\1 of"),
    ("a per cent sign after a count", r"\((\d+) of", r"(\1% of"),
    ("a comma after no", r"\b(No|no) (force)", r"\1, \2"),
    ("a comma after not", r"\b(could|did|had|was|were) not ", r"\1, not "),
    ("a full stop after no", r"\bNo force", "No. Force"),
    ("a comma inside not all", r"\b([Nn])ot all forces", r"\1ot, all forces"),
    ("a question mark", r"(?<=[a-z])$", "?"),
    ("a question mark for the stop", r"(?<=[a-z])\.(?= [A-Z])", "?"),
    ("a hyphen gone", r"well-prepared", "well, prepared"),
    ("an apostrophe moved", r"(\w)s' ", r"\1's "),
    ("an apostrophe put in", r"\bforces had", "force's had"),
    ("quotation marks put around", r"\b(effective|mandatory|confidence|trained|good)\b", r"“\1”"),
    ("single marks put around", r"\b(effective|mandatory|lessons|openly|led)\b", r"‘\1’"),
    ("a bracket put around not", r"\b(did|could|had) not\b", r"\1 (not)"),
    ("a comma makes all of some", r"\b([Ff])orces that(?! \w+ was)\b", r"\1orces, that"),
    ("a comma makes all of some, who", r"\b(officers|staff|people|partners) who\b", r"\1, who"),
    ("a stop in the hours", r"(\d)\.(\d\d)(am|pm)", r"\1\2\3"),
    ("a point in a year", r"\b(20)(\d\d)\b", r"\1.\2"),
    ("a point in the days", r"\b(5)(6) days", r"\1.\2 days"),
    ("a dash makes a range", r"\((\d)(\d) of", r"(\1–\2 of"),
    ("a point in the thousands", r"\b(\d),(\d\d\d)\b", r"\1.\2"),
    ("the comma of the thousands moved", r"\b(\d),(\d)(\d\d)\b", r"\1\2,\3"),
):
    MARK.put(_name, _marked(_pattern, _put))
MARK.put(
    "the marks of a quotation gone",
    _marked(r"“([^”]+)”", r"\1", "heading", "front.headline", "narrative", "context"),
)
