"""The text of a section is cut where the words of remarks begin and end."""

from __future__ import annotations

import time

from inspectorate.domain.reports.models import Comment
from inspectorate.domain.reports.remarks.queries import StandingRemark
from inspectorate.interfaces.web.reports.pointing import marked


def about(start: int | None, quote: str) -> StandingRemark:
    return StandingRemark(Comment(quote=quote), start)


def test_pieces_are_the_text_and_each_is_marked_that_a_remark_is_about() -> None:
    wide, within, point = about(4, "two three"), about(8, "three"), about(13, "")
    gone, end = about(None, "gone"), about(18, "")
    found = marked("one two three four", [wide, within, point, gone, end])
    assert [(one.words, one.marked, list(one.begins)) for one in found] == [
        ("one ", False, []),
        ("two ", True, [wide]),
        ("three", True, [within]),
        (" four", False, [point]),
        ("", False, [end]),
    ]
    assert [one.words for one in marked("one", [])] == ["one"]


def test_many_remarks_on_one_section_are_cut_in_bounded_time() -> None:
    remarks = [about(place * 20, "word wo") for place in range(5_000)]
    began = time.process_time()
    assert len(marked("word " * 20_000, remarks)) == 10_000
    assert time.process_time() - began < 1
