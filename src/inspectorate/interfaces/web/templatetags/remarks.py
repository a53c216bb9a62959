"""The words that remarks are about, and those that are suggested, as HTML.

White space is the author's alone, so the pieces are joined here.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inspectorate.domain.reports.models import Suggestion
from inspectorate.prose.differences import Piece

from ..reports.pointing import MarkedPiece
from .look import changed

register = template.Library()

NUMBER = (
    '<a class="govuk-link ins-remark-number" id="words-{0}" href="#remark-{0}">'
    '<span class="ins-sr">Remark </span>{0}</a>'
)


@register.simple_tag
def suggested(row: Suggestion) -> SafeString:
    """Render suggested words between what stood beside them, what goes and what comes marked."""
    pieces = [
        Piece("same", row.before),
        Piece("gone", row.quote),
        Piece("come", row.replacement),
        Piece("same", row.after),
    ]
    return changed([one for one in pieces if one.words])


@register.simple_tag
def pointed(pieces: Iterable[MarkedPiece]) -> SafeString:
    """Render a text with the number of each remark before its words, which are marked."""
    return format_html_join("", "{}", ((_piece(one),) for one in pieces))


def _piece(one: MarkedPiece) -> SafeString:
    numbers = format_html_join("", NUMBER, ((each.number,) for each in one.begins))
    how = "{}<mark>{}</mark>" if one.marked and one.words else "{}{}"
    return format_html(how, numbers, one.words)
