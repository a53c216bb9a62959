"""On a page that shows a text its own headings make the outline; the page's furniture has none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from inspectorate.foundation.people.roles import Role
from tests.factories.publishing import a_document, a_story
from tests.factories.upper import door

pytestmark = pytest.mark.django_db
TEXT = """# First part

{.narrative}
We looked at training in forces.

### Two deep at once

{.narrative}
We asked again.

# Second part

## One below

{.narrative}
We asked a third time.
"""
OUTLINE = [
    (2, "First part"),
    (3, "Two deep at once"),
    (2, "Second part"),
    (3, "One below"),
]


def headings(answer: Any) -> list[tuple[int, str]]:
    """The level and the words of each heading of a page; a closed dialog is none of it."""
    page, _, _ = answer.content.decode().partition("</main>")
    found = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", page, re.S)
    return [(int(level), " ".join(re.sub("<[^>]+>", "", words).split())) for level, words in found]


@pytest.mark.parametrize("page", ["", "preview/full/", "preview/public/"])
def test_text_is_the_outline_of_its_page_whatever_levels_its_writer_used(
    page: str, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = a_story().inspection
    a_document(inspection, "draft", "summary", "A draft", TEXT)
    answer = door(inspection, Role.LEAD).get(f"documents/draft/{page}")
    assert headings(answer) == [(1, "A draft"), *OUTLINE]
    if not page:
        assert 'id="editions">Editions</p>' in answer.content.decode()
        assert 'id="what-happened">What happened to it</p>' in answer.content.decode()
