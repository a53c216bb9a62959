"""What was computed is given again under what it was computed under, and under nothing else."""

from __future__ import annotations

from inspectorate.foundation.remembered import Remembered


def test_thing_is_given_again_under_the_same_and_under_nothing_else() -> None:
    held: Remembered[str] = Remembered(3)
    assert held.keep("facts", ("a",), "forty") == "forty"
    assert held.of("facts", ("a",)) == "forty"
    assert (held.of("facts", ("b",)), held.of("other", ("a",))) == (None, None)


def test_thing_kept_anew_takes_the_place_of_the_old() -> None:
    held: Remembered[str] = Remembered(3)
    held.keep("facts", ("a",), "forty")
    held.keep("facts", ("b",), "forty-one")
    assert (held.of("facts", ("a",)), held.of("facts", ("b",))) == (None, "forty-one")


def test_oldest_goes_once_there_are_more_than_are_kept() -> None:
    held: Remembered[int] = Remembered(2)
    for number in range(3):
        held.keep(number, (), number)
    assert [held.of(number, ()) for number in range(3)] == [None, 1, 2]
    held.forget()
    assert held.of(2, ()) is None
