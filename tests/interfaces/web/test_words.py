"""The words of a document: each stretch in its own element, and no white space but the author's."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.template import Context, Template

from inspectorate.domain.claims.verbs import ClaimVerb
from inspectorate.domain.reports.editions.model import Run
from inspectorate.foundation.ledger.models import Entry
from inspectorate.interfaces.web.claims.history import more_of
from inspectorate.interfaces.web.reports.margin import Segment

CLAIM = "/i/prevent/claims/claim/most-forces/"


def rendered(source: str, **context: object) -> str:
    inspection = SimpleNamespace(slug="prevent")
    return Template("{% load words %}" + source).render(
        Context({"inspection": inspection, **context})
    )


def words(*segments: Segment) -> str:
    return rendered("{% words segments %}", segments=segments, known={"most-forces"})


def runs(*found: Run) -> str:
    data = SimpleNamespace(claims={"most-forces"})
    return rendered("{% runs found %}", found=found, data=data)


def test_stretches_of_words_touch_each_other() -> None:
    assert words(Segment("un"), Segment("believ", strong=True), Segment("able", emphasis=True)) == (
        "un<strong>believ</strong><em>able</em>"
    )
    assert runs(Run("un"), Run("believ", strong=True), Run("able", emphasis=True)) == (
        "un<strong>believ</strong><em>able</em>"
    )


@pytest.mark.parametrize(
    ("segment", "html"),
    [
        (Segment("<b>"), "&lt;b&gt;"),
        (Segment("most", claim="most-forces"), f'<a class="ins-bound" href="{CLAIM}">most</a>'),
        (
            Segment("most", claim="most-forces", problem=True),
            f'<a class="ins-bound ins-bound--problem" href="{CLAIM}">most</a>',
        ),
        (
            Segment("most", claim="gone"),
            '<span class="ins-bound ins-bound--problem">most</span>',
        ),
        (
            Segment("name", sensitive="a person"),
            '<mark title="Removed from the public edition: a person">name</mark>',
        ),
        (Segment("all", problem=True), '<span class="ins-bound ins-bound--problem">all</span>'),
        (Segment("law", basis="context"), '<span class="ins-context">law</span>'),
    ],
)
def test_words_are_marked_by_what_is_known_of_them(segment: Segment, html: str) -> None:
    assert words(segment) == html


@pytest.mark.parametrize(
    ("run", "html"),
    [
        (
            Run("removed", redacted="a person", claim="most-forces"),
            '<span class="ins-redacted">Removed: a person</span>',
        ),
        (
            Run("most", claim="most-forces", strong=True),
            f'<a class="ins-bound" href="{CLAIM}"><strong>most</strong></a>',
        ),
        (Run("most", claim="gone"), "most"),
        (
            Run("law", link="https://example.org/?a&b"),
            '<a class="govuk-link" href="https://example.org/?a&amp;b" rel="noreferrer">law</a>',
        ),
    ],
)
def test_runs_are_linked_to_their_claim_or_source(run: Run, html: str) -> None:
    assert runs(run) == html


@pytest.mark.parametrize(
    ("verb", "detail", "words_of_it"),
    [
        (ClaimVerb.DRAFT, {"version": 1}, ""),
        (ClaimVerb.EDIT, {"version": 2}, " (version 2)"),
        (ClaimVerb.REFRESH, {"version": 3}, " (version 3)"),
        (
            ClaimVerb.REFERENCE,
            {"version": 2, "supported": True, "figures": {"met": 3, "inspected": 4}},
            "; it was found supported (version 2): 3 of 4 inspected",
        ),
        (ClaimVerb.REFERENCE, {"version": 2}, "; it was found not supported (version 2)"),
        ("claims.unheard_of", {}, ""),
    ],
)
def test_history_of_a_claim_says_which_version_was_found_how(
    verb: str, detail: dict[str, object], words_of_it: str
) -> None:
    assert more_of(Entry(verb=verb, detail=detail)) == words_of_it
