"""What a speaker may not be shown of a text, and so cannot approve. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from inspectorate.foundation.markings.scheme import DESCRIBABLE, above
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.redacted import misread
from inspectorate.prose.speech import Speech

from ..marking import of_blocks


def is_withheld(speech: Speech, manuscript: Manuscript, bears: Mapping[str, str]) -> bool:
    """Would an edition leave any of the words out, or print them for nobody outside?

    ``bears`` are markings of claims and sources, by key. Where a mark was not read, nobody can say
    how far it was meant to reach.
    """
    marking = of_blocks((one.block for one in speech.stretches), bears)
    return speech.left_out or bool(misread(manuscript)) or above(marking, DESCRIBABLE)
