"""Where not every body in scope was inspected, the text says of how many it speaks."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Problem, Severity
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.quantities.numbers import values

from ..facts import Facts
from ..reasons import CheckName
from .places import bound, place

NAME = CheckName.COVERAGE_STATED
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("claims",)
LOCAL = True

_LOOKED = re.compile(r"\b(?:inspected|visited|assessed|asked|examined|judged|looked at|of)\b", re.I)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each bound passage that keeps silent about bodies not inspected."""
    found = []
    for block, span, claim in bound(manuscript, facts):
        inspected, scope = claim.figures.inspected, claim.figures.scope
        if inspected is None or scope is None or inspected >= scope:
            continue
        if claim.figures.looked != "inspected":
            continue  # who did not return is told by a check of its own
        numbers = {number for number, _, _ in values(block.text)}
        if str(inspected) in numbers and _LOOKED.search(block.text):
            continue
        left = scope - inspected
        bodies = claim.figures.population or facts.population
        found.append(
            Problem(
                NAME,
                place(manuscript, block, span.start, span.end, span.key),
                f"{inspected} of {scope} were inspected on this; {left} "
                f"{'was' if left == 1 else 'were'} not.",
                Mend.words(f"Write “of the {inspected} {bodies} inspected”."),
            )
        )
    return found
