"""Forms of a picture or table in a text: what it is of, and where it is put."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from inspectorate.domain.judgments.outcomes.kinds import OutcomeKind
from inspectorate.domain.reports.editions.outcomes import UNNAMED
from inspectorate.domain.reports.sections.blocks import BLOCKS, FIELDS, OWN_PICTURE, BlockChoices
from inspectorate.prose.reading.fences import (
    Fence,
    changed,
    fence_in,
    fences_of,
    put_for,
    put_in,
    written,
)
from inspectorate.prose.reading.markdown import chunks_of

from ...act_forms import VersionForm, offer_choices

LONGEST = 1_500  # characters of a block that a form changes; a longer one is changed as text
_WORDS = 60
_ALT = 500
_MOVED = "The picture or table was changed since you opened it. Open it again from the text."


class BlockFields(forms.Form):
    """What a block is of. Fields that its kind has no use for are not written."""

    block = forms.ChoiceField(
        label="What to put in",
        choices=[("", "Choose a picture or table"), *((n, one.label) for n, one in BLOCKS.items())],
        error_messages={
            "required": "Choose a picture or table.",
            "invalid_choice": "Choose a picture or table.",
        },
    )
    picture = forms.ChoiceField(
        required=False, label="Our own picture", help_text="One that was added to a document."
    )
    alt = forms.CharField(
        required=False,
        max_length=_ALT,
        label="Alternative text",
        help_text="What our own picture shows, in a sentence for who does not see it.",
    )
    area = forms.ChoiceField(required=False, label="Area", help_text="Of its criteria, or of all.")
    criterion = forms.ChoiceField(
        required=False, label="Criterion", help_text="For how many have each grade, and for a map."
    )
    claim = forms.ChoiceField(
        required=False, label="Claim", help_text="For the bodies that a claim counts."
    )
    of = forms.ChoiceField(
        required=False, label="Kind of outcome", choices=[("", "All"), *OutcomeKind.choices]
    )
    bodies = forms.ChoiceField(
        required=False,
        label="Bodies of outcomes",
        choices=[("", "Named"), (UNNAMED, "Not named")],
    )
    caption = forms.CharField(
        required=False, max_length=500, label="Caption", help_text="Words, in Markdown."
    )
    old = forms.CharField(required=False, max_length=LONGEST, strip=False, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, given: Any, *, was: Fence | None) -> None:
        # The form that puts it in stands on the same page.
        super().__init__(given, label_suffix="", auto_id="block_%s")
        self.was = was
        if was is not None:
            said = {name: was.fields.get(name, "") for name in (*FIELDS, "caption")}
            self.initial = {**said, "block": f"{was.kind}:{was.fields.get('kind', '')}"}

    def offer(self, choices: BlockChoices) -> None:
        """Let areas, criteria and claims be chosen; what a block says already stays a choice."""
        found = (
            ("area", "All areas", choices.areas),
            ("criterion", "All criteria", choices.criteria),
            ("claim", "None", choices.claims),
            ("picture", "None", choices.pictures),
        )
        for name, none, there in found:
            own = self.was.fields.get(name, "") if self.was else ""
            more = [(own, own)] if own and own not in dict(there) else []
            offer_choices(self, name, [("", none), *there, *more])

    def clean(self) -> dict[str, Any]:
        """Also refuse a picture of our own without its name or its words."""
        given = super().clean() or {}
        if given.get("block") == OWN_PICTURE:
            if not given.get("picture"):
                self.add_error("picture", "Choose a picture, or add one first.")
            if not given.get("alt", "").strip():
                self.add_error("alt", "Say in words what the picture shows.")
        return given

    def markdown(self) -> str:
        """Return the block as it was filled in; "" where it was not."""
        if not self.is_valid():
            return ""
        given = self.cleaned_data
        chosen = BLOCKS[given["block"]]
        uses = {name: given[name] if name in chosen.uses else "" for name in FIELDS}
        fields: Mapping[str, str] = {"kind": chosen.kind, **uses, "caption": given["caption"]}
        if self.was is None:
            return written(chosen.fence, fields)
        return changed(self.was, chosen.fence, fields)


class PutForm(VersionForm):
    """A block that was looked at is put into the ``text`` of its section, in the place of the one
    at ``line`` that it was made from, or after a paragraph.
    """

    source = forms.CharField(max_length=4 * LONGEST, strip=False, widget=forms.HiddenInput)
    old = forms.CharField(required=False, max_length=LONGEST, strip=False, widget=forms.HiddenInput)
    line = forms.IntegerField(required=False, widget=forms.HiddenInput)
    after = forms.TypedChoiceField(coerce=int, required=False, label="Where", empty_value=None)

    def __init__(self, *args: Any, text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        offer_choices(self, "after", places(text))
        self.fields["after"].initial = len(text.split("\n")) + 1
        if self["line"].value() not in (None, ""):
            del self.fields["after"]

    def clean_source(self) -> str:
        """The block with line feeds alone: a browser that has no script sends other line ends."""
        return str(self.cleaned_data["source"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """Also refuse what is no block, and one for another that stands there no longer."""
        given = super().clean() or {}
        if not self.errors and fence_in(given["source"]) is None:
            self.add_error(None, "This is no picture or table. Fill the form in again.")
        if not self.errors and given["line"] is not None and self._was() is None:
            self.add_error(None, _MOVED)
        return given

    def _was(self) -> Fence | None:
        """The block that another takes the place of."""
        wanted = self.cleaned_data["line"], self.cleaned_data["old"].replace("\r\n", "\n")
        return next((one for one in fences_of(self.text) if (one.line, one.source) == wanted), None)

    def arguments(self) -> dict[str, Any]:
        """The whole text of the section with the block in it, and the version of it."""
        given = super().arguments()
        source, was = given["source"], self._was()
        after = given.get("after") or len(self.text.split("\n")) + 1
        text = put_for(self.text, was, source) if was else put_in(self.text, source, after=after)
        return {"text": text, "version": given["version"]}


def places(text: str) -> list[tuple[str, str]]:
    """Return where a block can be put: the line it goes before, and the words that it follows."""
    lines = text.split("\n")
    found = [
        (str(after), f"After “{_begins(lines[first - 1 : after - 1])}”")
        for first, after in chunks_of(text)
    ]
    return [*found, (str(len(lines) + 1), "At the end of the section")]


def _begins(lines: list[str]) -> str:
    words = " ".join(" ".join(lines).split())
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
