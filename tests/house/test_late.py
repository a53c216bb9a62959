"""Wherever an item of evidence is cited on a page, it says whether it is late or rebuilt: its
address and its number are written by ``{% item_link %}``, or ``{% item_marks %}`` stands beside.
"""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = sorted(
    (Path(__file__).resolve().parents[2] / "src/inspectorate/interfaces").rglob(
        "templates/**/*.html"
    )
)
# The page of a file of an item leads up to it, and cites nothing of it.
LEADS_UP = "evidence/document.html"
_ADDRESS = re.compile(r"\{% url 'evidence-item' ")
_NUMBER = re.compile(r"\{\{ *(?:\w+\.)*item\.ref *\}\}(?!\{% item_marks )")


def unmarked(text: str) -> list[str]:
    """Where a template writes an item's address or number by itself."""
    return [*_ADDRESS.findall(text), *_NUMBER.findall(text)]


def test_every_item_that_is_cited_is_marked_where_it_is_late_or_rebuilt() -> None:
    assert sum("{% item_link " in one.read_text("utf-8") for one in TEMPLATES) > 10
    assert {
        one.as_posix().partition("templates/")[2]: found
        for one in TEMPLATES
        if (found := unmarked(one.read_text("utf-8"))) and not one.as_posix().endswith(LEADS_UP)
    } == {}


def test_item_that_is_printed_without_its_marks_is_found() -> None:
    assert unmarked("{{ item.ref }}") == ["{{ item.ref }}"]
    assert unmarked("{{ one.item.ref }}, {% url 'evidence-item' a b %}") != []
    assert unmarked("{{ item.ref }}{% item_marks item %} {% item_link one.item %}") == []
