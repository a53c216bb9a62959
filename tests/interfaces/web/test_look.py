"""The components of the staff pages: what each says, and that a page holding all of them passes axe
in a real Chromium.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import RequestContext, Template
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from inspectorate.foundation.drawing.picture import ramp
from inspectorate.foundation.drawing.stacked import stacked
from inspectorate.foundation.reasons.reasons import Reason

SOURCE = Path(__file__).resolve().parents[3] / "src/inspectorate"
HOMES = {
    "/static/inspectorate/type/": SOURCE / "foundation/typefaces",
    "/static/inspectorate/": SOURCE / "interfaces/web/static/inspectorate",
}
WHOLE = """{% extends "inspectorate/shell.html" %}{% load look %}{% block content %}
<div class="ins-acts">{% act "Agree judgment" reasons=why key="agree" %}
{% act "Withdraw" kind="warning" %}</div>
{% include "inspectorate/components/facts.html" with rows=facts %}
<div class="ins-gridwrap" tabindex="0" role="region" aria-label="Grid">
<table class="ins-grid"><caption class="ins-sr">Grid</caption>
<thead><tr><th scope="col">Body</th>
<th scope="col">1.1</th><th scope="col">1.2</th><th scope="col">1.3</th></tr></thead>
<tbody><tr><th scope="row">Force 01</th>
{% for n in "123456" %}<td><a class="ins-cell ins-grade-{{ n }}" href="#c">G</a></td>{% endfor %}
<td><span class="ins-cell ins-grade-none">–</span></td></tr></tbody></table></div>
{% include "inspectorate/components/picture.html" with picture=picture open=1 %}
<form method="post" novalidate>{% for one in form %}{% field one %}{% endfor %}
<button class="govuk-button">Record</button></form>
{% table "Visits" caption="2 visits" %}<thead><tr>{% sort_head "Body" "name" %}
{% sort_head "Items" "items" numeric=True %}</tr></thead>
<tbody><tr><th scope="row">Force 01</th><td class="ins-num">3</td></tr></tbody>{% endtable %}
{% pager 2 4 %}{% coverage parts %}<dl class="ins-facts">{% fact "Body" %}Force 01{% endfact %}</dl>
{% table "Words" %}{% heads "Word" "Share" %}
<tbody><tr><th scope="row">most</th><td>half</td></tr></tbody>{% endtable %}
{% for tone in tones %}{% tag tone %}{{ tone }}{% endtag %}{% endfor %}
<div class="ins-problem"><p class="ins-problem__what">“all” needs 46 of 46</p></div>
<p class="ins-empty">Nothing here yet.</p>{% endblock %}"""


class Note(forms.Form):
    """One control of each kind."""

    words = forms.CharField(
        label="What was seen", widget=forms.Textarea, help_text="Write it as you would say it."
    )
    method = forms.ChoiceField(
        label="Method", choices=[("i", "Interview"), ("f", "Focus group")], widget=forms.RadioSelect
    )
    body = forms.ChoiceField(label="Body", choices=[("1", "Force 01")], required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="No interest to declare")
    file = forms.FileField(label="Attachment", required=False)


def asking(query: str = "") -> HttpRequest:
    """A request by nobody in particular."""
    request = RequestFactory().get(f"/{query}")
    request.user = AnonymousUser()
    return request


def closed_up(html: str) -> str:
    """The HTML without the white space that a browser does not show."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.split()))


def rendered(source: str, query: str = "", **context: object) -> str:
    template = Template("{% load look %}" + source)
    return closed_up(template.render(RequestContext(asking(query), context)))


def test_field_with_a_problem_ties_hint_and_problem_to_its_control() -> None:
    html = rendered("{% field form.words %}", form=Note({"words": ""}))
    assert 'aria-describedby="id_words-hint id_words-problem"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="govuk-textarea govuk-textarea--error"' in html
    assert 'id="id_words-problem"' in html


def test_field_that_may_be_left_empty_says_so_and_a_needed_one_does_not() -> None:
    assert "(optional)" in rendered("{% field form.body %}", form=Note())
    assert "(optional)" not in rendered("{% field form.words %}", form=Note())


def test_choices_stand_in_a_fieldset_named_by_their_legend() -> None:
    html = rendered("{% field form.method %}", form=Note())
    assert '<legend class="govuk-fieldset__legend">Method</legend>' in html
    assert html.count('class="govuk-radios__input"') == 2


