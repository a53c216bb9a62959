"""Words that a document removed are not said by an excerpt behind one of its claims."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.what_stands import ReleasedExcerpt
from inspectorate.domain.reports.checks.excerpts_keep_redactions import check
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown

TEXT = "[They trained]{{#k}} in {}.\n"
HIDDEN = '[{}]{{.sensitive ground="one could tell"}}'


def found(removed: str, excerpt: str, **facts: Any) -> list[str]:
    claim = ClaimFacts("k", excerpts=(ReleasedExcerpt(1, excerpt, "exact", "interview", ""),))
    text = TEXT.format(HIDDEN.format(removed) if removed else "spring")
    problems = check(from_markdown(text), Facts(claims={"k": claim}, **facts))
    return [f"{one.place.excerpt}: {one.what}" for one in problems]


@pytest.mark.parametrize("removed", ["the old barracks", "Northby", "the  OLD barracks", "4471"])
def test_excerpt_that_says_what_was_removed_is_named_at_its_claim(removed: str) -> None:
    told = f"It was in {removed}, we were told."
    (problem,) = found(removed, told)
    assert problem.startswith("They trained: an excerpt behind `k` says “")


def test_excerpt_that_says_something_else_is_let_stand() -> None:
    assert found("the old barracks", "It was in the barracks of old.") == []
    assert found("", "It was in the old barracks.") == []
    # One small word is said anywhere.
    assert found("spring", "It was in spring.") == []


def test_words_that_another_document_removed_count_too() -> None:
    other = from_markdown("We met in " + HIDDEN.format("the old barracks") + ".\n", "letter")
    assert found("", "It was in the old barracks.", documents={"letter": other})
