"""Words a headline quotes stand in the text below it."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName
from .places import in_front_matter, place, plain, quoted

NAME = CheckName.HEADLINE_IN_BODY
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each quotation of the headline that the body does not hold."""
    heading = next(
        (block for block in manuscript.prose() if block.kind == "heading" and block.level == 1),
        None,
    )
    blocks = [block for block in manuscript.prose() if block is not heading]
    body = " ".join(plain(block.text) for block in blocks)
    found = []
    lines: dict[str, Place] = {}
    if heading is not None:
        for words, start, end in quoted(heading.text):
            lines[words] = place(manuscript, heading, start, end)
    headline = manuscript.meta.get("headline", "") or facts.headline
    for words, _, _ in quoted(headline):
        if words not in lines:
            lines[words] = in_front_matter(manuscript, words)
    for words, where in lines.items():
        if plain(words).strip(" .,;:") in body:
            continue
        what = f"the headline quotes “{words}”; these words are not in the text below it."
        found.append(
            Problem(
                NAME,
                where,
                what,
                Mend.words(
                    "Quote words of the text, or write the headline without quotation marks."
                ),
            )
        )
    return found
