"""What the site says of the publication is so: its findings, its fieldwork, its data, its law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from inspectorate.interfaces.public.wording import during, findings
from inspectorate.prose.periods import periods
from tests.interfaces.public.pages import Page


def words(site: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), " ".join(Page(path).text.split())


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2018-10-01", "2019-02-28", "between October 2018 and February 2019"),
        ("2018-10-01", "2018-10-31", "in October 2018"),
        ("", "", ""),
    ],
)
def test_fieldwork_is_told_in_words_that_go_together(first: str, last: str, said: str) -> None:
    assert during(first, last) == said


def test_only_claims_that_say_what_was_found_are_counted_as_findings() -> None:
    kinds = ("counted", "example", "qualitative", "figure", "development", "quotation", "variation")
    assert findings([SimpleNamespace(kind=kind) for kind in kinds]) == 4  # type: ignore[misc]


def test_no_page_joins_two_dates_by_words_that_do_not_go_together(site: Path) -> None:
    wrong = [
        (name, one.text) for name, text in words(site) for one in periods(text) if one.misjoined
    ]
    assert wrong == []


def test_no_page_says_that_a_body_broke_or_failed_a_duty(site: Path) -> None:
    said = re.compile(
        r"\b(?:broke|breach\w*|failed|fails|in\s+default\s+of)\s+(?:a|its|the|their)?\s*"
        r"(?:\w+\s+)?(?:duty|duties|obligations?|law)\b|\bno\s+(?:law|statute|duty)\b|\bmust\s+"
        r"(?:answer|reply)\b|\bby\s+duty\b",
        re.I,
    )
    found = [(name, match[0]) for name, text in words(site) for match in said.finditer(text)]
    assert found == []


def test_law_is_named_only_as_recorded_of_an_addressee(site: Path) -> None:
    stray = [
        (name, text[max(0, match.start() - 60) : match.end()])
        for name, text in words(site)
        for match in re.finditer(r"Police Act 1996", text)
        if "asked to reply" not in text.lower() and "removed" not in text.lower()
    ]
    assert stray == []
