"""Every form of the application, walked: the control fits the choice, what is asked is said, each
problem leads to its field, and the browser keeps no words.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.db import transaction

from inspectorate import interfaces
from inspectorate.interfaces.act_forms import ActForm
from tests.factories.standing import made_once, world
from tests.factories.world import World
from tests.house.matrix import Asking, readers_of, rows, sent_by
from tests.interfaces.web.forms import Form, Page
from tests.sizes import sized

__all__ = ["made_once", "world"]
QUIET = {"hidden", "submit", "button", "image", "reset"}
# Boxes and lists a browser fills with words typed before.
OF_WORDS = {"text", "search", "textarea"}


@dataclass(slots=True)
class Control:
    """One control of a page, as it is written there."""

    kind: str
    given: dict[str, str]
    inside_label: bool
    sent: bool = False
    options: list[dict[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.kind} {self.given.get('name', '')}"


@dataclass(slots=True)
class Problem:
    """One line of the list of problems above a form: where it leads, what it says."""

    leads: str = ""
    said: str = ""


@dataclass
class Seen(HTMLParser):
    """The controls, labels, ids and problems of a page."""

    html: str
    ids: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    controls: list[Control] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._label = self._summary = ""
        self._depth = 0
        self._in_label = self._sent = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self.ids.append(given["id"])
        if "govuk-error-summary" in given.get("class", "").split():
            self._depth = 1
        elif self._depth and tag == "div":
            self._depth += 1
        if self._depth and tag == "li":
            self.problems.append(Problem())
        if self._depth and tag == "a" and self.problems:
            self.problems[-1].leads = given.get("href", "")
        if tag == "label":
            self._label, self._in_label = given.get("for", ""), True
            self.labels.setdefault(self._label, "")
        kind = given.get("type", "text").lower() if tag == "input" else tag
        if tag in {"input", "select", "textarea"} and kind not in QUIET:
            self.controls.append(Control(kind, given, self._in_label, self._sent))
        if tag == "option" and self.controls:
            self.controls[-1].options.append(given)
        if tag == "form":
            self._sent = given.get("method", "").lower() == "post"

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._in_label = False
        if tag == "div" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._in_label:
            self.labels[self._label] += data
        if self._depth and self.problems:
            self.problems[-1].said += data


def wrong_with(html: str) -> Iterator[str]:
    """What a page's forms get wrong, each in a sentence."""
    seen = Seen(html)
    if re.search(r'class="ins-acts">\s*</div>', html):
        yield "a bar of acts is drawn that holds none"
    for form in Page(html).forms:
        acts = form.method == "post" and (form.texts or "key" in form.sends)
        if acts and not form.sends.get("whose"):
            yield f"a form to {form.action or 'its page'} does not say whose page it stands on"
    if "This field is required." in html:
        yield "a field that was left empty does not say what to do"
    yield from (f"two things have the id {one!r}" for one in _twice(seen.ids))
    for one in seen.controls:
        yield from (f"{one}: {said}" for said in _wrong_with(one, seen))
    for problem in seen.problems:
        leads, said = problem.leads, " ".join(problem.said.split())
        if leads.startswith("#") and leads[1:] not in seen.ids:
            yield f"“{said}” leads to {leads}, which is not there"


def leading_nowhere(html: str, of_the_whole: list[str]) -> list[str]:
    """The problems that lead to no field, though they are about one."""
    problems = [one for one in Seen(html).problems if not one.leads]
    said = [" ".join(one.said.split()) for one in problems]
    # Beside it may stand who else can do what it asks for.
    return [one for one in said if not one.startswith(tuple(of_the_whole))]


def _twice(ids: list[str]) -> list[str]:
    return sorted({one for one in ids if ids.count(one) > 1})


