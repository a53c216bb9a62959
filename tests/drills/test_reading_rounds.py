"""A round for a reader who signs at speed: what is drawn, and how answers are counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks.contradictions.reading import from_plan
from benchmarks.drill_reading import answered, main
from benchmarks.rounds.drawing import PASSAGES, NoRound, Round, draw
from benchmarks.rounds.laying import takes

from tests.demo.facts import facts, manuscripts

WORLD, READER = from_plan()
TAKEN = takes(facts("report", manuscripts()))


def a_round(seed: str) -> Round:
    return draw(WORLD, "report", READER, TAKEN, seed)


@pytest.fixture(scope="module")
def drawn() -> Round:
    return a_round("3")


def test_round_asks_twenty_bound_passages_in_a_row_of_which_one_alone_was_made_false(
    drawn: Round,
) -> None:
    page = WORLD.pages["report"]
    clean = [one for one in TAKEN(page.text) if one.signing == "singly" and one.keys]
    now = [one for one in TAKEN(drawn.text) if one.signing == "singly" and one.keys]
    assert len(drawn.identities) == len(set(drawn.identities)) == PASSAGES
    first = [one.identity for one in now].index(drawn.identities[0])
    row = {one.identity for one in now[first : first + PASSAGES + 4]}
    assert row.issuperset(drawn.identities)  # beside those that say again what was said before
    assert len(clean) == len(now)
    assert drawn.sown in drawn.said_again
    assert len(drawn.said_again) >= PASSAGES // 3
    assert drawn.new.strip("[") in drawn.text
    assert drawn.text != page.text


def test_no_rule_stops_a_round_so_that_its_reader_alone_can(drawn: Round) -> None:
    READER("report", WORLD.pages["report"].text)
    reading = READER("report", drawn.text)
    assert [one.what for one in reading.problems if one.blocks] == []
    assert len(reading.unsigned or ()) >= len(drawn.said_again)


@pytest.mark.drill
def test_same_seed_gives_the_same_round_and_another_seed_another(drawn: Round) -> None:
    assert a_round("3") == drawn
    assert a_round("4").text != drawn.text


def test_document_of_few_bound_passages_gives_no_round() -> None:
    with pytest.raises(NoRound, match=r"letter has \d+ bound passages, not 20"):
        draw(WORLD, "letter", READER, TAKEN, "3")


def test_round_is_hit_where_the_false_one_is_among_those_objected_to() -> None:
    sown = {"1": 7, "2": 3, "3": 20}
    found = answered("1: 7\n\n2: 5, 9\n3: 1, 20\n", sown)
    assert [(one.seed, one.hit) for one in found] == [("1", True), ("2", False), ("3", True)]
    assert not answered("2:", sown)[0].hit


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("1: 7\nseven", "Line 2: 'seven' is no answer"),
        ("9: 7", "Line 1: there is no key of round 9"),
        ("1: 7\n1: 8", "Line 2: round 1 was answered before"),
        ("1: 0, 7", "Line 1: 0 is none of the pictures 1 to 20"),
        ("1: 21", "Line 1: 21 is none of the pictures 1 to 20"),
    ],
)
def test_answer_that_cannot_be_counted_is_told_by_its_line(lines: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        answered(lines, {"1": 7})


def test_hits_are_printed_with_what_was_false(tmp_path: Path, capsys: Any) -> None:
    for seed, sown in (("1", 7), ("2", 3)):
        key = {"sown": sown, "family": "negation", "form": "not added"}
        (tmp_path / f"{seed}.json").write_text(json.dumps(key))
    answers = tmp_path / "answers.txt"
    answers.write_text("1: 7, 8\n2: 4\n")
    assert main(answers=str(answers), keys=str(tmp_path))
    said = capsys.readouterr().out
    assert "round 1: hit, 7 was false (negation, not added), objected to 7, 8" in said
    assert "round 2: missed, 3 was false" in said
    assert "hits: 1 of 2" in said
    assert "true ones objected to: 2 of 38" in said


@pytest.mark.parametrize(("out", "keys"), [("pictures", "pictures"), ("pictures", "pictures/keys")])
def test_key_may_not_lie_with_the_pictures(out: str, keys: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="may not lie with the pictures"):
        main(out=str(tmp_path / out), keys=str(tmp_path / keys))
