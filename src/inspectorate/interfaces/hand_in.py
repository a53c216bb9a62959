"""What is sent for a request: a note, a file, or a newer version of a file that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from django import forms
from django.http import HttpRequest, JsonResponse

from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.foundation.files import pieces
from inspectorate.foundation.files.pieces import ComingFile
from inspectorate.foundation.reasons.reasons import Refused

from .act_forms import FileForm, offer_choices

# Makes of a name, a size and a day of change the file that one person sends for one request.
Coming = Callable[..., ComingFile]


class HandInFields(FileForm):
    """Which document that is there the file replaces; each is named by its place, from 1, among
    what came for the request.
    """

    replaces = forms.ChoiceField(
        required=False,
        label="Is it a newer version of a document that is here?",
        help_text="Needed where one is to be marked as replaced; it stays here.",
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


class InPieces(HandInFields):
    """A hand-in whose file may have come in pieces before the form: ``pieces`` says which.

    ``coming`` makes it of its name, size and day of change, for whoever sends it; ``pieces_to`` is
    the address to which a script sends them. Of a form that is sent a second time ``again`` is what
    it made: its pieces are forgotten, and its file lies in the store.
    """

    pieces = forms.JSONField(required=False, widget=forms.HiddenInput)
    scripts = ("inspectorate/js/pieces.js",)

    def __init__(
        self,
        *args: Any,
        coming: Coming,
        pieces_to: str,
        again: Receipt | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.coming, self.pieces_to, self.again = coming, pieces_to, again
        self.came: ComingFile | None = None

    def clean_pieces(self) -> tuple[ComingFile, str] | None:
        """Take what names a file that came, and its digest."""
        said = self.cleaned_data["pieces"]
        if not said:
            return None
        found = CameForm(said if isinstance(said, dict) else {})
        if not found.is_valid():
            raise forms.ValidationError("Open the page again.")
        given = found.cleaned_data
        named = {name: given[name] for name in ("name", "size", "changed")}
        return self.coming(**named), given["whole"]

    def arguments(self) -> dict[str, Any]:
        """The fields by their names; a file that came in pieces goes into the store first."""
        given = super().arguments()
        said = given.pop("pieces")
        if said is None:
            return given
        self.came, digest = said
        made = self.again.digest if self.again else ""
        before = pieces.repeated(self.came, digest, made) if made else None
        return {**given, "file": before or pieces.whole(self.came, digest)}

    def done(self) -> None:
        """Forget the pieces, once the act names the file."""
        if self.came is not None:
            pieces.drop(self.came)


class BegunForm(forms.Form):
    """Which file is sent in pieces: its name, its size in bytes, when it was changed."""

    name = forms.CharField(max_length=200)
    size = forms.IntegerField(min_value=0, max_value=10**12)
    changed = forms.CharField(max_length=40)


class CameForm(BegunForm):
    """Which file came, with the digest over those of its pieces."""

    whole = forms.CharField(min_length=64, max_length=64)


def take_piece(request: HttpRequest, coming: Coming) -> JsonResponse:
    """Begin a file, or add a piece of it; answer up to where it is here.

    A piece comes as the body, and headers say which file it is of, where it begins and what its
    SHA-256 is. Not begun where it should: 409 with where it is. What cannot be taken: 422 with why.
    """
    headers, is_piece = request.headers, "X-Offset" in request.headers
    said = (
        {name: unquote(headers.get(f"X-{name}", "")) for name in ("name", "size", "changed")}
        if is_piece
        else request.POST
    )
    form = BegunForm(said)
    offset = headers.get("X-Offset", "0")
    if not form.is_valid() or not offset.isdecimal() or len(offset) > 12:
        return JsonResponse({"problem": "Choose the file again."}, status=422)
    file = coming(**form.cleaned_data)
    try:
        if is_piece:
            at = pieces.add(file, int(offset), headers.get("X-Digest", ""), request)
        else:
            at = pieces.begin(file)
    except pieces.Misplaced as fault:
        return JsonResponse({"offset": fault.offset}, status=409)
    except Refused as refusal:
        problem = " ".join(str(one) for one in refusal.reasons)
        return JsonResponse({"problem": problem}, status=422)
    return JsonResponse({"offset": at, "piece": pieces.PIECE})
