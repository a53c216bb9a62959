"""Words quoted are said to be of whom the item of evidence has them from, where it was heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.quantities.nouns import wordset

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, place, plain

NAME = CheckName.SPEAKER_AS_RECORDED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = False

_ENDS = (
    r"(?=[,.;:]|\s+(?:in|at|from|with|who|whom|recorded|told|said|put|says|tells|explained|"
    r"remarked|wrote|described|spoke|on|during|to)\b|$)"
)
# "The words are those of a Channel panel chair", "as a panel chair put it:".
_ATTRIBUTED = re.compile(
    r"\b(?:those|words|that|voice|view|said)\s+(?:of|by)\s+(?:an?|one|the)\s+"
    rf"(?P<role>[^,.;:]+?){_ENDS}",
    re.I,
)
_LEADS = re.compile(
    rf"(?:^|[.?!]\s+|\bas\s+)an?\s+(?P<role>[^,.;:]+?){_ENDS}[^.;:]{{0,60}}:\s*$", re.I
)
_OCCASIONS: Mapping[str, tuple[str, ...]] = {
    "interview": ("interview", "interviews", "interviewed"),
    "focus-group": ("focus group", "focus groups"),
    "survey": ("survey", "questionnaire"),
    "observation": ("observation", "observed"),
    "document": ("document", "documents", "minutes"),
    "case-file": ("case file", "case files"),
}
_SMALL = wordset("of the a an and for on one our")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each speaker and each occasion that is not the item's."""
    found: list[Problem] = []
    before: dict[int, TextBlock] = {}
    for one, block in zip((None, *manuscript.blocks), manuscript.blocks, strict=False):
        if block.kind == "quote" and one is not None and one.kind != "quote":
            before[id(block)] = one
    for block, span, claim in bound(manuscript, facts):
        if span.kind != "quotation" or not claim.figures.spoken_by:
            continue
        said = [(block, span.start, span.end, _ATTRIBUTED)]
        quote = _quote_of(manuscript, block)
        if quote is not None and id(quote) in before:
            said.append((before[id(quote)], 0, len(before[id(quote)].text), _LEADS))
        for where, start, end, pattern in said:
            found += _speaker(manuscript, where, (start, end), pattern, claim)
        found += _occasion(manuscript, block, (span.start, span.end), claim)
    return found


def _quote_of(manuscript: Manuscript, block: TextBlock) -> TextBlock | None:
    """The quote that a block of attribution stands under, or that holds its own attribution."""
    if block.kind == "quote":
        return block
    blocks = manuscript.blocks
    at = next(n for n, one in enumerate(blocks) if one is block)
    above = blocks[at - 1] if at else None
    return above if above is not None and above.kind == "quote" else None


def _speaker(
    manuscript: Manuscript,
    block: TextBlock,
    between: tuple[int, int],
    pattern: re.Pattern[str],
    claim: ClaimFacts,
) -> Iterator[Problem]:
    known = _words(claim.figures.spoken_by)
    for match in pattern.finditer(block.text, *between):
        if _words(match["role"]) <= known:
            continue
        where = place(manuscript, block, *match.span("role"), claim.key)
        what = f"the words are said to be of `{where.excerpt}`; the item has them from "
        what += f"`{claim.figures.spoken_by}`."
        mend = Mend.words(f"Write `{claim.figures.spoken_by}`, or less of it.")
        yield Problem(NAME, where, what, mend)


def _occasion(
    manuscript: Manuscript, block: TextBlock, between: tuple[int, int], claim: ClaimFacts
) -> Iterator[Problem]:
    heard = claim.figures.heard
    if heard not in _OCCASIONS:
        return
    for kind, words in _OCCASIONS.items():
        match = re.compile(rf"\b(?:{'|'.join(words)})\b", re.I).search(block.text, *between)
        if match is None or kind == heard:
            continue
        where = place(manuscript, block, *match.span(), claim.key)
        what = f"the text says `{where.excerpt}`; the item was recorded as {_OCCASIONS[heard][0]}."
        yield Problem(NAME, where, what, Mend.words("Write the occasion that the item has."))


def _words(role: str) -> frozenset[str]:
    """The words of a role, one and several alike, in any order."""
    words = re.findall(r"[\w'-]+", plain(role))
    return frozenset(word.removesuffix("s") for word in words) - _SMALL
