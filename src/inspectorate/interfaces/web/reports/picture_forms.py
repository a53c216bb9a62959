"""Forms of pictures of editors' own: one is added from a file, and taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from inspectorate.domain.reports.pictures.kinds import InPicture, PictureOrigin
from inspectorate.domain.reports.pictures.policies import PictureSaid
from inspectorate.domain.reports.pictures.taking import SUFFIXES, TakenPicture, taken

from ...act_forms import AMONG_OTHERS, ActForm, MarkingField


class AddPictureForm(ActForm):
    """A picture, by which short name texts show it, where it is from and who is in it."""

    LONGEST = AMONG_OTHERS
    # Which of them is needed, the choices above them say.
    needed = ("source", "ground", "item", "agreement")

    file = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        help_text="A PNG or a JPEG, up to 10 MB. What the file says of itself, as where and with "
        "what it was taken, is not in the copy that is shown.",
    )
    code = forms.CharField(
        label="Short name",
        max_length=60,
        help_text="Texts show it by this name, as control-room. Name no body and no person in it.",
    )
    origin = forms.ChoiceField(
        label="Where it is from", choices=PictureOrigin.choices, widget=forms.RadioSelect
    )
    item = forms.IntegerField(
        label="Number of the evidence",
        required=False,
        min_value=1,
        help_text="Where it is from evidence: 12 of PREV-E0012.",
    )
    source = forms.CharField(
        label="Source", required=False, help_text="Where it is from another source: which."
    )
    ground = forms.CharField(
        label="Why it may be printed",
        required=False,
        help_text="Where it is from another source: the licence, or who permitted it and when.",
    )
    people = forms.ChoiceField(
        label="Who can be recognised in it", choices=InPicture.choices, widget=forms.RadioSelect
    )
    agreement = forms.CharField(
        label="How they agreed",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where people can be recognised: how each agreed, and where that is recorded.",
    )
    marking = MarkingField("Marking", "No lower than the evidence that it is from.")

    def arguments(self) -> dict[str, Any]:
        """The picture as it lies in the store, and what is said of it."""
        given = super().arguments()
        picture, code = _taken(given.pop("file")), given.pop("code")
        return {"picture": picture, "code": code, "said": PictureSaid(**given)}


class WithdrawPictureForm(ActForm):
    """Why a picture is taken back."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), label="Why is it taken back?"
    )


def _taken(file: UploadedFile[Any]) -> TakenPicture:
    assert file.file is not None  # it has one until it is closed
    return taken(file.file, file.name or "")
