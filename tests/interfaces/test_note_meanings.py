"""What may be a judgment is read as its author's alone, however it is spelt."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.interfaces import note_marks
from inspectorate.interfaces.note_meanings import meant_of

GRADE = {"criterion": 3, "grade": "Good", "reasons": "Seen at night."}
NO_GRADE = {"criterion": 3, "reasons": "Seen at night."}


@pytest.mark.parametrize(
    "said",
    [
        GRADE,
        *(GRADE | {"meant": meant} for meant in ("", "note", "Meant", "poem", "debrief", None)),
        *(GRADE | {"meant": meant} for meant in (["grade"], {"of": "grade"}, 7, True)),
        *({"words": "Seen.", name: "Good"} for name in ("Grade", "provisionalGrade", "GRADES")),
        *(
            {"words": "Seen.", name: "Good"}
            for name in ("my_rating", "judgement", "judgment", "ｇrade")
        ),
        {"words": "Seen.", "more": [{"grade": "Good"}]},
        # Under a key that is misspelt, and abbreviated.
        *(
            {"words": "Late.", "ment": value}
            for value in ("grade", "A provisional grade", "Rating")
        ),
        {"words": "Late.", "grd": "RI"},
        [GRADE],
        NO_GRADE,
        *(NO_GRADE | {"meant": meant} for meant in ("", "note", "poem", ["grade"], 7)),
        {"meant": "note", "findings": {"1": True}, "words": ""},
    ],
)
def test_what_holds_a_grade_or_reasons_and_no_words_is_a_grade_whatever_it_is_called(
    said: Any,
) -> None:
    assert meant_of(said) == "grade"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ({"words": "They graded the road."}, "note"),
        ({"words": "grade", "origin": "Rating"}, "note"),
        ({"words": "Seen.", "place": "a grade II listed building"}, "note"),
        ({"words": "Seen.", "meant": ["poem"]}, "note"),
        ({"words": "Seen.", "reasons": "Of what is none of ours."}, "note"),
        ({"stub": "Held in the safe.", "findings": {}}, "note"),
        ({"words": "Said.", "meant": "debrief"}, "debrief"),
        ({"words": "Seen.", "operating": True, "graduates": 3}, "note"),
        ("grade", "note"),
    ],
)
def test_what_has_words_and_names_no_grade_is_what_it_says(said: Any, meant: str) -> None:
    assert meant_of(said) == meant


def test_grade_that_does_not_say_what_it_is_has_no_texts_that_could_hide_a_mark() -> None:
    assert note_marks.secret({"words": "Seen.", "grade": "SECRET"})
    assert note_marks.secret({"meant": "note", "reasons": "SECRET"})
    assert not note_marks.secret(GRADE | {"meant": "grade", "reasons": "SECRET"})
