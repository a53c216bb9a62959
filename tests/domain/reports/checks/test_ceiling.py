"""What is above an edition's ceiling is found wherever it is printed, not in the text alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures, Support
from inspectorate.domain.reports.checks.below_edition_ceiling import check
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown

SECRET = '[these words]{.sensitive ground="A ground" marking="SECRET"}'
PLACES = {
    "title": "---\ntitle: On {}\n---\nText.",
    "subtitle": "---\nsubtitle: On {}\n---\nText.",
    "paragraph": "On {}.",
    "caption": "```chart\nkind: grid\ncaption: On {}\n```",
    "caption of a table": "```table\nkind: grades\ncaption: On {}\n```",
    "recommendation": "```recommendation\nnumber: 1\nto: college (asked)\ntext: Do {}.\n```",
}
FACTS = Facts(
    edition="full",
    ceiling="OFFICIAL-SENSITIVE",
    claims={"k": ClaimFacts("k", figures=Figures(support=Support(marking="SECRET")))},
)


@pytest.mark.parametrize("text", PLACES.values(), ids=PLACES)
def test_passage_and_claim_above_the_ceiling_are_found(text: str) -> None:
    for words in (SECRET, "[these words]{#k}"):
        found = check(from_markdown(text.format(words)), FACTS)
        assert [(one.place.excerpt, one.severity) for one in found] == [("these words", "blocks")]
        below = replace(FACTS, ceiling="SECRET")
        assert check(from_markdown(text.format(words)), below) == []