def test_choices_of_which_several_may_stand_look_like_tick_boxes() -> None:
    html = rendered("{% field form.kinds %}", form=Note())
    assert html.count('class="govuk-checkboxes__input"') == 2
    assert "radios" not in html


def test_words_that_a_check_found_are_marked_named_and_escaped() -> None:
    segments = [("Ask ", ()), ("<Jo>", ("a person", "a rank")), (".\nOr not", ())]
    template = Template("{% load look %}{% marked segments %}")
    html = template.render(RequestContext(asking(), {"segments": segments}))
    marked = '<mark>&lt;Jo&gt;</mark> <span class="ins-quiet">(a person, a rank)</span>'
    assert html == f"Ask {marked}.<br>Or not"


def test_act_with_reasons_is_disabled_and_says_why_and_how_to_mend_it() -> None:
    reasons = [Reason("one", "Only one inspector has submitted.", "Ask the other.")]
    html = rendered('{% act "Agree" reasons=reasons key="agree" %}', reasons=reasons)
    assert 'disabled aria-describedby="why-agree"' in html
    assert "Only one inspector has submitted. Ask the other." in html


def test_act_without_reasons_can_be_pressed() -> None:
    assert "disabled" not in rendered('{% act "Agree" %}')


def test_bar_of_acts_is_drawn_only_where_there_is_one() -> None:
    source = '{% acts %} {% if may %}{% act "Agree" %}{% endif %} {% endacts %}'
    assert rendered(source, may=False) == ""
    assert rendered(source, may=True).startswith('<div class="ins-acts"><div class="ins-act">')


def test_field_of_words_is_not_kept_by_the_browser() -> None:
    assert 'autocomplete="off"' in rendered("{% field form.words %}", form=Note())


def test_table_is_named_by_a_hidden_caption_unless_it_is_given_one_to_show() -> None:
    hidden = rendered('{% table "Visits" %}{% endtable %}')
    shown = rendered('{% table "Visits" caption="2 visits" %}{% endtable %}')
    told = rendered('{% table "Visits" caption=None %}<caption>All</caption>{% endtable %}')
    assert '<caption class="ins-sr">Visits</caption>' in hidden
    assert ['aria-label="Visits"' in html for html in (hidden, shown, told)] == [True] * 3
    assert [re.findall(r"<caption[^>]*>([^<]*)<", html) for html in (shown, told)] == [
        ["2 visits"],
        ["All"],
    ]


def test_component_escapes_what_it_is_given_and_keeps_the_marks_of_its_content() -> None:
    source = "{% fact label %}<b>{{ value }}</b>{% endfact %}{% tag %}{{ value }}{% endtag %}"
    html = rendered(source, label="<i>", value="<u>")
    assert "<dt>&lt;i&gt;</dt><dd><b>&lt;u&gt;</b></dd>" in html
    assert '<span class="ins-tag">&lt;u&gt;</span>' in html


def test_day_and_moment_are_those_of_the_inspectorate_and_nothing_stays_empty() -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert rendered("{{ at|day }}; {{ at|moment }}", at=summer) == (
        "1 July 2026; 1 July 2026, 00:30 BST"
    )
    assert rendered("{{ on|day }}", on=date(2026, 3, 9)) == "9 March 2026"
    assert rendered("{{ on|day }}{{ on|moment }}", on=None) == ""


def test_crumbs_link_each_page_above_and_name_the_last() -> None:
    html = rendered('{% crumbs "Claims" "/claims/" "most-forces" %}')
    assert '<a class="govuk-link" href="/claims/">Claims</a>' in html
    assert '<span aria-current="page">most-forces</span>' in html


def test_pager_keeps_the_filters_and_offers_no_page_beyond_the_ends() -> None:
    first = rendered("{% pager 1 2 %}", "?kind=visit")
    last = rendered("{% pager 2 2 %}", "?kind=visit&page=2")
    assert re.findall(r'href="([^"]*)" rel="(\w+)"', first) == [("?kind=visit&amp;page=2", "next")]
    assert re.findall(r'href="([^"]*)" rel="(\w+)"', last) == [("?kind=visit&amp;page=1", "prev")]
    assert rendered("{% pager 1 1 %}") == ""


