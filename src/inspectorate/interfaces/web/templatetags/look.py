"""Components that a plain include cannot make: a form field in GOV.UK anatomy, a sortable head, a
coverage bar.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString

register = template.Library()

COVERAGE_FILLS = ("#0b5563", "#6fb0bb", "#c9ced6", "#b3261e")


def _described_by(field: BoundField) -> str:
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}-hint")
    if field.errors:
        ids.append(f"{field.auto_id}-problem")
    return " ".join(ids)


def _control(field: BoundField, css: str, described_by: str) -> SafeString:
    attrs: dict[str, Any] = {"class": f"{css} {css}--error" if field.errors else css}
    attrs["aria-describedby"] = described_by or None
    attrs["aria-invalid"] = "true" if field.errors else None
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.inclusion_tag("inspectorate/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Render one form field: label, hint, error, control; radios and tick boxes in a fieldset.
    Hidden fields stay bare.
    """
    widget = bound.field.widget
    described_by = _described_by(bound)
    context: dict[str, Any] = {"field": bound, "describedby": described_by, "kind": "plain"}
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        family = "radios" if isinstance(widget, forms.RadioSelect) else "checkboxes"
        widget.attrs["class"] = f"govuk-{family}__input"
        return {**context, "kind": "choices", "family": family}
    if isinstance(widget, forms.CheckboxInput):
        return {
            **context,
            "kind": "tick",
            "control": _control(bound, "govuk-checkboxes__input", described_by),
        }
    css = "govuk-input"
    if isinstance(widget, forms.Textarea):
        css = "govuk-textarea"
    elif isinstance(widget, forms.Select):
        css = "govuk-select"
    elif isinstance(widget, forms.FileInput):
        css = "govuk-file-upload"
    return {**context, "control": _control(bound, css, described_by)}


@register.inclusion_tag("inspectorate/components/sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, label: str, key: str, *, numeric: bool = False
) -> dict[str, Any]:
    """Render a sortable column head; the current order comes from the query word ``sort`` (``name``
    or ``-name``).
    """
    request = context["request"]
    return {
        "request": request,
        "label": label,
        "key": key,
        "descending": f"-{key}",
        "sort": request.GET.get("sort", ""),
        "numeric": numeric,
    }


@register.inclusion_tag("inspectorate/components/coverage.html")
def coverage(parts: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Draw how a document's sentences are covered: pairs of (label, count), in the order bound,
    context, narrative, unbound.
    """
    pairs = [(label, count) for label, count in parts]
    total = sum(count for _, count in pairs) or 1
    drawn, x = [], 0.0
    for place, (label, count) in enumerate(pairs):
        width = 100 * count / total
        fill = COVERAGE_FILLS[min(place, len(COVERAGE_FILLS) - 1)]
        drawn.append(
            {"label": label, "count": count, "x": f"{x:.2f}", "width": f"{width:.2f}", "fill": fill}
        )
        x += width
    return {"parts": drawn}