def _wrong_with(one: Control, seen: Seen) -> Iterator[str]:
    css = one.given.get("class", "").split()
    if one.kind == "checkbox" and "govuk-checkboxes__input" not in css:
        yield "several may be chosen, and it does not look like a tick box"
    if one.kind == "radio" and "govuk-radios__input" not in css:
        yield "one may be chosen, and it does not look like a radio button"
    if one.kind == "select" and "multiple" in one.given:
        yield "several may be chosen in a list that shows no tick boxes"
    # The browser would send the first one, which nobody chose.
    chosen = [option for option in one.options if "selected" in option]
    if one.sent and one.options and not chosen and one.options[0].get("value"):
        yield "begins with a choice that nobody made"
    said = seen.labels.get(one.given.get("id", ""), "").strip()
    if not (said or one.inside_label or one.given.get("aria-label")):
        yield "no label says what it asks"
    if one.kind in OF_WORDS and "autocomplete" not in one.given:
        yield "the browser keeps what is typed"


@pytest.fixture
def asking(world: World) -> Iterator[Asking]:
    """Everybody signed in."""
    logging.disable(logging.WARNING)
    yield Asking(world)
    logging.disable(logging.NOTSET)


# What a page says and how it is made is of Python; on PostgreSQL the matrix opens these pages.
@pytest.mark.of_python
@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted({row.room for row in rows()}))
def test_forms_of_a_room_fit_what_they_ask_and_lead_to_what_is_wrong(
    asking: Asking, room: str
) -> None:
    found: list[str] = []
    for row in (one for one in rows() if one.room == room):
        shown = sent = ""
        # The last of the table may often only read; the drill asks as the first as well.
        readers = [*readers_of(row, "get")[-1:], *sized([], readers_of(row, "get")[:1])]
        for reader in dict.fromkeys(readers):
            answer = asking.clients[row.half][reader].get(asking.path(row))
            if not answer.streaming and "html" in answer["Content-Type"]:
                shown = answer.content.decode()
                found += [f"GET {row.title} by {reader}: {one}" for one in wrong_with(shown)]
        if writer := next(iter(readers_of(row, "post")), ""):
            with transaction.atomic():
                answer = asking.clients[row.half][writer].post(asking.path(row), sent_by(shown))
                transaction.set_rollback(True)
            sent = answer.content.decode()
            form = (answer.context or {}).get("form")
            said = [] if form is None else form.non_field_errors()
            found += [f"POST {row.title}: {one}" for one in leading_nowhere(sent, said)]
        found += [f"POST {row.title}: {one}" for one in wrong_with(sent)]
    assert found == []


def called_optional_and_asked_for(html: str) -> set[str]:
    """What the labels of fields say that are called optional and have a problem.

    A field that another answer makes necessary says so in its hint: "Needed where ...", "Needed to
    ...".
    """
    groups = html.split('<div class="govuk-form-group')[1:]
    wrong = [one for one in groups if one.startswith(" govuk-form-group--error")]
    found = set()
    for one in wrong:
        named = re.search(r"<(?:label|legend)[^>]*>(.*?)</", one, re.S)
        hint = re.search(r'<div class="govuk-hint"[^>]*>(.*?)</div>', one, re.S)
        if named and not (hint and re.search("Needed (where|to) ", hint[1])):
            found.add(" ".join(named[1].split()))
    return {one for one in found if one.endswith("(optional)")}


# What a page says and how it is made is of Python; on PostgreSQL the matrix opens these pages.
@pytest.mark.of_python
@pytest.mark.django_db
def test_no_field_is_called_optional_that_is_then_asked_for(asking: Asking) -> None:
    found: list[str] = []
    for row in rows():
        reader, writer = (
            next(iter(readers_of(row, "get")), ""),
            next(iter(readers_of(row, "post")), ""),
        )
        if not reader or not writer:
            continue
        html = asking.clients[row.half][writer].get(asking.path(row)).content.decode()
        for form in Page(html).forms:
            if form.method != "post" or form.action or not form.sends:
                continue
            with transaction.atomic():
                answer = asking.clients[row.half][writer].post(asking.path(row), filled(form, html))
                transaction.set_rollback(True)
            said = called_optional_and_asked_for(answer.content.decode())
            found += [f"{row.title}: {one}" for one in sorted(said)]
    assert found == []


