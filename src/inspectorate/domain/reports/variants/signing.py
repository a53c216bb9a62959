"""What of a language variant is signed: each passage with what it answers to in its original."""

from __future__ import annotations

from dataclasses import replace

from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.passages import Rules, passages
from inspectorate.prose.translation import Translation, laid_beside

from ..facts import Facts


def beside_original(manuscript: Manuscript, facts: Facts, rules: Rules) -> Translation | None:
    """Return a variant's passages beside its original's; None of any other document.

    Which words state a finding or the law is known of English alone: in another language a key says
    so, and what has none is read with its section.
    """
    original = facts.documents.get(facts.variant_of) if facts.variant_of else None
    if original is None:
        return None
    unread = replace(rules, finds=_nothing, law=_nothing)
    return laid_beside(passages(manuscript, unread), passages(original, rules))


def answering(manuscript: Manuscript, original: Manuscript) -> Translation:
    """Return a text's passages beside an original's, whatever they tell and however it counts."""
    read = Rules(slot=lambda *_: "", numerals=lambda _: (), finds=_nothing, law=_nothing)
    return laid_beside(passages(manuscript, read), passages(original, read))


def _nothing(_: str) -> bool:
    return False
