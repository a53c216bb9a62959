"""A snippet shows what was found, and no more of long words than a page has room for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.foundation.search.highlights import LEAD, SNIPPET, Segment, marks, snippet
from inspectorate.foundation.search.terms import terms


def test_words_far_into_a_long_text_are_shown_with_a_little_before_them() -> None:
    text = f"{'Nothing of the kind. ' * 200}The quokka sat. {'And so on. ' * 200}"
    shown = snippet(marks({1: text}, terms("quokka"))[1])
    assert [one.text for one in shown if one.marked] == ["quokka"]
    assert (shown[0].text, shown[-1].text) == ("… ", " …")
    assert sum(len(one.text) for one in shown) == SNIPPET + len("… ") + len(" …")
    assert len(shown[1].text) == LEAD


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=300), st.booleans()), max_size=8))
def test_snippet_is_a_stretch_of_the_words_and_whole_where_they_are_short(
    given_so: list[tuple[str, bool]],
) -> None:
    segments = [Segment(text, marked) for text, marked in given_so if text]
    whole = "".join(one.text for one in segments)
    shown = list(snippet(segments))
    if len(whole) <= SNIPPET:
        assert shown == segments
        return
    kept = [one for one in shown if one.text not in {"… ", " …"}]
    assert "".join(one.text for one in kept) in whole
    if any(one.marked for one in segments):
        assert any(one.marked for one in kept)
