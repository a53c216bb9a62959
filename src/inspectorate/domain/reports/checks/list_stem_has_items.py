"""A line that ends in a colon promises something; it must come."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts
from ..reasons import CheckName
from .places import place

NAME = CheckName.LIST_STEM_HAS_ITEMS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

_SPEECH = re.compile(
    r"\b(?:said|says|added|asked|wrote|commented|told "
    r"\w+|explained|concluded|question|statement|quote)\s*:$",
    re.I,
)
_STEM = re.compile(
    r"\b(?:were|was|are|is|be|have|has|had|include|includes|included|to|that|should|must|"
    r"following|below|by|in|of|for|on|we|they|"
    r"found|forces|with|did|do|can|could|will|would)\s*:$",
    re.I,
)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each stem that nothing follows."""
    found = []
    # A footnote is printed elsewhere, wherever it is written.
    blocks = [one for one in manuscript.blocks if one.kind != "footnote"]
    for index, block in enumerate(blocks):
        text = block.text.rstrip()
        if block.kind not in ("paragraph", "item", "quote") or not text.endswith(":"):
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if _kept(block, text, following):
            continue
        start = max(0, len(text) - 60)
        start = 0 if start == 0 else text.find(" ", start) + 1
        found.append(
            Problem(
                NAME,
                place(manuscript, block, start, len(text)),
                f"`{text[start:]}` ends in a colon and no list follows.",
                Mend.words("Put the list back, or finish the sentence."),
            )
        )
    return found


def _kept(block: TextBlock, text: str, following: TextBlock | None) -> bool:
    """Whether what follows the colon is what it promises."""
    if following is None:
        return False
    if following.kind in (
        "item",
        "quote",
        "row",
        "code",
        "chart",
        "table",
        "picture",
        "recommendation",
    ):
        return following.kind != "item" or block.kind != "item" or following.level > block.level
    if following.fields.get("image") or block.fields.get("image"):
        return True
    if following.kind == "heading":
        return False
    opening = following.text.lstrip()[:1]
    if opening in "“\"‘'•-–" or opening.islower():
        return True
    if _SPEECH.search(text):
        return following.kind == "paragraph"
    label = len(text.split()) <= 5 and not _STEM.search(text)
    return label or following.text.rstrip().endswith(";")
