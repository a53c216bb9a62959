"""Pictures and tables of a text: found, written and put in, with every other line as it stood."""

from __future__ import annotations

from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.prose.reading.fences import (
    changed,
    fence_in,
    fences_of,
    put_for,
    put_in,
    written,
)
from inspectorate.prose.reading.markdown import from_markdown

CHART = "```chart\nkind: strip\nclaim: training\nother: kept\n  and on\ncaption: Forces\n```"
TEXT = f"# One\n\nWords.\n\n{{.sensitive}}\n{CHART}\n\n~~~~table\nkind: methods\n~~~~\nMore.\n"


def test_blocks_are_found_with_their_lines_and_not_the_attributes_above() -> None:
    assert [(one.kind, one.line, one.after) for one in fences_of(TEXT)] == [
        ("chart", 6, 13),
        ("table", 14, 17),
    ]
    assert fences_of(TEXT)[0].source == CHART
    assert fences_of(TEXT)[1].fields == {"kind": "methods"}


@pytest.mark.parametrize(
    "text",
    [
        "```python\nkind: strip\n```\n",
        "> ```chart\n> kind: strip\n> ```\n",
        "- ```table\n  kind: grades\n  ```\n",
        "    ```chart\n    kind: strip\n    ```\n",
        "```chart-of\nkind: strip\n```\n",
    ],
)
def test_what_is_no_block_of_the_text_itself_is_not_found(text: str) -> None:
    assert fences_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "```table\nkind: grades\narea: One\n\nA paragraph.\n\nAnother.\n",
        "```table\nkind: grades\narea: One\n\nA paragraph.\n\n    ```\n",
        "```table\nkind: grades\n\nA paragraph.\n\n```chart\nkind: grid\n```\n",
        "```table\nkind: grades\n\nA paragraph.\n\n~~~python\n1\n```\n",
        "```table\n",
    ],
)
def test_block_that_its_author_did_not_end_is_not_found_with_the_words_after_it(text: str) -> None:
    assert fences_of(text) == []
    assert fence_in(text) is None


def test_block_that_the_form_did_not_change_keeps_its_spaces() -> None:
    source = "```chart\nkind: strip\ncaption: Part\u00a05,  and\u2028more\n```"
    (was,) = fences_of(source)
    assert changed(was, "chart", dict(was.fields)) == source
    now = changed(was, "chart", {**was.fields, "claim": "a"})
    assert "caption: Part\u00a05,  and\u2028more\n" in now
    assert written("chart", {"caption": " A \r\n\n b\rc "}) == "```chart\ncaption: A b c\n```"


def test_changed_block_keeps_what_the_form_does_not_know() -> None:
    was = fences_of(TEXT)[0]
    now = changed(was, "chart", {"kind": "strip", "claim": "other", "area": "", "caption": "A\nb"})
    assert now == ("```chart\nkind: strip\nclaim: other\nother: kept and on\ncaption: A b\n```")
    assert put_for(TEXT, was, now) == TEXT.replace(CHART, now)
    assert changed(was, "chart", {"kind": "strip", "claim": "training", "area": ""}) == CHART


@pytest.mark.parametrize("before", [" ", "  ", "   "])
def test_block_that_is_set_in_by_less_than_four_blanks_is_changed_where_it_stands(
    before: str,
) -> None:
    text = f"# One\n\nWords.\n\n{indent(CHART, before)}\n\nAfter.\n"
    (was,) = fences_of(text)
    assert fence_in(was.source) is not None
    now = changed(was, "chart", {"claim": "other"})
    assert now == indent("```chart\nkind: strip\nclaim: other\nother: kept and on\n", before) + (
        f"{before}caption: Forces\n{before}```"
    )
    after = put_for(text, was, now)
    assert after == f"# One\n\nWords.\n\n{now}\n\nAfter.\n"
    assert fences_of(after)[0].fields["claim"] == "other"


def test_block_stands_by_itself_wherever_it_is_put() -> None:
    block = written("table", {"kind": "grades", "caption": ""})
    assert put_in("# One\n\nA.\nB.\n\nC.\n", block, after=5) == (
        "# One\n\nA.\nB.\n\n```table\nkind: grades\n```\n\nC.\n"
    )
    assert put_in("# One\n\nA.\n\n", block, after=99).endswith(
        "A.\n\n```table\nkind: grades\n```\n\n"
    )
    assert put_in("", block, after=1) == block + "\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=60))
def test_whatever_a_caption_holds_it_ends_no_block(caption: str) -> None:
    block = written("chart", {"kind": "grid", "caption": caption})
    found = fence_in(block)
    assert found is not None
    assert found.source == block
    (read,) = from_markdown(f"# One\n\n{block}\n\nAfter.\n").blocks[1:-1]
    assert read.kind == "chart"
    assert read.fields["kind"] == "grid"
