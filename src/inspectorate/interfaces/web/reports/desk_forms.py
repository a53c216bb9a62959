"""Forms beside the text: what stands before its first heading; words to find and to replace."""

from __future__ import annotations

from typing import Any

from django import forms

from inspectorate.prose.front_matter import KEYS, with_front_matter, writable
from inspectorate.prose.reading.markdown import front_matter

from ...act_forms import AMONG_OTHERS, VersionForm


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
        return given

    def arguments(self) -> dict[str, Any]:
        """The text with its front matter as it was filled in."""
        given = super().arguments()
        values = {name: given.pop(name) for name in KEYS}
        return {**given, "text": with_front_matter(self.standing, values)}
