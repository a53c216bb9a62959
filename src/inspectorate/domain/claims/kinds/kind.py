"""What every kind of claim says of itself. One kind is one object; the registry lists them."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import ClassVar


class Kind(ABC):
    """A kind of claim: ``code`` is the stored spelling, ``label`` its name for a person.

    ``example`` shows a writer what such a claim sounds like. ``method`` answers a reader's "How do
    we know?"; it may use ``{noun}``, ``{nouns}`` (the bodies inspected) and ``{on}`` (criteria).
    """

    code: ClassVar[str]
    label: ClassVar[str]
    example: ClassVar[str]
    method: ClassVar[str]
    quotes_words: ClassVar[bool] = False  # the claim is words that stand in a source
    after_fieldwork: ClassVar[bool] = False  # print must say that it came since the fieldwork

    def how_we_know(
        self, *, noun: str, nouns: str, on: str, values: Mapping[str, str], source: str
    ) -> str:
        """Return the method in words, and what the claim names as its source."""
        return self.method.format(noun=noun, nouns=nouns, on=on) + self.sourced(values, source)

    def sourced(self, values: Mapping[str, str], source: str) -> str:
        """Return the sentence that follows the method, with a space before it; often none."""
        return ""
