"""What a merge of two people's texts leaves between their words is no part of the document."""

from __future__ import annotations

import re

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript

from ..facts import Facts
from ..reasons import CheckName

NAME = CheckName.NO_MERGE_MARK
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ()
LOCAL = False

# As the page of a conflict writes them, wherever they were left: in a fenced block too.
MARK = re.compile(r"^[ \t>]*(=== (?:Yours|Saved now|End) ===)[ \t]*$", re.MULTILINE)


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each mark that is left."""
    return [
        Problem(
            NAME,
            Place(
                line=manuscript.source.count("\n", 0, found.start(1)) + 1,
                column=found.start(1) - manuscript.source.rfind("\n", 0, found.start(1)),
                excerpt=found[1],
                document=manuscript.name,
            ),
            f"`{found[1]}` is left from a merge of two people's texts.",
            Mend.words("Choose whose words stand, and take the mark out."),
        )
        for found in MARK.finditer(manuscript.source)
    ]
