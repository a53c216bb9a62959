"""What is sent for a request: a note, a file, or a newer version of a file that is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from inspectorate.domain.fieldwork.models import Receipt

from .act_forms import FileForm, offer_choices


class HandInFields(FileForm):
    """Which document that is there the file replaces; each is named by its place, from 1, among
    what came for the request.
    """

    replaces = forms.ChoiceField(
        required=False,
        label="Is it a newer version of a document that is here?",
        help_text="The older one stays here, marked as replaced.",
    )

    def __init__(
        self, *args: Any, there: Iterable[tuple[int, Receipt]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.there = {str(place): one for place, one in there}
        if not self.there:
            del self.fields["replaces"]
            return
        named = [(place, f"Document {place}: {one.name}") for place, one in self.there.items()]
        offer_choices(self, "replaces", [("", "No, it is another"), *named])

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; what is replaced as its receipt."""
        given = super().arguments()
        chosen = given.pop("replaces", "")
        return {**given, "replaces": self.there[chosen]} if chosen else given
