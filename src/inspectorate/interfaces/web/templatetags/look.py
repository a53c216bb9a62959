"""The components of the staff pages and the portal, used in a template as tags.

What stands on many pages is written once here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.forms import BoundField
from django.template.defaultfilters import date as written
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.timezone import is_aware, localtime

from inspectorate.domain.bodies.delegates.queries import StoodIn
from inspectorate.domain.reports.binding.covered import Covered
from inspectorate.foundation.markings.scheme import BASELINE, above
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import OUTSIDE
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.prose.dates import iso_in_words
from inspectorate.prose.differences import Piece
from inspectstats.drawing.tokens import COLOUR

from ...in_place import BACK, back_to, is_in_place
from ..doors import Way, ways_of

register = template.Library()

# As Django words it where a row is chosen.
NOTHING_CHOSEN = ("", "- Select an option -")
SORT_MARK = '<span class="ins-sort__mark" aria-hidden="true">{}</span>'
COVERAGE_FILLS = tuple(COLOUR[name] for name in ("accent", "g3", "rule", "problem"))


@register.filter(expects_localtime=True)
def day(on: date | None) -> str:
    """Write a day or the day of a moment as "9 March 2020"; nothing stays empty."""
    return str(written(on, "j F Y"))


@register.filter
def iso_day(day: str) -> str:
    """Write an ISO day as "9 March 2020"; nothing stays empty."""
    return iso_in_words(day)


@register.filter
def moment(at: date | None) -> str:
    """Write a moment as "9 March 2020, 14:30 GMT"; nothing stays empty."""
    return str(written(_here(at), "j F Y, H:i T"))


def _here(at: date | None) -> date | None:
    """A moment in our zone; on the first and the last day of all, which that zone has not, as UTC
    has it.
    """
    try:
        return localtime(at) if isinstance(at, datetime) and is_aware(at) else at
    except OverflowError:
        return at


@register.filter
def ahead(seconds: int) -> str:
    """Write by how many seconds a device's clock is ahead of ours, or behind it."""
    count = abs(seconds)
    unit = "second" if count == 1 else "seconds"
    return f"{count:,} {unit} {'ahead of' if seconds > 0 else 'behind'} ours"


@register.filter
def button_kind(tags: Iterable[str]) -> str:
    """Return the class of a button of the sign-in pages, by the words allauth gives it."""
    if {"danger", "delete"} & set(tags or ()):
        return "govuk-button--warning"
    plain = {"outline", "secondary", "panel"} & set(tags or ())
    return "govuk-button--secondary" if plain else ""


@register.simple_tag
def item_link(item: Any) -> SafeString:
    """Render the way to an item of evidence that is cited, marked where it is late or rebuilt."""
    url = reverse("evidence-item", args=[item.inspection.slug, item.number])
    return format_html('<a class="govuk-link" href="{}">{}</a>{}', url, item.ref, item_marks(item))


@register.simple_tag
def item_marks(item: Any) -> SafeString:
    """Render what is said of the times of an item wherever it is named: late, rebuilt, or nothing.

    Late: written, or come here, over a day after what it tells of. Rebuilt: from memory.
    """
    said = [*(["Late"] if item.late else []), *(["Rebuilt"] if item.rebuilt else [])]
    return format_html_join(
        "", ' <span class="ins-tag ins-tag--waiting">{}</span>', ((one,) for one in said)
    )


@register.filter
def field_words(name: str) -> str:
    """Write the name of a field as words: "observed at"."""
    return name.replace("_", " ")


@register.simple_block_tag
def tag(content: str, tone: str = "") -> SafeString:
    """Render a short state in a box; the tone is good, waiting, problem, quiet or none."""
    css = f"ins-tag ins-tag--{tone}" if tone else "ins-tag"
    return format_html('<span class="{}">{}</span>', css, content)


@register.simple_tag(takes_context=True)
def whose(context: template.Context) -> SafeString:
    """Render the mark that says whose page a form stands on, so that nobody else sends it."""
    return format_html(
        '<input type="hidden" name="whose" value="{}">', context.get("whose_page", "")
    )


@register.simple_tag
def standing_in(stood: StoodIn | str, body: int, who: Person, at: datetime) -> str:
    """Say behind a name that whoever acted for a body then stood in for its contact, or nothing.

    ``stood`` tells who did; a page on which that is not told has none.
    """
    told = isinstance(stood, StoodIn) and stood.did(body, who.pk, at)
    return ", standing in for the contact" if told else ""


