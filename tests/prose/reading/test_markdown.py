"""Markdown with bound spans, and its places in the source."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from tests.shared import shared

TEXT = """\
---
title: A report
kind: report
---

# A [bound heading]{#h}

{.context source="Home Office, CONTEST 2018"}
Four strands &amp; **one**
aim.

[Most forces have
[secret]{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL-SENSITIVE"}
training]{#training}, but
[not all]{#known}. [A story.]{.narrative} See [the page](https://example.org/a_(b) "t") and `code`.

- item *one*
  - [item two]{#two}

> They told us so. [A clerk]{.quotation source="clerk"}

> I was there.

[The words are those of a sergeant.]{.quotation source="sergeant"}

| Force | Grade |
|---|---|
| 07 | [good]{#grade} |

```recommendation
number: 1
to: college-of-policing (asked)
text: Train
  everyone.
```
"""


def at(manuscript: Manuscript, line: int, column: int, length: int) -> str:
    return manuscript.source.split("\n")[line - 1][column - 1 : column - 1 + length]


def slices(manuscript: Manuscript) -> None:
    """Every span and sentence slices to its text; every place lies in the source."""
    lines = manuscript.source.split("\n")
    for block in manuscript.blocks:
        for part in (*block.spans, *block.sentences):
            assert block.text[part.start : part.end] == part.text
            assert 1 <= part.line <= len(lines) + 1
            assert part.column >= 1


def test_front_matter_is_read_and_is_no_block() -> None:
    manuscript = from_markdown(TEXT, "report")
    assert manuscript.meta == {"title": "A report", "kind": "report"}
    assert manuscript.blocks[0].kind == "heading"
    assert manuscript.blocks[0].line == 6


def test_blocks_come_in_order_with_their_kind() -> None:
    assert [(block.kind, block.level) for block in from_markdown(TEXT).blocks] == [
        ("heading", 1),
        ("paragraph", 0),
        ("paragraph", 0),
        ("item", 1),
        ("item", 2),
        ("quote", 0),
        ("quote", 0),
        ("paragraph", 0),
        ("row", 0),
        ("row", 0),
        ("recommendation", 0),
    ]


def test_every_span_knows_its_place_in_the_source() -> None:
    manuscript = from_markdown(TEXT)
    slices(manuscript)
    spans = [span for block in manuscript.blocks for span in block.spans]
    assert [(span.kind, span.key) for span in spans] == [
        ("claim", "h"),
        ("claim", "training"),
        ("sensitive", ""),
        ("claim", "known"),
        ("narrative", ""),
        ("claim", "two"),
        ("quotation", "clerk"),
        ("quotation", "sergeant"),
        ("claim", "grade"),
    ]
    for span in spans:
        assert at(manuscript, span.line, span.column, 4) == span.text[:4]
    assert spans[2].attributes == {
        "ground": "Police Act 1996 s.55(2)",
        "marking": "OFFICIAL-SENSITIVE",
    }


def test_sentences_carry_the_spans_that_overlap_them() -> None:
    block = from_markdown(TEXT).blocks[2]
    assert [[span.key or span.kind for span in sentence.spans] for sentence in block.sentences] == [
        ["training", "sensitive", "known"],
        ["narrative"],
        [],
    ]


def test_marked_block_knows_its_basis_and_source() -> None:
    block = from_markdown(TEXT).blocks[1]
    assert (block.basis, block.basis_source) == ("context", "Home Office, CONTEST 2018")
    assert block.text == "Four strands & one aim."
    assert [(style.kind, block.text[style.start : style.end]) for style in block.styles] == [
        ("strong", "one")
    ]


def test_quote_with_its_attribution_after_it_knows_its_source() -> None:
    blocks = from_markdown(TEXT).blocks
    assert [block.attributed for block in blocks if block.kind == "quote"] == ["", "sergeant"]


def test_fenced_block_is_read_as_fields() -> None:
    block = from_markdown(TEXT).blocks[-1]
    assert block.fields == {
        "number": "1",
        "to": "college-of-policing (asked)",
        "text": "Train everyone.",
    }


def test_coverage_counts_every_sentence_once() -> None:
    coverage = from_markdown(TEXT).coverage()
    assert (coverage.bound, coverage.context, coverage.narrative, coverage.unbound) == (7, 1, 1, 3)


def test_raw_html_stays_text() -> None:
    (block,) = from_markdown("<script>alert(1)</script> & <b>bold</b>").blocks
    assert block.text == "<script>alert(1)</script> & <b>bold</b>"


def test_text_over_two_million_characters_is_refused_with_its_size() -> None:
    with pytest.raises(Refused, match=r"2,000,001 characters; at most 2,000,000"):
        from_markdown("a\n\n" * 666_667)


@pytest.mark.parametrize("mark", ["[", "*a", "`a", "![", "_a_", "[a](", "> "])
def test_paragraph_of_markers_is_refused_before_it_can_hang(mark: str) -> None:
    with pytest.raises(Refused, match="Line 1"):
        from_markdown(mark * 2_500)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from('[]{}#.()*_`>|-:\n"= ab1!&\\<~“”’ '), max_size=120))
def test_any_markup_parses_and_its_offsets_hold(text: str) -> None:
    slices(from_markdown(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_parses_and_its_offsets_hold(text: str) -> None:
    slices(from_markdown(text))


def test_naughty_strings_parse_and_their_offsets_hold() -> None:
    for text in json.loads(shared("badinput/naughty-strings/blns.json").read_text("utf-8")):
        slices(from_markdown(text))
        slices(from_markdown(f"[{text}]{{#k}} and most forces {text}"))
