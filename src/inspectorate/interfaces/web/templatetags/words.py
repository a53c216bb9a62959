"""The words of a document and of an edition as HTML.

White space between two stretches is the author's alone, and a template that can be read puts its
own there; so the stretches are joined here.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inspectorate.domain.reports.editions.model import Block, Run
from inspectorate.prose.outline import outlined

from ..reports.margin import Segment

register = template.Library()

PROBLEM = '<span class="ins-bound ins-bound--problem">{}</span>'


@register.simple_tag(takes_context=True)
def words(context: template.Context, segments: Iterable[Segment]) -> SafeString:
    """Render a block's words as the margin treats them: bound, marked, in question or plain."""
    slug, known = context["inspection"].slug, context["known"]
    return format_html_join("", "{}", ((_segment(one, slug, known),) for one in segments))


def _segment(one: Segment, slug: str, known: Container[str]) -> str:
    if one.claim in known:
        css = "ins-bound ins-bound--problem" if one.problem else "ins-bound"
        return _link(css, reverse("claims-claim", args=[slug, one.claim]), one.text)
    if one.sensitive and not one.claim:
        title = f"Removed from the public edition: {one.sensitive}"
        return format_html('<mark title="{}">{}</mark>', title, one.text)
    if one.claim or one.problem:
        return format_html(PROBLEM, one.text)
    if one.basis:
        return format_html('<span class="ins-context">{}</span>', one.text)
    return _weighted(one)


@register.filter
def headed(blocks: Sequence[Block]) -> list[tuple[Block, int]]:
    """Each block of an edition, a heading with its level below the page's own title, without gap.

    A block that is no heading has the level 0.
    """
    level = iter(outlined((one.level for one in blocks if one.kind == "heading"), first=2))
    return [(one, next(level) if one.kind == "heading" else 0) for one in blocks]


@register.simple_tag(takes_context=True)
def runs(context: template.Context, runs: Iterable[Run]) -> SafeString:
    """Render the runs of an edition, each claim linked to its page."""
    slug, claims = context["inspection"].slug, context["data"].claims
    return format_html_join("", "{}", ((_run(one, slug, claims),) for one in runs))


def _run(one: Run, slug: str, claims: Container[str]) -> str:
    if one.footnote:
        call = '<sup><a class="govuk-link" href="#fn:{0}" aria-label="Footnote {0}">{0}</a></sup>'
        return format_html(call, one.footnote)
    if one.redacted:
        return format_html('<span class="ins-redacted">Removed: {}</span>', one.redacted)
    if one.claim in claims:
        return _link("ins-bound", reverse("claims-claim", args=[slug, one.claim]), _weighted(one))
    if one.link:
        link = '<a class="govuk-link" href="{}" rel="noreferrer">{}</a>'
        return format_html(link, one.link, one.text)
    return _weighted(one)


def _link(css: str, url: str, text: str) -> SafeString:
    return format_html('<a class="{}" href="{}">{}</a>', css, url, text)


def _weighted(one: Segment | Run) -> str:
    if one.strong:
        return format_html("<strong>{}</strong>", one.text)
    return format_html("<em>{}</em>", one.text) if one.emphasis else one.text


@register.filter
def decision_tone(outcome: str) -> str:
    """Return the tone of what was decided on a point."""
    return {"accepted": "good", "partly": "waiting"}.get(outcome, "quiet")
