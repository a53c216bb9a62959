"""What a house does not write as it writes: told where it is plain, and nowhere else."""

from __future__ import annotations

from time import process_time

import pytest

from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.style import days, figures, lengths, misspelt, wording
from inspectorate.prose.style.house import DayForm, HouseStyle, ShareForm, Slip

STYLE = HouseStyle(
    longest_sentence=10,
    longest_paragraph=2,
    words=(("utilise", "use"), ("in order to", "to"), ("going forward", ""), ("don't", "do not")),
)
LONG = "Nine of the teams went to see how each of the others worked."


def found(text: str, slips: object) -> list[tuple[str, str | None]]:
    assert isinstance(slips, list)
    for one in slips:
        assert isinstance(one, Slip)
        assert one.what.endswith(".")
        assert one.mend.endswith(".")
    return [(text[one.start : one.end], one.better) for one in slips]


def test_style_is_the_same_after_it_was_kept() -> None:
    style = HouseStyle(frozenset(), 12, words=(("a", "b"),), per_cent=ShareForm.SIGN)
    assert HouseStyle.of(style.stored()) == style
    assert HouseStyle.of({}) == HouseStyle()


def test_long_sentence_and_long_paragraph_are_told_by_their_first_words() -> None:
    text = f"{LONG} They did. They did."
    assert found(text, list(lengths.slips(text, STYLE))) == [
        ("Nine of the teams went to", None),
        ("Nine of the teams went to", None),
    ]
    assert not list(lengths.slips("They did. They did.", STYLE))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They utilise it.", [("utilise", "use")]),
        ("Utilise it.", [("Utilise", "Use")]),
        ("In  order\nto learn", [("In  order\nto", "To")]),
        ("It works going forward.", [("going forward", None)]),
        ("They don’t.", [("don’t", "do not")]),
        ("They underutilise it; re-utilise it.", []),
        ("One said “we utilise it”.", []),
        ("The Utilise Board met.", []),
        ("The board utilise it met.", []),
    ],
)
def test_avoided_word_is_told_outside_quotations_and_names(
    text: str, told: list[tuple[str, str | None]]
) -> None:
    assert found(text, list(wording.slips(text, STYLE, ["board utilise it"]))) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("We saw 7 forces.", [("7", "seven")]),
        ("We saw twelve forces.", [("twelve", "12")]),
        ("We saw forty-six forces.", [("forty-six", "46")]),
        ("We saw seven forces and 12 boards.", []),
        # Where a sentence begins, a number is in words.
        ("Twelve forces did. Forty-six boards did.", []),
        # A number that names, measures or stands beside another.
        ("See paragraph 4 notes, in 3 of 46 forces.", []),
        ("It is 5 kilometres away, at 9 pm, for 3 hours.", []),
        ("It rose to 4 points; £5 fines; 1.5 teams; 2/3 boards; item 7 boxes.", []),
        ("We saw 7 to 9 forces and 3,000 officers.", []),
        ("Wave 3 forces met. Priority 2 calls wait. Operation 5 teams went. Age 9 pupils.", []),
        ("They told wave 3 forces of tranche 2 grants and questions 3 plus 4 others.", []),
        ("The Home Office 2 processes, the Ambleforth 7 forces", []),
        ("Nearly 7 forces", [("7", "seven")]),
        # Of times and ages each guide says another thing.
        ("for 3 years, 5 days, 2 weeks’ and 9 months; for twelve years; of 9 year-olds", []),
        ("Each of the 9 always did.", []),
        ("One said “we saw 7 forces”.", []),
        ("One in ten boards did.", []),
        ("38% of them", [("%", " per cent")]),
        ("38 percent of them", [(" percent", " per cent")]),
        ("38 per cent of them, 38\u00a0per cent of them", []),
    ],
)
def test_count_in_the_other_form_is_told_where_it_is_plainly_a_count(
    text: str, told: list[tuple[str, str | None]]
) -> None:
    assert found(text, list(figures.slips(text, STYLE))) == told


@pytest.mark.parametrize("text", ["a" * 20_000 + " 5 cats 5 cats", "“5 cats” saw 5 cats. " * 3_000])
def test_long_text_is_read_as_fast_as_many_short_ones(text: str) -> None:
    begun = process_time()
    assert list(figures.slips(text, STYLE))
    assert process_time() - begun < 1


def test_share_is_told_in_the_form_of_the_house() -> None:
    style, text = HouseStyle(per_cent=ShareForm.SIGN), "38 per cent and 40%"
    assert found(text, list(figures.slips(text, style))) == [(" per cent", "%")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on 7th November 2018", [("7th November 2018", "7 November 2018")]),
        ("on November 7, 2018", [("November 7, 2018", "7 November 2018")]),
        ("on 07/11/2018", [("07/11/2018", "7 November 2018")]),
        ("on 7 November 2018", []),
        ("on Wednesday 7 November 2018", []),
        ("on Wednesday 7th November 2018", [("7th November 2018", "7 November 2018")]),
        ("on Wed., November 7, 2018", [("November 7, 2018", "7 November 2018")]),
        # Beside another day, one alone is not written anew.
        ("on 5th and 6th November 2018", [("6th November 2018", None)]),
        ("from 5th-7th November 2018", [("7th November 2018", None)]),
        ("on 5, 6 or 7th November 2018", [("7th November 2018", None)]),
        ("from 5 October to 7th November 2018", [("7th November 2018", None)]),
        ("on Monday 5th and Wednesday 7th November 2018", [("7th November 2018", None)]),
        ("on the 7th of November 2018", [("7th of November 2018", None)]),
        ("the file of 2018-11-07", []),
        ("in November 2018, and on 7 November", []),
        ("one said “on 7th November 2018”", []),
        ("on 31 February 2018", []),
    ],
)
def test_day_in_another_form_is_told(text: str, told: list[tuple[str, str | None]]) -> None:
    assert found(text, list(days.slips(text, STYLE))) == told


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("on 7 November 2018", "November 7, 2018"),
        ("on Wednesday, 7 November 2018", "November 7, 2018"),
        ("from 5 to 7 November 2018", None),
    ],
)
def test_day_is_told_in_the_form_of_the_house(text: str, better: str | None) -> None:
    style = HouseStyle(day_form=DayForm.MONTH_FIRST)
    assert found(text, list(days.slips(text, style))) == [("7 November 2018", better)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The forrce did.", [("forrce", "force")]),
        ("The force did.", []),
        ("They sold ketamine.", []),
        ("One said “the forrce did”.", []),
        ("See forrce.org or x@forrce.", []),
    ],
)
def test_word_one_letter_from_the_only_one_it_can_be_is_told(
    text: str, told: list[tuple[str, str | None]]
) -> None:
    assert found(text, list(misspelt.slips(text, Lexicon()))) == told
