"""Runs of one block: which claims are touched by what is taken out, what each run keeps, and when
neighbours become one.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.editions.model import EditionKind, Run
from inspectorate.domain.reports.editions.runs import (
    CLOSED,
    NO_GROUND,
    Treatment,
    ground_of,
    joined,
    runs_of,
    touched,
    treatment,
    words,
)
from inspectorate.prose.manuscript import Manuscript, Span, SpanKind, Style, TextBlock

TEXT = "0123456789"
PUBLIC = treatment(EditionKind.PUBLIC)


def span(kind: SpanKind, start: int, end: int, key: str = "", **attributes: str) -> Span:
    return Span(kind, key, TEXT[start:end], 1, 1, start, end, attributes)


def hidden(start: int, end: int, ground: str = "safety") -> Span:
    return span("sensitive", start, end, ground=ground)


def block(*spans: Span, styles: tuple[Style, ...] = (), basis: str = "") -> TextBlock:
    return TextBlock("paragraph", TEXT, 1, spans=spans, styles=styles, basis=basis)


@pytest.mark.parametrize(
    ("start", "end", "is_touched"),
    [
        (0, 3, False),
        (0, 4, True),
        (3, 6, True),
        (4, 5, True),
        (5, 9, True),
        (6, 9, False),
        (0, 10, True),
    ],
)
def test_claim_is_touched_exactly_when_one_letter_of_it_is_removed(
    start: int, end: int, is_touched: bool
) -> None:
    text = Manuscript({}, (block(hidden(3, 6), span("claim", start, end, "a")),), "")
    assert touched([text], PUBLIC) == ({"a"} if is_touched else set())


def test_nothing_is_touched_by_another_block_or_where_everything_stays() -> None:
    text = Manuscript({}, (block(hidden(3, 6)), block(span("claim", 3, 6, "a"))), "")
    assert touched([text], PUBLIC) == set()
    together = Manuscript({}, (block(hidden(3, 6), span("claim", 3, 6, "a")),), "")
    assert touched([together], treatment(EditionKind.FULL)) == set()


def test_source_beside_removed_words_is_no_claim_that_is_touched() -> None:
    text = Manuscript({}, (block(hidden(3, 6), span("quotation", 3, 6, "a")),), "")
    assert touched([text], PUBLIC) == set()


def test_claim_touched_in_one_document_is_carried_by_none() -> None:
    one = Manuscript({}, (block(hidden(3, 6), span("claim", 3, 6, "a")),), "")
    other = Manuscript({}, (block(span("claim", 0, 9, "a"), span("claim", 0, 9, "b")),), "")
    how = treatment(EditionKind.PUBLIC, [one, other])
    assert how.dropped == {"a"}
    assert [run.claim for run in runs_of(other.blocks[0], how)] == ["b", ""]


def test_run_carries_the_innermost_claim_and_basis_and_no_source_for_a_claim() -> None:
    spans = (
        span("claim", 0, 9, "outer"),
        span("context", 0, 9),
        span("claim", 2, 5, "inner"),
        span("narrative", 2, 5),
        span("quotation", 2, 5, "source"),
    )
    runs = runs_of(block(*spans, basis="context"), PUBLIC)
    assert [(run.text, run.claim, run.basis) for run in runs] == [
        ("01", "outer", "context"),
        ("234", "inner", "narrative"),
        ("5678", "outer", "context"),
        ("9", "", "context"),
    ]


def test_removed_words_carry_no_claim_style_link_or_basis() -> None:
    styles = (Style("strong", 0, 10), Style("link", 3, 6, "https://a.example/"))
    runs = runs_of(block(hidden(3, 6), span("claim", 0, 10, "a"), styles=styles), PUBLIC)
    assert runs[1] == Run("[removed: safety]", redacted="safety")
    assert [run.strong for run in runs] == [True, False, True]


@pytest.mark.parametrize(
    ("start", "end", "kept"), [(0, 3, True), (0, 4, False), (5, 9, False), (6, 9, True)]
)
def test_link_is_kept_exactly_when_no_letter_of_it_is_removed(
    start: int, end: int, kept: bool
) -> None:
    link = Style("link", start, end, "https://a.example/secret")
    runs = runs_of(block(hidden(3, 6), styles=(link,)), PUBLIC)
    assert any(run.link for run in runs) is kept


@pytest.mark.parametrize(
    ("target", "link"),
    [("https://a.example/", "https://a.example/"), ("javascript:alert(1)", ""), ("data:x", "")],
)
def test_link_to_an_address_that_may_do_something_is_only_words(target: str, link: str) -> None:
    (run,) = runs_of(block(styles=(Style("link", 0, 10, target),)), PUBLIC)
    assert (run.text, run.link) == (TEXT, link)


def test_each_style_is_its_own() -> None:
    styles = (Style("strong", 0, 4), Style("emphasis", 2, 6), Style("link", 8, 9, "https://a.b/"))
    runs = runs_of(block(styles=styles), PUBLIC)
    assert [(run.text, run.strong, run.emphasis, bool(run.link)) for run in runs] == [
        ("01", True, False, False),
        ("23", True, True, False),
        ("45", False, True, False),
        ("67", False, False, False),
        ("8", False, False, True),
        ("9", False, False, False),
    ]


def test_part_of_a_block_is_cut_where_it_is_asked_and_nowhere_else() -> None:
    of = block(hidden(3, 6))
    assert words(runs_of(of, PUBLIC, start=1, end=8)) == "12[removed: safety]67"
    assert words(runs_of(of, PUBLIC, start=4, end=5)) == "[removed: safety]"
    assert words(runs_of(of, PUBLIC, start=7)) == "789"


def test_neighbours_of_one_treatment_become_one_and_others_stay_apart() -> None:
    a, b, c = Run("a"), Run("b", strong=True), Run("c", strong=True)
    assert joined([a, b, c]) == (a, Run("bc", strong=True))
    assert joined([b, a, a]) == (b, Run("aa"))
    assert joined([]) == ()


def test_removals_side_by_side_become_one_that_names_each_ground_once() -> None:
    text = Run("x")
    gone = [Run(f"[removed: {ground}]", redacted=ground) for ground in ("a; b", "b", "c")]
    assert joined([text, *gone]) == (text, Run("[removed: a; b; c]", redacted="a; b; c"))
    assert joined([gone[0], text, gone[1]]) == (gone[0], text, gone[1])


def test_removal_without_a_ground_says_so() -> None:
    assert ground_of(hidden(0, 1, "  ")) == ground_of(span("sensitive", 0, 1)) == NO_GROUND
    assert ground_of(hidden(0, 1, " safety ")) == "safety"


def test_what_is_closed_says_that_it_is_and_not_why_a_passage_would_be() -> None:
    for kind in ("claim", "quotation"):
        assert ground_of(span(kind, 0, 1, "a", ground="safety")) == CLOSED


def test_words_quoted_from_a_closed_source_are_removed_whole_and_once() -> None:
    how = treatment(EditionKind.FULL, closed={"a"})
    beside = block(span("quotation", 3, 6, "a"), span("quotation", 7, 8, "b"))
    assert words(runs_of(beside, how)) == f"012[removed: {CLOSED}]6789"
    quote = TextBlock("quote", TEXT, 1, spans=(span("quotation", 7, 9, "a"),))
    below = TextBlock("quote", TEXT, 1, attributed="a")
    for one in (quote, below):
        assert words(runs_of(one, how)) == f"[removed: {CLOSED}]"
        assert words(runs_of(one, treatment(EditionKind.FULL, closed={"b"}))) == TEXT


@pytest.mark.parametrize(
    ("kind", "ceiling", "kept"),
    [
        (EditionKind.FULL, None, ["OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET"]),
        (EditionKind.FULL, "OFFICIAL-SENSITIVE", ["OFFICIAL", "OFFICIAL-SENSITIVE"]),
        (EditionKind.BODY, None, ["OFFICIAL"]),
        (EditionKind.BODY, "SECRET", ["OFFICIAL"]),
        (EditionKind.BODY, "PUBLIC", []),
        (EditionKind.PUBLIC, "SECRET", []),
    ],
)
def test_passage_stays_up_to_the_lower_of_the_edition_s_ceiling_and_the_reader_s(
    kind: EditionKind, ceiling: str | None, kept: list[str]
) -> None:
    how = treatment(kind, ceiling=ceiling)
    marks = ("OFFICIAL", "OFFICIAL-SENSITIVE", "SECRET")
    passages = {mark: span("sensitive", 3, 6, marking=mark) for mark in marks}
    assert [mark for mark, one in passages.items() if not how.removes(one)] == kept


SAFE, UNSAFE, OTHER = "https://a.example/", "javascript:alert(1)", "https://b.example/"


@pytest.mark.parametrize(
    ("targets", "link"),
    [([SAFE], SAFE), ([SAFE, OTHER], SAFE), ([UNSAFE, SAFE], ""), ([SAFE, UNSAFE], SAFE)],
)
def test_outermost_link_counts_whatever_other_style_stands_around_it(
    targets: list[str], link: str
) -> None:
    links = [Style("link", 0, 10, target) for target in targets]
    styles = (Style("strong", 0, 10), *links, Style("emphasis", 0, 10))
    (run,) = runs_of(block(styles=styles), PUBLIC)
    assert (run.link, run.strong, run.emphasis) == (link, True, True)


@pytest.mark.parametrize("kind", ["claim", "context", "narrative", "quotation"])
def test_only_a_sensitive_passage_is_removed(kind: SpanKind) -> None:
    assert not Treatment("PUBLIC").removes(span(kind, 0, 1, marking="SECRET"))
    assert Treatment("PUBLIC").removes(hidden(0, 1))
