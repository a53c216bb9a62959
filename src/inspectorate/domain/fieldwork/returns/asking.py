"""What a version of a template asks, so that a certificate given for another is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .models import ReturnRule, ReturnTemplate
from .rules import meaning


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """One version: ``said`` is all of it by which a body knows what a cell means."""

    said: tuple[object, ...]
    rules: Sequence[ReturnRule]

    def covers(self, other: TemplateVersion, breached: Iterable[ReturnRule]) -> bool:
        """Does what an office certified by this version hold by ``other``?

        Only where every word about title, text and columns is the same, and each rule that rows
        breach was shown to the office: it certified no figure under another unit, and no breach
        that it never saw.
        """
        shown = {meaning(one) for one in self.rules}
        return self.said == other.said and all(meaning(one) in shown for one in breached)


def versions(keys: Iterable[int]) -> Mapping[int, TemplateVersion]:
    """Versions by their keys. Three queries."""
    rows = ReturnTemplate.objects.filter(pk__in=set(keys))
    return {
        one.pk: TemplateVersion(_said(one), list(one.rules.all()))
        for one in rows.prefetch_related("columns", "rules__column")
    }


def _said(template: ReturnTemplate) -> tuple[object, ...]:
    columns = (
        (one.name, one.kind, one.unit, one.meaning, *sorted(one.choices))
        for one in template.columns.all()
    )
    return (template.title, template.text, *columns)