@register.simple_tag
def marking_chip(mark: str) -> SafeString:
    """Render how high one thing on a page is marked."""
    css = "ins-chip ins-chip--sensitive" if above(mark, BASELINE) else "ins-chip"
    return format_html('<span class="{}">{}</span>', css, mark)


@register.simple_tag
def marked(segments: Iterable[tuple[str, Sequence[str]]]) -> SafeString:
    """Render words with what the checks found in them marked and named behind it.

    ``segments`` are pieces of text, each with the sentences of what was found in it, if anything.
    """
    found = '<mark>{}</mark> <span class="ins-quiet">({})</span>'
    return format_html_join(
        "",
        "{}",
        (
            (format_html(found, text, ", ".join(said)) if said else linebreaksbr(text, True),)
            for text, said in segments
        ),
    )


@register.simple_tag
def changed(pieces: Iterable[Piece]) -> SafeString:
    """Render words with those that were taken out and those that came marked, for the ear too."""
    heard = '<{0}><span class="ins-sr">[{1}: </span>{2}<span class="ins-sr">]</span></{0}>'
    told = {"gone": ("del", "taken out"), "come": ("ins", "added")}
    return format_html_join(
        "",
        "{}",
        (
            (format_html(heard, *told[one.kind], one.words) if one.kind in told else one.words,)
            for one in pieces
        ),
    )


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    """Render one line of a list of facts, inside ``<dl class="ins-facts">``."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def table(content: str, label: str, caption: str | None = "") -> SafeString:
    """Render a table that scrolls by itself and is named for those who do not see it.

    The caption is the label, hidden, when none is given; ``caption=None`` leaves it to the content.
    """
    shown = format_html("<caption>{}</caption>", caption) if caption else ""
    hidden = format_html('<caption class="ins-sr">{}</caption>', label) if caption == "" else ""
    return format_html(
        '<div class="ins-scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="ins-table">{}{}{}</table></div>',
        label,
        shown,
        hidden,
        content,
    )


@register.simple_tag
def heads(*labels: str) -> SafeString:
    """Render the head of a table whose columns are plain words."""
    cells = format_html_join("", '<th scope="col">{}</th>', ((label,) for label in labels))
    return format_html("<thead><tr>{}</tr></thead>", cells)


@register.inclusion_tag("inspectorate/components/act.html", takes_context=True)
def act(
    context: template.Context,
    label: str,
    url: str = "",
    *,
    reasons: Iterable[Reason] = (),
    kind: str = "",
    key: str = "",
    of: object = None,
) -> dict[str, Any]:
    """Render the button of an act: a link to its page, or without ``url`` the button of a form.

    Where there are reasons against the act, the button is disabled and the reasons stand below;
    ``key`` keeps the ids of two acts with one label apart, ``of`` is the thing of the page.
    """
    return {
        "request": context.get("request"),
        "label": label,
        "url": url,
        "reasons": reasons,
        "kind": kind,
        "key": key or label,
        "thing": of,
    }


@register.inclusion_tag("inspectorate/components/why.html", takes_context=True)
def why(context: template.Context, reason: Reason, of: object = None) -> dict[str, Any]:
    """Render why an act may not be done now, how to mend it, and the way to the act that mends it.

    ``of`` is the thing of the page, where the reason has none.
    """
    return {"reason": reason, "ways": _ways(context, [reason.mend], of)}


@register.inclusion_tag("inspectorate/components/ways.html", takes_context=True)
def ways(
    context: template.Context, mends: Iterable[str] | str, of: object = None
) -> dict[str, Any]:
    """Render the ways to the acts that a mend names, or several: a link, or who may."""
    return {"ways": _ways(context, [mends] if isinstance(mends, str) else mends, of)}


def _ways(context: template.Context, mends: Iterable[str], of: object) -> list[Way]:
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    if request.user.roles <= OUTSIDE:
        # A contact does what there is to do on the pages of the portal: who of the staff may
        # do it too is nothing to them.
        return []
    return ways_of(request.user, getattr(request, "inspection", None), mends, of)


@register.simple_block_tag
def acts(content: str) -> SafeString:
    """Render the acts of a page side by side; nothing where there is none for this reader."""
    return (
        format_html('<div class="ins-acts">{}</div>', content) if content.strip() else SafeString()
    )


@register.inclusion_tag("inspectorate/components/act_here.html", takes_context=True)
def act_here(
    context: template.Context, label: str, url: str, key: str, *, of: str = "", kind: str = ""
) -> dict[str, Any]:
    """Render the link of an act in the row or panel of its thing: one stays on this page.

    ``key`` tells the thing from all others of the page, and is where one stands afterwards; ``of``
    names it for those who do not see the row. ``kind`` is that of a button, without it a link.
    """
    request = context["request"]
    name = slugify(key.replace("/", "-"))
    here = f"{request.get_full_path()}#{name}"
    # In a panel one stands on the page beneath.
    query = urlencode({BACK: back_to(request, here) if is_in_place(request) else here})
    return {
        "label": label,
        "address": f"{url}{'&' if '?' in url else '?'}{query}",
        "id": name,
        "of": of,
        "kind": kind,
    }


@register.inclusion_tag("inspectorate/components/crumbs.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Render where the page stands: label and address of each page above it, then its own label."""
    above = zip(parts[:-1:2], parts[1::2], strict=True)
    path = [{"label": label, "url": url} for label, url in above]
    return {"crumbs": [*path, {"label": parts[-1], "url": ""}]}


