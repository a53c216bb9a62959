"""What a body is shown to check: an edition of its own kind, filtered by an allow-list.

What nobody thought of is therefore not in it.

The edition is compiled as every other, so that what is removed for the body is removed by the same
code. A letter to the body is shown whole. Of any other document the body sees the passages that
name it; where none does, the section headed Summary. Other bodies' names never appear: a passage
shown has them replaced, a passage of the summary that names one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspectorate.domain.bodies.queries import real_names
from inspectorate.domain.inspections.models import ScopeBody

from .editions.model import Block, EditionData, EditionKind
from .editions.runs import words
from .models import Document
from .proof import proof_of

Shown = list[dict[str, object]]
SUMMARY = ("summary", "executive summary")


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
        """Return the text with other bodies' names replaced; the body's own name stays."""
        if not self.others:
            return text
        both = _pattern([*self.own, *self.others])
        own = _pattern(self.own)
        return both.sub(
            lambda found: found.group() if own.fullmatch(found.group()) else self.stand_in, text
        )


def shown_to(document: Document, scope_body: ScopeBody) -> Shown:
    """Return the numbered passages ``scope_body`` may check; empty when there is none.

    Each is ``{"number", "section", "text"}``.
    """
    edition = proof_of(document).edition(EditionKind.BODY)
    letter = document.scope_body_id == scope_body.pk
    return chosen(edition, names_of(document, scope_body), letter=letter)


def names_of(document: Document, scope_body: ScopeBody) -> Names:
    """Return by which names a body is told from the others of an inspection."""
    inspection = document.inspection
    labels = list(inspection.scope.values_list("pk", "label"))
    own = (
        scope_body.label,
        # In a rehearsal the label is a pseudonym, and the real name may not stand beside it.
        *(() if inspection.rehearsal else (scope_body.body.name, scope_body.body.short_name)),
    )
    others = {label for pk, label in labels if pk != scope_body.pk} | set(real_names())
    return Names(own, tuple(sorted(others - set(own))), f"[another {inspection.noun}]")


def chosen(edition: EditionData, names: Names, *, letter: bool = False) -> Shown:
    """Choose the passages of a body's edition. Pure: same edition, same names, same list."""
    passages = list(_passages(edition))
    picked = passages if letter else [one for one in passages if names.names_own(one.text)]
    if not picked:
        # A summary speaks of all; a passage naming another body is left out, since its sense hangs
        # on the name.
        picked = [one for one in passages if one.in_summary and not names.names_other(one.text)]
    return [
        {
            "number": number,
            "section": names.without_others(passage.section),
            "text": names.without_others(passage.text),
        }
        for number, passage in enumerate(picked, 1)
    ]


@dataclass(frozen=True, slots=True)
class _Passage:
    """Words a body may be shown: the heading over them, whether they stand in the summary."""

    section: str
    in_summary: bool
    text: str


def _passages(edition: EditionData) -> Iterator[_Passage]:
    section, summary_level = "", 0
    for block in edition.blocks:
        if block.kind == "heading":
            section = words(block.runs)
            if summary_level and block.level <= summary_level:
                summary_level = 0
            if section.strip().casefold() in SUMMARY:
                summary_level = block.level
        for text in texts_of(block):
            yield _Passage(section, summary_level > 0, text)


def texts_of(block: Block) -> Iterator[str]:
    """Yield the words of a block that tells something in words."""
    if block.kind == "paragraph":
        yield words(block.runs)
    elif block.kind == "quote":
        yield " ".join(filter(None, (words(block.runs).strip(), block.source)))
    elif block.kind == "list":
        yield from (words(item) for item in block.items)
    elif block.kind == "table" and not block.caption:
        # A table without a caption is typed in the text; one drawn from the facts always has one,
        # and would tell of other bodies.
        yield from (" ".join(filter(None, row)) for row in (block.header, *block.rows))


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """Whole names, whatever their capitals, the longest first."""
    ordered = sorted((name for name in names if name.strip()), key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered) or r"(?!)", re.I
    )
