"""A figure in other words than its digits: bounds, dozens, "no" and "one" are compared with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS, counted, signed

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
DAYS = replace(
    signed("days", "figure", values={"from": "1 October 2018", "to": "28 February 2019"}),
    statement="The days of the first and the last visit",
)
CAUSES = replace(
    signed("causes", "figure", values={"causes of concern": "3"}), statement="Causes recorded"
)
PARTS = [
    replace(counted(key, met), statement=f"A cause of concern is recorded about {key}")
    for key, met in (("staff", 2), ("boats", 1))
]
CLAIMS = {one.key: one for one in (SESSIONS, KINDS, AGREED, DAYS, CAUSES, *PARTS)}
KNOWN = replace(FACTS, claims=CLAIMS, counts={"Home Office forces": 43})

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
[the five months from October 2018 to February 2019]{#days}
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


@pytest.mark.parametrize("number", ["three", "six"])
def test_length_of_a_window_is_left_to_the_check_of_lengths(number: str) -> None:
    text = f"[the {number} months from October 2018 to February 2019]{{#days}}"
    assert told(text, "number_matches") == []
    assert told(text, "lengths_add_up") != []


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("three non-Home Office forces", False),
        ("three such forces", False),
        ("three Home Office forces", True),
    ],
)
def test_kind_of_body_that_a_figure_counts_is_called_by_its_own_name(
    said: str, wrong: bool
) -> None:
    counts = {"Home Office forces": 43, "non-Home Office forces": 3, "forces": 46}
    source = from_markdown(f"We saw [{said}]{{#kinds}}.", "report")
    facts = replace(KNOWN, counts=counts)
    found = run(source, facts, only=("names_as_recorded",)).problems
    assert bool(found) is wrong


LIST = """We recorded [three causes of concern]{{#causes}}:

* [two forces gave cause for concern about staff]{{#staff}}
{}
"""


@pytest.mark.parametrize(
    ("last", "wrong"),
    [
        ("* [one force gave cause for concern about boats]{#boats}", False),
        ("", True),
        ("* [two forces gave cause for concern about staff]{#staff}", True),
        ("* Boats were few.", False),
    ],
)
def test_list_that_tells_the_parts_of_a_figure_tells_all_of_them_once(
    last: str, wrong: bool
) -> None:
    source = from_markdown(LIST.format(last), "report")
    found = run(source, KNOWN, only=("enumeration_adds_up",)).problems
    assert any("of the 3" in one.what for one in found) is wrong