def filled(form: Form, html: str) -> dict[str, str]:
    """What a form sends when all is filled that is not called optional."""
    labels = Seen(html).labels
    needed = [one for one in form.texts if "(optional)" not in labels.get(f"id_{one}", "")]
    sent = {**form.sends, **dict.fromkeys(needed, "Words of a visit."), **form.boxes}
    sent.pop("whose", None)
    return sent


def every_form() -> list[type[forms.Form]]:
    """The classes of all forms of the doors."""
    for one in pkgutil.walk_packages(interfaces.__path__, f"{interfaces.__name__}."):
        if one.name.rpartition(".")[2] in {"forms", "act_forms", "many", "publisher"}:
            importlib.import_module(one.name)
    return sorted(set(_below(forms.Form)), key=lambda one: (one.__module__, one.__qualname__))


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith(interfaces.__name__):
            yield one
        yield from _below(one)


def controls_unlike_their_choice(form: type[forms.Form]) -> Iterator[str]:
    """The fields whose control does not fit: several, one, or yes and no."""
    for name, one in form.base_fields.items():
        several = isinstance(one, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
        ticked = isinstance(one.widget, forms.CheckboxSelectMultiple)
        if one.widget.is_hidden:
            continue
        if several != ticked and not (several and _drawn_as_rows(form)):
            yield f"{form.__qualname__}.{name}: several may be chosen, or not"
        if isinstance(one, forms.BooleanField) != isinstance(one.widget, forms.CheckboxInput):
            yield f"{form.__qualname__}.{name}: yes or no is one tick box"


def _drawn_as_rows(form: type[forms.Form]) -> bool:
    """Whether each thing has its tick box in its own row of a table."""
    from inspectorate.interfaces.many import ManyForm

    return issubclass(form, ManyForm)


def test_list_that_begins_with_a_choice_that_nobody_made_is_told() -> None:
    def wrong(first: str, how: str = "post") -> list[str]:
        one = f"<select id=a name=a><option {first}>One<option value=2>Two</select>"
        return list(wrong_with(f"<form method={how}><label for=a>A</label>{one}</form>"))

    assert wrong("value=1") == ["select a: begins with a choice that nobody made"]
    assert wrong('value=""') == wrong("value=1 selected") == wrong("value=1", "get") == []


def test_control_a_form_that_gets_each_of_these_wrong_is_told() -> None:
    wrong = """<div class="ins-acts"> </div>
    <div class="govuk-error-summary"><div><ul><li><a href="#id_gone">Gone: write it.</a></li>
    <li>Nowhere: write it.</li></ul></div></div>
    <input type="checkbox" class="govuk-radios__input" id="a" aria-label="One">
    <input type="radio" class="govuk-checkboxes__input" id="a" aria-label="One">
    <label for="s">Several</label><select id="s" multiple></select>
    <textarea name="words" aria-label="Words"></textarea>
    <label for="n"></label><input id="n" type="date">"""
    assert len(list(wrong_with(wrong))) == 8
    assert leading_nowhere(wrong, []) == ["Nowhere: write it."]
    group = """<div class="govuk-form-group govuk-form-group--error"><label>Note (optional)</label>
    <div class="govuk-hint">{}</div></div>"""
    assert called_optional_and_asked_for(group.format("What it is.")) == {"Note (optional)"}
    assert called_optional_and_asked_for(group.format("Needed where no file is.")) == set()


def test_each_form_has_the_control_that_fits_the_choice() -> None:
    found = every_form()
    assert sum(issubclass(one, ActForm) for one in found) > 50
    assert [said for one in found for said in controls_unlike_their_choice(one)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        "evidence-item",
        "fieldwork-visit",
        "fieldwork-request",
        "judgments-cell",
        "claims-claim",
        "reports-document",
    ],
)
def test_page_of_a_thing_says_where_it_stands(asking: Asking, page: str) -> None:
    row = next(one for one in rows() if one.name == page)
    html = asking.clients[row.half]["lead"].get(asking.path(row)).content.decode()
    trail = re.search(r'<ol class="ins-crumbs">(.*?)</ol>', html, re.S)
    assert trail, page
    assert "href=" in trail[1]
    assert 'aria-current="page"' in trail[1]
