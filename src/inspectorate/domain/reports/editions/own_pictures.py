"""Pictures of editors' own as an edition shows them, and what keeps one from being shown. Pure."""

from __future__ import annotations

from inspectorate.foundation.markings.scheme import DESCRIBABLE, above
from inspectorate.prose.manuscript import TextBlock

from ..facts import Facts, ShownPicture
from ..keys import picture_key
from .runs import CLOSED, Treatment, ground_of, hidden_in

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


def shown(block: TextBlock, facts: Facts) -> ShownPicture:
    """Return the picture that a block shows; raises ValueError where it cannot be shown."""
    found = (facts.pictures or {}).get(block.picture)
    if found is None:
        raise ValueError(f"picture: there is no picture {block.picture!r}; add it to the document")
    if found.withdrawn:
        raise ValueError(f"picture: {block.picture!r} was taken back; choose another")
    if "alt" not in block.inline:
        raise ValueError("alt: it has no alternative text; say in words what the picture shows")
    return found
