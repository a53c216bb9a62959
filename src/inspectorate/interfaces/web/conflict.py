"""The page of a conflict: what changed on each side, and a way to send on what one chooses.

Texts are compared by lines, and inside changed lines by words. Where the version both began from is
known, what only one side changed is taken over, and only what both changed stands twice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from inspectorate.foundation.markings.scheme import BASELINE, highest
from inspectorate.foundation.reasons.reasons import Conflict

from ..kept_words import WHOSE
from .inspection_page import page

# Lines of a text, and words of one changed place: comparing takes the square of them at worst.
MOST_LINES, MOST_WORDS = 4_000, 800
YOURS, SAVED, END = "=== Yours ===\n", "=== Saved now ===\n", "=== End ===\n"
TOGETHER = {"id": "both-together", "class": "govuk-textarea", "rows": 24}
AGAIN = {"hidden": True, "id": "yours-again", "aria-label": "What you sent"}
# What the page sends anew, and is no answer that a person gave.
OF_THE_PAGE = {"csrfmiddlewaretoken", WHOSE, "key", "version", "sent"}


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs: its first line in the new text, and both as HTML."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge: its text, and how many places both sides changed, which stand twice in it."""

    text: str
    twice: int


def _lines(text: str) -> list[str]:
    """Cut a text into lines that all end alike, so that the last is compared as any other."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [f"{one}\n" for one in (lines if lines[-1] else lines[:-1])]


def too_long(*texts: str) -> bool:
    """Whether the texts have too many lines to be compared while somebody waits."""
    return any(text.count("\n") > MOST_LINES for text in texts)


def changes(old: str, new: str) -> list[Change]:
    """What was taken out of ``old`` and added in ``new``, place by place."""
    before, after = _lines(old), _lines(new)
    return [
        Change(start + 1, _as_html("".join(before[first:last]), "".join(after[start:end])))
        for tag, first, last, start, end in _steps(before, after)
        if tag != "equal"
    ]


def _steps(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new).get_opcodes()


def _as_html(old: str, new: str) -> SafeString:
    """Mark each word taken out or added, also for who hears the page."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MOST_WORDS:
        before, after = [old], [new]
    pieces: list[tuple[SafeString]] = []
    for tag, first, last, start, end in _steps(before, after):
        gone, come = "".join(before[first:last]), "".join(after[start:end])
        if tag == "equal":
            pieces.append((format_html("{}", gone),))
            continue
        if gone:
            pieces.append((_marked("del", "taken out", gone),))
        if come:
            pieces.append((_marked("ins", "added", come),))
    return format_html_join("", "{}", pieces)


def _marked(tag: str, said: str, words: str) -> SafeString:
    heard = '<{0}><span class="ins-sr">[{1}: </span>{2}<span class="ins-sr">]</span></{0}>'
    return format_html(heard, tag, said, words)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def merged(base: str | None, yours: str, saved: str) -> Merge:
    """Take over what one side changed alone; where both did, or ``base`` is not known, both stand.

    Nothing of either side is lost.
    """
    if base is None:
        return _both(_lines(yours), _lines(saved))
    pieces: list[str] = []
    twice = 0
    for old, mine, theirs in _apart(_lines(base), _lines(yours), _lines(saved)):
        chosen = _chosen(old, mine, theirs)
        if chosen is None:
            chosen = _by_words("".join(old), "".join(mine), "".join(theirs))
        if chosen is None:
            twice += 1
            chosen = [YOURS, *mine, SAVED, *theirs, END]
        pieces += chosen
    return Merge("".join(pieces), twice)


def _both(yours: list[str], saved: list[str]) -> Merge:
    """Everything of both; what stands in one alone is kept."""
    pieces: list[str] = []
    twice = 0
    for tag, first, last, start, end in _steps(yours, saved):
        mine, theirs = yours[first:last], saved[start:end]
        both = tag == "replace" and "".join(mine).strip() and "".join(theirs).strip()
        twice += bool(both)
        pieces += [YOURS, *mine, SAVED, *theirs, END] if both else mine or theirs
        if tag == "replace" and not both:
            pieces += theirs
    return Merge("".join(pieces), twice)


def _chosen(old: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str] | None:
    if mine in (old, theirs):
        return theirs
    return mine if theirs == old else None


def _by_words(old: str, mine: str, theirs: str) -> list[str] | None:
    """Merge one place by its words; ``None`` where both changed the same ones."""
    pieces: list[str] = []
    texts = [_words(one) for one in (old, mine, theirs)]
    if max(map(len, texts)) > MOST_WORDS:
        return None
    for parts in _apart(*texts):
        chosen = _chosen(*parts)
        if chosen is None:
            return None
        pieces += chosen
    return pieces