@pytest.mark.parametrize(
    ("query", "order", "leads_to"),
    [
        ("", None, "?sort=name"),
        ("?sort=name", "ascending", "?sort=-name"),
        ("?sort=-name", "descending", "?sort=name"),
    ],
)
def test_sort_head_turns_the_order_round_and_says_it(
    query: str, order: str | None, leads_to: str
) -> None:
    html = rendered('{% sort_head "Body" "name" %}', query)
    assert f'href="{leads_to}"' in html
    assert (f'aria-sort="{order}"' in html) if order else "aria-sort" not in html


def test_sort_head_keeps_filters_and_forgets_the_page() -> None:
    html = rendered('{% sort_head "Body" "name" %}', "?kind=visit&page=3")
    assert 'href="?kind=visit&amp;sort=name"' in html


def test_coverage_bar_parts_fill_the_whole_width() -> None:
    html = rendered("{% coverage parts %}", parts=[("bound", 1), ("context", 1), ("unbound", 2)])
    assert 'x="50.00" width="50.00"' in html
    assert 'aria-label="bound 1, context 1, unbound 2"' in html


def whole_page() -> str:
    steps = [("Plan", 0), ("Evidence", 2), ("Judgments", 12)]
    return Template(WHOLE).render(
        RequestContext(
            asking("?sort=name"),
            {
                "title": "Judgments",
                "inspection_name": "Police and Prevent",
                "phase": "Judging",
                "page_marking": "OFFICIAL-SENSITIVE",
                "page_marking_sensitive": True,
                "rehearsal_notice": "Rehearsal: simulated evidence, says nothing about any "
                "real force",
                "staircase": [
                    {
                        "label": label,
                        "url": "#s",
                        "current": label == "Judgments",
                        "waiting": waiting,
                    }
                    for label, waiting in steps
                ],
                "crumbs": [{"label": "Judgments", "url": "#j"}, {"label": "Grid", "url": ""}],
                "why": [Reason("one", "Only one inspector has submitted.", "Ask the other.")],
                "facts": [
                    {"label": "Body", "value": "Force 01"},
                    {"label": "Visit", "value": "4 December 2018", "url": "#v"},
                ],
                "form": Note({"words": ""}),
                "parts": [("bound", 40), ("context", 6), ("narrative", 12), ("unbound", 2)],
                "tones": ["good", "problem", "waiting", "quiet"],
                "picture": stacked(
                    [("1.1", {"G": 3})], ramp([("G", "Good")]), prefix="p", title="Grades"
                ),
            },
        )
    )


@pytest.fixture
def staff_page(page: Page) -> Page:
    """The whole page, its static files served from the source folders under the application's
    content policy.
    """
    html = whole_page()
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'"
    )

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        home = next((prefix for prefix in HOMES if path.startswith(prefix)), None)
        if home is None:
            headers = {
                "Content-Security-Policy": policy,
                "Content-Type": "text/html; charset=utf-8",
            }
            route.fulfill(body=html, headers=headers)
            return
        file = HOMES[home] / path.removeprefix(home)
        route.fulfill(
            body=file.read_bytes(),
            content_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        )

    page.route("http://look.test/**", answer)
    page.goto("http://look.test/")
    return page


@pytest.mark.browser
def test_page_with_every_component_passes_axe_and_breaks_no_content_policy(
    staff_page: Page,
    assert_accessible: Callable[[Page], None],
) -> None:
    said: list[str] = []
    staff_page.on("console", lambda message: said.append(message.text))
    staff_page.reload()
    assert_accessible(staff_page)
    assert said == []


@pytest.mark.browser
def test_axe_finds_a_label_taken_away(
    staff_page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    staff_page.evaluate("document.querySelector('label[for=id_words]').remove()")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(staff_page)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1366])
def test_page_with_every_component_does_not_scroll_sideways(staff_page: Page, width: int) -> None:
    staff_page.set_viewport_size({"width": width, "height": 800})
    assert staff_page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.browser
def test_arrow_key_moves_along_the_grid(staff_page: Page) -> None:
    staff_page.locator(".ins-cell").first.focus()
    staff_page.keyboard.press("ArrowRight")
    assert staff_page.evaluate("document.activeElement.className") == "ins-cell ins-grade-2"
