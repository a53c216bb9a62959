"""What a field of a note is named says the same whenever it comes."""

from __future__ import annotations

from inspectorate.interfaces import note_marks

WORDS = "A response sergeant"
# Names, and whether what they hold is SECRET then.
SAID = {
    "top_secret": True,
    "isSecret": True,
    "s3cret": True,
    "not_secret": False,
    "secretary": False,
}


def test_a_name_says_the_same_after_any_number_of_others() -> None:
    for _ in range(2):
        for name, secret in SAID.items():
            assert note_marks.secret({name: True, "words": WORDS}) is secret, name
        others = {f"field_{number}": number for number in range(200)}
        assert note_marks.secret(others) is False


def test_of_a_long_name_its_beginning_is_read() -> None:
    assert note_marks.secret({"secret_" + "x" * 500: True, "words": WORDS})
    assert not note_marks.secret({"x" * 200 + "_secret": True, "words": WORDS})


def test_a_mark_lower_down_is_read_by_the_name_above_it() -> None:
    assert note_marks.secret({"marking": {"level": ["TS"]}, "words": WORDS})
    assert not note_marks.secret({"remark": {"level": ["TS"]}, "words": WORDS})
