"""Forms of the search: what to look for, and what a person keeps of it for themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from inspectorate.domain.evidence.kinds import SourceKind
from inspectorate.domain.fieldwork.methods import Method
from inspectorate.foundation.search import own
from inspectorate.foundation.search.finding import Search
from inspectorate.foundation.search.kinds import Narrowing, SearchedKind, kinds
from inspectorate.foundation.search.terms import MOST_TERMS, past_the_last

from ...act_forms import offer_choices

# No number of ours is longer, nor could a database hold it.
_MOST_DIGITS = 15
_KEYS = ("body", "criterion", "week", "person", "visit")
_CODES = {"source": SourceKind.values, "method": Method.values}
# What narrows by a facet, in the order in which the page tells it.
FACETS = ("body", "criterion", "source", "method", "week", "person")


class SearchForm(forms.Form):
    """What to look for; what was chosen among the counts stays chosen."""

    narrows = True
    q = forms.CharField(
        required=False, max_length=300, label="Words", help_text='"a phrase", begin*, -without'
    )
    what = forms.ChoiceField(
        required=False,
        label="What",
        error_messages={"invalid_choice": "This is none of the kinds that are searched."},
    )
    mine = forms.BooleanField(required=False, label="Mine: recorded or written by me")
    starred = forms.BooleanField(required=False, label="Starred by me")
    unseen = forms.BooleanField(required=False, label="Not seen by me yet")

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="")
        kept = [(code, kind.several) for code, kind in kinds().items()]
        offer_choices(self, "what", [("", "Everything"), *kept])

    def problems(self) -> list[dict[str, str]]:
        """What could not be read of what was asked, to stand above the hits."""
        found = [(name, str(text)) for name, texts in self.errors.items() for text in texts]
        if past_the_last(self.cleaned_data.get("q", "")):
            found.append(("q", f"Only the first {MOST_TERMS} count: take some out."))
        return [
            {"text": f"{self[name].label}: {text}", "href": f"#{self[name].id_for_label}"}
            for name, text in found
        ]

    def search(self) -> Search:
        """Return what is looked for; what could not be read narrows nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Search(
            text=asked.get("q", ""),
            kind=asked.get("what", ""),
            narrowing=narrowing(self.data),
            mine=bool(asked.get("mine")),
            starred=bool(asked.get("starred")),
            unseen=bool(asked.get("unseen")),
        )


def narrowing(asked: Mapping[str, Any]) -> Narrowing:
    """Read what the address narrows to; what is no key or code of ours narrows nothing."""
    keys = {name: _key(asked.get(name, "")) for name in _KEYS}
    codes = {
        name: asked[name] if asked.get(name) in values else None for name, values in _CODES.items()
    }
    return Narrowing(**keys, **codes)  # type: ignore[arg-type]


def number_of(asked: str | None) -> int:
    """Return the page that an address names, 1 where it names none."""
    return max(1, _key(asked or "") or 1)


def _key(text: str | None) -> int | None:
    plain = text is not None and text.isascii() and text.isdecimal()
    return int(text) if plain and text and len(text) <= _MOST_DIGITS else None


class OwnForm(forms.Form):
    """What a person marks or saves for themselves.

    ``thing`` holds one or several of "item:12": the code of a kind and the key of a thing.
    """

    # A search that is saved needs it; the other acts send no such field.
    needed = ("name",)
    do = forms.ChoiceField(
        choices=[
            ("see", "Mark as seen"),
            ("unsee", "Mark as not seen"),
            ("star", "Star"),
            ("unstar", "Take the star away"),
            ("save", "Save this search"),
            ("remove", "Remove"),
        ],
        label="What to do",
        error_messages={
            "required": "Choose what to do.",
            "invalid_choice": "This cannot be done here. Open the page again.",
        },
    )
    name = forms.CharField(required=False, max_length=80, label="Name of this search")
    saved = forms.IntegerField(required=False, min_value=1, max_value=10**_MOST_DIGITS)
    things: list[tuple[SearchedKind, int]]

    def __init__(self, data: QueryDict | None, *, saved: Collection[str] = ()) -> None:
        super().__init__(data, label_suffix="")
        self.named = data.getlist("thing") if data else []
        self.already = saved

    def clean(self) -> None:
        """Read the things that are named; a search to be saved needs a name."""
        super().clean()
        do = self.cleaned_data.get("do")
        self.things = [one for one in map(_thing, self.named) if one is not None]
        if do in {"see", "unsee", "star", "unstar"} and len(self.things) != len(self.named or [""]):
            self.add_error("do", "Choose a thing of this page.")
        if do == "save" and not self.cleaned_data.get("name"):
            self.add_error("name", "Give this search a name, by which you find it again.")
        another = self.cleaned_data.get("name") not in self.already
        if do == "save" and another and len(self.already) >= own.MOST_SAVED:
            self.add_error(
                "name",
                f"You have saved {own.MOST_SAVED} searches. Remove one first, or "
                "save this one under the name of another, which it replaces.",
            )
        if do == "remove" and not self.cleaned_data.get("saved"):
            self.add_error("do", "Choose a search that you saved.")


def _thing(named: str) -> tuple[SearchedKind, int] | None:
    code, _, key = named.partition(":")
    kind, thing = kinds().get(code), _key(key)
    return None if kind is None or not thing else (kind, thing)


def by_kind(things: Iterable[tuple[SearchedKind, int]]) -> dict[SearchedKind, list[int]]:
    """Return the keys of things by their kind."""
    found: dict[SearchedKind, list[int]] = {}
    for kind, thing in things:
        found.setdefault(kind, []).append(thing)
    return found
