"""Pictures of editors' own as an edition shows them, and what keeps one from being shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inspectorate.foundation.markings.scheme import DESCRIBABLE, above
from inspectorate.prose.manuscript import TextBlock

from ..facts import Facts, ShownPicture
from ..keys import picture_key
from .model import Block, Run
from .pictures import Withheld
from .runs import CLOSED, Treatment, ground_of, hidden_in, words

ABOVE = "marked above this edition"


def withheld_in_public(key: str, facts: Facts) -> bool:
    """Is a picture marked higher than what may be described outside the inspectorate?"""
    found = (facts.pictures or {}).get(key)
    return found is not None and above(found.marking, DESCRIBABLE)


def ground_to_withhold(block: TextBlock, how: Treatment, facts: Facts, *, outside: bool) -> str:
    """On what ground an edition does not show a picture, "" where it shows it.

    Where any of its words are removed it goes with them: it may show what they say.
    """
    if picture_key(block.picture) in how.closed:
        return CLOSED
    if outside and withheld_in_public(block.picture, facts):
        return ABOVE
    hidden = [ground_of(one) for line in block.inline.values() for one in hidden_in(line, how)]
    return "; ".join(dict.fromkeys(hidden))


def picture_block(
    block: TextBlock,
    how: Treatment,
    facts: Facts,
    runs: Callable[[TextBlock], Sequence[Run]],
    *,
    outside: bool,
) -> tuple[Block, str]:
    """Return a picture as an edition shows it, with its marking; ``runs`` reads its words, so that
    claims in them are carried.

    Raises Withheld where the edition may not show it, which then tells none of its words, and
    ValueError where it cannot be shown.
    """
    if ground := ground_to_withhold(block, how, facts, outside=outside):
        raise Withheld(ground)
    found = _shown(block, facts)
    made = Block(
        "picture",
        caption=words(runs(block.inline["caption"])) if "caption" in block.inline else "",
        alternative=words(runs(block.inline["alt"])),
        anchor=block.picture,
        file=found.digest,
        media_type=found.media_type,
        width=found.width,
        height=found.height,
    )
    return made, found.marking


def _shown(block: TextBlock, facts: Facts) -> ShownPicture:
    """Return the picture that a block shows; raises ValueError where it cannot be shown."""
    found = (facts.pictures or {}).get(block.picture)
    if found is None:
        raise ValueError(f"picture: there is no picture {block.picture!r}; add it to the document")
    if found.withdrawn:
        raise ValueError(f"picture: {block.picture!r} was taken back; choose another")
    if "alt" not in block.inline:
        raise ValueError("alt: it has no alternative text; say in words what the picture shows")
    return found