@register.inclusion_tag("inspectorate/components/pager.html", takes_context=True)
def pager(context: template.Context, number: int, pages: int) -> dict[str, Any]:
    """Render the way to the page before and after; the other words of the query stay."""
    return {"request": context["request"], "number": number, "pages": pages}


def _no_choice_yet(field: BoundField) -> None:
    """Begin a list in which nothing is chosen with nothing, and not with its first choice.

    A browser would send the first, which nobody chose.
    """
    widget = field.field.widget
    listed = isinstance(widget, forms.Select) and not isinstance(widget, forms.SelectMultiple)
    # What is chosen from rows begins so already, and its rows are asked for once.
    if not listed or field.value() or isinstance(field.field, forms.ModelChoiceField):
        return
    choices = list(widget.choices)
    if "" not in {str(value) for value, _ in choices}:
        widget.choices = [NOTHING_CHOSEN, *choices]


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
    widget = field.field.widget
    # The label says it, and goes on saying it when one has typed.
    widget.attrs.pop("placeholder", None)
    # What is typed is kept by the browser otherwise, for whoever sits there next.
    if isinstance(widget, forms.TextInput | forms.Textarea):
        attrs["autocomplete"] = widget.attrs.get("autocomplete", "off")
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


@register.inclusion_tag("inspectorate/components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Render one form field: label, hint, error, control; radios and tick boxes in a fieldset.

    Hidden fields stay bare.
    """
    widget = bound.field.widget
    described_by = _described_by(bound)
    _no_choice_yet(bound)
    context: dict[str, Any] = {"field": bound, "describedby": described_by, "kind": "plain"}
    form = bound.form
    needed = bound.field.required or bound.name in getattr(form, "needed", ())
    context["optional"] = not needed and not getattr(form, "narrows", False)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        # Django derives its tick boxes from its radios.
        several = isinstance(widget, forms.CheckboxSelectMultiple)
        family = "checkboxes" if several else "radios"
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


@register.inclusion_tag("inspectorate/components/tick.html")
def tick(
    name: str, value: object, form: forms.Form, label: object, on: bool = True
) -> dict[str, Any]:
    """Render the tick box of one thing of a list: at first as ``on`` says, afterwards as it was
    sent.
    """
    value = str(value)
    on = value in form[name].value() if form.is_bound else on
    return {"name": name, "value": value, "on": on, "label": label}


@register.inclusion_tag("inspectorate/components/sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, label: str, key: str, *, numeric: bool = False
) -> dict[str, Any]:
    """Render a sortable column head.

    The current order comes from the query word ``sort`` (``name`` or ``-name``).
    """
    request = context["request"]
    sort = request.GET.get("sort", "")
    order = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return {
        "request": request,
        "label": label,
        "numeric": numeric,
        "order": order,
        "mark": format_html(SORT_MARK, "▲" if order == "ascending" else "▼") if order else "",
        "next": f"-{key}" if order == "ascending" else key,
    }


@register.inclusion_tag("reports/_covered.html")
def covered(found: Mapping[str, Covered] | None, identity: str) -> dict[str, Any]:
    """Draw how much of one section is bound and signed, with its words beside."""
    one = (found or {}).get(identity)
    if one is None:
        return {"covered": None}
    shares = [(one.bound, one.quantities), (one.signed, one.passages)]
    widths = [f"{100 * part / whole:.2f}" if whole else "0" for part, whole in shares]
    return {"covered": one, "widths": widths, "colour": COLOUR}


@register.inclusion_tag("inspectorate/components/coverage.html")
def coverage(parts: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """Draw how a document's sentences are covered.

    Pairs are (label, count), in the order bound, context, narrative, unbound.
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
    return {
        "parts": drawn,
        "colour": COLOUR,
        "words": ", ".join(f"{label} {count}" for label, count in pairs),
    }
