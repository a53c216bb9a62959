"""A remainder is left over by what its own sentence counted, or by all that was counted so far."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS

BOATS = "Ten of the 46 forces had boats. "


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (BOATS + "Six of the 46 forces had pumps; the other 40 did not.", False),
        (BOATS + "Six of the 46 forces had pumps; the other 30 had neither.", False),
        (BOATS + "Six of the 46 forces had pumps; the other 39 did not.", True),
        (BOATS + "The other 36 had none.", False),
        (BOATS + "The other 35 had none.", True),
    ],
)
def test_remainder_is_of_its_own_sentence_or_of_all_before_it(text: str, wrong: bool) -> None:
    source = from_markdown("{.narrative}\n" + text, "report")
    found = run(source, FACTS, only=("remainder_adds_up",)).problems
    assert bool(found) is wrong
