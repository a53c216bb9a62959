"""Redaction where blocks become runs: no removed word survives, and what stands in its place tells
nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.editions.runs import CLOSED, runs_of, treatment, words
from inspectorate.foundation.markings.redaction import replacement
from inspectorate.prose.manuscript import Span as TextSpan
from inspectorate.prose.manuscript import TextBlock

GROUNDS = ["section 40 FOIA", "source protection", "safety"]
grounds = st.sampled_from(GROUNDS)


@dataclass(frozen=True)
class Span:
    """``text[start:end]`` is to go, on ``ground``."""

    start: int
    end: int
    ground: str


MARKS = ["PUBLIC", "OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET", "", "official", "TOP SECRET"]


@pytest.mark.parametrize("marking", MARKS)
@pytest.mark.parametrize(
    ("kind", "stays"),
    [
        (EditionKind.PUBLIC, []),
        (EditionKind.BODY, ["PUBLIC", "OFFICIAL"]),
        (EditionKind.FULL, MARKS),
    ],
)
def test_sensitive_passage_stays_in_an_edition_only_by_a_known_mark_within_its_ceiling(
    kind: EditionKind, stays: list[str], marking: str
) -> None:
    """In public never, whatever mark stands beside it; what has no known mark only in full."""
    marked = {"ground": "safety", "marking": marking}
    span = TextSpan("sensitive", "", "345", 1, 1, 3, 6, marked)
    block = TextBlock("paragraph", "0123456789", 1, spans=(span,))
    found = words(runs_of(block, treatment(kind)))
    assert found == ("0123456789" if marking in stays else "012[removed: safety]6789")


@pytest.mark.parametrize("kind", [EditionKind.PUBLIC, EditionKind.FULL])
def test_claim_and_source_that_are_closed_lose_their_words_and_others_keep_them(
    kind: EditionKind,
) -> None:
    spans = (
        TextSpan("claim", "closed", "12", 1, 1, 1, 3, {}),
        TextSpan("claim", "open", "34", 1, 1, 3, 5, {}),
        TextSpan("quotation", "closed", "56", 1, 1, 5, 7, {}),
        TextSpan("quotation", "open", "78", 1, 1, 7, 9, {}),
        TextSpan("context", "closed", "9", 1, 1, 9, 10, {}),
    )
    how = treatment(kind, closed={"closed"})
    assert [how.removes(one) for one in spans] == [True, False, True, False, False]
    block = TextBlock("paragraph", "0123456789", 1, spans=spans[:2])
    assert words(runs_of(block, how)) == f"0[removed: {CLOSED}]3456789"


def redact(text: str, spans: list[Span]) -> str:
    """The words of a block in a public edition."""
    marked = tuple(
        TextSpan(
            "sensitive",
            "",
            text[one.start : one.end],
            1,
            1,
            one.start,
            one.end,
            {"ground": one.ground},
        )
        for one in spans
    )
    block = TextBlock("paragraph", text, 1, spans=marked)
    return words(runs_of(block, treatment(EditionKind.PUBLIC)))


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(min_size=1, max_size=60))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        spans.append(Span(start, draw(st.integers(start + 1, len(text))), draw(grounds)))
    return text, spans


def kept(text: str, spans: list[Span]) -> list[str]:
    """The passages between removed ones, found letter by letter."""
    gone = {at for span in spans for at in range(span.start, span.end)}
    passages = [""]
    for at, letter in enumerate(text):
        if at in gone:
            passages.append("")
        else:
            passages[-1] += letter
    return [passage for passage in passages if passage]


@given(st.lists(st.sampled_from(["Alpha", "Bravo", "Charlie"]), min_size=1, max_size=8), st.data())
def test_removed_word_survives_nowhere_in_the_text(parts: list[str], data: st.DataObject) -> None:
    secret = data.draw(st.text(alphabet="0123456789", min_size=4, max_size=12), label="secret")
    at = data.draw(st.lists(st.integers(0, len(parts)), min_size=1, max_size=4), label="at")
    for place in at:
        parts.insert(place, secret)
    text = " ".join(parts)
    spans, start = [], text.find(secret)
    while start >= 0:
        spans.append(Span(start, start + len(secret), "safety"))
        start = text.find(secret, start + 1)
    assert secret not in redact(text, spans)


@given(texts_with_spans())
def test_what_no_span_covers_stays_in_order_and_nothing_else_does(
    given: tuple[str, list[Span]],
) -> None:
    text, spans = given
    rest = redact(text, spans)
    for passage in kept(text, spans):
        _, found, rest = rest.partition(passage)
        assert found == passage
    covered = len({at for span in spans for at in range(span.start, span.end)})
    assert sum(map(len, kept(text, spans))) == len(text) - covered


@given(texts_with_spans())
def test_text_without_the_kept_passages_is_replacements_alone(
    given: tuple[str, list[Span]],
) -> None:
    """Marks the kept letters with a letter no ground holds: all that is left are removals with
    their grounds.
    """
    text, spans = given
    marked = redact("\u2588" * len(text), spans)
    rest = marked.replace("\u2588", "")
    for passage in filter(None, rest.split("]")):
        assert passage.startswith("[removed: ")
        assert set(passage.removeprefix("[removed: ").split("; ")) <= set(GROUNDS)


@given(
    st.text(min_size=1, max_size=40),
    st.text(min_size=1, max_size=40),
    st.text(max_size=10),
    st.text(max_size=10),
    grounds,
)
def test_two_texts_that_differ_only_in_the_removed_words_come_out_the_same(
    one: str, other: str, before: str, after: str, ground: str
) -> None:
    def out(gone: str) -> str:
        return redact(before + gone + after, [Span(len(before), len(before) + len(gone), ground)])

    assert out(one) == out(other) == before + replacement(ground) + after


@given(texts_with_spans(), st.randoms())
def test_order_and_repetition_of_spans_change_nothing(
    given: tuple[str, list[Span]], random: object
) -> None:
    text, spans = given
    assume(len({span.ground for span in spans}) <= 1)
    shuffled = [*spans, *spans]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert redact(text, shuffled) == redact(text, spans)


@given(st.text(alphabet="abc ", min_size=3, max_size=30), st.data())
def test_overlapping_and_touching_spans_of_one_ground_become_one_removal(
    text: str, data: st.DataObject
) -> None:
    middle = data.draw(st.integers(1, len(text) - 1))
    assert (
        redact(text, [Span(0, middle, "safety"), Span(middle - 1, len(text), "safety")])
        == "[removed: safety]"
    )
    assert (
        redact(text, [Span(0, middle, "safety"), Span(middle, len(text), "safety")])
        == "[removed: safety]"
    )


def test_overlapping_spans_of_two_grounds_become_one_removal_naming_both() -> None:
    assert redact("0123456789", [Span(5, 8, "b"), Span(2, 6, "a")]) == "01[removed: a; b]89"


def test_span_within_another_ends_before_it_and_uncovers_nothing_of_it() -> None:
    outer, inner = Span(2, 9, "safety"), Span(4, 6, "safety")
    for spans in ([outer, inner], [inner, outer], [outer, inner, inner]):
        assert redact("0123456789", spans) == "01[removed: safety]9"


def test_claim_within_a_removed_passage_uncovers_nothing_of_it() -> None:
    text = "0123456789"
    hidden = TextSpan("sensitive", "", text[2:9], 1, 1, 2, 9, {"ground": "safety"})
    claim = TextSpan("claim", "a", text[4:6], 1, 1, 4, 6, {})
    block = TextBlock("paragraph", text, 1, spans=(hidden, claim))
    assert words(runs_of(block, treatment(EditionKind.PUBLIC))) == "01[removed: safety]9"


def test_spans_nested_thrice_are_one_removal_that_names_each_ground_once() -> None:
    spans = [Span(1, 9, "a"), Span(2, 8, "b"), Span(3, 4, "a")]
    assert redact("0123456789", spans) == "0[removed: a; b]9"


@given(texts_with_spans())
def test_redacting_a_redacted_text_with_nothing_more_changes_nothing(
    given: tuple[str, list[Span]],
) -> None:
    once = redact(*given)
    assert redact(once, []) == once
