"""What the drill calls caught, unsigned, not read and called an error."""

from __future__ import annotations

import pytest
from benchmarks.__main__ import drill
from benchmarks.contradictions.page import read
from benchmarks.contradictions.reading import from_plan
from benchmarks.contradictions.sown import Change, Sown
from benchmarks.contradictions.verdicts import Found, Reading, Share, judged, names, wilson

TEXT = "# One\n\n[Most forces had it]{#a}. [All did]{#b}.\n\nThe end.\n"
PAGE = read("report", TEXT)
AT = TEXT.index("Most")
CASE = Sown("words", "a form", PAGE, Change(AT, AT + 4, "All", "38 of 46"))
CLEAN = Reading((), ())


def found(
    *,
    what: str = "`All forces` needs 46 of 46; 38 of 46 met it.",
    column: int = 2,
    check: str = "a",
) -> Found:
    return Found(check, True, 3, column, "All forces", what)


def test_new_problem_at_the_sentence_naming_phrase_and_fact_is_caught() -> None:
    made = judged(CASE, CLEAN, Reading((found(),), ()))
    assert made.caught
    assert made.stopped
    assert made.error
    assert made.unsigned is False


def test_problem_at_another_sentence_is_an_error_and_not_caught() -> None:
    made = judged(CASE, CLEAN, Reading((found(column=30),), ()))
    assert not made.caught
    assert made.elsewhere
    assert not made.stopped


def test_problem_of_the_clean_text_is_not_new() -> None:
    made = judged(CASE, Reading((found(),)), Reading((found(),)))
    assert not made.error


def test_what_is_not_read_is_neither_caught_nor_an_error() -> None:
    made = judged(CASE, CLEAN, Reading((found(check="quantity_not_read"),), ()))
    assert made.unread
    assert not made.error
    assert not made.stopped


def test_problem_that_warns_does_not_stop() -> None:
    warning = Found("a", False, 3, 2, "All forces", "`All forces` says less than 46 of 46.")
    made = judged(CASE, CLEAN, Reading((warning,), ()))
    assert made.warned
    assert not made.error


def test_words_that_nobody_signed_stop_it() -> None:
    made = judged(CASE, CLEAN, Reading((), ("All forces had it.",)))
    assert made.unsigned
    assert made.stopped
    assert not made.error


def test_without_signatures_nothing_is_said_of_signing() -> None:
    assert judged(CASE, Reading(()), Reading(())).unsigned is None


def test_passage_taken_out_may_be_told_of_anywhere() -> None:
    gone = Sown("taken", "a form", PAGE, Change(AT - 1, TEXT.index("[All"), "", ""))
    told = Found("a", True, 5, 1, "The end.", "`The end.` follows nothing: 8 are stated.")
    assert judged(gone, CLEAN, Reading((told,), ())).caught


def test_source_of_a_quotation_may_be_told_of_at_its_words() -> None:
    text = '> Said.\n\n[Those are words.]{.quotation source="one"}\n'
    at = text.index("one")
    case = Sown("quotation", "a form", read("report", text), Change(at, at + 3, "two", ""))
    told = Found("a", True, 1, 3, "Said.", "`Said.` does not stand in two.")
    assert judged(case, CLEAN, Reading((told,), ())).caught


@pytest.mark.parametrize(
    ("what", "excerpt", "named"),
    [
        ("`Most forces` needs 75 %; 25 of 46 met it.", "", True),
        ("the text says 9; 38 of 46 met it.", "Most forces", True),
        ("something is wrong here", "", False),
        ("two things have the number 4; 3 are made.", "", True),
        ("two things have the number 5; 3 are made.", "", False),
        ("`Few forces` needs 75 %; 25 of 46 met it.", "", False),
        ("`Most forces`", "Most forces", False),
    ],
)
def test_named_is_the_phrase_of_the_text_and_a_fact_beside_it(
    what: str, excerpt: str, named: bool
) -> None:
    assert names(Found("a", True, 7, 1, excerpt, what), TEXT + "\nnumber: 4\n") is named


def test_wilson_agrees_with_published_bounds() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3.
    for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)):
        assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_share_is_said_with_its_interval() -> None:
    assert str(Share(81, 263)) == "81 of 263, 30.8% (25.5% to 36.6%)"


def test_wrong_count_in_the_demo_is_caught_and_the_clean_text_is_not() -> None:
    world, reader = from_plan()
    page = world.pages["letter"]
    at = page.text.index("38 of the 46")
    clean = reader("letter", page.text)
    assert not [one for one in clean.problems if one.blocks]
    case = Sown("numbers", "one more", page, Change(at, at + 2, "39", "38 of 46"))
    assert judged(case, clean, reader("letter", case.text)).caught


def test_drill_refuses_an_option_it_does_not_take(capsys: pytest.CaptureFixture[str]) -> None:
    assert drill("same", "short", "--seed", "1") == 2
    assert "takes no --seed" in capsys.readouterr().err


def test_drill_refuses_words_that_are_no_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert drill("contradictions", "long") == 2
    assert "Name a drill" in capsys.readouterr().err
