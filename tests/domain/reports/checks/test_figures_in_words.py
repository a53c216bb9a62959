"""A figure in other words than its digits: bounds, dozens, "no" and "one" are compared with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS, signed

SESSIONS = replace(
    signed("sessions", "figure", values={"sessions": "323"}), statement="Sessions held"
)
KINDS = replace(
    signed("kinds", "figure", values={"non-Home Office forces": "3"}),
    statement="Non-Home Office forces in the register",
)
AGREED = replace(
    signed(
        "agreed",
        "figure",
        values={"same grade": "88", "per cent": "81", "lower limit": "74", "upper limit": "88"},
    ),
    statement="How often two inspectors gave the same grade",
)
KNOWN = replace(FACTS, claims={one.key: one for one in (SESSIONS, KINDS, AGREED)}, counts={})

TRUE = """
[more than 300 sessions]{#sessions}
[over 320 sessions]{#sessions}
[some 320 sessions]{#sessions}
[at least 323 sessions]{#sessions}
[between 300 and 350 sessions]{#sessions}
[nearly 330 sessions]{#sessions}
[323 sessions, each with no more than one note]{#sessions}
[three non-Home Office forces]{#kinds}
[three non-Home Office forces, one of them small]{#kinds}
[81 per cent, with an interval of 74 to 88]{#agreed}
""".strip().splitlines()
FALSE = """
[more than 400 sessions]{#sessions}
[fewer than 300 sessions]{#sessions}
[some 250 sessions]{#sessions}
[between 400 and 450 sessions]{#sessions}
[no sessions]{#sessions}
[not a single session]{#sessions}
[three dozen sessions]{#sessions}
[half a dozen non-Home Office forces]{#kinds}
[one non-Home Office forces]{#kinds}
[one non-Home Office force]{#kinds}
[a single non-Home Office force]{#kinds}
[88 per cent, with an interval of 74 to 88]{#agreed}
[81 per cent, with an interval of 64 to 88]{#agreed}
""".strip().splitlines()


def told(text: str, check: str) -> list[str]:
    """What a check says of a sentence."""
    source = f"---\ntitle: T\n---\n\nWe counted {text}."
    return [one.what for one in run(from_markdown(source, "report"), KNOWN, only=(check,)).problems]


@pytest.mark.parametrize("text", TRUE)
def test_figure_that_is_so_in_other_words_is_quiet(text: str) -> None:
    assert told(text, "number_matches") == []


@pytest.mark.parametrize("text", FALSE)
def test_figure_that_is_not_so_is_named_in_whatever_words(text: str) -> None:
    assert told(text, "number_matches") != []


@pytest.mark.parametrize("words", ["several", "hundreds of", "a handful of", "numerous"])
def test_word_that_states_no_number_is_not_read_where_the_claim_is_one(words: str) -> None:
    (what,) = told(f"[{words} sessions]{{#sessions}}", "quantity_not_read")
    assert "sessions: 323" in what
    assert told(f"[{words} sessions, 323 in all]{{#sessions}}", "quantity_not_read") == []
