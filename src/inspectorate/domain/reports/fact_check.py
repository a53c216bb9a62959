"""What a body is shown to check: drawn up from an allow-list, so that what nobody thought of is not
in it.

A letter to the body is shown whole. Of any other document the body sees the passages that name it;
where none does, the section headed Summary. Other bodies' names never appear: a passage shown has
them replaced, a passage of the summary that names one is left out. Sensitive passages are removed
above the body's own ceiling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectorate.domain.bodies.queries import real_names
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.foundation.markings import redaction
from inspectorate.foundation.markings.scheme import CEILING, ORDER, above
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.reading.markdown import from_markdown

from .editions.runs import ground_of
from .models import Document

Shown = list[dict[str, object]]
_TELLING = ("paragraph", "item", "quote", "row")


@dataclass(frozen=True, slots=True)
class Names:
    """The names the body is known by, and all others', with what stands in for another's."""

    own: tuple[str, ...]
    others: tuple[str, ...]
    stand_in: str

    def names_own(self, text: str) -> bool:
        """Does the text name the body?"""
        return _pattern(self.own).search(text) is not None

    def names_other(self, text: str) -> bool:
        """Does the text name another body (the body's own names aside)?"""
        return (
            bool(self.others)
            and _pattern(self.others).search(_pattern(self.own).sub("", text)) is not None
        )

    def without_others(self, text: str) -> str:
        """Return the text with other bodies' names replaced; the body's own name is left as it is."""
        if not self.others:
            return text
        both = _pattern([*self.own, *self.others])
        own = _pattern(self.own)
        return both.sub(
            lambda found: found.group() if own.fullmatch(found.group()) else self.stand_in, text
        )


def shown_to(document: Document, scope_body: ScopeBody) -> Shown:
    """Return the numbered passages ``scope_body`` may check: ``{"number", "section", "text"}``;
    empty when there is none.
    """
    inspection = document.inspection
    labels = list(inspection.scope.values_list("pk", "label"))
    own = (
        scope_body.label,
        *(() if inspection.rehearsal else (scope_body.body.name, scope_body.body.short_name)),
    )
    others = {label for pk, label in labels if pk != scope_body.pk} | set(real_names())
    names = Names(own, tuple(sorted(others - set(own))), f"[another {inspection.noun}]")
    return chosen(
        from_markdown(document.text), names, letter=document.scope_body_id == scope_body.pk
    )


def chosen(manuscript: Manuscript, names: Names, *, letter: bool = False) -> Shown:
    """Choose the passages from a manuscript. Pure: the same text and names give the same list."""
    passages = list(_passages(manuscript))
    picked = passages if letter else [one for one in passages if names.names_own(one[2])]
    if not picked:
        picked = [one for one in passages if one[1] and not names.names_other(one[2])]
    return [
        {
            "number": number,
            "section": names.without_others(section),
            "text": names.without_others(text),
        }
        for number, (section, _, text) in enumerate(picked, 1)
    ]


def _passages(manuscript: Manuscript) -> Iterator[tuple[str, bool, str]]:
    """Yield (section, is it in the summary, text) of every passage that tells something."""
    section, summary_level = "", 0
    for block in manuscript.blocks:
        if block.kind == "heading":
            section = _cleared(block)
            if summary_level and block.level <= summary_level:
                summary_level = 0
            if section.strip().casefold() in ("summary", "executive summary"):
                summary_level = block.level
        elif block.kind in _TELLING:
            yield section, summary_level > 0, _cleared(block)


def _cleared(block: TextBlock) -> str:
    hidden = [
        redaction.Span(span.start, span.end, ground_of(span))
        for span in block.spans
        if span.kind == "sensitive"
        and span.start < span.end
        and _above(span.attributes.get("marking", ""))
    ]
    return redaction.redact(block.text, hidden)


def _above(marking: str) -> bool:
    return marking not in ORDER or above(marking, CEILING["body"])


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Whole names, whatever their capitals, the longest first."""
    ordered = sorted((name for name in names if name.strip()), key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered) or r"(?!)", re.I
    )
