"""Fields that carry words (titles, captions, the words of a recommendation) are read once, with the
manuscript, each as a line of text.
"""

from __future__ import annotations

from typing import Any

import pytest
from markdown_it import MarkdownIt

from inspectorate.prose.reading.markdown import from_markdown

TEXT = """---
title: How *well* forces train
subtitle: [Most]{#most} of them
kind: report
---

# Training

```chart
kind: grid
caption: Grades of [every force]{#all}
```

```recommendation
number: 1
to: college (asked)
text: The college should [train]{.sensitive ground="A ground"}
  all forces.
```

```table
kind: grades
```
"""


def test_titles_are_read_with_their_marks_and_places() -> None:
    title, subtitle = from_markdown(TEXT).inline.values()
    assert (title.text, [one.kind for one in title.styles]) == (
        "How well forces train",
        ["emphasis"],
    )
    (span,) = subtitle.spans
    assert (span.key, span.text, span.line, span.column) == ("most", "Most", 3, 12)


def test_captions_and_recommendations_are_read_with_their_marks_and_places() -> None:
    _, chart, recommendation, table = from_markdown(TEXT).blocks
    caption, words = chart.inline["caption"], recommendation.inline["text"]
    assert (caption.text, caption.spans[0].key) == ("Grades of every force", "all")
    assert (caption.spans[0].line, caption.spans[0].column) == (11, 21)
    assert words.text == "The college should train all forces."
    assert [(one.kind, one.text, one.line) for one in words.spans] == [("sensitive", "train", 17)]
    assert table.inline == {}


@pytest.mark.parametrize("words", ["2020. A year", "# No heading", "- no item", "> no quote", "``"])
def test_field_is_a_line_of_text_whatever_block_it_would_begin(words: str) -> None:
    """Read as a document, "2020. A year" is the item of a list, and its number is lost."""
    manuscript = from_markdown(f"---\ntitle: {words}\n---\n\n```chart\ncaption: {words}\n```")
    assert manuscript.inline["title"].text == words
    assert manuscript.blocks[0].inline["caption"].text == words


def test_lines_are_every_stretch_of_words_once() -> None:
    lines = [block.text for block in from_markdown(TEXT).lines()]
    assert lines == [
        "How well forces train",
        "Most of them",
        "Training",
        "Grades of every force",
        "The college should train all forces.",
        "",
    ]


def test_document_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    parse = MarkdownIt.parse

    def counted(self: MarkdownIt, text: str, env: Any = None) -> object:
        parsed.append(text)
        return parse(self, text, env)

    monkeypatch.setattr(MarkdownIt, "parse", counted)
    new = f"{TEXT}\nA line that no other test reads.\n"
    assert from_markdown(new) == from_markdown(new)
    assert len(parsed) == 1
