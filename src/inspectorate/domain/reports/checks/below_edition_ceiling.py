"""Nothing above its ceiling is in an edition."""

from __future__ import annotations

from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript, Span, TextBlock

from ..facts import Facts
from ..marking import quoted_in
from ..reasons import CheckName
from .places import place

NAME = CheckName.BELOW_EDITION_CEILING
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("ceiling",)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each passage, claim or quotation above the ceiling, each removal without a ground.

    In the text, its titles, its captions and its recommendations.
    """
    found, bears = [], facts.bears
    for block in manuscript.lines():
        for span in block.spans:
            where = place(manuscript, block, span.start, span.end, span.key)
            if span.kind == "sensitive":
                if not span.attributes.get("ground"):
                    found.append(
                        Problem(
                            NAME,
                            where,
                            "a passage is marked sensitive without a ground.",
                            "Name the ground.",
                        )
                    )
                marking = span.attributes.get("marking", "")
                if facts.edition != "public" and _above(marking, facts):
                    found.append(
                        Problem(
                            NAME,
                            where,
                            _what(marking, facts),
                            "Take it out, or raise the edition's ceiling.",
                        )
                    )
        claims = (span for span in block.spans if span.kind == "claim")
        for span in (*claims, *quoted_in(block)):
            marking = bears.get(span.key, Marking.PUBLIC)
            above = marking != Marking.PUBLIC and _above(marking, facts)
            if above and not _removed(block, span, facts):
                where = place(manuscript, block, span.start, span.end, span.key)
                mend = "Mark the passage as sensitive, with its ground."
                found.append(Problem(NAME, where, _what(marking, facts), mend))
    return found


def _above(marking: str, facts: Facts) -> bool:
    """Whether a marking is above the ceiling; one nobody knows counts as the highest."""
    order = facts.markings
    if not marking:
        return False
    level = order.index(marking) if marking in order else len(order)
    ceiling = order.index(facts.ceiling) if facts.ceiling in order else -1
    return level > ceiling


def _removed(block: TextBlock, span: Span, facts: Facts) -> bool:
    """Whether the public edition removes the whole passage."""
    return facts.edition == "public" and any(
        one.kind == "sensitive" and one.start <= span.start and one.end >= span.end
        for one in block.spans
    )


def _what(marking: str, facts: Facts) -> str:
    return f"this passage is {marking}; the edition's ceiling is {facts.ceiling}."
