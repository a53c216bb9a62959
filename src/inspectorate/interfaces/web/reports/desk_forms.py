"""Forms beside the text: what stands before its first heading; words to find and to replace;
which previews stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from inspectorate.prose.finding import replaced
from inspectorate.prose.front_matter import KEYS, comes_back, with_front_matter, writable
from inspectorate.prose.reading.markdown import front_matter

from ...act_forms import AMONG_OTHERS, NONE_OF_THESE, VersionForm, offer_choices


class FrontMatterForm(VersionForm):
    """What stands before the first heading, by its keys; ``standing`` is the text they stand in."""

    LONGEST = AMONG_OTHERS

    title = forms.CharField(
        required=False,
        label="Title",
        help_text="Where it is empty, the title of the document is printed.",
    )
    subtitle = forms.CharField(required=False, label="Subtitle")
    headline = forms.CharField(
        required=False,
        label="Headline",
        help_text="What a press release says in one line: its first heading says the same.",
    )
    published = forms.CharField(
        required=False, label="Day of publication", help_text="For example 9 March 2020."
    )
    stamp = forms.CharField(
        required=False,
        label="Moment of publication",
        help_text="With its hour, for an embargo: 2020-03-09T00:01:00+00:00.",
    )

    def __init__(self, *args: Any, standing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        found = front_matter(standing)[0]
        for name in KEYS:
            self.fields[name].initial = found.get(name, "")

    def clean(self) -> dict[str, Any]:
        """Also refuse what would not come back as it was given."""
        given = super().clean() or {}
        for name in KEYS:
            if not writable(given.get(name, "")):
                said = "Write quotation marks as “ and ”: straight ones around it would be lost."
                self.add_error(name, said)
        values = {name: given.get(name, "") for name in KEYS}
        if not self.errors and not comes_back(with_front_matter(self.standing, values), values):
            said = "The front matter has too many lines to take these. Take notes out of it first."
            self.add_error(None, said)
        return given

    def arguments(self) -> dict[str, Any]:
        """The text with its front matter as it was filled in."""
        given = super().arguments()
        values = {name: given.pop(name) for name in KEYS}
        return {**given, "text": with_front_matter(self.standing, values)}


class FindForm(forms.Form):
    """Words to find in a document; ``replacement`` is looked at before anything is replaced."""

    LONGEST = 200

    words = forms.CharField(
        max_length=LONGEST,
        label="Find",
        error_messages={"required": "Write the words to find."},
    )
    whole = forms.BooleanField(required=False, label="Whole words only")
    case = forms.BooleanField(required=False, label="Capitals count")
    replacement = forms.CharField(
        required=False,
        max_length=LONGEST,
        strip=False,
        label="Replace with",
        help_text="Nothing is replaced before you have seen each place.",
    )

    def __init__(self, given: Any = None) -> None:
        # The form of the places stands on the same page, and holds the same words.
        super().__init__(given, auto_id="find_%s")


class ReplaceForm(VersionForm):
    """The places of words in a text of one version, and what is put there."""

    LONGEST = FindForm.LONGEST

    words = forms.CharField(required=False, widget=forms.HiddenInput)
    whole = forms.BooleanField(required=False, widget=forms.HiddenInput)
    case = forms.BooleanField(required=False, widget=forms.HiddenInput)
    replacement = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    at = forms.MultipleChoiceField(
        label="Places",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "The words do not stand there. Find them again."},
    )

    def __init__(
        self, *args: Any, text: str, spans: Sequence[tuple[int, int]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.spans = text, dict(spans)
        offer_choices(self, "at", ((str(start), str(start)) for start in self.spans))

    def arguments(self) -> dict[str, Any]:
        """The text with the words in the places that were ticked, and the version of it."""
        given = super().arguments()
        chosen = [(int(one), self.spans[int(one)]) for one in given["at"]]
        text = replaced(self.text, chosen, given["replacement"])
        return {"text": text, "version": given["version"]}


class PreviewsForm(forms.Form):
    """Which section is shown, and as which body would be shown it."""

    section = forms.ChoiceField(required=False, label="Section", error_messages=NONE_OF_THESE)
    body = forms.ChoiceField(required=False, label="Body", error_messages=NONE_OF_THESE)

    def __init__(
        self,
        *args: Any,
        sections: Sequence[tuple[str, str]],
        bodies: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "section", [("", "The whole document"), *sections])
        offer_choices(self, "body", [("", "The addressee, or the first in scope"), *bodies])