def _apart(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Cut three texts at what all of them share; yield what lies between and what is shared."""
    last = (0, 0, 0)
    ends = ((len(base), len(mine), len(theirs), 0),)
    for b, m, t, length in chain(_shared(base, mine, theirs), ends):
        yield base[last[0] : b], mine[last[1] : m], theirs[last[2] : t]
        yield (base[b : b + length],) * 3
        last = (b + length, m + length, t + length)


def _shared(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Where a piece of ``base`` stands in both: its place in each and its length."""
    ours = SequenceMatcher(None, base, mine).get_matching_blocks()
    others = SequenceMatcher(None, base, theirs).get_matching_blocks()
    one = other = 0
    while one < len(ours) and other < len(others):
        a, b = ours[one], others[other]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield start, a.b + start - a.a, b.b + start - b.a, end - start
        if a.a + a.size < b.a + b.size:
            one += 1
        else:
            other += 1


def _area(conflict: Conflict, text: str, attributes: dict[str, Any]) -> SafeString:
    return forms.Textarea().render(conflict.field, text, {**attributes, "autocomplete": "off"})


def _sent(request: HttpRequest, conflict: Conflict) -> list[tuple[str, str]]:
    """The fields as they were sent; what is kept of either side is marked as high as either."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OF_THE_PAGE
        for value in values
    ]
    return [
        (name, highest([value, conflict.marking or BASELINE]) if name == "marking" else value)
        for name, value in sent
    ]


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """A value of a field as it may be chosen: its words, and on which side it stands."""

    value: str
    words: str
    saved: bool
    sent: bool


@dataclass(frozen=True, slots=True)
class DifferingAnswer:
    """An answer beside the text that the two sides gave differently; ``several`` may be ticked."""

    field: str
    label: str
    several: bool
    offered: Sequence[AnswerChoice]


def differing(form: forms.Form, saved: Mapping[str, object], text: str) -> list[DifferingAnswer]:
    """The choices of ``form``, without the field ``text``, that are not as they are ``saved``."""
    found = []
    for bound in form.visible_fields():
        choices = getattr(bound.field, "choices", None)
        if choices is None or bound.name in {text, "marking"}:
            continue
        sides = [_values(saved.get(bound.name)), _values(bound.value())]
        if sides[0] != sides[1]:
            offered = [
                AnswerChoice(value, str(words), value in sides[0], value in sides[1])
                for value, words in ((str(one), words) for one, words in choices)
                if value and value in sides[0] | sides[1]
            ]
            several = isinstance(bound.field, forms.ModelMultipleChoiceField)
            if not several and not all(sides):
                offered.append(AnswerChoice("", "No answer", not sides[0], not sides[1]))
            found.append(DifferingAnswer(bound.html_name, str(bound.label), several, offered))
    return found


def _values(given: object) -> set[str]:
    several = given if isinstance(given, list | tuple) else [given]
    return {str(one) for one in several if one not in (None, "")}


def conflict_page(
    request: HttpRequest,
    conflict: Conflict,
    answers: Sequence[DifferingAnswer] = (),
    address: str = "",
) -> HttpResponse:
    """Show what changed on each side (409), and for a text a form that sends on what is chosen.

    The form goes to the same act, at the version that stands now, or to ``address`` where that act
    takes no text: ``answers`` are chosen too, and all else is sent as it was.
    """
    sent = _sent(request, conflict)
    chosen = {conflict.field, *(one.field for one in answers)}
    said = [(name.replace("_", " ").capitalize(), value) for name, value in sent if value]
    return page(
        request,
        "inspectorate/conflict.html",
        getattr(request, "inspection", None),
        title="Somebody changed this meanwhile",
        status=409,
        marking=conflict.marking or BASELINE,
        conflict=conflict,
        address=address or request.get_full_path(),
        answers=answers,
        sent=[(name, value) for name, value in sent if name not in chosen],
        sent_as_mine=[(name, value) for name, value in sent if name != conflict.field],
        said=said,
        yours_again=_area(conflict, conflict.yours, AGAIN),
        key=uuid.uuid4().hex,
        other_key=uuid.uuid4().hex,
        **_side_by_side(conflict),
    )


def _side_by_side(conflict: Conflict) -> dict[str, Any]:
    """What the page shows of the two texts: their changes where they can be compared, and both
    together.
    """
    texts = [conflict.theirs, conflict.yours, conflict.base or ""]
    compared = bool(conflict.field) and not too_long(*texts)
    base = conflict.base if compared else None
    both = merged(base, conflict.yours, conflict.theirs) if compared else None
    return {
        "together": _area(conflict, both.text if both else conflict.yours, TOGETHER),
        "compared": compared,
        "meanwhile": changes(base, conflict.theirs) if base is not None else None,
        "by_you": changes(base, conflict.yours) if base is not None else None,
        "differing": changes(conflict.theirs, conflict.yours)
        if compared and base is None
        else None,
        "merged": both,
    }
